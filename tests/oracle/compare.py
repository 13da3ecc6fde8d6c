"""Two PDFs of the same units, side by side: pages, pixels, text, destinations, links, outline, pictures, structure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pypdfium2

from studyguide.pdf.roles import spoken
from studyguide.proof.pdf.geometry import Box
from studyguide.proof.pdf.reader import read
from studyguide.proof.pdf.values import Destination, Element, LinkAnnotation, Reading
from studyguide.proof.report import finding
from studyguide.sources.diagnostics import Diagnostic
from tests.oracle.rows import compare_rows

_DIVIDING = re.compile(r"[\s\-\u00ad\u2010\u2060\u0002\ufffe]")
"""Space, hyphens, also as PDFium writes those that end a line, and the joiners that are not read."""

NEAR = 0.01
"""Points by which places may differ: the two write numbers with other roundings."""


@dataclass(frozen=True)
class Side:
    """A file as it was read, with what PDFium makes of every page: a digest of its pixels; its text, without what divides it."""

    reading: Reading
    pixels: tuple[bytes, ...]
    texts: tuple[str, ...]

    @classmethod
    def of(cls, path: Path) -> Side:
        """Read a file."""
        document = pypdfium2.PdfDocument(path)
        pixels = tuple(sha256(page.render(scale=1).to_pil().tobytes()).digest() for page in document)
        texts = tuple(_DIVIDING.sub("", page.get_textpage().get_text_bounded()) for page in document)
        document.close()
        return cls(read(path), pixels, texts)


def compare(ours: Side, theirs: Side) -> tuple[list[Diagnostic], str]:
    """Every difference of a linked file from the oracle's that is not meant, and what was compared."""
    one, other = ours.reading, theirs.reading
    if len(one.pages) != len(other.pages):
        return [finding(one.name, "pages", f"{len(one.pages)} pages, in the oracle {len(other.pages)}")], ""
    rows = compare_rows(one, other)
    findings = [
        *_sheets(one, other),
        *_looks(ours, theirs),
        *_names(one, other),
        *_links(one, other),
        *_outline(one, other),
        *_pictures(one, other),
        *rows.findings,
    ]
    meant = ", ".join(f"{count:,} {name}" for name, count in sorted(rows.meant.items()))
    counts = (
        f"{len(one.pages)} pages ({_differing(findings)} differ in pixels), {len(one.names):,} destinations, "
        f"{len(one.annotations):,} links, {len(one.outline):,} outline entries, {rows.rows:,} structure rows "
        f"(meant to differ: {meant})"
    )
    return findings, counts


def _differing(findings: list[Diagnostic]) -> int:
    return sum(finding.code == "pixels" for finding in findings)


def _sheets(ours: Reading, theirs: Reading) -> Iterator[Diagnostic]:
    for number, (one, other) in enumerate(zip(ours.pages, theirs.pages, strict=True), 1):
        if (one.sheet, one.trim) != (other.sheet, other.trim):
            yield finding(
                f"page {number}", "sheet", f"{one.sheet} cut to {one.trim}, in the oracle {other.sheet} cut to {other.trim}"
            )


def _looks(ours: Side, theirs: Side) -> Iterator[Diagnostic]:
    """Pixels and text. The linked file alone joins words and lines that the layout divided."""
    for number, (one, other) in enumerate(zip(ours.pixels, theirs.pixels, strict=True), 1):
        if one != other:
            yield finding(f"page {number}", "pixels", "does not look the same")
    for number, (said, expected) in enumerate(zip(ours.texts, theirs.texts, strict=True), 1):
        if said != expected:
            yield finding(f"page {number}", "text", f"{len(said)} characters are not the {len(expected)} of the oracle")


def _names(ours: Reading, theirs: Reading) -> Iterator[Diagnostic]:
    for name in sorted(ours.names.keys() | theirs.names.keys()):
        if not _near(ours.names.get(name), theirs.names.get(name)):
            yield finding(name, "destination", f"leads to {ours.names.get(name)}, in the oracle to {theirs.names.get(name)}")


def _near(one: Destination | None, other: Destination | None) -> bool:
    if one is None or other is None or one.page != other.page:
        return one is other
    pairs = ((one.x, other.x), (one.y, other.y))
    return all(a == b if a is None or b is None else abs(a - b) <= NEAR for a, b in pairs)


def _links(ours: Reading, theirs: Reading) -> Iterator[Diagnostic]:
    """Every link is one of the oracle's; the others of those lie within one that leads to the same place, on its line.

    WeasyPrint lays a second link over what a stylesheet adds to a link.
    """
    for link in ours.annotations:
        if not _near_box(link.box, _around(link.lines)):
            yield finding(f"page {link.page + 1}", "link", f"to {link.target or link.address} does not lie around its lines")
    missing = Counter(map(_link, theirs.annotations))
    for link in (replace(each, box=line) for each in ours.annotations for line in each.lines):
        if missing[_link(link)]:
            missing[_link(link)] -= 1
        else:
            yield finding(f"page {link.page + 1}", "link", f"to {link.target or link.address} at {link.box} is not in the oracle")
    goals: dict[tuple[int, str], list[LinkAnnotation]] = {}
    for link in (replace(each, box=line) for each in ours.annotations for line in each.lines):
        goals.setdefault((link.page, link.target or link.address), []).append(link)
    for (page, goal, box), count in missing.items():
        if count and not any(_on_line(box, link.box) for link in goals.get((page, goal), ())):
            yield finding(f"page {page + 1}", "link", f"to {goal} at {box} is in the oracle only")


def _around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all of them."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _near_box(one: Box, other: Box) -> bool:
    return all(abs(a - b) <= NEAR for a, b in zip(one, other, strict=True))


def _on_line(small: Box, large: Box) -> bool:
    return large[0] - NEAR <= small[0] and small[2] <= large[2] + NEAR and large[1] < (small[1] + small[3]) / 2 < large[3]


def _link(link: LinkAnnotation) -> tuple[int, str, Box]:
    left, bottom, right, top = (round(side, 2) for side in link.box)
    return link.page, link.target or link.address, (min(left, right), min(bottom, top), max(left, right), max(bottom, top))


def _outline(ours: Reading, theirs: Reading) -> Iterator[Diagnostic]:
    if len(ours.outline) != len(theirs.outline):
        yield finding("outline", "outline", f"{len(ours.outline)} entries, in the oracle {len(theirs.outline)}")
    for one, other in zip(ours.outline, theirs.outline, strict=False):
        if (one.level, one.title) != (other.level, spoken(other.title)) or not _near(one.destination, other.destination):
            said, expected = (f"“{each.title}” {each.destination}" for each in (one, other))
            yield finding("outline", "outline", f"{said}, in the oracle {expected}")


def _pictures(ours: Reading, theirs: Reading) -> Iterator[Diagnostic]:
    """Pictures have the same words."""
    one, other = (Counter(_alternatives(each.tree)) for each in (ours, theirs))
    for text in (one - other) + (other - one):
        yield finding("pictures", "alternative", f"“{text}” {one[text]} times, in the oracle {other[text]} times")


def _alternatives(element: Element) -> Iterator[str]:
    if element.role == "Figure":
        yield " ".join(element.alt.split())
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _alternatives(kid)
