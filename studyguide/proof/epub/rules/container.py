"""The container: what EPUBCheck does not ask of it, and the same bytes in every build."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from studyguide.proof.epub.opened import OpenedBook
from studyguide.proof.epub.rules.rule import rule

FIRST = ("mimetype", "META-INF/container.xml", "EPUB/package.opf", "EPUB/nav.xhtml", "EPUB/toc.ncx")
NAME = re.compile(r"[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*\.[a-z0-9]+")
LIMIT = 5_000_000


@rule("mimetype", "stores and mail gateways tell an EPUB by its first 58 bytes; EPUBCheck lets a compressed mimetype pass")
def mimetype(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """C1: the first entry is `mimetype`, stored, without extra field, and says application/epub+zip."""
    if book.raw[30:58] != b"mimetypeapplication/epub+zip":
        yield "mimetype", "bytes 30 to 57 are not mimetypeapplication/epub+zip"


@rule("entry", "the same content must give the same bytes, or every build is a new download")
def entry(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """C2: fixed date, system and permissions of every entry, and a fixed order."""
    for item in book.entries:
        if item.date_time != (1980, 1, 1, 0, 0, 0) or item.create_system != 3 or item.external_attr != 0o644 << 16:
            yield item.filename, "its date, system or permissions are not the fixed ones"
    names = [item.filename for item in book.entries]
    wanted = [*(name for name in FIRST if name in names), *sorted(name for name in names if name not in FIRST)]
    if names != wanted:
        yield next(a for a, b in zip(names, wanted, strict=True) if a != b), "it is not at its fixed place among the entries"


@rule("file-name", "Kobo calls other names undefined behaviour; unzipping without case makes two files one")
def file_name(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """C4: names of lower-case letters, digits and hyphens, unique after folding."""
    folded = Counter(unicodedata.normalize("NFC", item.filename).casefold() for item in book.entries)
    for name in sorted(name for name, count in folded.items() if count > 1):
        yield name, "two entries have this name"
    for name in book.manifest:
        if not NAME.fullmatch(name):
            yield name, "its name is not made of a-z, 0-9 and hyphens"


@rule("encryption", "obfuscated fonts and locked files are ignored by many readers")
def encryption(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """C5: nothing is encrypted."""
    for name in ("META-INF/encryption.xml", "META-INF/rights.xml"):
        if name in book.files:
            yield name, "nothing in the book may be locked or obfuscated"


@rule("size", "five megabytes are a minute on a slow line; mail servers stop at 25, Send to Kindle at 50")
def size(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """The whole file is at most 5 MB."""
    if len(book.raw) > LIMIT:
        yield "", f"the file has {len(book.raw):,} bytes, more than 5 MB"
