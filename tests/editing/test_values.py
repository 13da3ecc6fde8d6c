"""Values once, truly: a value by its name in pictures and text alternatives, and the places where its figures stand bare."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from studyguide.art.named_values import chart_with_values, drawing_with_values
from studyguide.lint.bare_values import check_bare_values
from studyguide.lint.left_over import left_over, still_said
from studyguide.lint.repetitions import repetitions
from studyguide.lint.rules import EarlierNumbers, LintSubject
from studyguide.publish.earlier_values import NUMBERS, earlier_numbers, packed_numbers
from studyguide.sources import files
from studyguide.sources.config import read_values
from studyguide.sources.diagnostics import Problems
from studyguide.sources.folder import Sources
from studyguide.sources.messages import place
from studyguide.tasks.editing.where import told
from tests.test_lint import TODAY
from tests.tinybook import assemble_tiny, changed, compile_tiny, complaints, tiny_book, tiny_sources

WHO = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
CALM = "chapters/02-calm.md"
CHAPTER, RULER, CHART = "chapters/01-counting.md", "chapters/figures/ruler.svg", "chapters/figures/ruler.toml"
LIMIT = "{value}`anc.severe|bare`"
BARS = """\
id = "ruler"
kind = "range-bars"
title = "Counts below {value}`anc.severe`"
desc = "Below {value}`anc.severe|bare` it is severe."
source = ["paper-b"]

[axis]
label = "Count (per µL)"
ticks = [0, 500, 1000, 1500, 2000]

[[row]]
label = "Mild"
low = "{value}`anc.mild|low`"
high = "{value}`anc.mild|high`"

[[limit]]
value = "{value}`anc.severe`"
label = "{value}`anc.severe|bare`"
"""


def with_value(number: int) -> Sources:
    """The tiny guide with a chart, a drawing's words and a text alternative by name, and another number behind the name."""
    text = tiny_sources().texts
    return changed(
        **{
            CHART: BARS,
            CHAPTER: text[CHAPTER].replace("A ruler with a mark at 500", f"A ruler with a mark at {LIMIT}"),
            "chapters/values.toml": text["chapters/values.toml"].replace("value = 500", f"value = {number}"),
        }
    )


def test_a_changed_value_changes_alt_chart_and_drawing() -> None:
    """With another number in values.toml the text alternative and every word and line of the picture change with it."""
    before, after = (compile_tiny(with_value(number)) for number in (500, 800))

    assert after.book.figures[0].alt == "A ruler with a mark at 800/µL"
    drawing = after.figures["figures/ruler.svg"]
    assert "Below 800/µL it is severe." in drawing
    assert "Counts below 800/µL" in drawing
    assert ">800/µL<" in drawing
    assert before.figures["figures/ruler.svg"].replace("500/µL", "800/µL") != drawing  # the line stands elsewhere, too


def test_a_drawing_shows_a_value_with_its_comparator() -> None:
    """In a drawing a comparator does not become markup."""
    values = {"fever": replace(tiny_book().book.values["fever.call"], op=("<",))}

    assert (
        drawing_with_values("x.svg", "<text>{value}`fever`</text>", values, Problems()) == "<text>&lt;\u00a038.0\u00a0°C</text>"
    )


FAULTS = {
    (CHART, "anc.severe|bare` it", "anc.sever` it"): "ruler.toml:4:15: error[unknown-value]: “anc.sever” is not in values.toml",
    (
        CHART,
        "anc.mild|low",
        "anc.mild",
    ): "ruler.toml:13:8: error[unknown-form]: “anc.mild” is a range, and one number is wanted here",
    (CHART, "anc.severe|bare` it", "anc.severe|SI` it"): "ruler.toml:4:15: error[unknown-form]: unknown form “SI” of a value",
    (
        CHAPTER,
        "mark at {value}`anc.severe",
        "mark at {value}`anc.sever",
    ): "error[unknown-value]: “anc.sever” is not in values.toml",
}


