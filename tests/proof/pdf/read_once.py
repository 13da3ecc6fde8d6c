"""What is the same in many files is read once: all that a page is painted from is a part of its name.

Faults are put into copies of one file, most of them into one page. The others are known, down to the bytes of their fonts.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import pytest
from PIL import Image

from studyguide.proof.pdf import drawings, facts, lettering, reader
from studyguide.proof.pdf.canvas import Canvas
from studyguide.proof.pdf.drawings import differs
from studyguide.proof.pdf.painting import painted
from studyguide.proof.pdf.source import ReadingOptions, source_words
from studyguide.proof.pdf.stream import WordStream
from studyguide.proof.pdf.typefaces import PdfFont, read_font

REFERENCE = re.compile(rb"\b\d+ \d+ R\b")
AS_PRINTED = ReadingOptions()
Place = tuple[int, int]


@dataclass
class Names:
    """Digests of the objects of a file, each with all that it refers to, whatever their numbers are."""

    known: dict[Place, str] = field(default_factory=dict)

    def of(self, held: Any) -> str:
        """The digest of an object. Nothing that a page is painted from refers to itself."""
        if not isinstance(held, pikepdf.Object) or not held.is_indirect:
            return self._of(held)
        if held.objgen not in self.known:
            self.known[held.objgen] = ""
            self.known[held.objgen] = self._of(held)
        assert self.known[held.objgen]
        return self.known[held.objgen]

    def _of(self, held: Any) -> str:
        if not isinstance(held, pikepdf.Object):
            return repr(held)
        stream = isinstance(held, pikepdf.Stream)
        said = held.stream_dict.unparse(resolved=True) if stream else held.unparse(resolved=True)
        if REFERENCE.search(said):
            parts = (self.of(part) for part in held) if isinstance(held, pikepdf.Array) else self._entries(held)
            said = " ".join([held._type_name, *parts]).encode()
        return hashlib.sha256(said + (b"stream" + held.read_raw_bytes() if stream else b"")).hexdigest()

    def _entries(self, held: Any) -> Iterator[str]:
        return (f"{key} {self.of(held[key])}" for key in sorted(held.keys()))


@dataclass
class ReadOnce:
    """Pages by their names, with the fonts that they use; fonts; the words of documents; how pictures differ that show what."""

    names: Names = field(default_factory=Names)
    pages: dict[str, tuple[Canvas, dict[str, PdfFont]]] = field(default_factory=dict)
    fonts: dict[str, PdfFont] = field(default_factory=dict)
    words: dict[tuple[Any, ...], WordStream] = field(default_factory=dict)
    pictures: dict[tuple[str, ...], str] = field(default_factory=dict)

    def painted(self, page: pikepdf.Page, fonts: dict[Place, PdfFont]) -> Canvas:
        """What a page paints, as `painting.painted` gives it."""
        if not fonts:  # the first page of a file
            self.names = Names()
        names = self.names
        name = names.of(page.obj.Contents) + (names.of(page.obj.Resources) if "/Resources" in page.obj else "")
        if name not in self.pages:
            used: dict[Place, PdfFont] = {}
            canvas = painted(page, used)
            if not used.keys() <= names.known.keys():  # a font that is no object of its own
                fonts |= used
                return canvas
            self.pages[name] = canvas, {names.known[place]: font for place, font in used.items()}
        canvas, needed = self.pages[name]
        fonts |= {place: needed[digest] for place, digest in names.known.items() if digest in needed}
        return canvas

    def said(self, documents: Iterable[str | bytes], options: ReadingOptions = AS_PRINTED) -> WordStream:
        """The words of documents, as `source.source_words` gives them."""
        texts = (*documents,)
        name = texts, id(options.words)  # words stay as long as what is expected of the files
        if name not in self.words:
            self.words[name] = source_words(texts, options)
        return self.words[name]

    def font(self, font: Any) -> PdfFont:
        """A font, as `typefaces.read_font` gives it."""
        name = Names().of(font)
        if name not in self.fonts:
            self.fonts[name] = read_font(font)
        return self.fonts[name]

    def differs(self, one: Image.Image, other: Image.Image) -> str:
        """How pictures differ, as `drawings.differs` says it."""
        shown = tuple(f"{each.mode} {each.size} {hashlib.sha256(each.tobytes()).hexdigest()}" for each in (one, other))
        if shown not in self.pictures:
            self.pictures[shown] = differs(one, other)
        return self.pictures[shown]


@contextmanager
def reading_once() -> Iterator[None]:
    """What is read meanwhile of pages, fonts and pictures is read once."""
    known = ReadOnce()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reader, "painted", known.painted)
        patched.setattr(lettering, "read_font", known.font)
        patched.setattr(facts, "source_words", known.said)
        patched.setattr(drawings, "differs", known.differs)
        yield
