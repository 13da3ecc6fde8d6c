"""A build with an old cache lays out what has changed and nothing else; every process makes the same bytes."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from studyguide.pdf import Cache, Unit
from tests.pdf.sample import ROOT, book, counted, linked, look, made


@pytest.fixture(scope="module")
def remembered():
    """What a cache holds that has seen the book, to be copied."""
    cache = Cache()
    made(book(), cache=cache)
    return cache._memory


def test_nothing_is_laid_out_twice(remembered, monkeypatch):
    """With nothing changed, no unit is laid out; with one chapter changed, that chapter alone."""
    done = counted(monkeypatch)
    cache = Cache(_memory=dict(remembered))
    made(book(), cache=cache)
    assert done == []
    made(_changed(book()), cache=cache)
    assert set(done) == {"chapter-2"}


def _changed(units):
    old = units[2]
    units[2] = Unit(old.id, old.html.replace("two</li>", "two and more</li>"), source=old.source)
    return units


def test_a_figure_concerns_the_unit_that_shows_it(remembered, monkeypatch):
    """A changed figure makes only the units that show it be laid out again."""
    done = counted(monkeypatch)
    cache = Cache(_memory=dict(remembered))
    files = {**look().files, "figures/square.svg": look().files["figures/square.svg"].replace(b"#137", b"#731")}
    made(book(), replace(look(), files=files), cache=cache)
    assert set(done) == {"chapter-1", "chapter-2", "chapter-3"}


PROGRAM = """
import hashlib, sys
from studyguide.sources.diagnostics import Problems
from studyguide.pdf import build
from tests.pdf.sample import METADATA, book, look
print(hashlib.sha256(build(book(), look(), METADATA, problems=Problems()).data).hexdigest(), "weasyprint" in sys.modules)
"""


def test_same_bytes_everywhere(tmp_path):
    """Another process with other hashes, language, time zone and folder, and a pool of its own, makes the same bytes."""
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", PROGRAM]
    said = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True, text=True).stdout.split()
    assert said[0] == hashlib.sha256(linked().data).hexdigest()


LINK = """
import sys
from pathlib import Path
from studyguide.sources.diagnostics import Problems
from studyguide.pdf import Cache, build
from tests.pdf.sample import METADATA, book, look
for _ in range(2):
    for name in ("weasyprint", "fontTools"):
        assert _ == 0 or name not in sys.modules or "first" in sys.argv
    build(book(), look(), METADATA, problems=Problems(), cache=Cache(Path(sys.argv[1])))
print(sorted({"weasyprint", "fontTools"} & set(sys.modules)))
"""


def test_linking_needs_no_pdf_library(tmp_path):
    """With nothing to lay out, WeasyPrint and fontTools are not even imported."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    said = []
    for word in ("first", "second"):
        command = [sys.executable, "-c", LINK, str(tmp_path), word]
        said.append(subprocess.run(command, env=environment, capture_output=True, check=True, text=True).stdout.strip())
    assert said[1] == "[]"
    assert Path(tmp_path).is_dir()
