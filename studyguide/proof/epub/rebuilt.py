"""The EPUB against the one that its book gives: packed again, every picture drawn anew, and compared entry by entry.

The rules ask whether the file is a good EPUB; this asks whether it is this guide's. Documents are compared node by node, pictures
pixel by pixel. So whatever is hidden, turned, exchanged or put in is found, though nobody thought of it before.
"""

import io
from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from itertools import islice
from pathlib import Path
from typing import Any

from lxml import etree
from PIL import Image, ImageChops, ImageStat

from studyguide.proof.epub.opened import OpenedBook
from studyguide.proof.finished import FinishedGuide, of_each_epub
from studyguide.proof.pdf.facts import short
from studyguide.proof.report import Outcome, finding
from studyguide.sources.diagnostics import Diagnostic

AROUND = 12  # characters before a difference that a message quotes
NODES = 20  # differences of a document that are told
TREES = (".xhtml", ".opf", ".ncx", ".xml")
PICTURES = (".png", ".jpg", ".jpeg")
Told = tuple[str, str, str]
"""The id near which something differs (“” if there is none), the rule, and what."""


@of_each_epub
def check(guide: FinishedGuide, epub: Path) -> Outcome:
    """The published file is the one that the book gives, with its pictures drawn anew."""
    again = next(guide.packed_again[key] for key, path in guide.epubs.items() if path == epub)
    book, wanted = OpenedBook.read(epub.read_bytes()), OpenedBook.read(again)
    pictures = sum(name.endswith(PICTURES) for name in book.files)
    detail = f"{epub.name}: {len(book.files)} files, of them {pictures} pictures, made again"
    return Outcome(list(differences(epub.name, wanted, book)), "", detail, looked=len(book.files))


def differences(name: str, wanted: OpenedBook, found: OpenedBook) -> Iterator[Diagnostic]:
    """Where a book, a file of this name, is not the one that is wanted."""
    told = list(_differences(wanted, found))
    if not told and wanted.raw != found.raw:
        told = [("", "book-bytes", "the file holds the same files, and is packed in another way")]
    yield from (finding(place or name, rule, what) for place, rule, what in told)


def _differences(wanted: OpenedBook, found: OpenedBook) -> Iterator[Told]:
    names = [entry.filename for entry in found.entries]
    for entry, count in Counter(names).items():
        if count > 1:
            yield entry, "book-file", f"it is in the file {count} times"
        if entry not in wanted.files:
            yield entry, "book-file", "the guide has no such file"
    for entry, data in wanted.files.items():
        if entry not in found.files:
            yield entry, "book-file", "it is not in the file"
        elif found.files[entry] != data:
            for place, rule, what in islice(_differing(entry, data, found.files[entry]), NODES):
                yield f"{entry}#{place}".removesuffix("#"), rule, what


def _differing(name: str, wanted: bytes, found: bytes) -> Iterator[Told]:
    """What differs in a file of some name."""
    told: list[Told] = []
    if name.endswith(TREES):
        told = list(nodes(wanted, found))
    elif name.endswith(PICTURES):
        told = list(pixels(wanted, found))
    elif name.endswith(".css"):
        told = list(_text("", "book-style", wanted.decode(), found.decode("utf-8", "replace")))
    yield from told or [("", "book-bytes", "its bytes are not those that the guide gives")]


# ---------------------------------------------------------------- documents


def nodes(wanted: bytes, found: bytes) -> Iterator[Told]:
    """Where two documents differ, node by node."""
    try:
        root = etree.fromstring(found)
    except etree.XMLSyntaxError as error:
        yield "", "book-node", f"it is no well-formed XML: {error}"
        return
    yield from _node(etree.fromstring(wanted), root, "")


def _node(wanted: Any, found: Any, around: str) -> Iterator[Told]:
    """Where two elements differ; `around` is the id of what they stand in."""
    place = wanted.get("id") or around
    if wanted.tag != found.tag:
        yield place, "book-node", f"<{_tag(found)}> stands in the place of <{_tag(wanted)}>"
    yield from _attributes(wanted, found, place)
    yield from _text(place, "book-text", wanted.text or "", found.text or "")
    matcher = SequenceMatcher(None, list(map(_key, wanted)), list(map(_key, found)), autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal" or (kind == "replace" and last - first == end - start):
            for one, other in zip(wanted[first:last], found[start:end], strict=True):
                yield from _node(one, other, place)
                yield from _text(place, "book-text", one.tail or "", other.tail or "")
        else:
            yield from ((place, "book-node", f"{_shown(each)} is missing") for each in wanted[first:last])
            yield from ((place, "book-node", f"{_shown(each)} is not the guide's") for each in found[start:end])


def _key(node: Any) -> tuple[str, str]:
    """By what an element is found again among its neighbours."""
    return str(node.tag), node.get("id") or node.get("href") or ""


def _tag(node: Any) -> str:
    return str(node.tag).rpartition("}")[2] if isinstance(node.tag, str) else "a comment or instruction"


def _shown(node: Any) -> str:
    return f"<{_tag(node)}> “{short(' '.join(''.join(node.itertext()).split()))}”"


def _attributes(wanted: Any, found: Any, place: str) -> Iterator[Told]:
    own, other = _named(wanted), _named(found)
    for name in sorted(own.keys() | other.keys()):
        if own.get(name) != other.get(name):
            said, meant = (_quoted(each.get(name)) for each in (other, own))
            yield place, "book-attribute", f"{name} of <{_tag(wanted)}> is {said}, in the guide {meant}"


def _named(node: Any) -> Mapping[str, str]:
    """The attributes of an element; one of a namespace keeps the end of its address, as in “ops:type”."""
    return {str(name).rpartition("/")[2].replace("}", ":"): value for name, value in node.attrib.items()}


def _quoted(value: str | None) -> str:
    return "not there" if value is None else f"“{short(value)}”"


def _text(place: str, rule: str, wanted: str, found: str) -> Iterator[Told]:
    """The first place where two texts differ, with what cannot be seen written as its code point."""
    if wanted == found:
        return
    at = next((n for n, pair in enumerate(zip(wanted, found, strict=False)) if pair[0] != pair[1]), min(len(wanted), len(found)))
    one, other = (_visible(text[max(at - AROUND, 0) : at + 2 * AROUND]) for text in (wanted, found))
    yield place, rule, f"“{other}” stands where the guide has “{one}”"


def _visible(text: str) -> str:
    return "".join(sign if sign.isprintable() or sign == "\n" else f"U+{ord(sign):04X}" for sign in text)


# ---------------------------------------------------------------- pictures


def pixels(wanted: bytes, found: bytes) -> Iterator[Told]:
    """Where a picture, read to its last byte, is not the drawing."""
    try:
        with Image.open(io.BytesIO(found)) as opened:
            picture = opened.convert("RGB")
    except (OSError, SyntaxError, ValueError) as error:
        yield "", "book-picture", f"it cannot be read as a picture: {error}"
        return
    drawing = Image.open(io.BytesIO(wanted)).convert("RGB")
    if picture.size != drawing.size:
        yield (
            "",
            "book-picture",
            f"it has {picture.size[0]} × {picture.size[1]} pixels, the drawing {drawing.size[0]} × {drawing.size[1]}",
        )
        return
    apart = ImageChops.difference(picture, drawing)
    if box := apart.getbbox():
        share = sum(ImageStat.Stat(apart).mean) / 765
        yield "", "book-picture", f"it differs from the drawing by {share:.1%}, between {box[:2]} and {box[2:]}"
