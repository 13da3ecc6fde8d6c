"""Pictures of pages: those of the tiny guide are as they were kept, and a page that changed is found."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageFilter

from tests.proof.pdf.pictures import compare_pages
from tests.proof.pdf.seeding import ARTIFACT, CHAPTER, Pen

PAGES = Path(__file__).with_name("pages")
BUDGET = 300_000  # bytes of all pictures together


def test_pages(tiny):
    """Every page looks as it was found to look well; UPDATE_GOLDEN=1 keeps what they look like now."""
    assert compare_pages(tiny.path, PAGES, update=bool(os.environ.get("UPDATE_GOLDEN"))) == []
    assert sum(path.stat().st_size for path in PAGES.glob("*.png")) <= BUDGET


@pytest.fixture(scope="module")
def kept(tiny, tmp_path_factory):
    """The pages as they are now."""
    folder = tmp_path_factory.mktemp("pages")
    assert compare_pages(tiny.path, folder, update=True) == []
    return folder


CHANGES = {
    "a line one line lower": lambda pen: pen.shift("Count the right cells.", 0, 14, CHAPTER),
    "a heading in another grey": lambda pen: pen.set_before("Counting", "rg", 0.7, 0.7, 0.7, page=CHAPTER),
    "a box over text": lambda pen: pen.after(CHAPTER, ARTIFACT % b"1 1 1 rg 60 500 200 60 re f"),
    "a lost line": lambda pen: pen.forget("Count the right cells.", CHAPTER),
}


@pytest.mark.parametrize("change", CHANGES)
def test_change(change, tiny, kept, tmp_path):
    """A change on one page is found on that page."""
    path = tmp_path / "changed.pdf"
    with pikepdf.open(tiny.path) as pdf:
        CHANGES[change](Pen(pdf))
        pdf.save(path)

    assert [finding.span.path for finding in compare_pages(path, kept)] == [f"page {CHAPTER + 1}"]


def test_edges_of_letters(tiny, kept, tmp_path):
    """Letters may be drawn a little softer, as they are by another version of PDFium."""
    folder = shutil.copytree(kept, tmp_path / "pages")
    for path in folder.glob("*.png"):
        with Image.open(path) as opened:
            grey = opened.convert("L")
        grey.filter(ImageFilter.GaussianBlur(0.35)).save(path)

    assert compare_pages(tiny.path, folder) == []


def test_number_of_pages(tiny, kept, tmp_path):
    """A picture too few or too many is found."""
    folder = shutil.copytree(kept, tmp_path / "pages")
    (folder / "03.png").unlink()
    assert [finding.code for finding in compare_pages(tiny.path, folder)] == ["page-picture"] * 2

    shutil.copy(folder / "02.png", folder / "03.png")
    shutil.copy(folder / "02.png", folder / "99.png")
    assert len(compare_pages(tiny.path, folder)) == 2
