"""The program and its theme serve any guide: what only one of them needs stands in that guide's own folder."""

from __future__ import annotations

import re
import subprocess

import pytest

from studyguide.sources.folder import Sources
from tests.rendered_book import packed, printed
from tests.tinybook import ROOT, compile_tiny, tiny_sources

OURS = re.compile(
    r"leu[kc]o|neutro|lymph|blood|\bfever|haemat|marrow|medic(al|ine)|patient|disease|clozapin|duffy|anaemi|white.cell|\bANC\b|[/\dx×]\s?µL|10⁹",
    re.IGNORECASE,
)
FIVE = """name = "bread"
title = "Bread"
language = "en-GB"
version = "1.0"
date = 2026-01-02
"""
CHAPTER = "---\nid: bread\ntitle: Bread\n---\n\nFlour, water and salt.\n\nTime does the rest.\n\nBake it hot.\n"


@pytest.mark.parametrize("folder", ["studyguide", "styles"])
def test_nothing_of_this_guide_stands_in_program_or_theme(folder: str) -> None:
    """No word of the matter of this repository's guide: another guide would print it, be checked by it, or read it in a hint."""
    listed = subprocess.run(["git", "ls-files", folder], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()  # noqa: S607
    texts = {path: (ROOT / path).read_text("utf-8") for path in listed if not path.endswith((".ttf", ".icc", ".jar"))}
    found = [f"{path}: {line.strip()[:80]}" for path, text in texts.items() for line in text.split("\n") if OURS.search(line)]

    assert texts
    assert found == []


def test_a_guide_of_five_keys_and_one_chapter_says_nothing_else() -> None:
    """Nobody is named, nothing is licensed, and no part is there that nobody wrote; the identifier is that of the name."""
    styles = {path: text for path, text in tiny_sources().texts.items() if path.startswith("styles/")}
    sources = Sources({**styles, "chapters/guide.toml": FIVE, "chapters/01-bread.md": CHAPTER}, tiny_sources().blobs)
    compiled = compile_tiny(sources)
    paper, screen = printed(compiled), packed(compiled)
    front = re.sub(r"<[^>]+>|\s+", " ", paper[0].text.partition("<body")[2])

    assert [document.name for document in paper] == ["front", "contents", "bread", "colophon"]
    assert OURS.findall(" ".join(document.text for document in (*paper, *screen))) == []
    assert re.sub(r" +", " ", front).split(">")[-1].split("Sources")[0].strip() == (
        "Bread 2 January 2026 Imprint Bread. Version 1.0, 2 January 2026."
    )
    assert compiled.book.guide.identifier == compile_tiny(sources).book.guide.identifier
