"""The EPUB of the tiny guide, from its sources to the finished file."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyguide.epub.publication import content_digest
from studyguide.proof.epub.inspect import inspect
from studyguide.proof.epub.opened import FOLDER, OpenedBook
from studyguide.proof.epub.profiles import PROFILES, judge
from studyguide.proof.epub.reread import unread
from studyguide.publish.compiled import compile_sources
from studyguide.publish.ebook import make_epub
from studyguide.sources.diagnostics import Problems
from tests.tinybook import changed, tiny_sources

GUIDE, CHAPTER = "chapters/guide.toml", "chapters/01-counting.md"
EVALUATION = """
[accessibility-evaluation]
evaluator = "Reading Room"
date = 2026-11-25
digest = "{}"
"""


def made(root: Path, **texts: str | None) -> bytes:
    """The EPUB of the tiny guide with files changed."""
    return make_epub(compile_sources(changed(**texts), Problems()), None, root)


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    """A folder that keeps the pictures."""
    path: Path = tmp_path_factory.mktemp("ebook")
    return path


@pytest.fixture(scope="module")
def tiny(root) -> bytes:
    """The EPUB of the tiny guide."""
    return made(root)


def test_it_keeps_every_rule_and_suits_every_reader(tiny):
    """What the templates make of every construct has nothing that a rule, a reader or ebooklib complains of."""
    assert {found.code for found in inspect(tiny)} == {"description"}  # its one drawing is told in fewer than 80 words
    assert [found for profile in PROFILES.values() for found in judge(tiny, profile)] == []
    assert list(unread(tiny)) == []


def test_a_table_that_does_not_fit_a_phone_becomes_records(root, tiny):
    """Long words side by side are too wide for a phone at 200 % text; short ones are not."""
    assert b'<div class="table columns-2 short" id="tab-limits">' in OpenedBook.read(tiny).file("counting.xhtml")

    long = tiny_sources().texts[CHAPTER].replace("| Severe | 500 |", "| Severe1234567 | 500,000,000 |")
    assert b'<div class="table records" id="tab-limits"' in OpenedBook.read(made(root, **{CHAPTER: long})).file("counting.xhtml")


def test_an_evaluation_is_stated_for_the_content_that_it_names(root, tiny):
    """The digest that a finished book has may be written into guide.toml, and the book then claims; another content does not."""
    files = {name.removeprefix(FOLDER): data for name, data in OpenedBook.read(tiny).files.items() if name.startswith(FOLDER)}
    guide = tiny_sources().texts[GUIDE] + EVALUATION.format(content_digest(files))
    claimed = OpenedBook.read(made(root, **{GUIDE: guide}))
    assert claimed.meta("dcterms:conformsTo") == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]
    assert (claimed.meta("a11y:certifiedBy"), claimed.meta("dcterms:date")) == (["Reading Room"], ["2026-11-25"])

    chapter = tiny_sources().texts[CHAPTER].replace("Limits differ.", "Limits do differ.")
    assert chapter != tiny_sources().texts[CHAPTER]
    assert not OpenedBook.read(made(root, **{GUIDE: guide, CHAPTER: chapter})).meta("dcterms:conformsTo")
