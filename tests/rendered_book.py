"""A book as its documents, without layout: what stands in them under which id, and where their links lead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from studyguide.html.pages import LateUnit, PageMap
from studyguide.html.units import ebook_documents, print_units
from studyguide.html.xhtml import parse, serialise
from studyguide.publish.compiled import Compiled
from studyguide.publish.ebook import ebook_rendering
from studyguide.sources.renditions import RENDITIONS


@dataclass(frozen=True)
class RenderedDocument:
    """A document: its name, the text of its XHTML, the ids in it, and where its links and labels lead."""

    name: str
    text: str

    @property
    def ids(self) -> list[str]:
        """Every id, in order."""
        return [str(node.get("id")) for node in self._nodes() if node.get("id")]

    @property
    def links(self) -> list[str]:
        """The targets of links inside the guide, and the ids that labels are named by, as `#id` or `file#id`."""
        hrefs = [node.get("href") for node in self._nodes() if node.tag.endswith("}a")]
        labels = [f"#{name}" for node in self._nodes() for name in (node.get("aria-labelledby") or "").split()]
        return [href for href in hrefs if href and "//" not in href and not href.startswith("mailto:")] + labels

    def _nodes(self) -> Iterator[etree._Element]:
        yield from parse(self.text, self.name).iter(etree.Element)


def printed(compiled: Compiled, rendition: str = "a4") -> list[RenderedDocument]:
    """The units of the printed guide. Every anchor stands on the first page."""
    images = {figure.src: figure.src for figure in compiled.book.drawn}
    units = list(print_units(compiled.templates, RENDITIONS[rendition], images, "cover.svg"))
    pages = PageMap(("1",), dict.fromkeys(compiled.book.units, 0))
    return [RenderedDocument(u.id, u.make(pages) if isinstance(u, LateUnit) else u.html) for u in units]


def packed(compiled: Compiled) -> list[RenderedDocument]:
    """The documents of the e-book, but for cover and contents, by the names of their files."""
    images = {figure.src: f"images/{Path(figure.src).stem}.png" for figure in compiled.book.drawn}
    rendering = ebook_rendering(compiled.book, None, images)
    units = ebook_documents(compiled.templates, rendering, None)
    return [RenderedDocument(rendering.files[unit], serialise(root)) for unit, _, root in units]


def clashes(paper: list[RenderedDocument], screen: list[RenderedDocument]) -> list[str]:
    """Ids that stand twice, and links that lead to no id: in print among all units, in the e-book file by file."""
    one = [name for document in paper for name in document.ids]
    many = {document.name: document.ids for document in screen}
    found = [f"print: {name} twice" for name in sorted(repeated(one))]
    found += [f"{file}: {name} twice" for file, ids in many.items() for name in sorted(repeated(ids))]
    ends = {f"#{name}" for name in one}
    found += [f"print: {link} leads nowhere" for document in paper for link in document.links if link not in ends]
    places = {f"{file}#{name}" for file, ids in many.items() for name in ids}
    for document in screen:
        ways = (link if not link.startswith("#") else f"{document.name}{link}" for link in document.links)
        found += [f"{document.name}: {way} leads nowhere" for way in ways if way not in places]
    return found


def repeated(names: list[str]) -> set[str]:
    """The names that stand more than once."""
    return {name for name, count in Counter(names).items() if count > 1}