@pytest.mark.parametrize(("path", "old", "new"), FAULTS)
def test_a_name_that_is_none_is_told_at_its_place(path: str, old: str, new: str) -> None:
    """A misspelt value or form in a chart or a text alternative is one error."""
    texts = with_value(500).texts
    said = complaints(changed(**{CHART: BARS, CHAPTER: texts[CHAPTER], path: texts[path].replace(old, new)}))

    assert FAULTS[path, old, new] in said
    assert said.count("error[") == 1


def test_a_chart_without_roles_stays_as_it_is() -> None:
    """Characters of a chart that names no value are not touched."""
    text = 'a = "x\\"y"\nb = 1\n'
    assert chart_with_values("x.toml", text, {}, Problems()) == text
    assert chart_with_values("x.toml", 'a = "{value}`anc.severe`"', tiny_book().book.values, Problems()) == 'a = "500/µL"'


BARE = {
    "A count below 500/µL is severe.{cite}`paper-b`": ("500/µL", ("anc.severe",)),
    "It is 0.5 × 10⁹/L at most.{cite}`paper-b`": ("0.5 × 10⁹/L", ("anc.severe",)),
    "Between 1,000–1,500/µL it is mild.{cite}`paper-b`": ("1,000–1,500/µL", ("anc.mild",)),
    "Call at 38.0 °C.{cite}`book-a`": ("38.0 °C", ("fever.call",)),
    "Fewer than 500 per microlitre.{cite}`paper-b`": ("500 per microlitre", ("anc.severe",)),
    "Fewer than 500/µL, as another book says.{cite}`book-a`": ("500/µL", ()),
    "Fewer than 500/µL. Another sentence.{cite}`paper-b`": ("500/µL", ("anc.severe",)),
    "Fewer than 500/µL {cite}`book-a`. Others count otherwise {cite}`paper-b`.": ("500/µL", ()),
    "Others count otherwise.{cite}`book-a` Fewer than *500/µL* are severe.{cite}`paper-b`": ("500/µL", ("anc.severe",)),
    "Others count otherwise.{cite}`paper-b` Fewer than *500/µL* are severe.{cite}`book-a`": ("500/µL", ()),
    "It is {value}`anc.mild`, vs. 500/µL.{cite}`book-a, paper-b`": ("500/µL", ("anc.severe",)),
    "From 1,000 to 1,500/µL it is mild.{cite}`paper-b`": ("1,000 to 1,500/µL", ("anc.mild",)),
    "Below 499 a microlitre, that is 0.5 × 10⁹/L.{cite}`paper-b`": ("0.5 × 10⁹/L", ("anc.severe",)),
    "Below 500 a microlitre.{cite}`paper-b`": ("500 a microlitre", ("anc.severe",)),
    "Fewer than 500/µL, as nobody says.": ("500/µL", ()),
}


@pytest.mark.parametrize("text", BARE)
def test_bare_figures_are_found(text: str) -> None:
    """The figures of a value beside its unit are found in prose, and are likely its own where the same source is cited."""
    sources = changed(**{"chapters/faq.md": tiny_sources().texts["chapters/faq.md"] + f"\n{text}\n"})
    book = assemble_tiny(sources, Problems())
    assert book

    found = [each for each in repetitions(book, sources.texts) if each.span.path == "chapters/faq.md"]

    assert [(each.text, each.likely) for each in found] == [BARE[text]]
    assert all(text.startswith(each.text, each.span.col - 1) for each in found)


OTHER = [
    "About 500 people.",
    "At 1500/µL and 5,500/µL.{cite}`paper-b`",
    "500 mg{cite}`paper-b`",
    "{value}`anc.severe`.{cite}`paper-b`",
]


@pytest.mark.parametrize("text", OTHER)
def test_other_numbers_are_none(text: str) -> None:
    """A number of another size or unit, and the value itself, are no repetition."""
    sources = changed(**{"chapters/faq.md": tiny_sources().texts["chapters/faq.md"] + f"\n{text}\n"})
    book = assemble_tiny(sources, Problems())
    assert book

    assert [each for each in repetitions(book, sources.texts) if each.span.path == "chapters/faq.md"] == []


