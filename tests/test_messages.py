"""What is told: once for each mistake, with what a person, a program or GitHub needs."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import width

from studyguide.sources import messages
from studyguide.sources.consequences import Mistake, mistakes
from studyguide.sources.diagnostics import CODES, WHOLE_FILE, BuildFailed, Diagnostic, Name, Problems, Span, slip_of
from studyguide.sources.excerpts import END, LEFT_TO_RIGHT, excerpt

PATH = "chapters/01-a.md"


def error(line: int, code: str = "unknown-target", path: str = PATH, **ties: object) -> Diagnostic:
    """An error on a line."""
    return Diagnostic(Span(path, line, 1, 1), code, f"at {line}", **ties)  # type: ignore[arg-type]


def missing(line: int, name: str, kind: str = "sec", path: str = PATH) -> Diagnostic:
    """An error that misses a name."""
    return error(line, path=path, needs=Name(kind, name))


TEXT = "One\n:::{table} T\n:witdh: grid\n:id: tab-x\n:::\n## Here {sec-here}\nEnd sec-gone"
CASES = {
    "what stands in lost lines is held back": ([error(2, lost=(2, 5)), error(4)], [(2, 0, 1)]),
    "a name that stands in lost lines is held back": ([error(3, lost=(2, 5)), missing(1, "tab-x", "tab")], [(3, 0, 1)]),
    "another name is not": ([error(3, lost=(2, 5)), missing(1, "tab-xy", "tab")], [(1, 0, 0), (3, 0, 0)]),
    "a name on a faulty heading is held back": ([error(6), missing(1, "sec-here")], [(6, 0, 1)]),
    "a name on another faulty line is not": ([error(7), missing(1, "sec-gone")], [(1, 0, 0), (7, 0, 0)]),
    "one missing name is one mistake": ([missing(1, "sec-gone"), missing(5, "sec-gone"), missing(7, "sec-gone")], [(1, 2, 0)]),
    "a kind of names may be hidden": ([error(7, hides=("fig",)), missing(1, "fig-a", "fig")], [(7, 0, 1)]),
    "other kinds are not": ([error(7, hides=("fig",)), missing(1, "tab-a", "tab")], [(1, 0, 0), (7, 0, 0)]),
    "inner lost lines follow from the outer": ([error(2, lost=(2, 5)), error(3, lost=(3, 4)), error(4)], [(2, 0, 2)]),
    "none follows from itself": ([error(2, lost=(2, 5), needs=Name("tab", "tab-x"))], [(2, 0, 0)]),
    "two that hide each other are not both lost": (
        [error(2, lost=(2, 5), needs=Name("sec", "sec-here")), error(6, lost=(6, 6), needs=Name("tab", "tab-x"))],
        [(6, 0, 1)],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_consequences_are_held_back_and_counted(case: str) -> None:
    """Each case gives the mistakes that stand here: line, further places, and how many messages are held back."""
    found, expected = CASES[case]

    made = mistakes(found, {PATH: TEXT, "chapters/references.yaml": ""})

    assert [(m.diagnostic.span.line, len(m.also), m.held) for m in made] == expected


def test_a_file_that_cannot_be_read_hides_all_its_names() -> None:
    """Of 300 sources that a file lacks because it cannot be read, none is told; causes come before what stands by itself."""
    path = "chapters/references.yaml"
    lacking = [missing(line, f"key-{line}", "reference") for line in range(1, 301)]

    first, second = mistakes([*lacking, error(9, "bad-id"), error(4, "bad-yaml", path, lost=WHOLE_FILE)], {path: ""})

    assert (first.diagnostic.span.path, first.held, second.diagnostic.span.line) == (path, 300, 9)


@pytest.mark.parametrize(
    ("texts", "hint"),
    [
        ({}, "there is no file chapters/glossary.md"),
        ({"chapters/glossary.md": "---\nid: glossary\n---\n\n# none yet\n"}, "nothing stands in chapters/glossary.md"),
    ],
)
def test_a_file_that_is_not_there_is_told_once(texts: dict[str, str], hint: str) -> None:
    """Where the file of all terms is not there, or is empty, one message names it, and the places that miss a term."""
    (told,) = mistakes([missing(1, "plasma", "term"), missing(2, "marrow", "term")], {PATH: TEXT, **texts})

    assert (told.diagnostic.hint, len(told.also)) == (hint, 1)


def test_a_name_without_a_word_has_no_cause() -> None:
    """An option that was left empty is told as that, whatever else is wrong."""
    assert len(mistakes([missing(1, "", "objective"), error(4, "bad-id")], {PATH: TEXT})) == 2


@given(st.lists(st.tuples(st.integers(1, 7), st.integers(0, 7), st.sampled_from(["", "sec-here", "tab-x", "q"])), max_size=12))
def test_nothing_is_lost(rows: list[tuple[int, int, str]]) -> None:
    """Whatever follows from what: each diagnostic is told, named as a further place, or counted, and something is told."""
    found = {
        error(line, f"code-{i}", lost=(line, line + more) if more else None, needs=Name("sec", name) if name else None)
        for i, (line, more, name) in enumerate(rows)
    }

    made = mistakes(found, {PATH: TEXT})

    assert sum(1 + len(m.also) + m.held for m in made) == len(found)
    assert bool(made) == bool(found)


SLIPS = {
    ("sec-definitons", "sec-definitions sec-units"): "sec-definitions",
    ("sec-definitions", "sec-units sec-red-flags fig-definitions"): "",
    ("fig-anc-ruler", "faq-cancer fig-curve"): "",
    ("osx-181", "osx-18-1 who-2020"): "osx-18-1",
    ("plazma", "plasma serum"): "plasma",
    ("buffy coats", "buffy coat"): "buffy coat",
    ("anc.sever", "anc.severe anc.mild"): "anc.severe",
    ("msd-def-old", "msd-def msd-anc"): "",
    ("x", ""): "",
}


@pytest.mark.parametrize(("name", "known"), SLIPS)
def test_only_a_slip_of_the_pen_is_suggested(name: str, known: str) -> None:
    """A name of the same kind that differs by a letter is suggested, and nothing in the place of one that was taken away."""
    suggested = SLIPS[name, known]

    assert slip_of(name, known.split() if "coat" not in known else [known]) == (
        f"did you mean “{suggested}”?" if suggested else ""
    )


FOREIGN = re.compile(r"(?i:\b(python|yaml|toml|doit|markdown-it|dict|tuple)\b)|\b(None(Type)?|[A-Z]\w*Error)\b")
NAMES = re.compile(r"[\w-]*\.(toml|yaml)\b|error\[[^\]]*\]")


def templates(path: Path) -> Iterator[str]:
    """The texts that a module reports with: those in the calls that name a code of the table."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            texts = [str(each.value) for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            yield from texts if CODES.keys() & set(texts) else ()


