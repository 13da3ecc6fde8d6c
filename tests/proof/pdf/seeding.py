"""A PDF that is changed on purpose: its operators, its structure, its links, found by the text that they belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from studyguide.proof.pdf.typefaces import PdfFont, read_font

Instruction = Any
ARTIFACT = b"/Artifact BMC %s EMC\n"
CHAPTER = 5  # the page on which the first chapter begins
QUESTIONS = 6  # its second page
RUNNING_HEAD = "1 Counting"  # of that page: an artifact


@dataclass(frozen=True)
class Fault:
    """A fault, and the rules of the findings that it must add: these and no others. `linearized` is how the file is saved."""

    name: str
    seed: Callable[[Pen], None]
    rules: tuple[str, ...]
    linearized: bool = True


class Pen:
    """Changes a PDF. Pages count from 0; a text is found where one operator shows it."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.root: Any = pdf.Root
        self._fonts: dict[str, PdfFont] = {}

    # ------------------------------------------------------------ operators

    def operators(self, page: int) -> list[Instruction]:
        """The operators of a page."""
        return list(pikepdf.parse_content_stream(self.pdf.pages[page]))

    def write(self, page: int, operators: list[Instruction]) -> None:
        """Put operators in the place of a page's own."""
        self.put(page, pikepdf.unparse_content_stream(operators))

    def put(self, page: int, data: bytes) -> None:
        """Put bytes in the place of a page's operators."""
        self.pdf.pages[page].obj.Contents = self.pdf.make_stream(data)

    def data(self, page: int) -> bytes:
        """A page's operators as bytes."""
        contents: Any = self.pdf.pages[page].obj.Contents
        return bytes(contents.read_bytes())

    def before(self, page: int, data: bytes) -> None:
        """Paint something before everything else."""
        self.put(page, data + b"\n" + self.data(page))

    def after(self, page: int, data: bytes) -> None:
        """Paint something after everything else, on a page that is not turned upside down."""
        self.put(page, b"q\n" + self.data(page) + b"\nQ\n" + data)

    def replace(self, page: int, old: bytes, new: bytes, count: int = 1) -> None:
        """Put bytes in the place of others, which must be there."""
        data = self.data(page)
        assert old in data, old
        self.put(page, data.replace(old, new, count))

    def shown(self, page: int) -> Iterator[tuple[int, str, PdfFont]]:
        """The operators that show text: their place, the text, and its font."""
        font = None
        for at, (operands, operator) in enumerate(self.operators(page)):
            if str(operator) == "Tf":
                font = self._font(page, str(operands[0]))
            elif str(operator) == "TJ" and font is not None:
                strings = [bytes(piece) for piece in operands[0] if isinstance(piece, pikepdf.String)]
                yield at, "".join(glyph.text for each in strings for glyph in font.glyphs(each)), font

    def find(self, text: str, page: int | None = None) -> tuple[int, int, PdfFont]:
        """The page and the operator that shows a text, with the spaces around it, and its font."""
        for each in range(len(self.pdf.pages)) if page is None else (page,):
            for at, shown, font in self.shown(each):
                if "".join(" " if sign.isspace() else sign for sign in shown) == text:
                    return each, at, font
        raise LookupError(text)

    def show(self, text: str, instead: str, page: int | None = None) -> None:
        """Show another text, in the same font, where one is shown; NUL stands for the glyph of a missing glyph."""
        page, at, font = self.find(text, page)
        codes = {each: code for code, each in sorted(font.inside.texts.items(), reverse=True)} | {"\0": 0}
        operators = self.operators(page)
        string = b"".join(codes[sign].to_bytes(2, "big") for sign in instead)
        operators[at] = ([[pikepdf.String(string)]], pikepdf.Operator("TJ"))
        self.write(page, operators)

    def forget(self, text: str, page: int | None = None) -> None:
        """Show nothing where a text is shown."""
        self.show(text, "", page)

    def shift(self, text: str, x: float, y: float, page: int | None = None, *, copy: bool = False) -> None:
        """Move a text, or show it once more elsewhere; x to the right and y down, in CSS pixels."""
        page, at, _ = self.find(text, page)
        operators = self.operators(page)
        place = max(index for index in range(at) if str(operators[index][1]) == "Tm")
        values = [float(value) for value in operators[place][0]]
        moved = ([*values[:4], values[4] + x, values[5] + y], pikepdf.Operator("Tm"))
        if copy:
            operators[at + 1 : at + 1] = [moved, operators[at]]
        else:
            operators[place] = moved
        self.write(page, operators)

    def set_before(self, text: str, operator: str, *operands: Any, page: int | None = None) -> None:
        """Add an operator right before a text is shown."""
        page, at, _ = self.find(text, page)
        operators = self.operators(page)
        operators.insert(at, (list(operands), pikepdf.Operator(operator)))
        self.write(page, operators)

    def _font(self, page: int, name: str) -> PdfFont:
        if name not in self._fonts:
            resources: Any = self.pdf.pages[page].obj.Resources
            self._fonts[name] = read_font(resources.Font[name])
        return self._fonts[name]

    # ------------------------------------------------------------ structure and links

    def elements(self, role: str) -> list[Any]:
        """The elements of a type, in reading order."""
        return [each for each in _below(self.root.StructTreeRoot) if str(each.get("/S", "")) == f"/{role}"]

    def links(self, target: str) -> list[Any]:
        """The active areas that lead to an id."""
        found = [link for page in self.pdf.pages for link in page.obj.get("/Annots", pikepdf.Array())]
        return [link for link in found if str(link.get("/Dest", "")) == target]

    def names(self) -> pikepdf.NameTree:
        """The destinations by name."""
        return pikepdf.NameTree(self.root.Names.Dests)


def _below(element: Any) -> Iterator[Any]:
    held = element.get("/K", pikepdf.Array())
    for kid in held if isinstance(held, pikepdf.Array) else [held]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _below(kid)
