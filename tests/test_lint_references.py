"""References are complete for their type, and no number rests on weak sources alone."""

from __future__ import annotations

import pytest

from studyguide.lint.references import missing_parts, thin_passages, unread
from studyguide.proof.text import text_tables
from studyguide.sources.bibliography import format_references
from studyguide.sources.diagnostics import Problems, Span
from studyguide.sources.folder import Sources
from studyguide.sources.reference_files import Source
from tests.test_lint import CALM, lints, with_text
from tests.tinybook import assemble_tiny, changed, compile_tiny, tiny_sources

REFERENCES = "chapters/references.yaml"


def with_references(old: str, new: str, text: str = "") -> Sources:
    """The tiny guide with another bibliography, and a passage more."""
    texts = tiny_sources().texts
    assert old in texts[REFERENCES]
    return changed(**{REFERENCES: texts[REFERENCES].replace(old, new), CALM: f"{texts[CALM]}\n{text}\n"})


WHOLE = {
    "type": "article-journal",
    "author": [{"family": "A"}],
    "issued": {"date-parts": [[2020]]},
    "container-title": "J",
    "PMID": 1,
    "grade": 3,
}


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({}, []),
        ({"PMID": ""}, ["DOI or PMID or PMCID or URL"]),
        ({"author": []}, ["author"]),
        ({"grade": None}, ["grade"]),
        ({"type": "webpage"}, ["URL", "accessed"]),
        ({"type": "webpage", "author": [], "publisher": "P", "URL": "u", "accessed": {"date-parts": [[2026]]}}, []),
        ({"type": "book"}, ["publisher"]),
        ({"type": "report", "author": []}, ["author or editor or publisher", "URL or DOI"]),
        ({"type": "software", "author": []}, ["author or editor or publisher"]),
    ],
)
def test_each_type_asks_for_what_a_reader_needs(change: dict[str, object], missing: list[str]) -> None:
    """An article needs author, year, journal and a number to find it by; a page its owner, address and day."""
    assert missing_parts(Source("k", WHOLE | change, Span("", 0))) == missing


def test_an_incomplete_reference_is_listed_if_it_is_cited() -> None:
    """The tiny bibliography is complete; without its DOI the article is listed."""
    assert "incomplete-reference" not in [code for code, _ in lints(tiny_sources())]
    found = lints(with_references("  DOI: 10.1000/test.1\n", ""))

    assert ("incomplete-reference", "“paper-b” (article-journal) lacks DOI or PMID or PMCID or URL") in found


def test_a_number_on_weak_sources_alone_is_an_error() -> None:
    """A value, and a number in a passage: of grade 1 alone neither stands; beside a source of grade 3 both do."""
    weak = with_references(
        "10-12\n  DOI: 10.1000/test.1\n  grade: 3", "10-12\n  DOI: 10.1000/test.1\n  grade: 1", "At 700/µL.{cite}`paper-b`"
    )
    mixed = with_text("At 700/µL.{cite}`paper-b, book-a`")
    found = lints(weak)

    assert ("weak-number", "the value “anc.severe” rests on paper-b alone, of a grade below 2") in found
    assert ("weak-number", "“700/µL” rests on paper-b alone, of a grade below 2") in found
    assert "weak-number" not in [code for code, _ in lints(mixed)]


def test_passages_that_rest_on_abstracts_are_listed() -> None:
    """A passage is listed when each of its sources was read in part; a source that says nothing is counted."""
    thin = with_references(
        "  volume: 3", "  read: abstract\n  volume: 3", "It is rare.{cite}`paper-b`\n\nIt is known.{cite}`paper-b, book-a`"
    )
    book = assemble_tiny(thin, Problems())
    assert book is not None

    assert [(t.keys, t.words) for t in thin_passages(book, thin) if t.span.path == CALM] == [(("paper-b",), "It is rare.")]
    assert unread(book, thin) == ["book-a"]


def test_the_check_tells_of_items_abstracts_and_signatures() -> None:
    """The three parts of the report stand under their headings."""
    thin = with_references("  volume: 3", "  read: excerpt\n  volume: 3").texts
    guide = thin["chapters/guide.toml"] + '\n[[sign-off]]\nrole = "A nurse"\nscope = "the emergency page"\n'
    lines = text_tables(compile_tiny(changed(**{**thin, "chapters/guide.toml": guide})))

    assert lines[1] == "Questions"
    assert any(line.startswith("Claims that rest on abstracts or excerpts alone: ") for line in lines)
    assert "1 of 2 cited sources do not say how much of them was read (read: full, abstract, excerpt)" in lines
    assert lines[-2:] == ["Awaiting a signature (version 1.0):", "  A nurse: the emergency page"]


def test_the_day_on_which_a_page_was_read_is_printed() -> None:
    """Behind its address, as far as it is known."""
    csl = {"id": "p", "type": "webpage", "title": "Page", "URL": "https://example.org/a"}
    style = tiny_sources().texts["styles/references.csl"]
    days = ([2026, 11, 30], [2026, 11], [2026])
    shown = format_references([Source("p", csl | {"accessed": {"date-parts": [day]}}, Span("", 0)) for day in days[:1]], style)

    assert shown[0].endswith("example.org/a</a> (accessed 30 Nov 2026).")
    for day, text in zip(days[1:], ("Nov 2026", "2026"), strict=True):
        [row] = format_references([Source("p", csl | {"accessed": {"date-parts": [day]}}, Span("", 0))], style)
        assert row.endswith(f"(accessed {text}).")
