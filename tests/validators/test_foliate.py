"""Screens of the synthetic publication in Foliate's engine."""

from pathlib import Path

from PIL import Image

from studyguide.proof.epub.screens import Browser, ScreenPlace, View, foliate_screens
from studyguide.proof.others.tools import node_folder
from tests.epub.synthetic import STYLES, publication


def size(picture: Path) -> tuple[int, int]:
    """Width and height of a picture in pixels."""
    with Image.open(picture) as opened:
        return opened.size


def test_every_document_is_shown_and_nothing_runs_over(packed, tools, tmp_path):
    """On a phone, and on a dark tablet with larger text, every document shows without errors, nothing wider than its column."""
    browser = Browser(node_folder(tools) / "node_modules", tools.chromium, str(tools.node), STYLES / "fonts")
    places = [ScreenPlace(document.name.removesuffix(".xhtml"), document.name) for document in publication().documents]
    screens = foliate_screens(packed, tmp_path / "screens", browser, places, (View(360, 640), View(600, 800, "dark", 130)))
    assert (screens.errors, screens.overflow) == ((), ())
    assert screens.contents == {"toc": len(publication().nav), "landmarks": 6, "pages": len(publication().page_list)}
    assert [size(picture) for picture in screens.pictures[:: len(places)]] == [(360, 640), (600, 800)]
    assert len(screens.pictures) == 2 * len(places)