ROWS = """
## Limits {#sec-limits}

:::{table} Limits {cite}`paper-b`
:id: tab-limits
| Who | In words | Cells per µL | Source |
|-----|----------|--------------|--------|
| caption | below 500/µL | 500 | |
| row | below 500/µL | 500 | {cite}`paper-b` |
| another | below 500/µL | 500 | {cite}`book-a` |
| cells | below 500/µL {cite}`book-a` | 500 {cite}`paper-b` | |
:::

Nothing is cited for 500/µL.

### Shown {#sec-shown}

It is {value}`anc.mild`, and again 1,000–1,500/µL.
"""


def test_the_nearest_citation_tells_whose_number_it_is() -> None:
    """In a table the cell counts more than the row, and the row more than the caption; without any, what the section shows."""
    sources = changed(**{CALM: tiny_sources().texts[CALM] + ROWS})
    book = assemble_tiny(sources, Problems())
    assert book
    rows = sources.texts[CALM].split("\n")

    found = [each for each in repetitions(book, sources.texts) if each.span.path == CALM]

    assert [(rows[each.span.line - 1].strip("| ").split(" ")[0], each.text) for each in found if each.bare] == [
        ("caption", "500/µL"),
        ("caption", "500"),
        ("row", "500/µL"),
        ("row", "500"),
        ("cells", "500"),
        ("It", "1,000–1,500/µL"),
    ]
    assert [rows[each.span.line - 1].strip("| ").split(" ")[0] for each in found if not each.bare] == [
        *("another", "another", "cells", "Nothing"),
    ]


LINES = {
    "": ["faq.md[bare-value]"],
    "below 500/µL is severe  # it is\n\n# a remark\n": [],
    "500/µL is\n": [],
    "500/µL\n": ["faq.md[bare-value]", "other-numbers.txt[unused-other-number]"],
    "below 500\n": ["faq.md[bare-value]", "other-numbers.txt[unused-other-number]"],
    "below 500/µL is severe\nis mild\n": ["other-numbers.txt[unused-other-number]"],
}
"""What a file says, and what is told of it and of the place."""


@pytest.mark.parametrize("lines", LINES)
def test_a_line_tells_a_number_apart(lines: str) -> None:
    """Words around figures say that they are another number; words that stand around none, and bare figures, are told."""
    faq = tiny_sources().texts["chapters/faq.md"]
    text = "A count below\u00a0500/µL is severe.{cite}`paper-b`"
    sources = changed(**{"chapters/faq.md": f"{faq}\n{text}\n", "chapters/other-numbers.txt": lines})
    book, problems = assemble_tiny(sources, Problems()), Problems()
    assert book

    check_bare_values(LintSubject(book, sources, TODAY), problems)

    told_of = {f"{each.span.path.removeprefix('chapters/')}[{each.code}]" for each in problems.warnings}
    assert sorted(each for each in told_of if each.startswith(("faq", "other"))) == LINES[lines]


def test_tables_charts_and_drawings_are_looked_through() -> None:
    """A cell below a head with the unit, a number of a chart and words of a drawing are repetitions, at their places."""
    bars = BARS.replace('"{value}`anc.severe`"', "500").replace("{value}`anc.severe|bare`", "500/µL")
    drawing = tiny_sources().texts[RULER].replace(">500<", ">500/µL<")
    found = []
    for path, text in ((CHART, bars), (RULER, drawing)):
        sources = changed(**{path: text})
        book = assemble_tiny(sources, Problems())
        assert book
        found += [f"{place(each.span)} {each.text}" for each in repetitions(book, sources.texts, ["anc.severe"])]

    assert f"{CHAPTER}:62:12 500" in found
    assert {f"{CHART}:17:9 500", f"{CHART}:18:10 500/µL", f"{CHART}:4:15 500/µL"} <= set(found)
    assert [each for each in found if each.startswith(RULER)]


