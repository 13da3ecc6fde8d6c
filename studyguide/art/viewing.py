"""Viewing: pages of a PDF as pictures, and the words on them with their places. Only one thread may ask PDFium at a time."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from threading import RLock
from typing import Any

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the page's top left."""

PDFIUM = RLock()
"""Held by whoever asks PDFium."""

WORD = re.compile(r"[^\W_]+")
DIVIDED = re.compile("[\u0002\u00ad\ufffe](\r?\n)?")
"""A hyphen that only the line's end brought, as PDFium tells it."""


@dataclass(frozen=True, slots=True)
class PrintedWord:
    """A word on a page; a divided one has a box on each line."""

    text: str
    boxes: tuple[Box, ...]

    def has(self, x: float, y: float) -> bool:
        """Whether a point lies on it."""
        return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in self.boxes)


class ViewedPdf:
    """The pages of a PDF, which is given as its bytes. Pages count from 0; raises IndexError for one that is not there."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2

        with PDFIUM:
            self._document = pypdfium2.PdfDocument(data)
            self.count = len(self._document)

    def close(self) -> None:
        """Let go of the file. Nobody may look at it after that."""
        with PDFIUM:
            self._document.close()

    def picture(self, number: int, scale: float) -> bytes:
        """A page as PNG, on white; `scale` are pixels in a point."""
        with PDFIUM:
            page = self._page(number)
            picture = page.render(scale=scale, fill_color=(255, 255, 255, 255), rev_byteorder=True).to_pil().convert("RGB")
            page.close()
        made = io.BytesIO()
        picture.save(made, "PNG", compress_level=1)  # for a look, not to be kept
        return made.getvalue()

    def text(self, number: int) -> str:
        """All that a page says, without places: much faster than `words`."""
        with PDFIUM:
            page = self._page(number)
            text = page.get_textpage()
            said = str(text.get_text_range())
            text.close()
            page.close()
        return said

    def size(self, number: int) -> tuple[float, float]:
        """Width and height of a page in points."""
        with PDFIUM:
            return self._document.get_page_size(self._known(number))  # type: ignore[no-any-return]

    def _known(self, number: int) -> int:
        if not 0 <= number < self.count:
            raise IndexError(number)
        return number

    def _page(self, number: int) -> Any:
        return self._document[self._known(number)]

    def words(self, number: int) -> tuple[PrintedWord, ...]:
        """The words on a page, in the order in which it shows them."""
        with PDFIUM:
            page = self._page(number)
            height, text = page.get_height(), page.get_textpage()
            characters = [(chr(each), _box(text, at, height)) for at, each in enumerate(_codes(text))]
            text.close()
            page.close()
        return tuple(_words(characters))


def _codes(text: Any) -> Iterator[int]:
    import pypdfium2.raw as pdfium

    return (pdfium.FPDFText_GetUnicode(text.raw, at) for at in range(text.count_chars()))


def _box(text: Any, at: int, height: float) -> Box:
    left, bottom, right, top = text.get_charbox(at, loose=True)
    return left, height - top, right, height - bottom


def _words(characters: list[tuple[str, Box]]) -> Iterator[PrintedWord]:
    whole = "".join(character for character, _ in characters)
    gaps = {at for gap in DIVIDED.finditer(whole) for at in range(gap.start(), gap.end())}
    kept = [each for at, each in enumerate(characters) if at not in gaps]
    for word in WORD.finditer("".join(character for character, _ in kept)):
        yield PrintedWord(word[0], tuple(_lines([box for _, box in kept[word.start() : word.end()]])))


def _lines(boxes: list[Box]) -> Iterator[Box]:
    """The boxes of characters, those of a line in one."""
    line = boxes[0]
    for box in boxes[1:]:
        if box[0] < line[0] or box[1] > line[3]:
            yield line
            line = box
        line = min(line[0], box[0]), min(line[1], box[1]), max(line[2], box[2]), max(line[3], box[3])
    yield line
