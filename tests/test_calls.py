"""Calls: no call of a note or a source can be read as part of a number, on the page, in a copy, or without styles."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pypdfium2
import pytest

from studyguide.nodes import note_sign
from studyguide.proof.epub.opened import OpenedBook
from studyguide.proof.epub.rules import RULES
from studyguide.publish.ebook import make_epub
from studyguide.publish.pdf import make_pdf
from studyguide.sources.renditions import REFERENCE, RENDITIONS
from tests.tinybook import changed, compile_tiny, tiny_sources

CALM, CALLS = "chapters/02-calm.md", {"note": "[^{}]", "citation": "{{cite}}`book-a`", "spaced citation": " {{cite}}`book-a`"}
# What stands before a call in the source, and in the text.
NUMBERS = {
    "500": "500",
    "1,000–1,500": "1,000–1,500",
    "5%": "5%",
    "(n = 12)": "(n = 12)",
    "“below 38”": "“below 38”",
    "10^9^": "10⁹",
    "CO~2~": "CO₂",
    "about *500*": "about 500",
    "{value}`anc.severe|plain`": "500",
    "In 2026.": "In 2026.",
}
# Where it stands; “@” is the number with its call, “§” a name of its own.
PLACES = {
    "text": "w§ @ cells.",
    "heading": "### w§ @ {#sec-h§}\n\nText.",
    "cell": ":::{table} Caption\n:id: tab-t§\n| A | B |\n|---|--:|\n| a | w§ @ |\n:::",
    "caption": ":::{table} w§ @\n:id: tab-c§\n| A | B |\n|---|--:|\n| a | b |\n:::",
    "term": "w§ @\n: A meaning.",
}
CASES = [(place, call, number) for place in PLACES for call in CALLS for number in NUMBERS]


def snippets() -> Iterator[str]:
    """Every number with every call in every place; the word before it is its own."""
    for at, (place, call, number) in enumerate(CASES):
        word = note_sign(at + 1000)
        written = number.replace("|", r"\|") if place == "cell" else number
        yield PLACES[place].replace("@", written + CALLS[call].format(word)).replace("w§", f"w{word}w").replace("§", word)
        yield f"[^{word}]: A note." if call == "note" else ""


@pytest.fixture(scope="module")
def texts(tmp_path_factory, layouts) -> dict[str, str]:
    """The text of the PDF, as one copies it, and of the EPUB's documents, without styles; white space and joiners left out."""
    folder = tmp_path_factory.mktemp("calls")
    text = "\n\n".join([tiny_sources().texts[CALM], *snippets()]) + "\n"
    compiled = compile_tiny(changed(**{CALM: text}))
    artifact = make_pdf(compiled, RENDITIONS[REFERENCE], layouts)
    book = OpenedBook.read(make_epub(compiled, artifact.pages, folder))
    assert list(RULES["call"].check(book)) == []
    copied = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(artifact.data))
    plain = "".join("".join(page.root.itertext()) for page in book.pages.values())
    return {name: re.sub(r"[\s\u2060\u00ad\ufffe]", "", each) for name, each in (("PDF", copied), ("EPUB", plain))}


@pytest.mark.parametrize("at", range(len(CASES)), ids=[f"{place}-{call}-{number}" for place, call, number in CASES])
def test_a_bracket_parts_a_call_from_a_number(texts, at):
    """Behind the number stands a bracket, before the letter of a note as before the number of a source."""
    _, call, number = CASES[at]
    said = re.escape(f"w{note_sign(at + 1000)}w{NUMBERS[number]}".replace(" ", ""))
    sign = r"\[[a-z]+\]" if call == "note" else r"\[\d+\]"

    assert [name for name, text in texts.items() if not re.search(said + sign, text)] == []


def test_notes_are_called_by_letters():
    """After z comes aa, as the counter of print has it."""
    assert [note_sign(number) for number in (1, 2, 26, 27, 52, 53, 702, 703)] == ["a", "b", "z", "aa", "az", "ba", "zz", "aaa"]
