"""Tables that stand in the text without caption and id."""

from __future__ import annotations

import re

import pytest

from tests.rendered_book import clashes, packed, printed
from tests.tinybook import changed, compile_tiny, complaints, tiny_sources

CALM = "chapters/02-calm.md"
ROWS = "| Name | Limit |\n|---|--:|\n| *Mild* | 1 |\n| Severe | 2 |\n"


def documents(text: str) -> tuple[str, str]:
    """The chapter with a text at its end, in print and in the EPUB; no id stands twice, no link is dead."""
    compiled = compile_tiny(changed(**{CALM: f"{tiny_sources().texts[CALM]}\n{text}\n"}))
    paper, screen = printed(compiled), packed(compiled)
    assert clashes(paper, screen) == []
    return next(each.text for each in paper if each.name == "calm"), next(
        each.text for each in screen if each.name == "calm.xhtml"
    )


@pytest.mark.parametrize("text", [ROWS, f":::{{table}}\n{ROWS}:::\n", "- An item:\n\n  " + ROWS.replace("\n", "\n  ")])
def test_a_table_needs_no_caption(text: str) -> None:
    """It has heads with their scope, rows, no number, and numbers of other tables do not count it."""
    for page in documents(text + "\n:::{table} Counted\n:id: tab-counted\n" + ROWS + ":::\n"):
        bare = page[page.index('class="table uncaptioned') :].partition("</table>")[0]
        assert ("<caption" in bare, bare.count('scope="col"'), bare.count("<tr")) == (False, 2, 3)
        assert re.search(r"<em>Mild</em>", bare)
        assert re.search(r"Table.2\.1</b> Counted", page)


@pytest.mark.parametrize("sign", ["<br>", "<br/>", "<BR />"])
def test_a_line_of_a_cell_may_end(sign: str) -> None:
    """A cell stands on one line, so that `<br>` ends one in it, as GitHub has it."""
    for page in documents(f"| a | b |\n|---|---|\n| one{sign}two | c |\n"):
        assert "one<br/>two" in page


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("| a | b |\n|---|---|\n| c |\n", "ragged-table"),
        ("| a | b |\n|---|---|\n", "bad-table"),
        ("> | a | b |\n> |---|---|\n> | c | d |\n", "misplaced-block"),
    ],
)
def test_a_faulty_table_is_one_message(text: str, code: str) -> None:
    """Rows that do not fit their head are told at their line, as in a table with a caption."""
    told = complaints(changed(**{CALM: f"{tiny_sources().texts[CALM]}\n{text}"}))

    assert f"error[{code}]" in told, told
    assert told.endswith("1 error; nothing was published")
