"""The lints bite: each is shown a fault of its kind in the tiny guide, and a text without fault."""

from __future__ import annotations

import datetime

import pytest

from studyguide.lint import lint
from studyguide.lint.claims import numbers_with
from studyguide.lint.readability import readability
from studyguide.sources.diagnostics import Problems
from studyguide.sources.folder import Sources
from tests.tinybook import assemble_tiny, changed, tiny_book, tiny_sources

UNITS = tiny_book().book.guide.sourced_units

CALM = "chapters/02-calm.md"
TODAY = datetime.date(2026, 1, 2)


def lints(sources: Sources, today: datetime.date = TODAY) -> list[tuple[str, str]]:
    """Codes and messages of what the lints find in faultless sources."""
    problems = Problems()
    book = assemble_tiny(sources, problems)
    assert book is not None
    assert not problems.errors, problems.errors
    lint(book, sources, today, problems)
    return [(d.code, d.message) for d in problems.errors + problems.warnings]


def with_text(text: str, path: str = CALM) -> Sources:
    """The tiny guide with a paragraph more."""
    return changed(**{path: tiny_sources().texts[path] + f"\n{text}\n"})


FAULTS = {
    "uncited-number": "A count of 700/µL is low.",
    "uncited-claim": "People with a very low count often fall ill with infections that other people would hardly notice at all.",
    "unexplained-abbreviation": "",
    "unit-spelling": "A count of 700/uL is low.{cite}`book-a`",
    "two-spellings": "A well-known fact, a wellknown fact.",
}


@pytest.mark.parametrize("code", [code for code, text in FAULTS.items() if text])
def test_a_fault_in_the_text_is_found(code: str) -> None:
    """A sentence with the fault gets the lint of its kind."""
    assert code in [found for found, _ in lints(with_text(FAULTS[code]))]


def test_the_tiny_guide_has_none_of_these_faults() -> None:
    """The lints are silent about a text without fault, so that they mean something."""
    assert not {code for code, _ in lints(tiny_sources())} & (set(FAULTS) | {"coverage", "review-due"})


@pytest.mark.parametrize(
    "text",
    [
        "A count of 700/µL is low.{cite}`book-a`",
        "Below {value}`anc.severe` it is severe.",
        ":::{worked-example} A sum\nTake 700/µL.\n:::",
        "### Invented {#sec-invented}\n\nBo is invented.\n\nBo has 700/µL.",
        "- One: 700/µL.{cite}`book-a`",
        "They are:{cite}`book-a`\n\n- 700/µL\n- 800/µL",
    ],
)
def test_a_number_with_a_source_is_fine(text: str) -> None:
    """A citation in the passage or before its list, a value, or an invented case is source enough."""
    assert "uncited-number" not in [code for code, _ in lints(with_text(text))]


@pytest.mark.parametrize("text", ["500/µL", "0.5 × 10⁹/L", "38 °C", "50–70%", "4.9 g/dL", "100 mg", "3 Gy"])
def test_clinical_numbers_are_seen(text: str) -> None:
    """Counts, temperatures, shares, concentrations and doses are numbers with a clinical unit."""
    assert numbers_with(UNITS).search(text)


@pytest.mark.parametrize("text", ["chapter 3", "in 1995", "B12", "two of three", "day 7"])
def test_other_numbers_are_not(text: str) -> None:
    """Years, names and plain counting need no source of this kind."""
    assert not numbers_with(UNITS).search(text)


def test_an_abbreviation_is_explained_before_it_is_used() -> None:
    """An abbreviation that only a later chapter explains is an error; its explanation is not."""
    early = changed(**{"chapters/00-early.md": "---\nid: early\ntitle: Early\n---\nThe ANC is counted.\n"})

    assert ("unexplained-abbreviation", "“ANC” is used before it is explained") in lints(early)
    assert "unexplained-abbreviation" not in [code for code, _ in lints(tiny_sources())]


def test_words_talked_about_may_be_spelt_as_others_do() -> None:
    """A spelling in emphasis is a quotation, not a slip."""
    assert "two-spellings" not in [code for code, _ in lints(with_text("A well-known fact; some write *wellknown*."))]


