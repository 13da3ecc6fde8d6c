"""The ways through the book: navigation document (EPUB 3.3 §7) and NCX (OPF 2.0.1 §2.4.1), from one tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from studyguide.epub.publication import Landmark, NavPoint, PackageFailed, Publication
from studyguide.html import Environment, Rendering, fill_xml
from studyguide.sources.numerals import plain_figures

ROMAN = frozenset("ivxlcdm")


@dataclass(frozen=True, slots=True)
class NcxPoint:
    """A navPoint: unique id, and its rank among all targets of the NCX in reading order (one target, one rank)."""

    id: str
    order: int
    label: str
    href: str
    children: tuple[NcxPoint, ...]


@dataclass(frozen=True, slots=True)
class PageTarget:
    """A pageTarget: `type` is front, normal or special; `value` the number of a normal page, else empty."""

    id: str
    order: int
    label: str
    href: str
    type: str
    value: str


def nav_document(publication: Publication, env: Environment) -> str:
    """The nav: contents (visible), landmarks and page-list (hidden)."""
    return fill_xml(
        env,
        "epub/nav.xhtml",
        r=Rendering(medium="epub"),
        m=publication.metadata,
        nav=publication.nav,
        landmarks=landmarks(publication),
        page_list=publication.page_list,
    )


def ncx_document(publication: Publication, roots: Mapping[str, Any], env: Environment) -> str:
    """The NCX: the same labels, order and depth as the nav, and the page-list. `roots` are the documents by file name.

    Raises PackageFailed if the nav leads to a place that no document has.
    """
    order = _ranks(publication, roots)
    ids = (f"point-{n}" for n in range(1, 1 + len(list(flat(publication.nav)))))
    targets = tuple(
        PageTarget(f"page-target-{n}", order[mark.href], mark.label, mark.href, *_page_kind(mark.label))
        for n, mark in enumerate(publication.page_list, 1)
    )
    return fill_xml(
        env,
        "epub/toc.ncx",
        m=publication.metadata,
        points=tuple(_ncx_point(point, ids, order) for point in publication.nav),
        depth=depth(publication.nav),
        page_targets=targets,
        max_page=max((int(target.value) for target in targets if target.value), default=0),
    )


def landmarks(publication: Publication) -> tuple[Landmark, ...]:
    """The publication's landmarks, led by the cover and the contents that `pack` makes."""
    words = publication.metadata.words
    made = (
        Landmark("cover", words.gettext("Cover"), "cover.xhtml"),
        Landmark("toc", words.gettext("Contents"), "nav.xhtml#toc"),
    )
    given = {mark.type for mark in publication.landmarks}
    return tuple(mark for mark in made if mark.type not in given) + publication.landmarks


def flat(points: tuple[NavPoint, ...]) -> Iterator[NavPoint]:
    """Every point in reading order."""
    for point in points:
        yield point
        yield from flat(point.children)


def depth(points: tuple[NavPoint, ...]) -> int:
    """The number of levels of the tree."""
    return max((1 + depth(point.children) for point in points), default=0)


def _ncx_point(point: NavPoint, ids: Iterator[str], order: dict[str, int]) -> NcxPoint:
    return NcxPoint(
        next(ids), order[point.href], point.label, point.href, tuple(_ncx_point(child, ids, order) for child in point.children)
    )


def _ranks(publication: Publication, roots: Mapping[str, Any]) -> dict[str, int]:
    """The rank of every target of nav and page-list by its place in the book: `{href: 1, 2, …}`."""
    place: dict[str, tuple[int, int]] = {}
    for number, (name, root) in enumerate(roots.items()):
        place[name] = (number, -1)
        for index, node in enumerate(root.iter(etree.Element)):
            if node.get("id"):
                place[f"{name}#{node.get('id')}"] = (number, index)
    wanted = {point.href for point in flat(publication.nav)} | {mark.href for mark in publication.page_list}
    missing = sorted((wanted | {mark.href for mark in publication.landmarks}) - place.keys())
    if missing:
        raise PackageFailed(f"navigation points to places that are not in the publication: {', '.join(missing[:5])}")
    return {href: rank for rank, href in enumerate(sorted(wanted, key=lambda href: (place[href], href)), 1)}


def _page_kind(label: str) -> tuple[str, str]:
    if label.isdecimal():
        return "normal", plain_figures(label)
    return ("front", "") if set(label.lower()) <= ROMAN else ("special", "")
