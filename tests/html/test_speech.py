"""What a voice would read wrong is found, and nothing else."""

from __future__ import annotations

import pytest
from lxml import etree

from studyguide.epub.publication import LEXICON
from studyguide.html.speech import hard, spoken
from studyguide.proof.epub.opened import OpenedBook
from studyguide.proof.heard.epub import aliases
from studyguide.publish.ebook import make_epub
from studyguide.publish.pdf import units_of
from studyguide.sources.renditions import RENDITIONS
from tests.tinybook import changed, compile_tiny, tiny_sources

SPELT = ("ANC", "US")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("An ANC below 0.5 × 10⁹/L.", {"ANC": "A N C", "10⁹": "10 9"}),
        ("10⁻³ and 10¹² g", {"10⁻³": "10 −3", "10¹²": "10 12"}),
        ("AIDS, DANC, ANCs, pre-ANC and USA", {}),
        ("ANC-based, 110⁹, 2.10⁹, m² and ¹⁴C", {}),
        ("(US), US; but us", {"US": "U S"}),
    ],
)
def test_what_is_hard_to_say_is_found(text, found):
    """Powers of ten and listed abbreviations, as whole words; the parts of a text make the whole."""
    parts = spoken(text, SPELT)
    assert "".join(part.text for part in parts) == text
    assert {part.text: part.letters or f"{part.base} {part.exponent}" for part in parts if part.letters or part.base} == found


def test_each_is_listed_once():
    """A lexicon names what occurs in any text, once."""
    assert [part.text for part in hard(["ANC, ANC", "the ANC of 10⁹", ""], SPELT)] == ["10⁹", "ANC"]


def test_print_expands_what_the_lexicon_of_the_ebook_says(tmp_path):
    """The same words are said by both; a guide that has none of them has no lexicon."""
    guide = "chapters/guide.toml"
    compiled = compile_tiny(
        changed(**{guide: tiny_sources().texts[guide].replace("known-abb", 'spelt-out = ["ANC"]\nknown-abb', 1)})
    )
    book = OpenedBook.read(make_epub(compiled, None, tmp_path))
    printed = [etree.fromstring(unit.html) for unit in units_of(compiled, RENDITIONS["a4"], frozenset()) if hasattr(unit, "html")]
    expanded = {
        each.text: each.get("title") for root in printed for each in root.iter("{*}abbr") if each.get("class") == "voiced"
    }
    assert expanded == {"ANC": "A N C", "10⁹": "10 to the power of 9", "10³": "10 to the power of 3"}
    assert aliases(book) == expanded
    assert all(page.find(f"//h:link[@href='{LEXICON}']") for page in book.content())
