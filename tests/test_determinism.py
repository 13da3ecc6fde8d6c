"""The same sources give the same bytes, whatever the machine is like."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.tinybook import ROOT

BUILD = """
import hashlib, sys
from pathlib import Path
from studyguide.pdf import workers
from studyguide.publish.ebook import make_epub
from studyguide.publish.pdf import make_pdf
from studyguide.sources.renditions import RENDITIONS
from tests.tinybook import tiny_book
workers._processors = lambda: 1  # tests/pdf/test_incremental.py has the same with a pool
here = Path(sys.argv[1])
pdf = make_pdf(tiny_book(), RENDITIONS["a4"], here / "fragments")
epub = make_epub(tiny_book(), pdf.pages, here)
print(hashlib.sha256(pdf.data).hexdigest(), hashlib.sha256(epub).hexdigest())
"""
PLACES = (
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C"},
    {"PYTHONHASHSEED": "77", "TZ": "America/Anchorage", "LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8"},
)


def test_two_builds_give_the_same_pdf_and_epub(tmp_path: Path) -> None:
    """Another folder, time zone, locale and hash seed do not change a byte of the PDF or the EPUB."""
    running = []
    for number, place in enumerate(PLACES):
        folder = tmp_path / f"build {number}"
        folder.mkdir()
        environment = {**os.environ, **place, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", BUILD, str(folder)]
        running.append(subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True))
    said = [process.communicate()[0].split() for process in running]

    assert [len(digests) for digests in said] == [2, 2]
    assert said[0] == said[1]
