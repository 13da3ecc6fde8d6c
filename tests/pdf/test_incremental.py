"""A build with an old cache lays out what has changed and nothing else; every process makes the same bytes."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace

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
from pathlib import Path
from studyguide.sources.diagnostics import Problems
from studyguide.pdf import Cache, build
from tests.pdf.sample import METADATA, book, look
data = build(book(), look(), METADATA, problems=Problems(), cache=Cache(Path(sys.argv[1]))).data
print(hashlib.sha256(data).hexdigest(), *sorted({"weasyprint", "fontTools"} & set(sys.modules)))
"""


def said(folder, **variables):
    """What the program says in a process of its own, with a cache in a folder."""
    environment = {**os.environ, **variables, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", PROGRAM, str(folder / "cache")]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True, text=True).stdout.split()


def test_same_bytes_everywhere_and_linking_needs_no_pdf_library(tmp_path):
    """Another process with other hashes, language, time zone and folder, and a pool of its own, makes the same bytes.

    With nothing to lay out, so does one more, which does not even import WeasyPrint and fontTools.
    """
    wanted = hashlib.sha256(linked().data).hexdigest()
    assert said(tmp_path, PYTHONHASHSEED="7", TZ="Asia/Tokyo", LC_ALL="C")[0] == wanted
    assert said(tmp_path) == [wanted]