LEFT = {
    "Fewer than 500/µL are severe.{cite}`paper-b`": ["500/µL"],
    "Fewer than 500 per microlitre are severe.{cite}`paper-b`": ["500 per microlitre"],
    "Fewer than five hundred per microlitre are severe.{cite}`paper-b`": ["five hundred per microlitre"],
    "It is severe below 0.5 × 10⁹/L.{cite}`paper-b`": ["0.5 × 10⁹/L"],
    "It is severe below 500, not above.{cite}`paper-b`": ["500"],
    "Mild is from one thousand to one thousand five hundred per microlitre.{cite}`paper-b`": [
        "one thousand to one thousand five hundred per microlitre"
    ],
    "It is mild up to 1500/µL.{cite}`paper-b`": ["1500/µL"],
    "Fewer than 500/µL are severe.{cite}`book-a`": [],
    "It was 500 people, and 500 mg.{cite}`paper-b`": [],
    "It is severe below 600/µL.{cite}`paper-b`": [],
    "It is severe below {value}`anc.severe|bare`.{cite}`paper-b`": [],
    "Call below 500/µL.": [],
    "Call at half of the shares.{cite}`book-a`": ["half of the shares"],
}
"""Texts, and what in them still says that `anc.severe` is 500 and `anc.mild` 1,000–1,500, which are 600 and 1,000–1,600 now."""
EARLIER: EarlierNumbers = {
    "anc.severe": ((500, "/µL"),),
    "anc.mild": (((1000, 1500), "/µL"),),
    "fever.call": (("half of the shares", ""),),
}
NOW = {"value = 500": "value = 600", "value = [1000, 1500]": "value = [1000, 1600]"}


def after_the_change(path: str, text: str) -> Sources:
    """The tiny guide with other numbers, and a text behind a file."""
    values, texts = tiny_sources().texts["chapters/values.toml"], tiny_sources().texts
    for old, new in NOW.items():
        values = values.replace(old, new)
    return changed(**{"chapters/values.toml": values, path: f"{texts[path]}\n{text}\n"})


def left_in(sources: Sources) -> list[tuple[str, str]]:
    """Where earlier numbers are left, and the words there."""
    book, problems = assemble_tiny(sources, Problems()), Problems()
    assert book
    check_bare_values(LintSubject(book, sources, TODAY, EARLIER), problems)
    told_of = [each for each in problems.warnings if each.code == "left-over-value"]
    return [(each.span.path, each.message.split("“")[1].split("”")[0]) for each in told_of]


@pytest.mark.parametrize("text", LEFT)
def test_what_a_changed_value_cannot_reach_is_named(text: str) -> None:
    """The old number of a value is found in figures and in words; other numbers, and those of other sources, are not."""
    found = left_in(after_the_change("chapters/faq.md", text))

    assert [words for path, words in found if path == "chapters/faq.md"] == LEFT[text]


def test_old_numbers_are_found_in_questions_and_pictures() -> None:
    """The answers of a section that shows the value, and the words of a drawing that says it, are looked through."""
    question = """\
## Severe counts {#sec-severe}

Severe is {value}`anc.severe`.

:::{figure} figures/ruler.svg
:id: fig-again
:alt: A mark at 500/µL

A ruler.

:::{description}
Severe is below five hundred per microlitre.
:::
:::

:::{question} q-calm-severe
:kind: single
:objective: stay-calm
:section: sec-severe
:level: recall
Which count is severe?

[ ] Below 900/µL
: No.

[x] Below 500/µL
: Yes.

[ ] At 500/µL
: No.
:::
"""
    found = left_in(after_the_change(CALM, question))

    assert [words for path, words in found if path == CALM] == ["500/µL", "five hundred per microlitre", "500/µL", "500/µL"]
    assert (RULER, "500") in found


def test_an_old_number_may_be_said_to_be_another() -> None:
    """A line of other-numbers.txt tells it apart; the line is needed then, and a value that is as it was has nothing left."""
    text = "Fewer than 500/µL are severe.{cite}`paper-b`"
    sources = after_the_change("chapters/faq.md", text)
    declared = Sources({**sources.texts, "chapters/other-numbers.txt": "than 500/µL are  # those of long ago\n"}, sources.blobs)
    book, problems = assemble_tiny(declared, Problems()), Problems()
    assert book
    check_bare_values(LintSubject(book, declared, TODAY, EARLIER), problems)

    assert ("chapters/faq.md", "500/µL") in left_in(sources)
    assert ("chapters/faq.md", "500/µL") not in left_in(declared)
    assert "unused-other-number" not in {each.code for each in problems.warnings}
    assert (
        still_said(book, declared.texts, EARLIER).keys()
        == {"anc.severe", "anc.mild"} & still_said(book, sources.texts, EARLIER).keys()
    )
    assert left_over(book, declared.texts, {}) == []


