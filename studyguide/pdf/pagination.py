"""Pagination: WeasyPrint's pages, made one after the other, with an account of the notes after each.

WeasyPrint 70 sets a line before it knows whether its note has room. A note that has none goes to the next page, and so do all
that follow it; one whose line is the last that orphans ask for waits for ever. Here a page with such a note is made again with
less text, until every note stands on the page of its call; one that cannot (its call opens the page) goes to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Any

from studyguide.art import engine
from studyguide.art.engine import AbsolutePlaceholder, boxes
from studyguide.pdf.justification import asked, justify
from studyguide.pdf.margin_notes import settle


@dataclass(frozen=True)
class BoxedDocument:
    """A document before layout: its HTML, the context that WeasyPrint lays it out in, its box tree, and the fonts."""

    html: Any
    context: Any
    root: Any
    fonts: Any

    @classmethod
    def of(cls, html: Any, *, font_config: Any, counter_style: Any, **options: Any) -> BoxedDocument:
        """The document as it is now: its elements may have been moved since it was read, so it gets a new `wrapper_element`."""
        html.wrapper_element = type(html.wrapper_element).from_html_root(html.etree_element, content_language=None)
        options = {**engine.weasyprint.DEFAULT_OPTIONS, **options}
        context = PageContext(engine.document.Document._build_layout_context(html, font_config, counter_style, {}, options))  # noqa: SLF001
        root = engine.build.build_formatting_structure(
            html.etree_element, context.style_for, context.get_image_from_uri, html.base_url, context.target_collector,
            counter_style, context.footnotes,
        )  # fmt: skip
        return cls(html, context, root, font_config)

    def again(self, root: Any) -> BoxedDocument:
        """The document with its boxes in other places, in a context in which nothing was laid out."""
        context = PageContext(self.context)
        places = {each.footnote: number for number, each in enumerate(root.descendants()) if each.footnote is not None}
        context.footnotes = sorted(self.context.footnotes, key=lambda note: places.get(note, len(places)))
        return replace(self, context=context, root=root)

    @property
    def unfinished(self) -> bool:
        """Whether its text prints numbers that only layout finds."""
        return bool(self.context.target_collector.counter_lookup_items)

    def document(self, pages: Iterable[Any]) -> Any:
        """WeasyPrint's document of some laid out pages."""
        metadata = engine.document.DocumentMetadata(**engine.document.get_html_metadata(self.html))
        made = engine.document.Document(list(pages), metadata, self.html.url_fetcher, self.fonts, {}, None)
        made._html = self.html  # noqa: SLF001
        return made


def render(prepared: BoxedDocument, **options: Any) -> Any:
    """Lay a document out. One whose text prints numbers that only layout finds is left to WeasyPrint, which makes pages again."""
    if prepared.unfinished or not engine.KNOWN:
        return prepared.html.render(**options)
    pages = PageLoop(prepared).run()
    return prepared.document(map(engine.document.Page, _finished(prepared.context, pages)))


class PageContext(engine.layout.LayoutContext):  # type: ignore[misc]
    """A layout context that keeps the notes of a page in the order of the text, and ends the text of a page at `text_end`."""

    def __init__(self, context: Any) -> None:
        super().__init__(
            context.style_for, context.get_image_from_uri, context.font_config, context.counter_style, context.target_collector
        )
        self.text_end = inf
        self.rendered_notes: list[Any] = []
        self.places: dict[Any, int] = {}

    def overflows_page(self, bottom_space: float, position_y: float) -> bool:
        """Whether something that ends at a height has no room. What floats beside the text may run on beside its end."""
        bottom = self.page_bottom
        if self.text_end < bottom and not any(root and root.is_floated() for root in self._excluded_shapes_root_boxes):
            bottom = self.text_end
        return bool(self.overflows(bottom - bottom_space, position_y))

    def layout_footnote(self, footnote: Any) -> bool:
        """Put a note on the page, before those that are called after it; gives whether it has no room."""
        self.footnotes.remove(footnote)
        self.current_page_footnotes.append(footnote)
        self.current_page_footnotes.sort(key=self.places.__getitem__)
        return bool(self._update_footnote_area())


@dataclass(frozen=True)
class _TextLine:
    """A line of the running text of a laid out page: its box, its block, and its number in what the page has of that block."""

    box: Any
    block: Any
    number: int

    @property
    def notes(self) -> set[Any]:
        """The notes that are called in it."""
        return _notes(self.box)

    @property
    def kept_whole(self) -> int:
        """So many lines of the block's beginning are never parted."""
        return int(self.block.style["orphans"])


def _lines(box: Any) -> Iterator[_TextLine]:
    for number, child in enumerate(box.children):
        if isinstance(child, boxes.LineBox):
            yield _TextLine(child, box, number)
        elif not isinstance(child, AbsolutePlaceholder) and child.is_in_normal_flow():
            yield from _lines(child)


def _notes(box: Any) -> set[Any]:
    return {each.footnote for each in box.descendants() if each.footnote is not None}


