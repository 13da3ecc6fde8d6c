"""The browser is asked the right things, and its answers become findings and pictures. A small program plays Node."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from studyguide.proof.epub import fit
from studyguide.proof.epub.screens import (
    STANDARD_VIEWS,
    ScreenPlace,
    View,
    contact_sheet,
    find_browser,
    foliate_screens,
    mutool_screens,
)
from studyguide.proof.finished import FinishedGuide
from studyguide.proof.others.tools import Tools
from studyguide.proof.report import MissingTool
from studyguide.sources.messages import show
from tests.proof.epub.faults import sound
from tests.proof.programs import BROKEN, MUTOOL, SCREENS, node_tools, program


@pytest.fixture
def book(tmp_path):
    """The sound book as a file."""
    path = tmp_path / "tiny.epub"
    path.write_bytes(sound())
    return path


def test_what_does_not_fit_or_stand_out_is_a_finding(tmp_path, book):
    """What runs over the edge is told with its measure, what is pale with its contrast, and what is hidden; the rest is fine."""
    outcome = fit.check(FinishedGuide(node_tools(tmp_path, SCREENS), book))
    assert [show(found, {}) for found in outcome.findings] == [
        "cover.xhtml (white): error[cut-off]: p runs over the edge by 12 pixels",
        "cover.xhtml (white): error[target]: p",
        "cover.xhtml (white): error[unseen]: p is not shown",
        "cover.xhtml (white): error[contrast]: p stands out by 2.85:1",
    ]
    assert outcome.detail == "2 runs of text at 200 % on a phone, in 6 colourings"


def test_a_browser_that_breaks_down_is_no_pass(tmp_path, book):
    """If Node fails, its last words are told."""
    with pytest.raises(RuntimeError, match="node failed: out of memory"):
        fit.check(FinishedGuide(node_tools(tmp_path, BROKEN), book))


def test_without_chromium_there_is_no_browser(tmp_path):
    """A browser that is missing is named."""
    with pytest.raises(MissingTool, match="Chromium is missing"):
        find_browser(Tools(tmp_path))


def test_every_place_is_shown_in_every_view(tmp_path, book):
    """There is a picture of each place in each view, and what the browser complains of is kept."""
    browser = find_browser(node_tools(tmp_path, SCREENS))
    views = (STANDARD_VIEWS[0], View(600, 800, "dark", 130))
    screens = foliate_screens(
        book, tmp_path / "out", browser, [ScreenPlace("faq", "faq.xhtml"), ScreenPlace("nav", "nav.xhtml")], views
    )
    assert [path.name for path in screens.pictures] == [
        "360x640-light-100-faq-1.png",
        "360x640-light-100-nav-1.png",
        "600x800-dark-130-faq-1.png",
        "600x800-dark-130-nav-1.png",
    ]
    assert (screens.overflow, screens.errors, screens.contents["pages"]) == (("a table",), ("an error",), 3)
    assert not (tmp_path / "out" / "request.json").exists()


def test_readers_force_their_colours():
    """A light view leaves the book's colours alone; a dark one forces its ground and its text on everything."""
    assert View(360, 640).css == "html { font-size: 100%; background: #FFFFFF; color: #000000 }"
    assert "background: #000000; color: #E0E0E0" in View(360, 640, "dark").css
    assert "color: inherit !important" in View(360, 640, "dark").css


def test_a_program_that_is_not_installed_is_named(tmp_path, monkeypatch):
    """MuPDF's pages are made by mutool, and without it that is said."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(RuntimeError, match="mutool is not installed"):
        mutool_screens(tmp_path / "a.epub", tmp_path / "out")
    program(tmp_path / "bin" / "mutool", MUTOOL)
    assert len(mutool_screens(tmp_path / "a.epub", tmp_path / "out")) == 3


def test_contact_sheet(tmp_path):
    """Pictures stand in rows, each as wide as is asked, on a grey ground; without pictures there is no sheet."""
    for number in range(3):
        Image.new("RGB", (40, 20), (number, 0, 0)).save(tmp_path / f"{number}.png")
    sheet = Image.open(io.BytesIO(contact_sheet(sorted(tmp_path.glob("*.png")), 2, 20)))
    assert sheet.size == (12 + 2 * 32, 12 + 2 * 22)
    assert (sheet.getpixel((0, 0)), sheet.getpixel((13, 35))) == ((128, 128, 128), (2, 0, 0))
    with pytest.raises(ValueError, match="no pictures"):
        contact_sheet([])