def test_no_message_speaks_of_how_the_program_is_made() -> None:
    """No template of a message, and no sentence on a code, holds a word of the program's own trade; names of files may."""
    modules = sorted((Path(messages.__file__).parents[1]).rglob("*.py"))
    said = [text for path in modules for text in templates(path)] + list(CODES.values())

    assert len(said) > 300
    assert [text for text in said if FOREIGN.search(NAMES.sub("", text)) and text not in CODES] == []


# ---------------------------------------------------------------- excerpts

WINDOWS = [
    ("See abc now", 5, 3, ["See abc now", "    ^^^"]),
    ("x" * 60 + "BAD" + "y" * 60, 61, 3, ["…xxxxxxxxxxxxBADyyyyyyyyyyyyy…", "             ^^^"]),
    ("BAD" + "y" * 60, 1, 3, ["BADyyyyyyyyyyyyyyyyyyyyyyyyy…", "^^^"]),
    ("\tBAD\tx", 2, 3, ["    BAD    x", "    ^^^"]),
    ("日本BAD", 3, 3, ["日本BAD", "    ^^^"]),
    ("日本", 2, 1, ["日本", "  ^^"]),
    ("e\u0301e\u0301BAD", 5, 3, ["e\u0301e\u0301BAD", "  ^^^"]),
    ("👨\u200d👩\u200d👧BAD", 6, 3, ["👨\u200d👩\u200d👧BAD", "  ^^^"]),
    ("دم BAD", 4, 3, [f"{LEFT_TO_RIGHT}دم BAD{END}", "   ^^^"]),
    ("a\u200bBAD\u202e", 3, 3, ["a\ufffdBAD\ufffd", "  ^^^"]),
    ("abc", 9, 1, ["abc", "   ^"]),
    ("abc", 0, 0, ["abc"]),
]


@pytest.mark.parametrize(("row", "col", "length", "shown"), WINDOWS)
def test_the_mark_is_under_the_word(row: str, col: int, length: int, shown: list[str]) -> None:
    """Wide, combined, joined, right-to-left and unseen characters and tabs before a word leave the mark under it."""
    made = excerpt(row, 1, col, length, 35)

    assert [line.removeprefix(" 1 | ").removeprefix("   | ") for line in made] == shown


