"""The window of ./guide watch in Chromium: save, and see; break, and see why; click a word, and see where it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from studyguide.proof.epub.screens import find_browser, run_node
from studyguide.proof.others.tools import Tools
from tests.project import Project
from tests.tinybook import ROOT

SCRIPT = ROOT / "tests" / "watch" / "window.mjs"
CHAPTER = "chapters/01-counting.md"


@pytest.fixture(scope="module")
def seen(tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What the browser saw of a tiny guide that was saved, broken and mended."""
    project, browser = Project.at(tmp_path_factory.mktemp("watch") / "guide"), find_browser(tools)
    axe = browser.node_modules / "@daisy" / "axe-core-for-ace" / "axe.min.js"
    with project.start("watch", "--no-browser", "--port", "0", "--editor", "vscode") as watch:
        try:
            assert watch.stderr
            address = re.search(r"http://127\.0\.0\.1:\d+/", watch.stderr.readline())
            assert address
            request = {
                "nodeModules": str(browser.node_modules),
                "chromium": str(browser.chromium),
                "axe": axe.read_text("utf-8"),
                "address": address[0],
                "chapter": str(project.root / CHAPTER),
            }
            found: dict[str, Any] = json.loads(run_node(browser, SCRIPT, request, project.root))
            yield {**found, "root": project.root.as_posix().lstrip("/")}
        finally:
            watch.terminate()


def test_a_save_is_seen_in_every_view(seen):
    """The new words are in e-book, web page and picture; nothing moved, and the document is the one that was there before."""
    assert seen.get("stopped") is None
    assert seen["anotherPicture"]
    assert seen["samePlace"]
    assert seen["sameDocument"] == "kept"
    assert seen["pageOfEdit"] == "2"
    assert max(seen["epub"], seen["web"], seen["page"]) < PATIENCE


PATIENCE = 10_000
"""Milliseconds on a computer that does much else; docs/watching.md has what it takes on one that does not."""


def test_a_mistake_stands_over_the_last_good_edition(seen):
    """Its line, the line's text and what is wrong are shown and announced; all views stay, until it is mended."""
    assert (seen["mistakes"], seen["where"]) == (1, f"{CHAPTER}:22:59")
    assert "neutrophil cells" in seen["excerpt"]
    assert seen["announced"].startswith("1 mistake – what you see is the last good edition")
    assert seen["stillThere"]
    assert seen["mended"] == "All mistakes are mended"


def test_a_word_leads_to_its_line(seen):
    """A click in any view tells the place of the word, and opens it in the editor that was asked for."""
    assert seen["wordOfDocument"] == f"{CHAPTER}:23:111"
    assert seen["wordOfPage"].startswith(f"{CHAPTER}:23:")
    assert seen["wordOfWeb"] == f"{CHAPTER}:62:3"
    assert seen["opens"] == f"vscode://file/{seen['root']}/{CHAPTER}:62:3"


def test_everything_else_is_at_hand(seen):
    """The place in all renditions, the table of chapters, two pages at once, the colours and sizes of an e-reader."""
    assert seen["cards"] == 6
    assert any(re.match(r"1 Counting\s+2\s+\d+\s+3\s+\d", row) for row in seen["chapters"])
    assert seen["wentTo"] == "calm.xhtml"
    assert seen["spread"] == 2
    assert seen["worn"]


def test_the_window_is_for_everybody(seen):
    """Axe finds nothing, in light and dark, with mistakes, dialogs and on a small screen; nothing is wider than that."""
    assert {name: found for name, found in seen.items() if name.startswith("axe ") and found} == {}
    assert sum(name.startswith("axe ") for name in seen) == 5
    assert seen["across"]
    assert seen["errors"] == []
