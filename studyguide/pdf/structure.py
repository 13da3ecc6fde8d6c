"""The structure tree of a unit: what a screen reader reads.

WeasyPrint writes one element a page for everything, so that a paragraph, list or table that runs over a page becomes several.
Here the tree is made from the DOM instead. What was painted (`PaintedRun`) knows its DOM element, so each piece goes to its one
place in the tree, however many pages it took, and what only decorates a page is marked as an artifact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studyguide.pdf import roles
from studyguide.pdf.objects import TextString

if TYPE_CHECKING:
    from studyguide.pdf.weasyprint70 import PaintedRun

FURNITURE = frozenset({"header", "footer", "margin"})
"""What stands in the margins of every page."""

PICTURES = frozenset({"Figure", "Formula"})

POINT = 0.75
"""Points in a CSS pixel."""


@dataclass(slots=True)
class Mark:
    """A piece of marked content: its page in the unit and its number there.

    `after` is the piece right before it in its element, if that is on the same page; `joined` says that it became part of that
    piece.
    """

    page: int
    number: int
    after: Mark | None = None
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Annotation:
    """A link on a page, by its place among the unit's links."""

    page: int
    index: int


@dataclass(slots=True, eq=False)
class StructElem:
    """An element of the structure tree. `entries` are further entries of its dictionary, such as Alt, Lang, E, A and ID.

    `order` is the place of its DOM element in the source; -1 for one that has none.
    """

    role: str
    order: int = -1
    kids: list[StructElem | Mark | Annotation] = field(default_factory=list)
    entries: dict[str, Any] = field(default_factory=dict)

    def add(self, role: str, order: int = -1) -> StructElem:
        """A new child: the last one, but before what comes later in the source and was painted earlier, as floats let.

        Notes in the margin come later than all text of their block.
        """
        place = self.end
        while order >= 0 and place and getattr(self.kids[place - 1], "order", -1) > order:
            place -= 1
        if role == "Note" and order >= 0:
            place = next((at for at in range(self.end, len(self.kids)) if self.kids[at].order > order), len(self.kids))  # type: ignore[union-attr]
        self.kids.insert(place, made := StructElem(role, order))
        return made

    @property
    def end(self) -> int:
        """How many children stand before the notes in the margin that end it."""
        place = len(self.kids)
        while place and is_margin_note(self.kids[place - 1]):
            place -= 1
        return place