def test_what_nothing_uses_is_listed() -> None:
    """A term, a reference and a value that no text needs are warned about by name."""
    texts = tiny_sources().texts
    sources = changed(
        **{
            "chapters/glossary.md": texts["chapters/glossary.md"] + "\n:::{entry} spare\nNothing.\n:::\n",
            "chapters/references.yaml": texts["chapters/references.yaml"] + "- {id: spare-c, type: book, title: Spare}\n",
        }
    )

    found = lints(sources)

    assert ("unused-term", "no chapter uses the term “spare”") in found
    assert ("unused-reference", "nothing cites “spare-c”") in found
    assert ("unused-value", "nothing shows the value “anc.mild”") in found


def test_a_drawing_in_whose_place_a_chart_is_shown_is_listed() -> None:
    """Where a figure has a drawing and a chart of one name, the chart is shown, and the drawing may go."""
    path, kind = "chapters/figures/ruler.toml", 'kind = "bars"\nid = "ruler"\ntitle = "T"\ndesc = "D"\nsource = ["book-a"]\n'
    found = lints(changed(**{path: f'{kind}row = [{{ label = "a", values = [1] }}]\n'}))

    assert ("stray-file", f"the chart {path} is shown in its place") in found


def test_a_day_of_review_is_reported_when_past_and_not_before() -> None:
    """A date-sensitive value is listed from the day after its review date."""
    path = "chapters/values.toml"
    sources = changed(**{path: tiny_sources().texts[path] + "review-by = 2026-06-30\n"})

    assert "review-due" not in [code for code, _ in lints(sources, datetime.date(2026, 6, 30))]
    assert "review-due" in [code for code, _ in lints(sources, datetime.date(2026, 7, 1))]


COVERAGE = """[counts]
topics = 2
corrections = 1

[topics]
S1 = ["sec-count"]
S2 = ["sec-do"]

[corrections]
E1 = { at = "sec-do", cites = ["book-a"], value = "fever.call" }
"""


def coverage(old: str = "", new: str = "") -> list[tuple[str, str]]:
    """Codes and messages for the tiny guide with this coverage file, changed."""
    return lints(changed(**{"chapters/coverage.toml": COVERAGE.replace(old, new)}))


def test_a_promise_that_is_kept_is_fine() -> None:
    """Topics with sections, and a correction whose section cites the source and shows the value, raise nothing."""
    assert "coverage" not in [code for code, _ in coverage()]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("topics = 2", "topics = 3", "S3 is missing from [topics]"),
        ("topics = 2", "topics = 1", "S2 is one more than the 1 topics of [counts]"),
        ('"sec-count"', '"sec-cuont"', "S1: nothing has the id “sec-cuont”"),
        ('at = "sec-do"', 'at = "sec-don"', "E1: nothing has the id “sec-don”"),
        ('"book-a"', '"book-z"', "E1: the source “book-z” does not exist"),
        ('"book-a"', '"paper-b"', "E1: the source “paper-b” is not in “sec-do”"),
        ('"fever.call"', '"anc.severe"', "E1: the value “anc.severe” is not in “sec-do”"),
        ('"fever.call"', '"fever.cull"', "E1: the value “fever.cull” does not exist"),
    ],
)
def test_a_promise_that_is_not_kept_is_an_error(old: str, new: str, message: str) -> None:
    """Each way in which a row can be untrue of the guide is told."""
    assert ("coverage", message) in coverage(old, new)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("corrections = 1\n", "", "missing-key"),
        ('cites = ["book-a"]', "cites = []", "bad-value"),
        ("value =", "words =", "unknown-key"),
    ],
)
def test_a_promise_that_cannot_be_checked_is_an_error(old: str, new: str, code: str) -> None:
    """The file says how many rows there are, a correction names sources, and no words are compared."""
    assert code in [found for found, _ in coverage(old, new)]


READ = [
    ("en-GB", "The cat sat. It was fat.", -2.6),
    ("de-AT", "Der Hund bellt. Die Katze schläft.", 108.8),
    ("fr", "Le chat dort. Il rêve.", 130.9),
    ("es", "El gato duerme. Sueña.", 99.8),
    ("ar", "نام القط.", None),
]


@pytest.mark.parametrize(("language", "text", "score"), READ)
def test_texts_are_read_by_the_formula_of_their_language(language, text, score) -> None:
    """Words a sentence and syllables a word are weighed as the language's formula has it; without one nothing is said."""
    assert readability([text], language) == score


def test_longer_words_and_sentences_read_harder() -> None:
    """The grade of English rises with the length of words and of sentences."""
    assert (readability(["Haematopoietic insufficiency necessitates comprehensive evaluation."], "en-GB") or 0) > 15
