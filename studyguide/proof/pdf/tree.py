"""The structure tree of a PDF as values, and the marked contents that it forgets, names twice, or cannot be found from."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pikepdf

from studyguide.proof.pdf.values import Element, MarkedContent

PLACES = {"/S", "/P", "/K", "/Pg", "/Type", "/ParentTree", "/ParentTreeNextKey", "/IDTree"}
"""The entries of an element that tell its place in the tree, not something about it."""

NONE = pikepdf.Name("/None")  # the numbering of a list whose labels are words of the text
DEEPEST = 80  # elements in elements; a deeper tree is a loop
ObjGen = tuple[int, int]
Strays = list[list[tuple[str, str]]]


def read_tree(
    pdf: pikepdf.Pdf, pages: Mapping[ObjGen, int], links: Mapping[ObjGen, int], painted: Sequence[Collection[int]]
) -> tuple[Element, Strays]:
    """The structure tree, and by page what does not agree with it.

    `pages` and `links` number the objects of the file; `painted` are the marked contents that each page has.
    """
    root = pdf.Root.get("/StructTreeRoot")
    if root is None:
        return Element("", ()), [[("structure", "the file has no structure tree")] for _ in painted]
    reader = _Tree(pages, links)
    tree = reader.element(root, None, 0)
    return tree, list(reader.strays(pdf, root, painted))


class _Tree:
    def __init__(self, pages: Mapping[ObjGen, int], links: Mapping[ObjGen, int]) -> None:
        self.pages, self.links = pages, links
        self.homes: dict[MarkedContent, list[ObjGen]] = defaultdict(list)

    def element(self, value: Any, page: int | None, depth: int) -> Element:
        """An element and all below it; `page` is the one it inherits."""
        own = value.get("/Pg")
        page = self.pages.get(own.objgen, page) if own is not None else page
        role = str(value.get("/S", ""))[1:]
        listed = value.get("/A") if role == "L" else None
        return Element(
            role=role,
            kids=tuple(self.kids(value, page, depth)),
            alt=str(value.get("/Alt", "")),
            lang=str(value.get("/Lang", "")),
            numbered=isinstance(listed, pikepdf.Dictionary) and listed.get("/ListNumbering", NONE) != NONE,
            entries={key[1:]: _plain(value[key]) for key in value.keys() - PLACES},
        )

    def kids(self, value: Any, page: int | None, depth: int) -> Iterator[Element | MarkedContent | int]:
        """What hangs below an element: elements, marked contents, links."""
        held = value.get("/K")
        if held is None or depth > DEEPEST:
            return
        for kid in held if isinstance(held, pikepdf.Array) else [held]:
            if isinstance(kid, int):
                yield self.content(value, page, kid)
            elif "/MCID" in kid:
                yield self.content(value, self.pages.get(kid.Pg.objgen) if "/Pg" in kid else page, int(kid.MCID))
            elif "/Obj" in kid:
                yield self.links.get(kid.Obj.objgen, -1)
            else:
                yield self.element(kid, page, depth + 1)

    def content(self, value: Any, page: int | None, mark: int) -> MarkedContent:
        """A marked content, remembered with the element that it belongs to."""
        made = MarkedContent(-1 if page is None else page, mark)
        self.homes[made].append(value.objgen)
        return made

    def strays(self, pdf: pikepdf.Pdf, root: Any, painted: Sequence[Collection[int]]) -> Iterator[list[tuple[str, str]]]:
        """By page, the marked contents that are named never or twice, and those whose element is not found from the page."""
        parents = pikepdf.NumberTree(root.ParentTree) if "/ParentTree" in root else {}
        by_page: dict[int, dict[int, list[ObjGen]]] = defaultdict(dict)
        for content, homes in self.homes.items():
            by_page[content.page][content.mark] = homes
        for number, page in enumerate(pdf.pages):
            key = page.obj.get("/StructParents")
            found = list(parents[int(key)]) if key is not None and int(key) in parents else []
            yield list(_strays(by_page[number], found, painted[number]))


def _plain(value: Any) -> object:
    """An entry of an element as a plain value, for comparing."""
    if isinstance(value, pikepdf.Dictionary):
        return {key[1:]: _plain(value[key]) for key in value.keys()}  # noqa: SIM118 (iterating one gives something else)
    if isinstance(value, pikepdf.Stream):
        return value.read_bytes().decode("utf-8", "replace")
    if isinstance(value, pikepdf.Array):
        return tuple(map(_plain, value))
    if isinstance(value, int | Decimal):
        return int(value) if int(value) == value else float(value)
    return str(value)


def _strays(marks: Mapping[int, list[ObjGen]], found: list[Any], painted: Collection[int]) -> Iterator[tuple[str, str]]:
    for mark in sorted(set(painted) - set(marks)):
        yield "structure", f"the marked content {mark} stands nowhere in the structure"
    for mark, homes in marks.items():
        if mark not in painted:
            yield "structure", f"the structure names the marked content {mark}, and nothing is painted in it"
        if len(homes) > 1:
            yield "structure", f"the marked content {mark} stands {len(homes)} times in the structure"
        if mark >= len(found) or found[mark].objgen != homes[0]:
            yield "structure", f"from the marked content {mark} no way leads to its element (/ParentTree)"
