"""Papers: what a test draws, what it keeps to itself, and what is printed of a guide on its own."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pikepdf
import pypdfium2
import pytest
from lxml import etree

from studyguide.book.occurrences import occurrences
from studyguide.html.standing_alone import set_notes, stand_alone
from studyguide.nodes import Option, Paragraph, Question, Text, plain, uncalled
from studyguide.nodes.tree import texts, walk
from studyguide.pdf import Cache
from studyguide.publish.papers.exam import exam, points
from studyguide.publish.papers.print_paper import PaperPrinter
from studyguide.publish.papers.selection import PoolQuestion, asked_parts, drawn, is_in_order, ordered, pool
from studyguide.publish.papers.sheets_to_use import KINDS, SheetsToUse, sheets_to_use
from studyguide.publish.papers.wish import LINE, PaperWish, TypedWish
from studyguide.sources.diagnostics import BuildFailed, Problems
from studyguide.sources.messages import report
from studyguide.sources.wording import ENGLISH
from tests.tinybook import changed, compile_tiny, complaints, tiny_book, tiny_sources

GUIDE, COUNTING, CALM = "chapters/guide.toml", "chapters/01-counting.md", "chapters/02-calm.md"
ASKED = "White cells 2,400/µL, half of them neutrophils."
POINTED = f"In {{ref}}`fig-ruler` and {{ref}}`the limits <tab-limits>`: {ASKED}"
PAPERS = """
[papers.summary]
values = ["anc.severe", "fever.call"]
figures = ["fig-ruler"]

[papers.card]
back = "tab-limits"

[papers.poster]
figure = "fig-ruler"
size = "A3"

