"""HTML between blocks: tables, lists, pictures and what else a guide has; what only wraps is taken off what it holds.

An element may stand in several blocks of Markdown, with empty rows in it; then all of it is read together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from xml.etree.ElementTree import Element

import html5lib
from markdown_it.tree import SyntaxTreeNode

from studyguide.markup.foreign.blocks import Rows, Written, bold, heading, indented, joined, parsed, run
from studyguide.markup.foreign.figures import Shown, figure
from studyguide.markup.foreign.html_inline import HTML, OPAQUE, VOID, tag_attributes
from studyguide.markup.foreign.inlines import title_of
from studyguide.markup.foreign.listings import listing
from studyguide.markup.foreign.page import ForeignPage
from studyguide.markup.foreign.tables import ForeignCell, Grid, table_rows

TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
WHOLE = {"table", "ul", "ol", "dl", "pre", "figure", "picture", *OPAQUE, *(f"h{level}" for level in range(1, 7))}
"""Elements that are read to their end, over empty rows too: Markdown has no place in them, or another one."""
INLINE = {
    "a",
    "abbr",
    "b",
    "br",
    "cite",
    "code",
    "del",
    "em",
    "i",
    "img",
    "ins",
    "kbd",
    "mark",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "tt",
    "u",
    "var",
    "font",
    "wbr",
    "acronym",
    "strike",
    "big",
    "label",
}
NEXT_BLOCK = re.compile(r"\s*(?:[-*+>#|]|\d+[.)]\s)")


@run
def html(page: ForeignPage, trees: Sequence[SyntaxTreeNode], at: int) -> tuple[list[Written], int] | None:
    """A block of HTML, and those behind it that belong to it."""
    if trees[at].type != "html_block":
        return None
    tree, end = trees[at], at + 1
    line, text = page.line(tree), tree.content
    first = TAG.search(COMMENT.sub("", text))
    if first and first[2].lower() in WHOLE and not first[1]:
        while end < len(trees) and _open(text, first[2].lower()) > 0:
            text += _source(page, trees, end)
            end += 1
    return list(_blocks(page, text, line)), end


def _open(text: str, name: str) -> int:
    tags = [found for found in TAG.finditer(COMMENT.sub("", text)) if found[2].lower() == name and not found[3].endswith("/")]
    return sum(-1 if found[1] else 1 for found in tags)


def _source(page: ForeignPage, trees: Sequence[SyntaxTreeNode], at: int) -> str:
    """The rows of a tree as they stand in the file, behind those of the tree before it."""
    tree = trees[at]
    (_, start), (first, end) = trees[at - 1].map or (0, 0), tree.map or (0, 0)
    if tree.type == "html_block":
        return "\n" * max(0, first - start) + tree.content
    return "".join(f"{row}\n" for row in page.rows[page.first - 1 + start : page.first - 1 + end])


def _blocks(page: ForeignPage, text: str, line: int) -> Iterator[Written]:
    """The blocks of a piece of HTML: comments, whole elements, and tags that only wrap."""
    at = 0
    while at < len(text):
        found = re.compile(r"<!--.*?-->|<(/?)([A-Za-z][A-Za-z0-9-]*)", re.DOTALL).search(text, at)
        start = found.start() if found else len(text)
        here = line + text.count("\n", 0, start)
        if found is None or text[at:start].strip():
            stop, words = _words(text, at)
            yield from _parsed(page, words, line + text.count("\n", 0, at)) if words.strip() else ()
            at = stop
        elif found[0].startswith("<!--"):
            yield _comment(found[0])
            at = found.end()
        else:
            made, at = _element(page, text, start, here)
            yield from made


def _parsed(page: ForeignPage, words: str, line: int) -> list[Written]:
    """Words between tags, without what would make a listing of them."""
    with page.in_words():
        return parsed(page, "\n".join(row.strip() for row in words.strip("\n").split("\n")), line)


def _words(text: str, at: int) -> tuple[int, str]:
    """Words up to the next tag of a block, and where it stands."""
    for found in TAG.finditer(text, at):
        if found[2].lower() not in INLINE and found[2].lower() in HTML:
            return found.start(), text[at : found.start()]
    return len(text), text[at:]


def _comment(text: str) -> Written:
    inner = text[4:-3].strip()
    return (
        Written((f"<!-- {inner} -->",))
        if inner and "--" not in inner and "\n\n" not in inner
        else Written(tuple(f"% {row}".rstrip() for row in inner.split("\n")) if inner else ())
    )


def _element(page: ForeignPage, text: str, start: int, line: int) -> tuple[list[Written], int]:
    """The blocks of the element that begins at an offset, and where the text goes on."""
    found = TAG.match(text, start)
    if found is None:
        page.tell("raw-html", line, text[start : start + 20], text[start:])
        return [], len(text)
    name = found[2].lower()
    if name not in HTML and not text[found.end() :].split("\n", 1)[0].strip():
        return _custom(page, found, line), found.end()
    if name not in HTML or name in INLINE:
        stop, words = _words(text, start)
        if stop == start:
            stop, words = len(text), text[start:]
        return _parsed(page, words, line), stop
    if (
        not found[1]
        and name not in VOID
        and name in (*WHOLE, "p", "blockquote", "summary", "figcaption", "center")
        and (end := _end(text, start, name))
    ):
        return _whole(page, name, text[start:end], line), end
    return _tag(page, name, found, line), found.end()


def _end(text: str, start: int, name: str) -> int:
    """Where an element ends; 0 if it does not."""
    depth = 0
    for found in TAG.finditer(text, start):
        if found[2].lower() == name and not found[3].endswith("/"):
            depth += -1 if found[1] else 1
            if depth <= 0:
                return found.end()
    return 0


def _tag(page: ForeignPage, name: str, found: re.Match[str], line: int) -> list[Written]:
    """A tag that opens or closes what only wraps."""
    attrs = tag_attributes(found[0]) if not found[1] else {}
    if attrs.get("id"):
        page.waiting.append(attrs["id"])
    if name == "hr":
        return [Written(("***",))] if page.place in ("text", "box") else []
    if name == "img":
        return [Written(tuple(_image(page, attrs, line)))]
    if found[1]:
        return []
    if name == "details":
        page.tell("dropdown", line, found[0])
    elif name in OPAQUE:
        page.tell("raw-html", line, found[0], found[0])
    elif rest := " ".join(value for key, value in attrs.items() if key not in ("id", "align", "markdown")):
        page.tell("attribute", line, found[0], rest)
    return []


def _custom(page: ForeignPage, found: re.Match[str], line: int) -> list[Written]:
    """A tag of a program's own, such as `<Listing caption="…">` of mdBook: its caption is that of the code in it."""
    attrs = {key: value for key, value in tag_attributes(found[0]).items() if value}
    page.env["caption"] = attrs.pop("caption", "") or attrs.pop("file-name", "")
    if attrs or (not found[1] and not page.env["caption"]):
        page.tell("attribute", line, found[0], " ".join([found[2], *attrs.values()]))
    return []


