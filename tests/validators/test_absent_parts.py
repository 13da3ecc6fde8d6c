"""EPUBCheck on guides without parts that others have: what is left out leaves a sound book."""

from __future__ import annotations

import pytest

from studyguide.proof.finished import FinishedGuide
from studyguide.proof.others import epubcheck
from studyguide.publish.ebook import make_epub
from tests.test_absent import compiled, without


@pytest.mark.parametrize("parts", [set(), without("glossary", "index")], ids=["none", "no-glossary-no-index"])
def test_a_book_without_them_passes(parts, tools, tmp_path) -> None:
    """A guide of one chapter and nothing else, and one without glossary and index."""
    if not (tools.java and tools.epubcheck):
        pytest.skip("EPUBCheck is not installed")
    book = tmp_path / "guide.epub"
    book.write_bytes(make_epub(compiled(parts), None, tmp_path / "pictures"))

    assert epubcheck.check(FinishedGuide(tools, book)).findings == []
