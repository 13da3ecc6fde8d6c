"""Resumption: pages that stand in sheets already are not made again; the others are, and become sheets.

Every page is laid out with the number that has the right number of figures, wherever it stands: the linker prints its own.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from studyguide.art import engine
from studyguide.html.pages import Numbering
from studyguide.pdf.boxtree import BoxDigests, BoxTree, Resume, Untold
from studyguide.pdf.floating import LaidOutPage
from studyguide.pdf.movable import MovableBoxes
from studyguide.pdf.pagination import Bookmark, BoxedDocument, PageLoop, collect, furnish
from studyguide.pdf.progress import reached
from studyguide.pdf.sheets import Break, Sheet, SheetPage, SheetStore, away, home
from studyguide.pdf.weasyprint70 import DocumentPage, PagePainter, laid_out_page
from studyguide.sources.cache import key

_FAR = re.compile(r"counters?\(\s*pages|:nth\(|position:\s*(fixed|running)|content:\s*element\(|float:\s*footnote-inline")
"""What lets a page depend on pages that do not stand right before it."""


_SIDED = re.compile(r":(left|right)\b")


def sided(text: str) -> bool:
    """Whether style sheets make a difference between left-hand and right-hand pages."""
    return _SIDED.search(text) is not None


def ask(text: str) -> None:
    """Raises Untold if style sheets or HTML let a page depend on more than a sheet tells, or WeasyPrint is not the known one."""
    if far := _FAR.search(text):
        raise Untold(far[0])
    if not engine.KNOWN:
        raise Untold("another WeasyPrint")


@dataclass(frozen=True)
class PageNumbers:
    """The number of a unit's first page, and how they are printed."""

    first: int
    numbering: Numbering

    def laid_out(self, index: int) -> int:
        """The number that a page is laid out with: for arabic ones, the least of as many figures."""
        number = self.first + index
        return 10 ** (len(str(number)) - 1) if self.numbering == "arabic" else number


@dataclass(frozen=True)
class PlacedSheet:
    """A sheet in a unit: the token and the page that it begins at."""

    sheet: Sheet
    start: int
    page: int


