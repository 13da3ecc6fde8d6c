"""Which edition a finished file is, by what it says of itself: in XMP (ISO 16684-1), or in an EPUB's package (EPUB 3.3, 5.5)."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

import pikepdf
from lxml import etree

from studyguide.publish.release.report import plain

PRODUCER = "studyguide"
PACKAGE, COLOPHON = "EPUB/package.opf", "EPUB/colophon.xhtml"
DC, OPF, XHTML = "{http://purl.org/dc/elements/1.1/}", "{http://www.idpf.org/2007/opf}", "{http://www.w3.org/1999/xhtml}"
PDF, XMP, MEDIA = "{http://ns.adobe.com/pdf/1.3/}", "{http://ns.adobe.com/xap/1.0/}", "{http://ns.adobe.com/xap/1.0/mm/}"
LARGEST = 8_000_000
"""Bytes of a part of an EPUB that is read; a larger one was not made here."""
DAMAGED = "it is damaged, and cannot be opened"
LOCKED = "it is locked with a password, as no file of this program is"
FOREIGN = "nothing in it says that this program made it"


class NotAnEdition(Exception):
    """A file says of no edition that it is one; the text says why, behind “it cannot be told which edition it is: ”."""


@dataclass(frozen=True, slots=True)
class StatedEdition:
    """What a file says of itself. `date` is a day (`YYYY-MM-DD`); `sources` is the digest of its sources, if it gives that."""

    title: str
    identifier: str
    edition: str
    date: str
    sources: str = ""


def stated_edition(data: bytes) -> StatedEdition:
    """The edition that the bytes of a PDF or an EPUB name. Raises NotAnEdition."""
    if not data:
        raise NotAnEdition("it is empty")
    if b"%PDF-" in data[:1024]:
        return _of_pdf(data)
    if data.startswith(b"PK"):
        return _of_epub(data)
    raise NotAnEdition("it is neither a PDF nor an EPUB")


def _of_pdf(data: bytes) -> StatedEdition:
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            found = {key: str(value) for key, value in pdf.open_metadata().items()}
            repaired = bool(pdf.get_warnings())
    except pikepdf.PasswordError:
        raise NotAnEdition(LOCKED) from None
    except (pikepdf.PdfError, ValueError, etree.XMLSyntaxError, AttributeError, TypeError, KeyError):
        raise NotAnEdition(DAMAGED) from None
    title, name = found.get(f"{DC}title"), found.get(f"{DC}identifier")
    if found.get(f"{PDF}Producer") != PRODUCER or not (title and name):
        raise NotAnEdition(DAMAGED if repaired else FOREIGN)
    day = found.get(f"{XMP}ModifyDate", "")[: len("2026-01-02")]
    return StatedEdition(title, plain(name), found.get(f"{MEDIA}VersionID", ""), day, found.get(f"{DC}source", ""))


def _of_epub(data: bytes) -> StatedEdition:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as files:
            package = _tree(files, PACKAGE)
            colophon = _tree(files, COLOPHON) if COLOPHON in files.namelist() else None
    except KeyError:
        raise NotAnEdition(FOREIGN) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, etree.XMLSyntaxError):
        raise NotAnEdition(DAMAGED) from None
    titles = [_words(each) for each in package.iter(f"{DC}title")]
    editions = [_words(each) for each in package.iter(f"{OPF}meta") if each.get("property") == "schema:version"]
    others = [_words(each) for each in package.iter(f"{OPF}meta") if each.get("property") == "dcterms:isFormatOf"]
    names = [*others, *(_words(each) for each in package.iter(f"{DC}identifier"))]
    if not (titles and editions and names):
        raise NotAnEdition(FOREIGN)
    day = next(map(_words, package.iter(f"{DC}date")), "")
    return StatedEdition(": ".join(titles), plain(names[0]), editions[0], day, _printed_digest(colophon))


def _tree(files: zipfile.ZipFile, name: str) -> Any:
    if files.getinfo(name).file_size > LARGEST:
        raise NotAnEdition(FOREIGN)
    return etree.fromstring(files.read(name), etree.XMLParser(resolve_entities=False, no_network=True))


def _printed_digest(colophon: Any) -> str:
    spans = () if colophon is None else colophon.iter(f"{XHTML}span")
    return next((_words(each).replace(" ", "") for each in spans if each.get("class") == "hash"), "")


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
