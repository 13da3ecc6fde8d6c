"""CommonMark's own examples: each gives the words that the specification gives, or is refused at one of its lines."""

from __future__ import annotations

import html
import json
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from studyguide.nodes import CodeLine, Inline, Wrapper
from studyguide.nodes.tree import walk
from studyguide.proof.others.tools import Tools, node_folder
from tests.markup.cases import parsed, told

EXAMPLES = "console.log(JSON.stringify(require('commonmark-spec').tests))"
SAME = 230
"""Of the examples, so many are printed as the specification has them. The others hold what is no part of the format."""
EMPTY = "-1:1 empty-section: nothing stands in this chapter"
"""Of an example that is a line across the page, or a comment, and has no words: it stands at the chapter's head."""
REASONS = {
    "bad-link": "addresses that lead neither to the web nor to a mailbox",
    "control-character": "entities for characters that cannot be seen",
    "empty-directive": "listings without a line",
    "empty-markup": "links, items and quotations without words",
    "empty-section": "headings with nothing below them",
    "heading-level": "headings of the first level, of the fifth and sixth, and such as leave a level out",
    "raw-html": "HTML",
    "stray-markup": "link reference definitions; signs that are text by the rules of precedence but look like markup; "
    "what stands one to three spaces in below an item, and so is no part of it",
    "unclosed-directive": "listings without an end",
    "unexpected-argument": "words behind the language of a listing",
    "unknown-language": "listings in a language that nobody knows",
    "unsupported-markup": "listings by four spaces, pictures, titles of links",
}
"""What is out of the grammar, by the code that says so: docs/writing.md has none of it."""


def examples(folder: Path, node: Path | None) -> list[tuple[str, str]]:
    """Markdown and HTML of every example; the specification writes a tab as an arrow."""
    done = subprocess.run([str(node), "-e", EXAMPLES], cwd=folder, capture_output=True, text=True, check=True)
    return [tuple(each[key].replace("→", "\t") for key in ("markdown", "html")) for each in json.loads(done.stdout)]


def words(text: str) -> str:
    """The characters of some HTML, without spaces."""
    return "".join(html.unescape(re.sub(r"</?[a-zA-Z!?][^>]*>", "", text)).split())


def printed(markdown: str) -> str:
    """The characters that a chapter prints, those of code too, without spaces."""
    nodes = (node for node in walk(parsed(markdown)[0].children) if not isinstance(node, Wrapper))
    return "".join(
        "".join(n.text if isinstance(n, CodeLine) else n.plain for n in nodes if isinstance(n, CodeLine | Inline)).split()
    )


@pytest.fixture(scope="module")
def suite(tools: Tools) -> list[tuple[str, str]]:
    """The examples of the pinned version."""
    return examples(node_folder(tools), tools.node)


def test_every_example_is_printed_alike_or_refused_at_its_line(suite: list[tuple[str, str]]) -> None:
    """No example loses or gains a character in silence, and what refuses it stands in its lines."""
    assert len(suite) > 650
    for number, (markdown, expected) in enumerate(suite, 1):
        messages = told(markdown.rstrip("\n"))
        if not messages:
            assert (number, printed(markdown)) == (number, words(expected))
        lines = [int(message.split(":")[0]) for message in messages if message != EMPTY]
        assert all(1 <= line <= markdown.count("\n") + 1 for line in lines), (number, messages)


def test_as_many_examples_as_before_are_understood(suite: list[tuple[str, str]]) -> None:
    """The format does not drift away from CommonMark; what it refuses is what it says it has not."""
    refused = Counter(found.code for markdown, _ in suite for found in parsed(markdown)[1])

    assert sum(told(markdown) == [] for markdown, _ in suite) >= SAME
    assert refused.keys() <= REASONS.keys(), refused
