"""A box tree before layout, as a sequence of tokens with digests: what a page was made from, and where on it the next one begins.

A token is a block that is laid out as a whole (a paragraph, a table, columns), or the begin or the end of one that holds blocks.
Layout takes them in their order; a token that it has looked at knows its place from then on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studyguide.art.engine import boxes

Path = tuple[int, ...]
"""A place in a tree: the number of the child, of the child's child, and so on."""

Resume = dict[int, Any] | None
"""Where WeasyPrint goes on: the number of the child, and where in that; None for its beginning."""

_DERIVED = frozenset({
    "cached_counter_values", "children", "collapsed_border_grid", "element", "first_letter_style", "first_line_style", "style",
    "told",
})  # fmt: skip
"""What a box has that is told otherwise, or follows from what is told."""

MOST = 100_000
"""So many declared values are remembered at most."""

_NONE: tuple[Any, ...] = (None, "", [], (), {}, set())


class Untold(TypeError):
    """Something about a box is of a kind that no digest is known for: pages of its tree cannot be known again."""


@dataclass(frozen=True, slots=True)
class Token:
    """A block, or its begin, or (box is None) its end. `own` is its digest, `order` the place of its element in the document."""

    own: bytes
    order: int
    path: Path
    box: Any


class Digests:
    """Digests of styles and values, which live as long as the style sheets: their parts are told once."""

    def __init__(self) -> None:
        self._values: dict[int, tuple[Any, bytes]] = {}

    def value(self, value: Any) -> bytes:
        """The digest of a declared value."""
        known = self._values.get(id(value))
        if known is None:
            if len(self._values) > MOST:  # values that stand in elements are others in every unit
                self._values.clear()
            known = self._values[id(value)] = value, _digest(_told(value))
        return known[1]


def _told(value: Any) -> str:
    """A declared value as a text that says all of it."""
    if value is None or isinstance(value, str | int | float | bool | bytes):
        return repr(value)
    if isinstance(value, list | tuple | set | frozenset):
        parts = sorted(map(_told, value)) if isinstance(value, set | frozenset) else map(_told, value)
        return f"{type(value).__name__}({','.join(parts)})"
    if hasattr(value, "serialize"):
        return f"token({value.serialize()})"
    if hasattr(value, "tokens"):  # WeasyPrint's `Pending`: a value that waits for its variables
        return f"{type(value).__name__}({value.name},{_told(value.tokens)})"
    if hasattr(value, "coordinates"):
        return f"colour({value.space},{_told(tuple(value.coordinates))},{value.alpha!r})"
    raise Untold(type(value).__name__)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


class BoxDigests:
    """Digests of the boxes of one document, which they keep: layout changes boxes, and what they were made from remains.

    `files` are the digests of the files that its pictures may show, by address.
    """

    def __init__(self, files: Mapping[str, str], values: Digests) -> None:
        self._files, self._values = files, values
        self._styles: dict[int, tuple[Any, bytes]] = {}

    def token(self, box: Any, order: Mapping[Any, int]) -> bytes:
        """The digest of a box that is a token; of one that holds blocks, without these. Raises Untold."""
        if "told" not in vars(box):
            tell = self._shallow if _holds_blocks(box) else self._deep
            box.told = _digest("".join(tell(box, order, order.get(box.element, -1))))
        told: bytes = box.told
        return told

    def _deep(self, box: Any, order: Mapping[Any, int], base: int) -> Iterator[str]:
        yield from self._shallow(box, order, base)
        yield "("
        for child in box.children:
            yield from self._deep(child, order, base)
        yield ")"

    def _shallow(self, box: Any, order: Mapping[Any, int], base: int) -> Iterator[str]:
        element = box.element
        yield f"\n{type(box).__name__}:{box.element_tag}:{order.get(element, base - 1) - base}"
        yield self._style(box.style).hex()
        if element is not None and not isinstance(box, boxes.TextBox):
            yield f"{element.tag}{sorted(element.attrib.items())!r}"
        for part in (box.first_letter_style, box.first_line_style):
            yield self._style(part).hex() if part else ""
        if isinstance(box, boxes.ReplacedBox):
            yield self._picture(element)
        for name, value in vars(box).items():
            if name not in _DERIVED and value not in _NONE:
                yield f" {name}="
                yield from self._part(name, value, order, base)

    def _part(self, name: str, value: Any, order: Mapping[Any, int], base: int) -> Iterator[str]:
        """Something else that a box has."""
        if isinstance(value, boxes.Box):
            if name != "missing_link":
                yield from self._deep(value, order, base)
        elif isinstance(value, list | tuple):
            for each in value:
                yield from self._part(name, each, order, base)
        elif isinstance(value, str | int | float | bool):
            yield repr(value) + ","
        elif name != "replacement" and value is not None:
            raise Untold(name)

    def _picture(self, element: Any) -> str:
        """A picture: the digest of its file, or all of a drawing that stands in the document."""
        if element.tag == "img":
            return self._files.get(element.get("src", ""), element.get("src", ""))
        return repr([(each.tag, sorted(each.attrib.items()), each.text, each.tail) for each in element.iter()])

    def _style(self, style: Any) -> bytes:
        known = self._styles.get(id(style))
        if known is None:
            known = self._styles[id(style)] = style, self._told_style(style)
        return known[1]

    def _told_style(self, style: Any) -> bytes:
        parent = self._style(style.parent_style) if getattr(style, "parent_style", None) is not None else b""
        if not hasattr(style, "cascaded"):
            return _digest(f"{type(style).__name__}{parent.hex()}")
        rows = sorted(f"{name}:{self._values.value(value).hex()}:{weight!r}" for name, (value, weight) in style.cascaded.items())
        return _digest(f"{style.pseudo_type}{parent.hex()}{''.join(rows)}")