class StructTree:
    """The structure tree of one unit while it grows, page by page. `top` holds the children of the document element.

    `headings` gives the place in the source of every heading that has an id.
    """

    def __init__(self, root: Any) -> None:
        self.top = StructElem("Document")
        self.links: dict[Any, StructElem] = {}
        self._parents = {child: parent for parent in root.iter() for child in parent}
        self._order = {element: number for number, element in enumerate(root.iter())}
        self.headings = {each.get("id"): number for each, number in self._order.items() if roles.heading(each)}
        self._named = {each.get("id"): each for each in reversed(self._order) if each.get("id")}
        self._homes: dict[Any, StructElem] = {root: self.top}
        self._items: dict[Any, StructElem] = {}
        self._heads: dict[Any, int] = {}
        self._runs: dict[Any, dict[Any, list[Any]]] = {}

    def page(self, index: int, height: float, runs: Sequence[PaintedRun]) -> dict[int, Mark | None]:
        """Put what was painted on a page into the tree. Gives the place of every marked content there; None for an artifact.

        `height` is the page's, in CSS pixels. Leaves that are nothing but space are left out: nothing was painted of them.
        """
        shown = [run for run in runs if not run.blank]
        return {run.mark: None if self.artifact(run, index) else self._place(run, index, height) for run in shown}

    def speechless(self) -> list[str]:
        """The addresses of the pictures that have no text alternative."""
        pictures = [element for element, node in self._homes.items() if node.role in PICTURES and not node.entries.get("Alt")]
        return [element.get("src") or "an inline SVG" for element in pictures]

    def artifact(self, run: PaintedRun, page: int) -> bool:
        """Whether a leaf is not part of the text: it decorates the page, or repeats what stood on one before."""
        if run.element is None or run.role in FURNITURE or run.role == "leader" or (run.box and run.pseudo):
            return True
        heads = (each for each in self._outward(run.element) if each.tag == "thead")
        if run.role == "head" and self._heads.setdefault(next(heads, None), page) < page:
            return True
        return any(roles.decorative(each) for each in self._outward(run.element))

    def aside(self, element: Any) -> bool:
        """Whether an element stands beside the running text: in a note."""
        return any(
            each.get("role") == "note" or "footnote" in (each.get("class") or "").split() for each in self._outward(element)
        )

    def ids(self, element: Any) -> tuple[str, ...]:
        """The ids around an element, the innermost first."""
        return tuple(each.get("id") for each in self._outward(element) if each.get("id"))

    def around(self, name: str) -> Iterator[StructElem]:
        """The nodes of the element with an id and of those around it, the innermost first."""
        homes = (self._homes.get(each) for each in self._outward(self._named.get(name)))
        return (node for node in homes if node is not None)

    def _outward(self, element: Any) -> Iterable[Any]:
        while element is not None:
            yield element
            element = self._parents.get(element)

    def _place(self, run: PaintedRun, page: int, height: float) -> Mark:
        if run.pseudo == "footnote-call":
            node = self._call(run.element)
        elif run.pseudo in ("marker", "footnote-marker"):
            node = self._label(run.element)
        else:
            node = self.home(run.element)
        place = node.end
        last = node.kids[place - 1] if place else None
        mark = Mark(page, run.mark, last if isinstance(last, Mark) and last.page == page else None)
        node.kids.insert(place, mark)
        if run.box:
            left, top, right, bottom = (POINT * value for value in run.box)
            area = [left, POINT * height - bottom, right, POINT * height - top]
            node.entries["A"] = _placed(node, run.element, area)
        return mark

    def name(self, link: Any) -> str:
        """What a link is called: its label or text; for a bare page number, as in an index, the words that it stands after."""
        return roles.name(link) or (self._parents[link].text or "").strip(" \t\r\n,;:")

    def block(self, element: Any) -> Any:
        """The element whose lines a text stands in: the nearest that is a block, a cell, or a note."""
        return next(each for each in self._outward(element) if self._is_block(each))

    def _is_block(self, element: Any) -> bool:
        if element not in self._parents or roles.role(element) not in roles.INLINE:
            return True
        home = self._homes.get(element)  # a footnote is a note by its place on the page, whatever its element
        return home is not None and home.role == "Note" and home is not self._homes.get(self._parents[element])

    def _call(self, element: Any) -> StructElem:
        """The reference to a footnote; the note follows it in the tree, wherever on the page it was painted."""
        parent = self.home(self._parents[element])
        call = parent.add("Reference")
        if element not in self._homes:
            self._homes[element] = self._note(parent.add("Note"), element)
        return call

    def _note(self, node: StructElem, element: Any) -> StructElem:
        """ISO 14289-1, 7.9: a note has an identifier; one whose element has none gets it when all notes have their places."""
        node.entries["ID"] = element.get("id") or ""
        return node

    def _label(self, element: Any) -> StructElem:
        """The label of a list item, an entry of the table of contents, or a footnote: the first child."""
        home = self.home(element)
        owner = self._items.get(element, home)
        first = owner.kids[0] if owner.kids else None
        if isinstance(first, StructElem) and first.role == "Lbl":
            return first
        owner.kids.insert(0, label := StructElem("Lbl"))
        return label

    def home(self, element: Any) -> StructElem:
        """The node that the text of a DOM element belongs to; made with all around it when first asked for."""
        known = self._homes.get(element)
        if known is None:
            known = self._homes[element] = self._make(element, self._parents[element])
        return known

    def _make(self, element: Any, around: Any) -> StructElem:
        parent = self.home(around)
        kind = roles.label(element, parent.role)
        if element in self._homes:  # a cell, made with its row
            return self._homes[element]
        if element.tag in ("dt", "dd") or (element.tag == "div" and around.tag == "dl"):
            return self._definition(element, around, parent)
        if kind == "Link":
            return self._link(element, parent)
        if kind == "" or element.tag in ("html", "body") or (kind == "Div" and parent.role == "TOCI"):
            return parent
        if kind in ("L", "LI") and any(map(roles.contents_list, self._outward(element))):
            kind = {"L": "TOC", "LI": "TOCI"}[kind]
        return self._filled(parent.add(kind, self._order[element]), element)

    def _filled(self, node: StructElem, element: Any) -> StructElem:
        """Describe a new node; an item gets its body, a row its cells. Returns the node for the element's text."""
        self._describe(node, element)
        if node.role == "LI":
            self._items[element] = node
            return node.add("LBody")
        if node.role == "TR":
            self._homes.update((cell, self._cell(node, cell)) for cell in element if cell.tag in ("td", "th"))
        return node

    def _cell(self, row: StructElem, cell: Any) -> StructElem:
        """Every cell of a row, painted or not: a table is regular (ISO 14289-1, 7.2)."""
        node = row.add(roles.ROLES[cell.tag])
        self._describe(node, cell)
        return node

    def _link(self, element: Any, parent: StructElem) -> StructElem:
        node = (parent.add("Reference") if parent.role == "TOCI" else parent).add("Link")
        self._describe(node, element)
        self.links[element] = node
        return node

    def _describe(self, node: StructElem, element: Any) -> None:
        language = element.get("lang")
        around = (each.get("lang") for each in self._outward(self._parents.get(element)) if each.get("lang"))
        if language and language != next(around, ""):
            node.entries["Lang"] = language
        if element.tag == "abbr" and element.get("title"):
            node.entries["E"] = element.get("title")
        attributes = roles.attributes(element)
        if attributes and node.role != "TOC":
            node.entries["A"] = attributes
        if node.role == "Lbl" and element.get("aria-label"):
            node.entries["ActualText"] = element.get("aria-label")
        if node.role in PICTURES:
            node.entries["Alt"] = roles.alternative(element)
        if node.role == "Note":
            self._note(node, element)

    def _definition(self, element: Any, around: Any, parent: StructElem) -> StructElem:
        """Definition lists are lists: each group of terms is a label, each group of definitions the body of an item."""
        if element.tag == "div":
            return parent.add("LI")
        run = self._run(element, around)
        if parent.role != "LI" and run[0] not in self._items:  # an item is known by its first term
            self._items[run[0]] = parent.add("LI")
        item = parent if parent.role == "LI" else self._items[run[0]]
        role = "Lbl" if element.tag == "dt" else "LBody"
        part = next((kid for kid in item.kids if isinstance(kid, StructElem) and kid.role == role), None) or item.add(role)
        alone = sum(each.tag == element.tag for each in run) == 1
        return part if alone else part.add("P" if role == "LBody" else "Span")

    def _run(self, element: Any, around: Any) -> list[Any]:
        """The terms and definitions of a list that belong together with one of them."""
        if around not in self._runs:
            runs: list[list[Any]] = []
            for each in around:
                if not runs or (each.tag == "dt" and runs[-1][-1].tag == "dd"):
                    runs.append([])
                runs[-1].append(each)
            self._runs[around] = {each: run for run in runs for each in run}
        return self._runs[around][element]


def is_margin_note(kid: StructElem | Mark | Annotation) -> bool:
    """Whether it is a note that stands behind all text of its block, though it was painted beside a word of it."""
    return isinstance(kid, StructElem) and kid.role == "Note" and kid.order >= 0


def _placed(node: StructElem, element: Any, area: list[float]) -> Any:
    """Where a picture stands; that of a formula has the formula besides, where Word puts it, and programs look for it."""
    if node.role != "Formula":
        return {"O": "/Layout", "Placement": "/Block", "BBox": area}
    layout = {"O": "/Layout", "Placement": "/Inline", "BBox": area}
    return [layout, {"O": "/MSFT_Office", "MSFT_MathML": TextString(element.get("data-mathml"))}]