class SheetLoop(PageLoop):
    """Makes the pages of a document from its box tree, as far as its store has none that were made from the same."""

    def __init__(self, prepared: BoxedDocument, tree: BoxTree, store: SheetStore, numbers: PageNumbers) -> None:
        super().__init__(prepared)
        self.prepared, self.tree, self.store, self.numbers = prepared, tree, store, numbers
        self.heard: list[str] = []
        self.count = 0
        self.bookmarked: set[Bookmark] = set()

    def placed(self) -> Iterator[PlacedSheet]:
        """The sheets of the document, made as they are asked for."""
        engine.layout.initialize_page_maker(self.context, self.root)
        goes_on = True
        while goes_on:
            start, inner = self.tree.place(self.context.page_maker[self.count][0])
            begin, page = self._begin(start, inner), self.count
            sheet = self.store.find(begin, lambda looked, at=start: self.tree.span(at, looked))  # type: ignore[misc]
            if sheet is None or not self._taken(sheet, start):
                sheet = self._made_sheet(begin, start)
            yield PlacedSheet(sheet, start, page)
            goes_on = self.context.page_maker[self.count][0] is not None

    def _begin(self, start: int, inner: Resume) -> str:
        """All that the next page begins with."""
        resume, following, right, (quotes, counters, scopes, groups), _ = self.context.page_maker[self.count]
        groups = copy.deepcopy(groups)
        blank = self._blank(following, right=right)
        name = engine.layout.page._update_page_groups(groups, resume, following, self.root, blank)  # noqa: SLF001
        others = sorted((counter, values) for counter, values in counters.items() if counter not in ("page", "pages"))
        strings = sorted((name, text) for name in self.context.string_set if (text := self._string(name)) is not None)
        told = (
            self.count == 0, self.numbers.laid_out(self.count), right and self.store.sided, blank,
            name, [each[0] for each in groups],
            sorted(following.items(), key=str), inner, quotes, others, [sorted(scope) for scope in scopes], strings,
            sorted(self.context.style_for.initial_page_sizes.items()) if self.count else (),
        )  # fmt: skip
        return key("begin", self.store.base, repr(told), self.tree.around(start), self.tree.tokens[start].own)

    def _string(self, name: str) -> str | None:
        pages = self.context.string_set[name]
        return pages[max(pages)][-1] if pages else None

    def _blank(self, following: dict[str, Any], *, right: bool) -> bool:
        """Whether the next page only lets the one after it be on the side that it asks for."""
        recto = "right" if self.root.style["direction"] == "ltr" else "left"
        side = {"recto": recto, "verso": "left" if recto == "right" else "right"}.get(following["break"], following["break"])
        return (side == "left" and right) or (side == "right" and not right)

    def _taken(self, sheet: Sheet, start: int) -> bool:
        """Go on behind a sheet, if it fits here."""
        if not self._alike(self.count, len(sheet.pages)):
            return False
        for page in sheet.pages:
            self._pass(page, start)
        self.store.tally["reused"] += len(sheet.pages)
        reached(self.count)
        return True

    def _alike(self, first: int, count: int) -> bool:
        """Whether some pages are laid out with one number: a sheet knows that of its first page only."""
        return len({self.numbers.laid_out(first + at) for at in range(count)}) == 1

    def _pass(self, page: SheetPage, start: int) -> None:
        context = self.context
        resume, following, right, state, _ = context.page_maker[self.count]
        groups = copy.deepcopy(state[3])
        engine.layout.page._update_page_groups(groups, resume, following, self.root, page.blank)  # noqa: SLF001
        state = (*copy.deepcopy(page.counters), groups)
        state[1]["page"] = [self.numbers.laid_out(self.count)]
        after: Resume = None
        if page.following is not None:
            ahead, inner, following = page.following
            after = self.tree.resume(start + ahead, inner)
        remake = {"content_changed": False, "pages_wanted": False, "anchors": [], "content_lookups": []}
        context.style_for.initial_page_sizes.update(page.sizes)
        context.page_maker.append((after, dict(following), not right, state, remake))
        self.count += 1
        for name, texts in page.strings:
            context.string_set[name][self.count] = list(texts)
        self.bookmarked |= {(self.tree.element(start, address), part) for address, part in page.bookmarks}
        notes = {self.tree.element(start, address) for address in page.notes}
        printed = [note for note in context.footnotes if note.element in notes]
        self.printed.update(printed)
        context.footnotes[:] = [note for note in context.footnotes if note not in printed]

    def _made_sheet(self, begin: str, start: int) -> Sheet:
        """The pages up to the next break that nothing hangs over. They are kept if all of what they say can be told."""
        self.tree.clear(start)
        with engine.logged() as heard:
            sheet, storable = self._run(start)
        self.heard += heard
        self.store.tally["made"] += len(sheet.pages)
        reached(self.count, len(sheet.pages))
        if storable and not heard and self._alike(self.count - len(sheet.pages), len(sheet.pages)):
            self.store.keep(begin, self.tree.span(start, sheet.looked), sheet)
        return sheet

    def _run(self, start: int) -> tuple[Sheet, bool]:
        """Pages up to a clean break, and whether all of what they say can be told."""
        made: list[tuple[Any, SheetPage]] = []
        storable, goes_on = True, True
        while goes_on:
            box = self._furnished()
            try:
                made.append((box, self._told(box, start)))
            except Untold:
                storable = False
                made.append((box, self._told(box, None)))
            clean = not self.context.reported_footnotes and not self.context.broken_out_of_flow
            over = self.context.page_maker[self.count][0] is None and not self.context.reported_footnotes
            goes_on = not clean and not over
        boxes = tuple(engine.document.Page(box) for box, _ in made)
        return Sheet("", self.tree.looked(start), tuple(page for _, page in made), boxes=boxes), storable

    def _furnished(self) -> Any:
        state = self.context.page_maker[self.count][3]
        if self.count:
            state[1]["page"] = [self.numbers.laid_out(self.count) - 1]
        page = self.page(self.count)
        self.count += 1
        collect(self.context, self.count, page, self.bookmarked)
        furnish(self.context, self.count, page)
        return page

    def _told(self, box: Any, start: int | None) -> SheetPage:
        """What others must know of a new page; without addresses if `start` is None. Raises Untold."""
        laid, context = laid_out_page(box), self.context

        def address(element: Any) -> int:
            return 0 if start is None else self.tree.address(start, element)

        following: Break | None = None
        resume, next_page, _, state, _ = context.page_maker[self.count]
        if resume is not None:
            token, inner = self.tree.place(resume)
            following = (token - (start or 0), inner, dict(next_page))
        marks = [(each.element, (each.element_tag or "").partition("::")[2]) for each in box.descendants() if each.bookmark_label]
        return SheetPage(
            bool(box.page_type.blank),
            tuple(context.style_for.initial_page_sizes.items()) if self.count == 1 else (),
            (laid.top, laid.bottom, laid.end),
            tuple((address(element), *extent) for element, extent in laid.extents.items()),
            tuple((name, tuple(pages[self.count])) for name, pages in context.string_set.items() if self.count in pages),
            tuple(address(note.element) for note in context.current_page_footnotes),
            tuple((address(element), part if part in ("before", "after") else "") for element, part in marks),
            copy.deepcopy(state[:3]),
            following,
        )