def _image(page: ForeignPage, attrs: dict[str, str], line: int) -> Rows:
    names = (attrs["id"],) if attrs.get("id") else ()
    return figure(
        page,
        Shown(
            attrs.get("src", ""),
            attrs.get("alt", ""),
            attrs.get("title", ""),
            attrs.get("width", "") or attrs.get("style", ""),
            names,
        ),
        line,
    )


def _whole(page: ForeignPage, name: str, text: str, line: int) -> list[Written]:
    if name in OPAQUE:
        page.tell("raw-html", line, text, text)
        return []
    tree = html5lib.parseFragment(text, treebuilder="etree", namespaceHTMLElements=False)
    if name[0] == "h" and name[1:].isdigit():
        return [heading(page, page.trees(f"{'#' * int(name[1])} {' '.join(inline(each) for each in tree)}", line)[0])]
    return [Written(tuple(_block(page, each, line))) for each in tree]


def _block(page: ForeignPage, element: Element, line: int) -> Rows:
    """The rows of an element of HTML."""
    name = str(element.tag).lower()
    if element.get("id"):
        page.waiting.append(str(element.get("id")))
    if found := ELEMENTS.get(name):
        return found(page, element, line)
    rows = _flow(page, element, line)
    return [bold(" ".join(rows))] if name in TITLES and rows else rows


def _pre(page: ForeignPage, element: Element, line: int) -> Rows:
    language = re.search(r"(?:language|lang|highlight)-(\w+)", " ".join(each.get("class") or "" for each in element.iter()))
    return listing(page, language[1] if language else "", {}, "".join(element.itertext()), line)


def _quotation(page: ForeignPage, element: Element, line: int) -> Rows:
    return [f"> {row}".rstrip() for row in _flow(page, element, line)]


def _img(page: ForeignPage, element: Element, line: int) -> Rows:
    return _image(page, dict(element.items()), line)


TITLES = ("summary", "caption", "h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = {
    "p",
    "div",
    "ul",
    "ol",
    "dl",
    "table",
    "pre",
    "blockquote",
    "figure",
    "section",
    "center",
    "hr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "img",
    "details",
    "summary",
    "picture",
}


def _flow(page: ForeignPage, element: Element, line: int) -> Rows:
    """The blocks in an element: words between them are paragraphs."""
    parts: list[Rows] = []
    words = unescaped(element.text)
    for child in element:
        if str(child.tag).lower() in BLOCKS and not (str(child.tag) == "img" and _in_words(element)):
            parts += [_paragraph(page, words, line), _block(page, child, line)]
            words = unescaped(child.tail)
        else:
            words += inline(child) + unescaped(child.tail)
    return joined([rows for rows in [*parts, _paragraph(page, words, line)] if rows])


def _in_words(element: Element) -> bool:
    return bool((element.text or "").strip() or any((child.tail or "").strip() for child in element))