[papers.leaflet]
section = "sec-do"
"""


def wished(**options: str) -> TypedWish:
    """Options as somebody typed them."""
    return TypedWish(options)


@cache
def pointed() -> Any:
    """The small guide, with a question that speaks of a figure and a table."""
    return compile_tiny(changed(**{COUNTING: tiny_sources().texts[COUNTING].replace(ASKED, POINTED)}))


@cache
def made() -> dict[str, bytes]:
    """A test of all its questions, with answer sheet and key, by their paths."""
    return dict(exam(pointed(), wished(seed="7")).files)


@cache
def with_papers() -> Any:
    """The small guide, with all kinds of papers."""
    return compile_tiny(changed(**{GUIDE: tiny_sources().texts[GUIDE] + PAPERS}))


def said_by(data: bytes) -> str:
    """All words of a file: those on its pages, and those in its objects, metadata and streams."""
    pages = pypdfium2.PdfDocument(data)
    shown = [page.get_textpage().get_text_range() for page in pages]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        kept = [words for each in pdf.objects for words in _strings(each)]
    return " ".join(" ".join([*shown, *kept]).replace("\u2060", "").split())


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, pikepdf.String | pikepdf.Name):
        yield str(value)
    elif isinstance(value, pikepdf.Array):
        for each in value:
            yield from _direct(each)
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        for name, each in value.items():
            yield name
            yield from _direct(each)
        if isinstance(value, pikepdf.Stream) and value.get("/Subtype") != "/Image":
            yield value.read_bytes().decode("latin-1")
            yield value.read_bytes().decode("utf-8", "ignore")


def _direct(value: Any) -> Iterator[str]:
    if not (isinstance(value, pikepdf.Object) and value.is_indirect):
        yield from _strings(value)


def answers(question: Question) -> set[str]:
    """What the guide says to a question and does not ask in it: results, paragraphs, and every piece of three words."""
    asked = " ".join(text for text, _ in texts(asked_parts(question)))
    reasons = [getattr(each, "rationale", getattr(each, "answer", ())) for each in parts(question)]
    told = (question.rationale, *reasons, *(pair.rationale for pair in question.spare))
    paragraphs = [plain(uncalled(node.children)) for node in walk(told) if isinstance(node, Paragraph)]
    pieces = [text for text, _ in texts(told) if len(text.split()) > 2]
    found = {" ".join(each.split()) for each in (*paragraphs, *pieces, question.result)}
    return {each for each in found if each and each not in asked}


def parts(question: Question) -> tuple[Any, ...]:
    """What of a question has a reason or an answer of its own."""
    return (*question.options, *question.pairs, *question.steps)


def test_the_paper_keeps_the_answers_to_itself() -> None:
    """No reason or result, and no name that an author gave, stands in paper or sheet, on pages or behind; the key has all."""
    paper, sheet, key = (said_by(data) for data in made().values())
    told = {answer for question in pointed().book.questions for answer in answers(question)}
    assert len(told) > 8
    for answer in told:
        assert answer not in paper
        assert answer not in sheet
        assert answer in key
    for name in ("q-bands", "fig-ruler", "tab-limits", "compute"):
        assert name not in paper
    assert "The bands were left out." in key


def test_the_paper_asks_all_and_brings_what_is_spoken_of() -> None:
    """Every question stands there once, numbered anew, with its figure and its table; no link leads out of it."""
    paper = said_by(next(iter(made().values())))
    for words in (
        "Which is the count of neutrophils?",
        "Every low count is dangerous.",
        "The ruler of counts.",
        "1,500",
        "Bo has a fever.",
    ):
        assert words in paper
    assert re.findall(r"Figure 1\b", paper)
    assert "the limits" in paper
    assert "Page 1 of" in paper
    with pikepdf.open(io.BytesIO(next(iter(made().values())))) as pdf:
        links = [each for page in pdf.pages for each in page.get("/Annots", [])]
        assert not [each for each in links if "/A" in each and each.A.get("/S") == "/URI"]


def test_a_test_is_the_same_each_time() -> None:
    """The same seed gives the same bytes, another one another order."""
    assert dict(exam(pointed(), wished(seed="7")).files) == made()
    assert [*made()] == [f"build/papers/tiny-test-7{end}.pdf" for end in ("", "-answer-sheet", "-key")]


def named(compiled: Any, **wish: Any) -> list[str]:
    """The names of the questions that are drawn, in the order of the test."""
    asked = PaperWish(**wish)
    problems = Problems()
    chosen = drawn(pool(compiled.book, asked), asked, wished(), problems)
    assert not problems.found
    return [each.name for each in ordered(chosen, asked.seed, 0, ENGLISH)]


def test_the_draw_follows_from_seed_and_names_alone() -> None:
    """Where questions stand in their chapter has no part in it; the seed has; chapters, kinds and objectives choose."""
    blocks = re.split(r"(?=^:{3,4}\{question\})", tiny_sources().texts[COUNTING], flags=re.MULTILINE)
    turned = compile_tiny(changed(**{COUNTING: "\n".join([blocks[0], *reversed(blocks[1:])])}))
    orders = {seed: named(tiny_book(), seed=seed, number=3) for seed in map(str, range(9))}
    assert {seed: named(turned, seed=seed, number=3) for seed in orders} == orders
    new = {path: text.replace("q-bands", "q-stripes") for path, text in tiny_sources().texts.items() if path.endswith(".md")}
    renamed = compile_tiny(changed(**new, **{"chapters/renamed.toml": 'q-bands = "q-stripes"\n'}))
    assert {seed: named(renamed, seed=seed, number=3) for seed in orders} == orders
    assert len({tuple(order) for order in orders.values()}) > 4
    assert set(named(tiny_book(), chapters=("calm",))) == {"q-match", "q-case"}
    assert named(tiny_book(), kinds=("true-false",)) == ["q-always"]
    assert named(tiny_book(), objectives=("define",)) == ["q-always"]


def test_a_draw_is_spread_over_the_chapters() -> None:
    """Each chapter gives in proportion to what it has; a few more questions leave those that were drawn."""
    few = set(named(tiny_book(), number=2))
    assert len(few & {"q-match", "q-case"}) == 1
    assert few < set(named(tiny_book(), number=4))


def single(*options: str, reason: str = "", stem: str = "Which?") -> Question:
    """A question with options."""

    def block(words: str) -> tuple[Paragraph, ...]:
        return (Paragraph((Text(words),)),)

    made_options = tuple(Option((Text(text),), not at, block(reason), letter="ABCDE"[at]) for at, text in enumerate(options))
    return Question("q-x", "single", "o", "s", block(stem), options=made_options)


IN_ORDER = {
    ("salt", "water", "flour"): False,
    ("A loaf", "A roll", "A bun"): False,
    ("salt", "water", "both A and B"): True,
    ("salt", "water", "None of these"): True,
    ("salt", "all of the above"): True,
    ("10 mg", "20 mg", "30 mg"): True,
    ("30 mg", "20 mg", "10 mg"): True,
    ("20 mg", "10 mg", "30 mg"): False,
    ("salt", "as in B"): True,
    ("at 38 °C", "at 39 °C, or A 4 sheets"): False,
}


@pytest.mark.parametrize("options", IN_ORDER)
def test_options_that_speak_of_each_other_stay(options: tuple[str, ...]) -> None:
    """Options are mixed only where neither they nor a reason speaks of others, and no numbers stand in order."""
    assert is_in_order(single(*options), ENGLISH) is IN_ORDER[options]
    if not IN_ORDER[options]:
        assert is_in_order(single(*options, reason="Like option B, it is dry."), ENGLISH)


def test_mixed_options_keep_their_answers() -> None:
    """In some version each option stands first; letters go in order, and each option keeps its key."""
    question = single("salt", "water", "flour", "yeast")
    chapter = tiny_book().book.chapters[0]
    firsts = set()
    for version in range(20):
        (mixed,) = ordered((PoolQuestion("q-x", chapter, question),), "1", version, ENGLISH)
        options = mixed.question.options
        assert [each.letter for each in options] == ["A", "B", "C", "D"]
        assert [plain(each.text) for each in options if each.correct] == ["salt"]
        firsts.add(plain(options[0].text))
    assert len(firsts) == 4


WRONG = {
    ("chapters", "1,9"): "12: there is no chapter “9” | chapters with questions: 1, 2",
    ("chapters", "countng"): "12: there is no chapter “countng” | did you mean “counting”?",
    ("chapters", "2-1"): "12: “2-1” goes backwards | write 1-2",
    ("chapters", ","): "12: there is no chapter “,” | chapters with questions: 1, 2",
    ("kinds", "singel"): "9: there is no kind of question “singel” | did you mean “single”?",
    ("objectives", "x"): "14: there is no objective “x” | there are act, compute, define",
    ("questions", "some"): "13: “some” is no number of questions | write a whole number, at least 1",
    ("questions", "0"): "13: “0” is no number of questions | write a whole number, at least 1",
    ("questions", "99"): "13: 99 questions are asked for, and 5 fit | ask for fewer, or for more chapters or kinds",
    ("versions", "9"): "12: “9” is no number of versions | write a whole number from 1 to 8",
}


@pytest.mark.parametrize("wish", WRONG)
def test_a_wish_that_cannot_be_met_is_told(wish: tuple[str, str]) -> None:
    """error[bad-wish]: at its place in what was typed, once, with what there is; nothing is made."""
    typed = wished(**dict([wish]))
    with pytest.raises(BuildFailed) as failed:
        exam(tiny_book(), typed)
    (found,) = failed.value.problems.found
    assert (found.code, found.span.path) == ("bad-wish", LINE)
    shown, _, told = WRONG[wish].partition(": ")
    assert f"{found.message} | {found.hint}" == told
    assert found.span.col == int(shown) + (2 if wish[1] == "1,9" else 0)
    assert typed.line in report(failed.value)


def test_a_guide_without_questions_has_no_test() -> None:
    """It is told that there are none, and not to ask otherwise."""
    silent = replace(tiny_book(), book=replace(tiny_book().book, answers=()))
    with pytest.raises(BuildFailed) as failed:
        exam(silent, wished())
    assert [found.message for found in failed.value.problems.found] == ["the guide has no questions"]


def test_a_chapter_is_asked_for_by_number_name_or_range() -> None:
    """“1-2”, “1,calm” and no word at all mean the same chapters."""
    for typed in ("1-2", "1,calm", "counting, 2"):
        assert wished(chapters=typed).read(tiny_book().book, Problems()).chapters == ("counting", "calm")


def test_what_sends_its_reader_away_is_not_drawn() -> None:
    """A question that speaks of a section is left out, and named."""
    text = tiny_sources().texts[COUNTING].replace(ASKED, f"See {{ref}}`sec-count`. {ASKED}")
    found = pool(compile_tiny(changed(**{COUNTING: text})).book, PaperWish())
    assert found.leading_away == ("q-calc",)
    assert "q-calc" not in {each.name for each in found.questions}


def test_points_count_what_is_answered() -> None:
    """A point a pair and a step, one for all else."""
    assert {each.id: points(each) for each in tiny_book().book.questions} == {
        "q-bands": 1, "q-always": 1, "q-calc": 1, "q-match": 2, "q-case": 2,
    }  # fmt: skip


ALONE = {
    "<p>See <a class='xref' href='#x'>Table 1</a>.</p>": "<p>See <span>Table 1</span>.</p>",
    "<p>See <a class='xref' href='#here'>it</a>.</p>": "<p>See <a href='#here'>it</a>.</p>",
    "<p>In <a class='xref' href='#x' aria-label='the list, Table 1'>the <b>list</b></a>: a</p>": (
        "<p>In <span>the list, Table 1</span>: a</p>"
    ),
    "<p>Ring (<a class='xref' href='#x'>all</a>). Now</p>": "<p>Ring. Now</p>",
    "<p>So.<sup class='cite'>[<a href='#r'>1</a>]</sup> Yes</p>": "<p>So. Yes</p>",
    "<p><a href='https://a.org/'>there</a></p>": "<p><a href='https://a.org/'>there</a> (https://a.org/)</p>",
}


@pytest.mark.parametrize("markup", ALONE)
def test_a_document_stands_alone(markup: str) -> None:
    """What would lead out of a paper is words, or gone with its brackets; an address is printed."""
    root = etree.fromstring(f"<div xmlns='http://www.w3.org/1999/xhtml' id='here'>{markup}</div>")
    text = etree.tostring(stand_alone(root, by_itself=True)[0], encoding="unicode")
    assert text.replace(' xmlns="http://www.w3.org/1999/xhtml"', "").replace('"', "'") == ALONE[markup]


NOTED = (
    "<section><p>One<span class='footnote' id='n'>first</span>, two<span class='footnote'>second</span>.</p>"
    "<figure><figcaption>F<span class='footnote'>third</span></figcaption></figure></section>"
)


def test_a_note_stands_behind_what_it_is_a_note_to() -> None:
    """Notes are lettered in each question, table or figure, and follow it; no word around them is lost."""
    root: Any = etree.fromstring(f"<div xmlns='http://www.w3.org/1999/xhtml'>{NOTED}</div>")
    lines = "".join(set_notes(root).itertext()).replace("\u2002", " ")
    assert lines == "One[a], two[b].F[a][a] third[a] first[b] second"
    assert [note.getparent().tag.rpartition("}")[2] for note in root.iter("{*}p") if note.get("class")] == [
        "figure", "section", "section",
    ]  # fmt: skip


def test_the_emergency_line_stands_on_every_sheet_that_speaks_of_limits() -> None:
    """Whatever else they hold, summary, card, poster and leaflet say it on their first page; each is tagged."""
    files = sheets_to_use(with_papers())
    assert [*files] == [f"build/papers/tiny-{kind}.pdf" for kind in KINDS]
    for kind in ("summary", "card", "poster", "leaflet"):
        data = files[f"build/papers/tiny-{kind}.pdf"]
        pages = pypdfium2.PdfDocument(data)
        assert "A fever of 38.0 °C or more" in " ".join(pages[0].get_textpage().get_text_range().replace("\xa0", " ").split())
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert b"pdfuaid:part" in pdf.Root.Metadata.read_bytes()


def documents(compiled: Any, kind: str) -> str:
    """The HTML of a sheet."""
    paper = getattr(SheetsToUse(compiled), kind)()
    return "\n".join(PaperPrinter(compiled).html(paper, {"size": 9, **part}) for part in paper.parts)


def test_a_changed_value_changes_the_sheets() -> None:
    """Every number on a sheet is that of values.toml, with its source; no sheet says an old one."""
    values = (
        tiny_sources().texts["chapters/values.toml"].replace("value = 38.0", "value = 37.5").replace("value = 500", "value = 450")
    )
    guide = tiny_sources().texts[GUIDE] + PAPERS
    new = compile_tiny(changed(**{GUIDE: guide, "chapters/values.toml": values}))
    for kind in ("summary", "card", "poster", "leaflet"):
        shown = documents(new, kind).replace("\xa0", " ")
        assert "37.5 °C" in shown
        assert "38.0" not in shown
        assert 'href="#ref-book-a"' in shown
        assert 'id="ref-book-a"' in shown
    assert "450/µL" in documents(new, "summary")


def test_papers_are_made_again_where_their_sources_changed() -> None:
    """Of the parts that are kept, those alone that ask a changed question are laid out; all have the bytes of new ones."""
    kept = Cache()
    first = sheets_to_use(with_papers(), kept)
    edited = tiny_sources().texts[CALM].replace("\nMatch.\n", "\nPair them.\n")
    new = compile_tiny(changed(**{GUIDE: tiny_sources().texts[GUIDE] + PAPERS, CALM: edited}))
    clean = sheets_to_use(new)
    for compiled, laid_out in ((new, 2), (new, 0), (with_papers(), 0)):
        before = fragments(kept)
        made = sheets_to_use(compiled, kept)
        assert len(fragments(kept) - before) == laid_out
        assert made == (first if compiled is with_papers() else clean)


def fragments(kept: Cache) -> set[str]:
    """The names of what was laid out."""
    return {name for name in kept._memory if name.startswith("fragment-")}


def test_the_worksheet_has_every_question_and_no_answer() -> None:
    """All questions with room to write; no reason and no result."""
    shown = re.sub(r"<[^>]+>", "", documents(pointed(), "worksheet"))
    for question in pointed().book.questions:
        assert f"Question {question.number}" in shown
        assert not [answer for answer in answers(question) if answer in shown]


def test_a_guide_without_papers_has_no_trace_of_them() -> None:
    """Nothing is asked for: there is the worksheet alone; without questions, nothing at all."""
    sheets = SheetsToUse(tiny_book())
    assert [kind for kind in KINDS if getattr(sheets, kind)()] == ["worksheet"]
    silent = replace(tiny_book(), book=replace(tiny_book().book, answers=()))
    assert sheets_to_use(silent) == {}


UNKNOWN = {
    '[papers.summary]\nvalues = ["anc.sevre"]': "error[unknown-value]: “anc.sevre” is not in values.toml",
    '[papers.summary]\nfigures = ["fig-rulr"]': "error[unknown-target]: the guide has no figure “fig-rulr”",
    '[papers.card]\nback = "fig-ruler"': "error[unknown-target]: the guide has no table “fig-ruler”",
    '[papers.leaflet]\nsection = "sec-d"': "error[unknown-target]: the guide has no section “sec-d”",
    '[papers.poster]\nsize = "A2"': "error[missing-key]",
    '[papers.summry]\nvalues = ["anc.severe"]': "error[unknown-key]",
}


@pytest.mark.parametrize("table", UNKNOWN)
def test_a_name_that_leads_nowhere_is_told_in_guide_toml(table: str) -> None:
    """One mistake, one message, at its line."""
    text = f"{tiny_sources().texts[GUIDE]}\n{table}\n"
    told = complaints(changed(**{GUIDE: text}))
    assert UNKNOWN[table] in told
    assert told.count("error[") == 1
    assert f"{GUIDE}:{text.count(chr(10)) - (1 if 'key' in UNKNOWN[table] else 0)}" in told


def test_what_does_not_fit_its_page_is_told() -> None:
    """error[paper-overflow]: nothing is printed in type that nobody can read, or over two pages."""
    rows = "\n".join(f"| Row {number} | … |" for number in range(40))
    text = tiny_sources().texts[COUNTING].replace("| Severe | 500 |", rows)
    guide = tiny_sources().texts[GUIDE] + '\n[papers.card]\nback = "tab-limits"\n'
    with pytest.raises(BuildFailed) as failed:
        sheets_to_use(compile_tiny(changed(**{GUIDE: guide, COUNTING: text})))
    (found,) = failed.value.problems.found
    assert (found.code, found.span.path) == ("paper-overflow", GUIDE)


def test_names_of_papers_are_renamed_with_all_others() -> None:
    """`./guide where` and `./guide rename` find what `[papers]` names, at its very characters."""
    text = tiny_sources().texts[GUIDE] + PAPERS
    found = [each for each in occurrences({**tiny_sources().texts, GUIDE: text}) if each.span.path == GUIDE]
    named = {(each.kind, each.name) for each in found}
    assert named >= {
        ("id", "fig-ruler"),
        ("id", "tab-limits"),
        ("id", "sec-do"),
        ("value", "anc.severe"),
        ("value", "fever.call"),
    }
    rows = text.split("\n")
    assert all(rows[each.span.line - 1][each.span.col - 1 :].startswith(each.text) for each in found)


def test_a_value_without_a_cited_source_is_told() -> None:
    """error[bad-value]: no number is printed without a source that the list of references has."""
    sources = tiny_sources().texts["chapters/references.yaml"]
    lonely = "- id: lonely-c\n  type: book\n  title: Alone\n  author:\n    - family: Solo\n  issued: {date-parts: [[2020]]}\n"
    values = (
        tiny_sources()
        .texts["chapters/values.toml"]
        .replace('unit = "°C"\nsource = ["book-a"]', 'unit = "°C"\nsource = ["lonely-c"]')
    )
    told = complaints(
        changed(
            **{
                GUIDE: tiny_sources().texts[GUIDE] + '\n[papers.summary]\nvalues = ["fever.call"]\n',
                "chapters/references.yaml": f"{sources.rstrip()}\n\n{lonely}",
                "chapters/values.toml": values,
            }
        )
    )
    assert "error[bad-value]: no text cites the source “lonely-c” of “fever.call”" in told
    assert told.count("error[") == 1