def _end(lines: Sequence[_TextLine], late: _TextLine) -> float:
    """Where the text must end so that a line, whose note has no room, goes to the next page; inf if it cannot.

    WeasyPrint gives up the notes of other lines for the last line that orphans ask for: then this block goes.
    """
    last = lines[-1]
    if last.number + 1 == last.kept_whole and last.block is not late.block and last.block is not lines[0].block:
        return float(last.block.children[0].position_y)
    if late.block is not lines[0].block and late.number < late.kept_whole:
        return float(late.block.children[0].position_y)
    return inf if late is lines[0] else float(late.box.position_y)


class PageLoop:
    """Makes the pages of a document, of which nothing is left to fill in, from its box tree."""

    def __init__(self, prepared: BoxedDocument) -> None:
        self.context, self.root, self.html = prepared.context, prepared.root, prepared.html
        self.context.places = {note: place for place, note in enumerate(self.context.footnotes)}
        self.printed: set[Any] = set()
        self.justified = asked(prepared.root)

    def run(self) -> list[Any]:
        """The boxes of all pages, without what stands in their margins."""
        engine.layout.initialize_page_maker(self.context, self.root)
        pages: list[Any] = []
        goes_on = True
        while goes_on:
            pages.append(self.page(len(pages)))
            goes_on = self.context.page_maker[len(pages)][0] is not None or bool(self.context.reported_footnotes)
        return pages

    def page(self, index: int) -> Any:
        """The next page, with as much text as its notes leave room for."""
        context, end = self.context, inf
        before = list(context.footnotes), context.reported_footnotes, context.broken_out_of_flow
        page, excused = self._made(index, end), set[Any]()
        while late := self._late(page, excused):
            lower = _end(list(_lines(page.children[0])), late)
            if lower < end:
                end = lower
                context.footnotes[:], context.reported_footnotes, context.broken_out_of_flow = before
                page = self._made(index, end)
            else:
                excused |= late.notes
        self._account(page)
        page.justified = justify(page) if self.justified and self._goes_on(index) else 0.0
        settle(page)
        return page

    def _goes_on(self, index: int) -> bool:
        """Whether the text goes on behind a page that it was not made to end."""
        resume, following = self.context.page_maker[index + 1][:2]
        return resume is not None and following["break"] == "any"

    def _made(self, index: int, end: float) -> Any:
        context = self.context
        del context.page_maker[index + 1 :]
        context.page_maker[index][-1].update(content_changed=False, pages_wanted=False, anchors=[], content_lookups=[])
        context.text_end = end
        page, _ = engine.layout.page.remake_page(index, context, self.root, self.html)
        context.text_end = inf
        return page

    def _late(self, page: Any, excused: set[Any]) -> _TextLine | None:
        """The first line whose notes are neither on its page nor excused."""
        here = self.printed.union(self.context.current_page_footnotes, excused)
        lines = _lines(page.children[0]) if self.context.places else ()
        return next((line for line in lines if line.notes - here), None)

    def _account(self, page: Any) -> None:
        """Note what was printed; what was called, and neither printed nor promised to the next page, is promised now."""
        context = self.context
        self.printed.update(context.current_page_footnotes)
        waiting = _notes(page.children[0]) - self.printed - set(context.reported_footnotes)
        context.footnotes[:] = [note for note in context.footnotes if note not in waiting]
        context.reported_footnotes = sorted([*context.reported_footnotes, *waiting], key=context.places.__getitem__)


def _finished(context: PageContext, pages: list[Any]) -> Iterator[Any]:
    """The pages with what stands in their margins."""
    known: set[Bookmark] = set()
    for number, page in enumerate(pages, 1):
        context.page_maker[number][3][1]["pages"] = [len(pages)]
        collect(context, number, page, known)
    for number, page in enumerate(pages, 1):
        fixed = engine.layout.layout_fixed_boxes
        root = page.children[0]
        root.children = [*fixed(context, pages[: number - 1], page), *root.children, *fixed(context, pages[number:], page)]
        furnish(context, number, page)
        yield page


Bookmark = tuple[Any, str]
"""What may have one bookmark: an element, or what a stylesheet adds “before” or “after” it."""


def collect(context: PageContext, number: int, page: Any, known: set[Bookmark]) -> None:
    """Note the named strings of a page. Of what is `known` to have a bookmark, another box gets none."""
    for box in page.descendants():
        if box.bookmark_label:
            part = (box.element_tag or "").partition("::")[2]
            mark = box.element, part if part in ("before", "after") else ""
            if mark in known:
                box.bookmark_label = ""
            known.add(mark)
        for name, text in box.string_set if box.string_set and box.string_set != "none" else ():
            context.string_set[name][number].append(text)


def furnish(context: PageContext, number: int, page: Any) -> None:
    """Give a page what stands in its margins, and its backgrounds."""
    root, *areas = page.children
    context.current_page = number
    furniture = engine.layout.page.make_margin_boxes(context, page, context.page_maker[number][3])
    page.children = (root, *(area for area in areas if area.children), *furniture)
    engine.layout.layout_backgrounds(page, context.get_image_from_uri)
