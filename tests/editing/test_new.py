"""Skeletons: each stands in its place, is told of by one message a blank, and builds as soon as the blanks are written."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

import pytest

from studyguide.art.chartdata import KINDS as CHART_KINDS
from studyguide.markup.questions import KINDS as QUESTION_KINDS
from studyguide.sources.blanks import BLANK
from studyguide.sources.folder import Sources
from studyguide.tasks.editing.edits import EditRefused, changed_texts, mistakes
from studyguide.tasks.editing.new import CHARTS, QUESTIONS, SKELETONS, Wish, made, skeleton
from tests.editing.folder import project_at
from tests.tinybook import changed, tiny_sources

# What is wished for, and the words behind which it has to stand, or the whole of a new file's path.
WISHES = {
    "chapter": (Wish("chapter", {"title": "Why counts: fall"}), "chapters/03-why-counts-fall.md"),
    "preface": (Wish("preface", {"title": "Preface"}), "chapters/00-preface.md"),
    "appendix": (Wish("appendix", {"title": "Tables"}), "chapters/03-tables.md"),
    "section": (
        Wish("section", {"chapter": "1", "title": "A third look"}),
        "Limits differ.\n:::\n\n## A third look {#sec-a-third-look}",
    ),
    "section-after": (
        Wish("section", {"chapter": "calm", "title": "Later", "after": "sec-do"}),
        "cultures.\n:::\n\n## Later {#sec-later}",
    ),
    **{
        kind: (Wish("question", {"chapter": "counting", "kind-of-question": kind}), "= 1,200.\n:::\n::::\n\n:::")
        for kind in QUESTIONS
    },
    "figure": (Wish("figure", {"chapter": "02-calm.md", "name": "thermometer"}), "chapters/figures/thermometer.svg"),
    **{
        kind: (Wish("chart", {"chapter": "calm", "name": "days", "kind-of-chart": kind}), "chapters/figures/days.toml")
        for kind in CHARTS
    },
    "entry": (Wish("entry", {"term": "lymphocyte", "abbr": "LY"}), "blood.\n:::\n\n:::{entry} lymphocyte\n:abbr: LY\n"),
    "last-entry": (Wish("entry", {"term": "zinc"}), "lowest point.\n:::\n\n:::{entry} zinc\n"),
    "faq": (
        Wish("faq", {"question": "May I go out, and when?"}),
        "is.{cite}`book-a`\n\n## May I go out, and when? {#faq-may-i-go-out-and}",
    ),
    "reference": (Wish("reference", {"key": "smith-2024"}), "  grade: 3\n\n- id: smith-2024\n"),
}


def written(text: str) -> str:
    """A text whose blanks somebody has written, each with other words."""
    number = count(1)
    return BLANK.sub(lambda _: f"words {next(number)}", text)


@pytest.mark.parametrize("name", WISHES)
def test_a_skeleton_stands_in_its_place(name: str) -> None:
    """What is new stands behind what it follows, or in a file of its own."""
    wish, place = WISHES[name]
    change = skeleton(tiny_sources().texts, wish)
    after = changed_texts(tiny_sources().texts, change)

    assert place in change.added or place in "\n".join(after.values())
    assert sum(len(BLANK.findall(text)) for text in after.values()) > 0


NUMBERS = {
    "a chapter before appendices": ("chapter", ["02", "90"], "03-new.md"),
    "an appendix behind appendices": ("appendix", ["02", "90"], "91-new.md"),
    "no room before an appendix": ("chapter", ["02", "03"], "chapters/03-x.md has the number that is wanted here."),
    "no room before the first": ("preface", ["00", "90"], "No number is left before chapters/00-x.md."),
}


@pytest.mark.parametrize(("kind", "numbers", "told"), NUMBERS.values(), ids=NUMBERS)
def test_a_new_file_has_the_number_of_its_kind(kind: str, numbers: list[str], told: str) -> None:
    """A chapter stands behind the chapters and before appendices, an appendix behind all; without room nothing is made."""
    texts = {f"chapters/{numbers[0]}-x.md": "---\nid: x\n---\n"} if kind == "preface" else {}
    texts |= {f"chapters/{number}-x.md": "---\nid: x\nkind: appendix\n---\n" for number in numbers[1:]}
    texts |= {"chapters/02-a.md": "---\nid: a\n---\n"}
    try:
        made = " ".join(skeleton(texts, Wish(kind, {"title": "New"})).added)
    except EditRefused as refused:
        made = str(refused)
    assert told in made


def test_skeletons_are_a_list_of_blanks() -> None:
    """With one of each kind in the guide, each blank is one message and there is no other; with words in all it builds."""
    texts = dict(tiny_sources().texts)
    for name, (wish, _) in WISHES.items():
        named = {"name": f"{name}-{wish['name']}"} if wish["name"] else {}
        texts = changed_texts(texts, skeleton(texts, Wish(wish.kind, {**wish.words, **named})))

    told = mistakes(Sources(texts, tiny_sources().blobs))
    assert [each.code for each in told] == ["blank"] * sum(len(BLANK.findall(text)) for text in texts.values())
    assert mistakes(Sources({path: written(text) for path, text in texts.items()}, tiny_sources().blobs)) == []


def test_a_file_of_another_encoding_is_left_alone(tmp_path: Path) -> None:
    """A chapter that is not UTF-8 is not written to, and nothing else is."""
    root = project_at(tmp_path)
    path = root / "chapters/02-calm.md"
    path.write_bytes(before := path.read_bytes().replace(b"Rest", b"R\xe9st"))

    with pytest.raises(EditRefused, match=r"chapters/02-calm.md is not UTF-8 text"):
        made(root, WISHES["figure"][0])

    assert path.read_bytes() == before
    assert not (root / "chapters/figures/thermometer.svg").exists()


def test_every_skeleton_is_made() -> None:
    """No skeleton lies in its folder that nothing makes, and there is one for each kind of chart and of question."""
    assert (set(CHARTS), set(QUESTIONS)) == (set(CHART_KINDS), set(QUESTION_KINDS))
    used = {"drawing.svg", "check.md", *(f"question-{kind}.md" for kind in QUESTIONS), *(f"chart-{kind}.toml" for kind in CHARTS)}
    plain = {"chapter.md", "matter.md", "section.md", "figure.md", "photograph.md", "entry.md", "faq.md", "reference.yaml"}
    assert {path.name for path in SKELETONS.iterdir()} == used | plain


def test_a_chapter_without_a_self_test_gets_one() -> None:
    """The first question of a chapter comes with the heading of the self-test."""
    start, _, _ = tiny_sources().texts["chapters/02-calm.md"].partition(":::{question}")
    texts = changed(**{"chapters/02-calm.md": start}).texts

    after = changed_texts(texts, skeleton(texts, Wish("question", {"chapter": "calm"})))["chapters/02-calm.md"]

    assert "\n:::\n\n## Check yourself {#sec-calm-check}\n\n:::{question} q-calm-1\n" in after


def test_a_question_asks_for_what_no_other_does() -> None:
    """A question names the objective that none tests yet, and a difficulty once others do."""
    text = tiny_sources().texts["chapters/01-counting.md"].replace(":objective: define", ":objective: compute\n:difficulty: easy")
    texts = changed(**{"chapters/01-counting.md": text}).texts

    after = changed_texts(texts, skeleton(texts, Wish("question", {"chapter": "counting", "id": "new"})))

    assert ":::{question} q-new\n:kind: single\n:objective: define\n" in after["chapters/01-counting.md"]
    assert ":difficulty: middle\n‹write the question›" in after["chapters/01-counting.md"]


@pytest.mark.parametrize("kind", ["entry", "faq", "reference"])
def test_a_missing_file_is_made(kind: str) -> None:
    """Where the guide has no glossary, no frequent questions or no sources yet, the file begins with the new one."""
    paths = {"entry": "chapters/glossary.md", "faq": "chapters/faq.md", "reference": "chapters/references.yaml"}
    texts = changed(**{paths[kind]: None}).texts

    change = skeleton(texts, WISHES[kind][0])

    assert list(change.added) == [paths[kind]]


REFUSED = {
    "There is no chapter “clam”; did you mean “calm”?": Wish("section", {"chapter": "clam", "title": "x"}),
    "“Nadir” is there already: chapters/glossary.md:21:12.": Wish("entry", {"term": "Nadir"}),
    "“ruler” is there already: chapters/figures/ruler.svg.": Wish("figure", {"chapter": "calm", "name": "ruler"}),
    "“book-a” is there already: chapters/references.yaml:1:7.": Wish("reference", {"key": "book-a"}),
    "There is no kind of chart “pie”; the kinds are curves, range-bars, zones.": Wish(
        "chart", {"chapter": "calm", "name": "x", "kind-of-chart": "pie"}
    ),
    "chapters/02-calm.md has no section “sec-x”.": Wish("section", {"chapter": "calm", "title": "x", "after": "sec-x"}),
    "“42” cannot name a chapter: write its id behind the title, in small letters, digits and hyphens.": Wish(
        "chapter", {"title": "42"}
    ),
}


@pytest.mark.parametrize("said", REFUSED)
def test_what_cannot_be_made_is_refused_in_a_sentence(said: str) -> None:
    """A chapter that there is not, a name that is taken, a kind that is none: told with what to do."""
    with pytest.raises(EditRefused) as refused:
        skeleton(tiny_sources().texts, REFUSED[said])
    expected = said.replace("curves, range-bars, zones", ", ".join(CHARTS))
    assert str(refused.value) == expected


def test_it_is_written_where_it_says(tmp_path: Path) -> None:
    """On the disk the new lines are where the command says; a second call of the same name writes nothing over."""
    root = project_at(tmp_path)

    said = made(root, WISHES["figure"][0]).splitlines()

    assert said == [
        "chapters/figures/thermometer.svg:1",
        "chapters/02-calm.md:55",
        "Now 5 blanks ‹…› are to be written; ./guide book names each.",
    ]
    assert (root / "chapters/02-calm.md").read_text("utf-8").split("\n")[54] == "::::{figure} figures/thermometer.svg"
    drawing = root / "chapters/figures/thermometer.svg"
    drawing.write_text("mine")
    with pytest.raises(EditRefused, match="is there already"):
        made(root, WISHES["figure"][0])
    assert drawing.read_text() == "mine"
    assert not re.search("‹", said[0])
