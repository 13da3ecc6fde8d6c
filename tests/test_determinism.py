"""The same sources give the same bytes, whatever the machine is like."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from studyguide.publish.ebook import make_epub
from studyguide.publish.pdf import make_pdf
from studyguide.sources.renditions import RENDITIONS
from tests.tinybook import ROOT, tiny_book

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
PLACE = {"PYTHONHASHSEED": "77", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8"}


def test_two_builds_give_the_same_pdf_and_epub(tmp_path: Path, layouts: Path) -> None:
    """Another process, folder, time zone, locale and hash seed do not change a byte of the PDF or the EPUB."""
    pdf = make_pdf(tiny_book(), RENDITIONS["a4"], layouts)
    here = [hashlib.sha256(data).hexdigest() for data in (pdf.data, make_epub(tiny_book(), pdf.pages, tmp_path / "here"))]
    environment = {**os.environ, **PLACE, "PYTHONPATH": str(ROOT)}
    folder = tmp_path / "another place"
    folder.mkdir()
    command = [sys.executable, "-c", BUILD, str(folder)]
    there = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True, text=True).stdout.split()

    assert there == here
