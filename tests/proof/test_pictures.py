"""Pictures for people: what `./guide pictures` leaves in build/pictures and docs/pictures, of the tiny guide."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image

from studyguide.proof import pictures
from studyguide.proof.epub.screens import STANDARD_VIEWS, find_browser
from studyguide.proof.others.tools import Tools
from studyguide.publish.names import pdf_path
from studyguide.sources.renditions import REFERENCE
from tests.proof.programs import MUTOOL, SCREENS, node_tools, program
from tests.tinybook import tiny_book


@pytest.fixture(scope="module")
def root(project, tmp_path_factory) -> Path:
    """A finished project of which pictures may be made."""
    return Path(shutil.copytree(project, tmp_path_factory.mktemp("pictures") / "project"))


@pytest.fixture
def tools(root) -> Tools:
    """A Node that draws grey screens."""
    return node_tools(root, SCREENS)


def test_every_page_of_the_reference_is_on_a_sheet(root, monkeypatch):
    """The fifteen pages of the tiny guide fill two sheets of eight; a rendition that was not made is left out."""
    monkeypatch.setattr(pictures, "SHEET", 8)
    made = pictures.write_page_sheets(root, tiny_book(), 60)
    assert [path.name for path in made] == [f"{REFERENCE}-01.png", f"{REFERENCE}-02.png"]
    pages = sorted((root / "build" / "pictures" / "pages" / REFERENCE).glob("*.png"))
    assert len(pages) == 15
    with Image.open(pages[0]) as page:
        assert page.width == 60


def test_only_a_glimpse_of_the_others(root, tmp_path):
    """Of a long file only the first pages are painted, if so many are asked for."""
    assert len(pictures.paint(root / pdf_path(tiny_book().book.guide.name, REFERENCE), tmp_path, 20, 3)) == 3


def test_screens_of_one_of_everything(root, tools):
    """Each view has a sheet; the places shown exist; what the browser complained of is kept beside them."""
    made = pictures.write_screen_sheets(root, tiny_book(), find_browser(tools), STANDARD_VIEWS[:2])
    assert [path.name for path in made] == ["epub-360x640-light-100.png", "epub-360x640-light-200.png"]
    assert (root / "build" / "pictures" / "screens.txt").read_text() == "a table\nan error\n"
    shown = {path.name for path in (root / "build" / "pictures" / "screens").glob("*.png")}
    assert {f"360x640-light-100-{name}-1.png" for name in ("cover", "nav", "tab-limits", "glossary")} <= shown


def test_the_oldest_engine(root, monkeypatch):
    """MuPDF's pages are on one sheet."""
    monkeypatch.setenv("PATH", str(root / "bin"))
    program(root / "bin" / "mutool", MUTOOL)
    assert pictures.write_oldest_engine(root, tiny_book()).name == "epub-mutool.png"


def test_the_pictures_of_the_readme(root):
    """The pages that are asked for stand side by side; without screens that picture is left as it is."""
    pictures.write_page_sheets(root, tiny_book(), 60)
    shutil.rmtree(root / "build" / "pictures" / "screens", ignore_errors=True)
    pictures.write_readme_pictures(root, tiny_book(), [6, 7])
    with Image.open(root / "docs" / "pictures" / "pages.png") as sheet:
        assert sheet.width == 12 + 2 * 72
    assert not (root / "docs" / "pictures" / "screens.png").exists()

    screens = root / "build" / "pictures" / "screens"
    screens.mkdir()
    Image.new("RGB", (30, 40)).save(screens / "600x800-light-100-fig-ruler-1.png")
    pictures.write_readme_pictures(root, tiny_book(), [6])
    assert (root / "docs" / "pictures" / "screens.png").is_file()
