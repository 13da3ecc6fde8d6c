"""Text that is written once stands with the same words wherever it is included."""

from __future__ import annotations

import pytest

from studyguide import nodes as n
from studyguide.lint import lint
from studyguide.nodes.tree import walk
from studyguide.sources.diagnostics import Problems
from tests.test_lint import CALM, TODAY
from tests.tinybook import assemble_tiny, changed, complaints, tiny_book, tiny_sources

COUNTING, SAFETY = "chapters/01-counting.md", "chapters/safety.md"
EMERGENCY = tiny_book().book.prose[0]


def test_a_paragraph_stands_in_a_sentence() -> None:
    """The words of a one-paragraph fragment are part of the sentence, with their values."""
    first = next(node for node in walk(EMERGENCY) if isinstance(node, n.Paragraph))

    assert n.plain(first.children) == "Call at a temperature of 38.0\u00a0°C or more."


def test_a_list_stands_in_a_sentence_without_its_sources() -> None:
    """The items of a list are joined by semicolons, and no citation is printed a second time."""
    listed = next(node for node in walk(EMERGENCY) if isinstance(node, n.BulletList))
    paragraph = listed.items[0][0]
    assert isinstance(paragraph, n.Paragraph)

    assert n.plain(paragraph.children) == "Do not wait: chemotherapy; low neutrophils, known to be under 500/µL."
    assert not [node for node in walk(listed) if isinstance(node, n.Citation)]


def test_a_list_stands_alone_with_its_sources() -> None:
    """Included as a block, a fragment keeps its list and its citations."""
    last = EMERGENCY.children[-1]

    assert isinstance(last, n.BulletList)
    assert [node.keys for node in walk(last) if isinstance(node, n.Citation)] == [("book-a",)]


def test_one_change_reaches_every_place() -> None:
    """A changed item is changed on the page and in the line of guide.toml."""
    texts = tiny_sources().texts
    guide = texts["chapters/guide.toml"].replace("with low neutrophils", "if you have any of these: {include}`at-risk`")
    safety = texts[SAFETY].replace("- chemotherapy", "- radiotherapy")
    book = assemble_tiny(changed(**{SAFETY: safety, "chapters/guide.toml": guide}), Problems())
    assert book is not None
    assert book.emergency_line is not None

    assert "radiotherapy; low" in n.plain(book.emergency_line.children)
    assert all("chemotherapy" not in node.text for node in walk(book.emergency) if isinstance(node, n.Text))


def test_a_fragment_has_its_own_file() -> None:
    """A fragment in a chapter, or other text in safety.md, is misplaced."""
    texts = tiny_sources().texts
    stray = complaints(changed(**{CALM: texts[CALM] + "\n:::{fragment} here\nText.\n:::\n"}))
    loose = complaints(changed(**{SAFETY: texts[SAFETY] + "\nText.\n"}))

    assert "error[misplaced-directive]: “fragment” has no meaning here" in stray
    assert "error[misplaced-directive]: this file holds only fragments" in loose


@pytest.mark.parametrize(
    ("says", "code", "message"),
    [
        ("anc.severe", "", ""),
        ("anc.severe, at-risk", "drawing-differs", "figures/ruler.svg does not say “chemotherapy” (at-risk)"),
        ("anc.mild", "drawing-differs", "figures/ruler.svg does not say “1,000\u00a0to\u00a01,500/µL” (anc.mild)"),
        ("anc.milde", "unknown-fragment", "there is neither a value nor a fragment “anc.milde”"),
    ],
)
def test_a_drawing_says_what_its_sources_say(says: str, code: str, message: str) -> None:
    """Every value and fragment that a figure names stands in its drawing, word for word."""
    text = tiny_sources().texts[COUNTING].replace(":id: fig-ruler", f":id: fig-ruler\n:says: {says}")
    drawing = (
        tiny_sources().texts["chapters/figures/ruler.svg"].replace("</svg>", '<text y="90">at <tspan>500/µL</tspan></text></svg>')
    )
    sources, problems = changed(**{COUNTING: text, "chapters/figures/ruler.svg": drawing}), Problems()
    book = assemble_tiny(sources, problems)
    assert book is not None

    lint(book, sources, TODAY, problems)

    first = next(((d.code, d.message) for d in problems.errors), ("", ""))
    assert first == (code, message)


@pytest.mark.parametrize(
    "asked", ["Text {include}`fever` text.", "- {include}`nested`", ":::{include} nested\n:::", "*{include}`fever`*"]
)
def test_a_fragment_holds_no_other(asked: str) -> None:
    """A fragment that includes another, or itself, is told of once, wherever it is asked for."""
    path = "chapters/safety.md"
    text = tiny_sources().texts[path] + f"\n::::{{fragment}} nested\n{asked}\n::::\n"
    told = complaints(changed(**{path: text, CALM: tiny_sources().texts[CALM] + "\nCall at {include}`nested`.\n"}))

    assert told.count("error[bad-include]: a fragment includes “") == 1
    assert "chapters/safety.md:" in told
