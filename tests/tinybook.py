"""The tiny guide of the tests: one of everything, in `tests/tiny`, with the project's own styles. Tests change it as a value."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from studyguide.book import assemble
from studyguide.book.model import Book
from studyguide.publish.compiled import Compiled, compile_sources
from studyguide.sources.diagnostics import BuildFailed, Problems
from studyguide.sources.folder import Sources, read_sources
from studyguide.sources.messages import report
from studyguide.sources.remembered import Memory

ROOT = Path(__file__).parent.parent


@cache
def tiny_sources() -> Sources:
    """The sources of the tiny guide."""
    problems = Problems()
    tiny = read_sources(ROOT / "tests" / "tiny", problems, ("chapters",))
    styles = read_sources(ROOT, problems, ("styles",))
    assert not problems.found
    return Sources({**tiny.texts, **styles.texts}, {**tiny.blobs, **styles.blobs})


def changed(**texts: str | None) -> Sources:
    """The tiny guide with files replaced, added, or (None) taken away.

    A path is no name, so give a dictionary: `changed(**{"chapters/x.md": "…"})`.
    """
    tiny = tiny_sources()
    return Sources({p: t for p, t in {**tiny.texts, **texts}.items() if t is not None}, tiny.blobs)


class _Nowhere:
    """Keeps nothing: what is remembered is what this process has in hand."""

    def get(self, _name: str) -> None:
        """Nothing."""

    def put(self, _name: str, _data: bytes) -> None:
        """Nothing is kept."""


_REMEMBERED, _ASSEMBLED = Memory(_Nowhere()), Memory(_Nowhere())


def compile_tiny(sources: Sources, problems: Problems | None = None) -> Compiled:
    """The book of sources; of what the test before had as well, nothing is done again. Raises BuildFailed.

    That the outcome is what a clean build makes is proven in tests/pdf/test_book_edits.py.
    """
    try:
        return compile_sources(sources, Problems() if problems is None else problems, _REMEMBERED)
    finally:
        _REMEMBERED.forget_unused()


def assemble_tiny(sources: Sources, problems: Problems) -> Book | None:
    """The book of sources without its drawings, faulty or not; as `compile_tiny`, it remembers."""
    try:
        return assemble(sources, problems, _ASSEMBLED)
    finally:
        _ASSEMBLED.forget_unused()


@cache
def tiny_book() -> Compiled:
    """The tiny guide, compiled; the digest that it prints is a fixed one, so that a change of styles alone changes no word."""
    compiled = compile_sources(tiny_sources(), Problems())
    return replace(compiled, book=replace(compiled.book, digest="0123456789abcdef" * 4))


def complaints(sources: Sources) -> str:
    """What an editor is told about faulty sources; “” if there is nothing to tell."""
    try:
        compile_tiny(sources)
    except BuildFailed as failed:
        return report(failed, 500)
    return ""