ROWS = st.text(st.sampled_from("ab \t日é\u0301\u200d👨دא\u202e{"), max_size=400)


@given(ROWS, st.integers(0, 410), st.integers(0, 50), st.integers(1, 120))
def test_no_excerpt_is_wider_than_the_screen(row: str, col: int, length: int, screen: int) -> None:
    """Whatever a line holds, it and its marks fit the screen, or 20 cells behind the number of the line."""
    for shown in excerpt(row, 1, col, length, screen):
        assert width(shown.replace(LEFT_TO_RIGHT, "").replace(END, "")) <= max(screen, 25) + 1


# ---------------------------------------------------------------- formats


def failed(*found: Diagnostic) -> BuildFailed:
    """A build that failed for these."""
    return BuildFailed(Problems(list(found)), {PATH: TEXT})


def test_a_report_shows_all_that_there_is_to_a_mistake() -> None:
    """Place, message, excerpt, hint, further places and what is held back stand below each other; the last line counts."""
    cause = Diagnostic(Span(PATH, 3, 2, 5), "unknown-option", "no “witdh”", "did you mean “wide”?", lost=(2, 5))
    told = messages.report(failed(missing(7, "sec-gone"), missing(1, "sec-gone"), error(4), cause), 80)

    assert told.split("\n") == [
        f"{PATH}:3:2: error[unknown-option]: no “witdh”",
        " 3 | :witdh: grid",
        "   |  ^^^^^",
        "   = hint: did you mean “wide”?",
        "   = 1 further message is held back: it depends on this",
        f"{PATH}:1:1: error[unknown-target]: at 1",
        " 1 | One",
        "   | ^",
        f"   = 1 more place names it: {PATH}:7",
        "2 errors, 1 further message is held back; nothing was published",
    ]


def test_repeats_are_counted() -> None:
    """Of many mistakes of one code twenty are printed, the rest is counted; programs get all of them."""
    many = failed(*(error(1, path=f"chapters/{number:02}-a.md") for number in range(33)), error(2, "bad-id"))
    told = messages.report(many)

    assert told.count("error[unknown-target]") == messages.REPEATS
    assert "… and 13 more of unknown-target\n34 errors; nothing was published" in told
    assert told.count("error[bad-id]") == 1
    assert messages.unprinted(messages.of(many))
    assert len(messages.as_json(messages.of(many)).split("\n")) == 34


def test_programs_get_an_object_a_line() -> None:
    """Each line of JSON holds place, severity, code, message, hint, further places and the number held back."""
    rows = messages.as_json(messages.of(failed(missing(7, "sec-gone"), missing(1, "sec-gone")))).split("\n")

    place = {"path": PATH, "column": 1, "length": 1}
    assert [json.loads(row) for row in rows] == [
        {**place, "line": 1, "severity": "error", "code": "unknown-target", "message": "at 1", "hint": "", "held": 0}
        | {"also": [{**place, "line": 7}]}
    ]


def test_github_gets_workflow_commands() -> None:
    """Signs that end a property or a line are written by their numbers, and unknown lines are left out."""
    odd = Diagnostic(Span("chapters/a,b:c.md", 3, 4), "bad-id", "100 % wrong", "mend it")

    assert messages.annotations([Mistake(odd), Mistake(error(0))]).split("\n") == [
        "::error file=chapters/a%2Cb%3Ac.md,line=3,col=4,title=bad-id::100 %25 wrong%0Ahint: mend it",
        f"::error file={PATH},col=1,title=unknown-target::at 0",
    ]


def test_places_are_named_by_file() -> None:
    """Further places of one file stand behind its name once; of very many the first are named."""
    spans = [Span("a.md", 1), Span("a.md", 5), Span("b.md", 2)]
    shown = messages.show(Mistake(error(1), also=tuple(spans)), {})

    assert shown.split("\n")[1] == "   = 3 more places name it: a.md:1, 5; b.md:2"
    assert messages.show(Mistake(error(1), also=(Span("a.md", 1),) * 11), {}).endswith("a.md:1, 1, 1, 1, 1, 1, 1, 1 and 3 more")


def test_a_warning_comes_before_the_errors() -> None:
    """What is only to be looked at stands above, so that the errors stand above the prompt."""
    warning = Diagnostic(Span(PATH, 9), "unused-term", "look", severity="warning")

    assert re.findall(r"\[([a-z-]+)\]", messages.report(failed(warning, error(1)))) == ["unused-term", "unknown-target"]
