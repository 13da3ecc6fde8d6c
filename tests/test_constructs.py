"""docs/constructs.md: every construct of the format is there, its text builds, and its picture is of this text."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from itertools import chain

import pytest
from PIL import Image

from studyguide import nodes as n
from studyguide.markup.directives import DIRECTIVES
from studyguide.markup.inline import ROLES
from studyguide.markup.questions import KINDS
from studyguide.nodes.tree import walk
from studyguide.proof.construct_pictures import AIR, GAP, beside, ink
from studyguide.proof.constructs import MADE_OF, PAGE, ConstructExample, construct_examples, with_examples
from studyguide.publish.compiled import compile_sources
from studyguide.sources.diagnostics import Problems
from studyguide.sources.folder import Sources
from tests.tinybook import ROOT, tiny_sources

TEXT = (ROOT / PAGE).read_text("utf-8")
EXAMPLES = list(construct_examples(TEXT))
ELSEWHERE = {"FaqEntry", "GlossaryEntry", "Fragment", "Include"}
"""Nodes of other files, or such as give way to others when a book is made."""
LARGEST = 300_000  # bytes of a picture


def missing(names: Iterable[str], pattern: str) -> set[str]:
    """The names of a table of the parser that no example uses."""
    texts = chain.from_iterable([each.text, *each.more.values()] for each in EXAMPLES)
    return set(names) - {name for text in texts for name in re.findall(pattern, text, re.MULTILINE)}


def test_every_construct_has_an_example() -> None:
    """Each directive, box, role and kind of question of the parser's tables stands on the page."""
    advice = f"{PAGE} needs an example of each; ./guide pictures then makes its picture"
    assert missing(DIRECTIVES, r"^(?::{3,}|`{3,})\{([\w-]+)\}") == set(), advice
    assert missing(ROLES, r"\{([\w:-]+)\}`") == set(), advice
    assert missing(KINDS, r"^:kind: ([\w-]+)$") == set(), advice


def test_the_examples_build() -> None:
    """All examples together, each a chapter of the small guide, have no mistake, and hold every kind of node of chapters."""
    small = tiny_sources()
    compiled = compile_sources(Sources(with_examples(small.texts, EXAMPLES), small.blobs), Problems())

    shown = {type(node) for chapter in compiled.book.chapters for node in walk(chapter)}
    kinds = {kind for _, kind in inspect.getmembers(n, inspect.isclass) if issubclass(kind, n.Node)}
    missed = {kind.__name__ for kind in kinds - shown if not kind.__subclasses__()} - ELSEWHERE
    assert missed == set(), f"{PAGE} needs an example that becomes each"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
def test_an_example_stands_beside_its_picture(example: ConstructExample) -> None:
    """The section shows the picture, which was made of this very text, and is not large."""
    path = ROOT / example.picture
    assert f"![{example.title}: in print and in the EPUB](pictures/{path.name})\n" in TEXT
    assert path.is_file(), "./guide pictures makes it"
    with Image.open(path) as picture:
        assert picture.info[MADE_OF] == example.digest, "the text has changed since: ./guide pictures makes it anew"
    assert path.stat().st_size <= LARGEST


def test_no_picture_is_left_over() -> None:
    """Every picture of a construct is that of an example, and no file of docs/pictures is large."""
    folder = ROOT / "docs" / "pictures"

    assert {path.name for path in folder.glob("construct-*")} == {each.picture.rpartition("/")[2] for each in EXAMPLES}
    assert [path.name for path in folder.iterdir() if path.stat().st_size > LARGEST] == []


def test_pictures_stand_side_by_side_without_their_white() -> None:
    """The white around a picture and all of a gap but a little is cut off; two pictures have frames of one height."""
    page = Image.new("RGB", (100, 400), "white")
    page.paste("black", (20, 10, 40, 20))
    page.paste("black", (30, 300, 60, 310))

    shown = ink(page)

    assert shown.size == (40, 10 + GAP + 10)
    assert beside(shown, shown).size == (2 * (40 + 2 * AIR) + AIR, shown.height + 2 * AIR)
