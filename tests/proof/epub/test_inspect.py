"""Inspection: a sound book is clean, and every rule has a fault that it finds."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image

from studyguide.proof.epub.inspect import inspect
from studyguide.proof.epub.rules import RULES
from tests.proof.epub.faults import entry, rezipped, seeded, sound


def test_the_synthetic_book_is_clean():
    """The negative control: no rule speaks of a sound book, packed once or zipped again."""
    assert inspect(sound()) == ()
    assert inspect(rezipped(lambda files: None)) == ()


def test_every_rule_has_a_seeded_fault():
    """No rule is only believed to work: each has a fault in the table, or a test of its own below."""
    own = {"mimetype", "entry", "size", "picture"}
    assert RULES.keys() - own == {fault.rule for fault in seeded("rules")}


def test_another_date_order_or_permission_of_an_entry_is_caught():
    """Entries that could differ from build to build are findings: date, order, permissions."""
    today, epoch = (2026, 1, 1, 0, 0, 0), (1980, 1, 1, 0, 0, 0)
    for stamp, mode, order in ((today, 0o644, 1), (epoch, 0o600, 1), (epoch, 0o644, -1)):
        buffer = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(sound())) as source, zipfile.ZipFile(buffer, "w") as archive:
            first, *rest = source.infolist()
            for info in (first, *rest[::order]):
                other = zipfile.ZipInfo(info.filename, stamp)
                other.external_attr, other.create_system = mode << 16, 3
                archive.writestr(other, source.read(info))
        assert "entry" in {found.code for found in inspect(buffer.getvalue())}


def test_a_compressed_mimetype_is_caught():
    """The first entry must be stored: compressed, no gateway knows the file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sound())) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in source.infolist():
            archive.writestr(entry(info.filename, None), source.read(info))
    assert "mimetype" in {found.code for found in inspect(buffer.getvalue())}


def test_a_file_too_large_for_the_mail_is_caught():
    """More than 5 MB is a finding."""
    heavy = rezipped(lambda files: files.update({"EPUB/images/ruler.png": bytes(5_100_000)}))
    assert "size" in {found.code for found in inspect(heavy, [RULES["size"]])}


@pytest.mark.parametrize(("mode", "width"), [("RGBA", 1600), ("RGB", 400), ("RGB", 3200), ("CMYK", 1600)])
def test_a_picture_that_readers_cannot_show_is_caught(mode, width):
    """Transparency, other colour spaces, and pictures too small or too large are findings."""
    buffer = io.BytesIO()
    Image.new(mode, (width, width // 2)).save(buffer, "JPEG" if mode == "CMYK" else "PNG")
    data = rezipped(lambda files: files.update({"EPUB/images/ruler.png": buffer.getvalue()}))
    assert "picture" in {found.code for found in inspect(data)}


def test_what_is_no_zip_file_is_unreadable():
    """Bytes that are no EPUB at all are a finding, not an exception."""
    assert [found.code for found in inspect(b"not a book")] == ["unreadable"]


def test_what_is_packed_in_an_unknown_way_is_unreadable():
    """A file packed by a method that no reader knows (here 255) is a finding, not a breakdown."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
    data = bytearray(packed.getvalue())
    for header, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):  # the local header and the directory name the method
        data[data.index(header) + offset] = 255
    assert [found.code for found in inspect(bytes(data))] == ["unreadable"]


def test_a_book_without_its_package_is_full_of_findings_and_raises_nothing():
    """However broken the book, inspection reports and goes on."""
    broken = rezipped(lambda files: files.update({"EPUB/package.opf": b"<package"}))
    codes = {found.code for found in inspect(broken)}
    assert {"identifier", "bibliography"} <= codes


def test_a_document_that_is_no_xml_is_unreadable():
    """A document that no rule can look at does not pass unseen."""
    found = inspect(rezipped(lambda files: files.update({"EPUB/faq.xhtml": b"<html>"})))
    assert ("faq.xhtml", "unreadable") in {(each.span.path, each.code) for each in found}


def test_every_rule_says_why_it_stands():
    """A rule has a reason that names who breaks without it, and a check with a sentence of its own."""
    assert all(len(rule.reason) > 20 and rule.check.__doc__ for rule in RULES.values())
