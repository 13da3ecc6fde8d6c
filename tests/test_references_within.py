"""Links by file and heading, citations with places and authors, notes that are called twice."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.rendered_book import clashes, packed, printed
from tests.tinybook import changed, compile_tiny, complaints, tiny_sources

CALM = "chapters/02-calm.md"
HERE = "\n## White cells\n\nText.\n\n## Links\n\nHere: "


def sources(text: str):
    """The tiny guide with a text below a heading of its second chapter."""
    return changed(**{CALM: f"{tiny_sources().texts[CALM]}{HERE}{text}\n"})


def paragraph(text: str) -> str:
    """What the EPUB prints of a text; no link of it, nor of print, is dead."""
    compiled = compile_tiny(sources(text))
    paper, screen = printed(compiled), packed(compiled)
    assert clashes(paper, screen) == []
    found = re.search(r"Here: (.*?)</p>", next(each.text for each in screen if each.name == "calm.xhtml"))
    return found[1] if found else ""


LINKS = [
    ("[to *it*](01-counting.md)", '<a class="xref" href="counting.xhtml#counting">to <em>it</em></a>'),
    ("[to it](./01-counting.md#sec-count)", '<a class="xref" href="counting.xhtml#sec-count">to it</a>'),
    ("[a figure](01-counting.md#fig-ruler)", '<a class="xref" href="counting.xhtml#fig-ruler">a figure</a>'),
    ("[above](#white-cells)", '<a class="xref" href="#[^"]+">above</a>'),
    ("[it](faq.md#emergency)", '<a class="xref" href="faq.xhtml#faq-emergency">it</a>'),
]


@pytest.mark.parametrize(("text", "link"), LINKS)
def test_a_link_leads_to_its_file_and_heading(text: str, link: str) -> None:
    """A file's name is that of its chapter; a heading is found by its id, or by its words without what ids begin with."""
    assert re.fullmatch(link, paragraph(text))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Seen{cite}`book-a, p. 12`", "[1, p. 12]"),
        ("Seen{cite}`book-a, pp. 12, 15–17; paper-b`", "[1, pp. 12, 15–17; 2]"),
        ("Seen{cite}`paper-b, § 4`", "[2, § 4]"),
        ("{cite:t}`paper-b` says", "Brown & Clark (2021) [2] says"),
        ("{cite:t}`book-a, ch. 3` says", "Ames (2020) [1, ch. 3] says"),
    ],
)
def test_a_citation_says_where_and_who(written: str, said: str) -> None:
    """Places stand behind their number, in the order of the numbers; authors stand in the sentence."""
    assert said.replace(" ", "") in re.sub(r"\s", "", unescape(re.sub("<[^>]*>", "", paragraph(written))))


def test_a_note_that_is_called_twice_stands_at_both_calls() -> None:
    """Each call has a note of its own, so that print has it on the page of the call."""
    compiled = compile_tiny(sources("One.[^z] Two.[^z]\n\n[^z]: The note."))

    assert clashes(printed(compiled), packed(compiled)) == []
    assert next(each.text for each in packed(compiled) if each.name == "calm.xhtml").count("The note.") == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[it](07-gone.md)", "unknown-target"),
        ("[it](01-counting.md#gone)", "unknown-target"),
        ("[it](#gone)", "unknown-target"),
        ("[](01-counting.md)", "empty-markup"),
        ("{cite}`p. 12`", "bad-citation"),
        ("{cite:t}`book-a, paper-b`", "bad-citation"),
        ("{cite:t}`nobody`", "unknown-reference"),
    ],
)
def test_what_leads_nowhere_is_one_message(text: str, code: str) -> None:
    """A link to what is not there, and a citation of nothing, are an error at their line."""
    told = complaints(sources(text))

    assert re.search(rf"^{CALM}:\d+:\d+: error\[{code}\]", told, re.MULTILINE), told
    assert told.endswith("1 error; nothing was published")
