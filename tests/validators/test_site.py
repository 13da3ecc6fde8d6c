"""The site in Chromium, from the disk: every page through axe, narrow and wide, light and dark; search, keyboard, no script."""

from __future__ import annotations

import json
from typing import Any

import pytest

from studyguide.proof.epub.screens import find_browser, run_node
from studyguide.proof.others.tools import Tools
from studyguide.publish.ebook import make_epub
from studyguide.publish.flashcards.cards import cards
from studyguide.publish.site.site import Download, site
from tests.tinybook import ROOT, tiny_book

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def seen(tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a visitor found on the site of the small guide."""
    folder, browser = tmp_path_factory.mktemp("site"), find_browser(tools)
    epub = Download("epub", "tiny.epub", make_epub(tiny_book(), None, folder / "pictures"))
    deck = Download("cards", "tiny-cards.apkg", cards(tiny_book()).apkg)
    for name, data in site(tiny_book(), {"epub": epub, "cards": deck}).items():
        path = folder / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    request = {
        "nodeModules": str(browser.node_modules),
        "chromium": str(browser.chromium),
        "axe": (browser.node_modules / "@daisy" / "axe-core-for-ace" / "axe.min.js").read_text("utf-8"),
        "site": str(folder / "site"),
        "question": "read/counting.html",
        "queries": ["neutropania", "anc", "nothing-like-this"],
        "tags": TAGS,
    }
    found: dict[str, Any] = json.loads(run_node(browser, ROOT / "tests" / "site" / "visitor.mjs", request, folder))
    return found


def test_every_page_is_accessible(seen):
    """WCAG 2.2 AA as axe knows it, in light and dark; nothing is wider than 320 pixels; every link leads somewhere."""
    assert seen["pages"] > 10
    assert (seen["axe"], seen["wide"], seen["broken"]) == ([], [], [])


def test_the_search_works_from_a_disk(seen):
    """A slip of the pen finds the term; what is not there is said; nothing is asked of another host, and no script is refused."""
    assert any("neutropenia" in title or "Count" in title for title in seen["search"]["neutropania"]["titles"])
    assert seen["search"]["anc"]["titles"]
    assert seen["search"]["nothing-like-this"] == {**seen["search"]["nothing-like-this"], "titles": [], "count": "Nothing found"}
    assert "#" in seen["arrived"]
    assert seen["refused"] == []


def test_a_keyboard_is_enough(seen):
    """The first stop leads to the text; every stop can be seen; all files are among them."""
    assert seen["stops"][0] == "To the text"
    assert seen["unseen"] == []
    assert "tiny.epub" in seen["stops"]


def test_no_script_is_needed(seen):
    """Without one answers are closed, and open when they are asked for; the search says what to do instead."""
    assert (seen["closed"], seen["answers"] > 0) == (0, True)
    assert seen["opened"].startswith("Answer")
    assert "open the whole guide as one page" in seen["noscript"]


def test_what_is_downloaded_is_what_the_page_says(seen):
    """The SHA-256 of every file is the one beside it."""
    assert len(seen["files"]) == 2
    assert all(same for _, same in seen["files"])