def _paragraph(page: ForeignPage, words: str, line: int) -> Rows:
    words = " ".join(words.split())
    if not words:
        return []
    if NEXT_BLOCK.match(words):
        return [title_of(page, words, line)]
    return joined([list(each.rows) for each in _parsed(page, words, line)])


def unescaped(text: str | None) -> str:
    """Words of an element, in which signs of Markdown are meant as they are."""
    return re.sub(r"([\\`*_\[\]<>~^$@|])", r"\\\1", text or "")


def inline(element: Element) -> str:
    """An element in a sentence, as it was written: the rules for HTML in sentences read it."""
    name = str(element.tag).lower()
    if name not in HTML:
        return unescaped("".join(element.itertext()))
    attrs = "".join(f' {key}="{value.replace(chr(34), "&quot;")}"' for key, value in element.items())
    if name in VOID:
        return f"<{name}{attrs}>"
    inner = unescaped(element.text) + "".join(inline(child) + unescaped(child.tail) for child in element)
    if name in ("code", "tt", "samp"):
        inner = "".join(element.itertext()).replace("<", "&lt;")
        return f"<code>{inner}</code>"
    return inner if name in ("p", "div", "label", "tbody") else f"<{name}{attrs}>{inner}</{name}>"


def _list(page: ForeignPage, element: Element, line: int) -> Rows:
    start = int(element.get("start") or 1) if (element.get("start") or "1").isdecimal() else 1
    items: list[Rows] = []
    with page.inside("list"):
        for item in (each for each in element if str(each.tag).lower() == "li"):
            sign = "- " if str(element.tag) == "ul" else f"{start + len(items)}. "
            if rows := _flow(page, item, line):
                items.append(indented(rows, sign, " " * len(sign)))
    return [row for rows in items for row in rows] if all("" not in rows for rows in items) else joined(items)


def _definitions(page: ForeignPage, element: Element, line: int) -> Rows:
    made: Rows = []
    for child in element:
        rows = _flow(page, child, line)
        made += [*([""] if made else []), " ".join(rows)] if str(child.tag) == "dt" else indented(rows, ": ", "  ")
    return made


def _figure(page: ForeignPage, element: Element, line: int) -> Rows:
    """`<figure>`: its picture and caption; what else it holds follows."""
    images = [each for each in element.iter() if str(each.tag) == "img"]
    captions = [each for each in element.iter() if str(each.tag) == "figcaption"]
    caption = " ".join(
        (unescaped(each.text) + "".join(inline(child) + unescaped(child.tail) for child in each)) for each in captions
    )
    if not images:
        for each in captions:
            each.clear()
        return joined([_flow(page, element, line), _paragraph(page, caption, line)])
    made = []
    for at, image in enumerate(images):
        attrs = dict(image.items())
        names = tuple(filter(None, (attrs.get("id", ""),)))
        shown = Shown(
            attrs.get("src", ""),
            attrs.get("alt", ""),
            " ".join(caption.split()) if not at else "",
            attrs.get("width", "") or attrs.get("style", ""),
            names,
        )
        made.append(figure(page, shown, line))
    return joined(made)


def _table(page: ForeignPage, element: Element, line: int) -> Rows:
    """A table of HTML, with merged cells and blocks in cells."""
    caption = next((each for each in element.iter() if str(each.tag) == "caption"), None)
    rows = [row for row in element.iter() if str(row.tag) == "tr"]
    foot = {id(row) for part in element.iter() if str(part.tag) == "tfoot" for row in part}
    rows.sort(key=lambda row: id(row) in foot)
    head = {id(row) for part in element.iter() if str(part.tag) == "thead" for row in part}
    heads = sum(1 for row in rows if id(row) in head) or int(bool(rows) and all(str(cell.tag) == "th" for cell in rows[0]))
    waiting, page.waiting[:] = list(page.waiting), []
    with page.inside("cell"):
        made = tuple(tuple(_cell(page, cell, line) for cell in row if str(cell.tag) in ("td", "th")) for row in rows)
    page.waiting[:] = waiting
    words = (
        " ".join((unescaped(caption.text) + "".join(inline(child) + unescaped(child.tail) for child in caption)).split())
        if caption is not None
        else ""
    )
    return table_rows(page, Grid(made, heads, (), title_of(page, words, line) if words else ""), line)


def _cell(page: ForeignPage, element: Element, line: int) -> ForeignCell:
    rows = _flow(page, element, line)
    return ForeignCell(tuple(rows), _span(element, "colspan"), _span(element, "rowspan"), str(element.tag) == "th")


def _span(element: Element, name: str) -> int:
    written = (element.get(name) or "1").strip()
    return max(1, min(int(written), 100)) if written.isdecimal() else 1


ELEMENTS: dict[str, Callable[[ForeignPage, Element, int], Rows]] = {
    "table": _table,
    "ul": _list,
    "ol": _list,
    "dl": _definitions,
    "pre": _pre,
    "figure": _figure,
    "picture": _figure,
    "img": _img,
    "blockquote": _quotation,
}
"""The elements that have a rule of their own."""
