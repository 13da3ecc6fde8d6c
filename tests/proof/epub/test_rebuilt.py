"""The EPUB against the one that its book gives: whatever was altered is found, at its place."""

from __future__ import annotations

import io
import zipfile

import pytest

from studyguide.proof.epub.opened import OpenedBook
from studyguide.proof.epub.rebuilt import differences
from studyguide.sources.diagnostics import Diagnostic
from tests.proof.epub.alterations import ALTERATIONS, Alteration
from tests.proof.epub.faults import rezipped


def found(data: bytes) -> list[Diagnostic]:
    """How a book differs from the synthetic one."""
    return list(differences("book.epub", OpenedBook.read(rezipped(lambda files: None)), OpenedBook.read(data)))


def test_the_same_book_does_not_differ():
    """The negative control: nothing is said of a book that is the one that is wanted."""
    assert found(rezipped(lambda files: None)) == []


def test_the_table_is_long():
    """There are at least a hundred alterations, none twice."""
    assert len({each.name for each in ALTERATIONS}) == len(ALTERATIONS) >= 100


@pytest.mark.parametrize("alteration", ALTERATIONS, ids=lambda each: each.name)
def test_an_alteration_is_found(alteration: Alteration):
    """What was altered is found, by the rule for it, in its file."""
    said = found(rezipped(alteration.seed))
    assert any(each.code == alteration.rule and alteration.file in each.span.path for each in said), said


def test_a_finding_names_the_nearest_id():
    """The place of a finding is the document, with the id of the element that differs or stands around it."""
    [finding] = found(rezipped(lambda files: files.update(altered(files, b"A comma parts", b"A dot parts"))))
    assert finding.span.path == "EPUB/counting.xhtml#counting-box-8"
    assert finding.message == "“A dot parts thousands: 1,5” stands where the guide has “A comma parts thousands: 1”"


def altered(files: dict[str, bytes], old: bytes, new: bytes) -> dict[str, bytes]:
    """The chapter with a text in the place of another."""
    return {"EPUB/counting.xhtml": files["EPUB/counting.xhtml"].replace(old, new)}


def test_another_way_of_packing_is_found():
    """The same files in another order, with a comment, or one of them twice, are not the same book."""
    said, twice = io.BytesIO(rezipped(lambda files: None)), io.BytesIO(rezipped(lambda files: None))
    with zipfile.ZipFile(said, "a") as archive:
        archive.comment = b"x"
    with zipfile.ZipFile(twice, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("mimetype", b"application/epub+zip")
    assert [{each.code for each in found(book.getvalue())} for book in (said, twice)] == [{"book-bytes"}, {"book-file"}]
