"""Straight quotation marks become those of the guide's language, where guide.toml asks for it."""

from __future__ import annotations

import re

import pytest

from studyguide.book.quotation_marks import quotation_marks
from tests.rendered_book import packed
from tests.tinybook import changed, compile_tiny, tiny_sources

GUIDE, CALM = "chapters/guide.toml", "chapters/02-calm.md"
TEXT = """A "word 'in' it", it's {code}`"so"` and \\"that\\"."""


def paragraph(language: str, *, smart: bool) -> str:
    """What is printed of the text in a language."""
    tiny = tiny_sources().texts
    toml = tiny[GUIDE].replace('language = "en-GB"', f'language = "{language}"') if language else tiny[GUIDE]
    top = "smart-quotes = true\n" if smart else ""
    sources = changed(**{GUIDE: f"{top}{toml}", CALM: f"{tiny[CALM]}\nHere: {TEXT}\n"})
    pages = packed(compile_tiny(sources))
    found = re.search(r"Here: (.*?)</p>", next(each.text for each in pages if each.name == "calm.xhtml"))
    return found[1] if found else ""


@pytest.mark.parametrize(
    ("language", "smart", "printed"),
    [
        ("en-GB", False, 'A "word \'in\' it", it\'s <code translate="no">"so"</code> and "that".'),
        ("en-GB", True, 'A “word ‘in’ it”, it’s <code translate="no">"so"</code> and "that".'),
        ("de", True, 'A „word ‚in‘ it“, it’s <code translate="no">"so"</code> and "that".'),
        ("fr", True, 'A «\u00a0word “in” it\u00a0», it’s <code translate="no">"so"</code> and "that".'),
    ],
)
def test_quotation_marks_are_those_of_the_language(language: str, smart: bool, printed: str) -> None:
    """Outer and inner marks and apostrophes follow the language; code and escaped marks stay."""
    assert paragraph(language, smart=smart) == printed


@pytest.mark.parametrize(("language", "marks"), [("sv", "””’’"), ("pl", "„”«»"), ("ja", "「」『』"), ("fr-CH", "«»‹›")])
def test_every_language_has_its_marks(language: str, marks: str) -> None:
    """CLDR says which marks a language has."""
    assert quotation_marks(language) == tuple(marks)
