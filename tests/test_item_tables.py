"""Tables of questions are made of the questions: a row for each, or a row a chapter with sums by level and difficulty."""

from __future__ import annotations

import pytest

from studyguide import nodes as n
from studyguide.lint.items.facts import items_of
from studyguide.nodes.tree import walk
from studyguide.sources.diagnostics import Problems
from tests.test_lint import CALM, lints, with_text
from tests.test_lint_items import single
from tests.tinybook import assemble_tiny, changed, complaints, tiny_sources

EASY = single("apple", 0).replace(":level: recall", ":level: recall\n:difficulty: easy")
HARD = single("boat", 1).replace(":level: recall", ":level: apply\n:difficulty: hard")
TABLE = ":::{item-table} Items\n:id: tab-items\n%s:::\n"


def table_of(text: str) -> tuple[n.Chapter, n.Table]:
    """The chapter that the text was added to, and the table of items in it."""
    problems = Problems()
    book = assemble_tiny(with_text(text), problems)
    assert book is not None
    assert not problems.errors
    chapter = book.chapters[1]
    return chapter, next(node for node in walk(chapter) if isinstance(node, n.Table) and node.items)


def words(row: tuple[n.Cell, ...]) -> list[str]:
    """What a reader sees in a row."""
    return [n.plain(cell.children) for cell in row]


def test_a_chapter_has_a_row_a_question() -> None:
    """Each question of the chapter is linked, in its order, with section, level and difficulty."""
    chapter, table = table_of(EASY + HARD + TABLE % ":chapter: calm\n")
    questions = items_of(chapter).questions

    assert [words(row)[2:] for row in table.rows] == [[q.level, q.difficulty or "not stated"] for q in questions]
    assert [cell.target for row in table.rows for cell in row[0].children if isinstance(cell, n.CrossReference)] == [
        q.id for q in questions
    ]
    assert words(table.rows[-1])[2:] == ["apply", "hard"]


def test_all_chapters_are_counted() -> None:
    """Without a chapter there is a row a chapter with sums, and a row of all."""
    before, after = (table_of(text + TABLE % "")[1] for text in ("", EASY + HARD))
    more = [int(words(b.rows[-1])[-1]) for b in (before, after)]

    assert more[1] - more[0] == 2
    assert words(after.rows[-1])[0] == "All"
    assert words(after.rows[-1])[1].startswith("1 + 0 + 0")
    assert words(after.rows[-1])[3].endswith(" + 1")


@pytest.mark.parametrize("chapter", ["calmm", "nowhere"])
def test_a_chapter_that_does_not_exist_is_an_error(chapter: str) -> None:
    """The table of no chapter is told of."""
    text = tiny_sources().texts[CALM] + "\n" + TABLE % f":chapter: {chapter}\n"

    assert "bad-option" in complaints(changed(**{CALM: text}))


def test_a_difficulty_that_does_not_exist_is_an_error() -> None:
    """Easy, middle or hard."""
    text = tiny_sources().texts[CALM] + "\n" + EASY.replace("easy", "simple")

    assert "bad-option" in complaints(changed(**{CALM: text}))


def test_one_estimate_asks_for_all() -> None:
    """Without estimates nothing is said; with one, each item without is an error."""
    assert "item-difficulty" not in [code for code, _ in lints(with_text(single("apple", 0)))]
    assert "item-difficulty" in [code for code, _ in lints(with_text(EASY))]


def test_the_answer_shows_level_and_difficulty() -> None:
    """Both stand below the reasons."""
    from studyguide.book.backmatter import SECTIONS
    from studyguide.html import Rendering
    from studyguide.html.units import Templates

    sources, problems = with_text(HARD), Problems()
    book = assemble_tiny(sources, problems)
    assert book is not None
    templates = Templates.of(sources, book)
    rendering = Rendering(images={"figures/ruler.svg": "r"})

    assert "Level: apply, hard" in templates.printed(
        "answers", rendering, templates.section(next(each for each in SECTIONS if each.id == "answers"), None)
    )


def test_a_fragment_that_holds_a_table_of_items_is_filled_or_refused() -> None:
    """A table of items without rows is never printed."""
    table = f"::::{{fragment}} counted\n{TABLE % ''}::::\n"
    safety, calm = tiny_sources().texts["chapters/safety.md"], tiny_sources().texts[CALM]
    problems = Problems()
    book = assemble_tiny(
        changed(**{"chapters/safety.md": f"{safety}\n{table}", CALM: f"{calm}\n:::{{include}} counted\n:::\n"}), problems
    )
    assert book is not None
    tables = [node for node in walk(book.chapters[1]) if isinstance(node, n.Table) and node.items]

    assert problems.errors or all(table.rows for table in tables)