def test_the_table_of_a_chart_is_looked_through() -> None:
    """A number of a CSV file below an axis with the unit is found, at its cell; one that comes by name is not."""
    chart = 'id = "ruler"\nkind = "columns"\ntitle = "T"\ndesc = "D"\nsource = ["paper-b"]\n[axis]\nlabel = "Count (/µL)"\n'
    table = "Grade,Count\nSevere,500\nAgain,{value}`anc.severe`\nMild,900\n"
    sources = changed(**{CHART: chart, "chapters/figures/ruler.csv": table})
    book = assemble_tiny(sources, Problems())
    assert book

    found = [f"{place(each.span)} {each.text} {each.likely}" for each in repetitions(book, sources.texts, ["anc.severe"])]

    assert "chapters/figures/ruler.csv:2:8 500 ('anc.severe',)" in found
    assert len([each for each in found if "ruler.csv" in each]) == 1


def test_earlier_numbers_are_those_of_builds_and_versions(tmp_path: Path) -> None:
    """What a value was is known from the last build, and what still stands somewhere from those before; and from git."""
    values, folder = '[a.b]\nlabel = "A"\nvalue = {}\nunit = "g"\nsource = []\n', tmp_path / "chapters"
    folder.mkdir()
    for number, git in ((3, "commit"), (4, "tag"), (5, "commit")):
        (folder / "values.toml").write_text(values.format(number), "utf-8")
        for words in (["init", "-q"], ["add", "-A"], [*WHO, "commit", "-qm", "x"], *([["tag", "v1"]] if git == "tag" else [])):
            subprocess.run(["git", *words], cwd=tmp_path, check=True)  # noqa: S607
    now = read_values("v", values.format(8), Problems())
    assert earlier_numbers(tmp_path, now) == {"a.b": ((4, "g"), (5, "g"))}

    files.keep(tmp_path / NUMBERS, packed_numbers({"a.b": (7, "g"), "c.d": (1, "")}, {"a.b": ((6, "g"),)}))
    assert earlier_numbers(tmp_path, now) == {"a.b": ((4, "g"), (5, "g"), (6, "g"), (7, "g"))}
    assert earlier_numbers(tmp_path / "elsewhere", now) == {}


def test_the_lint_names_the_place() -> None:
    """The lint warns of a bare repetition, and is silent where the number comes from its value."""
    text = "A count below 500/µL is severe.{cite}`paper-b`"
    faq = tiny_sources().texts["chapters/faq.md"]
    bare, named = (changed(**{"chapters/faq.md": f"{faq}\n{words}\n"}) for words in (text, text.replace("500/µL", LIMIT)))
    told: list[set[str]] = []
    for sources in (bare, named):
        book, problems = assemble_tiny(sources, Problems()), Problems()
        assert book
        check_bare_values(LintSubject(book, sources, TODAY), problems)
        told.append({each.code for each in problems.warnings if each.span.path == "chapters/faq.md"})
    assert told == [{"bare-value"}, set()]


def test_where_tells_every_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """`where` names the place of a value first, then its uses, then its bare figures, each with the words around it."""
    monkeypatch.setenv("COLUMNS", "140")

    said = told(tiny_sources(), tiny_book().book, "anc.severe").splitlines()

    assert said[0] == "a value: anc.severe = 500/µL (Severe neutropenia) · 2 uses, 1 with its figures alone"
    assert said[1] == "  given  chapters/values.toml:7:2  [anc.severe]"
    assert [row.split()[0] for row in said[1:]] == ["given", "used", "used", "bare"]
    assert "…" in said[2]
    assert "{value}`anc.severe|both` it is severe" in said[2]
    assert said[-1].startswith(f"  bare   {CHAPTER}:62:12  | Severe | 500 |")