def lay_out(boxed: MovableBoxes, numbers: PageNumbers, digests: BoxDigests, store: SheetStore) -> LaidOutSheets:
    """Lay a document out as it is now, from the sheets of a store as far as they go."""
    with engine.logged() as heard:
        prepared = boxed.now()
    if prepared.unfinished:
        raise Untold("the text prints numbers that only layout finds")
    tree = BoxTree(prepared.root, list(prepared.html.etree_element.iter()), digests)
    loop = SheetLoop(prepared, tree, store, numbers)
    loop.heard += heard
    return LaidOutSheets(loop, loop.placed())


@dataclass
class LaidOutSheets(Sequence[LaidOutPage]):
    """A unit as sheets, which are laid out as far as somebody asks for its pages: where the blocks on them stand."""

    loop: SheetLoop
    coming: Iterator[PlacedSheet]
    sheets: list[PlacedSheet] = field(default_factory=list)
    known: list[LaidOutPage] = field(default_factory=list)

    def _goes_on(self) -> bool:
        placed = next(self.coming, None)
        if placed is not None:
            self.sheets.append(placed)
            self.known += self._pages(placed)
        return placed is not None

    def __getitem__(self, number: Any) -> Any:
        while len(self.known) <= number and self._goes_on():
            pass
        return self.known[number]

    def __len__(self) -> int:
        while self._goes_on():
            pass
        return len(self.known)

    def _pages(self, placed: PlacedSheet) -> Iterator[LaidOutPage]:
        for number, page in enumerate(placed.sheet.pages):
            if placed.sheet.boxes:
                yield laid_out_page(placed.sheet.boxes[number]._page_box)  # noqa: SLF001
            else:
                extents = {self.loop.tree.element(placed.start, address): extent for address, *extent in page.extents}
                yield LaidOutPage(*page.room, extents)  # type: ignore[arg-type]

    def unpainted(self) -> list[str]:
        """The names of the sheets that an earlier process laid out, and had no use for their pictures."""
        len(self)
        return [
            placed.sheet.name for placed in self.sheets if not placed.sheet.boxes and not self.loop.store.painted(placed.sheet)
        ]

    def painted(self) -> tuple[list[DocumentPage], dict[str, bytes]]:
        """All pages painted, and the files of the fonts of those that were painted now."""
        painter = PagePainter(self.loop.prepared.document(()))
        self._show(painter)
        return [page for placed in self.sheets for page in self._painted(placed, painter)], painter.files

    def _show(self, painter: PagePainter) -> None:
        """Paint new pages first, as long as somebody waits for one."""
        store, root = self.loop.store, self.loop.prepared.html.etree_element
        for placed in self.sheets if store.watch else ():
            if placed.sheet.boxes:
                for number, page in enumerate(self._painted(placed, painter)):
                    if store.watch and store.watch(placed.page + number, page, root, painter.files):
                        store.watch = None

    def _painted(self, placed: PlacedSheet, painter: PagePainter) -> Iterator[DocumentPage]:
        sheet, raw = placed.sheet, None
        if self.loop.store.painted(sheet) is None:
            with engine.logged() as heard:
                raw = [painter.painted(page) for page in sheet.boxes or ()]
            try:
                pages = tuple(away(page, self.loop.tree, placed.start) for page in raw)
            except Untold:
                yield from raw
                return
            self.loop.store.complaints += heard
            self.loop.store.keep_painted(sheet, pages, lasting=not heard and painter.files.keys() <= self.loop.store.fonts)
        for number, page in enumerate(sheet.painted or ()):
            yield home(page, self.loop.tree, placed.start, placed.page + number)