class BoxTree:
    """The tokens of a box tree. `elements` are the elements of the document in its order. Raises Untold."""

    def __init__(self, root: Any, elements: Sequence[Any], digests: BoxDigests) -> None:
        self.root, self.elements = root, elements
        self.order = {element: number for number, element in enumerate(elements)}
        self._parents = {child: parent for parent in elements for child in parent}  # floats move them later
        self._digests = digests
        self.tokens: list[Token] = []
        self._starts: dict[Path, int] = {}
        self._add(root, ())

    def _add(self, box: Any, path: Path) -> None:
        order = self.order.get(box.element, -1)
        self._starts[path] = len(self.tokens)
        self.tokens.append(Token(self._digests.token(box, self.order), order, path, box))
        if _holds_blocks(box):
            for number, child in enumerate(box.children):
                self._add(child, (*path, number))
            self.tokens.append(Token(b"end", order, path, None))

    def clear(self, start: int) -> None:
        """Forget what layout has looked at from a token on."""
        for token in self.tokens[start:]:
            if token.box is not None:
                vars(token.box).pop("position_y", None)

    def looked(self, start: int) -> int:
        """How many tokens layout has looked at from a token on: at the last and, for its breaks, at the first of what follows."""
        tokens = self.tokens
        last = max((at for at in range(start, len(tokens)) if "position_y" in vars(tokens[at].box or boxes)), default=start)
        last += 1
        while last < len(tokens) and (tokens[last].box is None or _holds_blocks(tokens[last].box)):
            last += 1
        return min(last + 1, len(tokens)) - start

    def span(self, start: int, count: int) -> bytes:
        """The digest of some tokens, and of how far their elements stand apart in the document."""
        made, before = hashlib.blake2b(digest_size=16), self.tokens[start].order
        for token in self.tokens[start : start + count]:
            made.update(b"%b%d." % (token.own, token.order - before))
            before = token.order
        return made.digest()

    def around(self, start: int) -> bytes:
        """The digest of the blocks around a token, without what they hold."""
        path = self.tokens[start].path
        return b"".join(self.tokens[self._starts[path[:depth]]].own for depth in range(len(path)))

    def place(self, resume: Resume) -> tuple[int, Resume]:
        """Where WeasyPrint goes on, as a token and a place in it."""
        path: Path = ()
        while resume and len(resume) == 1:
            ((number, inner),) = resume.items()
            if (*path, number) not in self._starts:
                break
            path, resume = (*path, number), inner
        return self._starts[path], resume

    def resume(self, start: int, inner: Resume) -> Resume:
        """A token and a place in it as WeasyPrint says where to go on."""
        for number in reversed(self.tokens[start].path):
            inner = {number: inner}
        return inner

    def address(self, start: int, element: Any) -> int:
        """An element as seen from a token: how far behind the token's, or (negative) how many levels around it.

        Raises Untold for one that stands elsewhere.
        """
        base = self.tokens[start].order
        distance = self.order[element] - base
        if distance >= 0:
            return distance
        for level, around in enumerate(self._outward(base), 1):
            if around is element:
                return -level
        raise Untold(element.tag)

    def element(self, start: int, address: int) -> Any:
        """The element that an address means."""
        base = self.tokens[start].order
        if address >= 0:
            return self.elements[base + address]
        return next(around for level, around in enumerate(self._outward(base), 1) if level == -address)

    def _outward(self, order: int) -> Iterator[Any]:
        around = self._parents.get(self.elements[order])
        while around is not None:
            yield around
            around = self._parents.get(around)


def _holds_blocks(box: Any) -> bool:
    """Whether a box is laid out block by block."""
    return (
        type(box) is boxes.BlockBox
        and bool(box.children)
        and not box.is_table_wrapper
        and not isinstance(box.children[0], boxes.LineBox)
        and box.style["column_count"] == "auto"
        and box.style["column_width"] == "auto"
        and box.is_in_normal_flow()
        and all(isinstance(child, boxes.BlockLevelBox) for child in box.children)
    )
