"""Directives of MyST, between backquotes or colons: their argument, options and text, and what becomes of each."""

from __future__ import annotations

import csv
import io
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from markdown_it.tree import SyntaxTreeNode

from studyguide.markup.foreign.blocks import Rows, Written, bold, fenced, joined, parsed_rows, rows_of, run, written
from studyguide.markup.foreign.boxes import BOXES, box, solution, unboxed
from studyguide.markup.foreign.divs import div
from studyguide.markup.foreign.figures import Shown, figure
from studyguide.markup.foreign.inlines import title_of
from studyguide.markup.foreign.listings import listing
from studyguide.markup.foreign.maths import equation
from studyguide.markup.foreign.page import ForeignPage, ForeignTerm
from studyguide.markup.foreign.roles import entries
from studyguide.markup.foreign.tables import ForeignCell, Grid, gridded, table_rows
from studyguide.sources.foreign_yaml import read_foreign_yaml, words_in

OPENING = re.compile(r"\{(?P<name>[\w:+-]+)\}\s*(?P<argument>.*)", re.DOTALL)
OPTION = re.compile(r"^:([\w-]+):(?:\s+(.*))?$")
QUIET = {
    "name",
    "label",
    "id",
    "class",
    "nosubs",
    "number-lines",
    "hidden",
    "nonumber",
    "enumerated",
    "open",
    "icon",
    "align",
    "figclass",
    "figwidth",
    "number",
    "tags",
}
"""Options that say nothing that a reader reads."""


@dataclass(frozen=True)
class ForeignFence:
    """A directive taken apart; `line` is the one on which its body begins."""

    name: str
    argument: str
    options: Mapping[str, str]
    body: str
    line: int

    @property
    def names(self) -> tuple[str, ...]:
        """The names by which it is referred to."""
        return tuple(self.options[key] for key in ("label", "name", "id") if self.options.get(key))


def directive(page: ForeignPage, info: str, content: str, line: int) -> Rows:
    """The rows of a directive whose opening line stands above `line`."""
    fence = _apart(info, content, line)
    if fence is None:
        return parsed_rows(page, content, line)
    made = DIRECTIVES.get(fence.name) or DIRECTIVES.get(fence.name.lower())
    kind = fence.name.removeprefix("prf:").lower()
    if made is not None:
        return made(page, fence)
    if kind in BOXES:
        return _box(page, fence)
    return _unknown(page, fence)


def _apart(info: str, content: str, line: int) -> ForeignFence | None:
    found = OPENING.fullmatch(info.strip())
    if found is None:
        return None
    rows, used, options = content.split("\n"), 0, {}
    if rows and rows[0].strip() == "---" and "---" in [row.strip() for row in rows[1:]]:
        used = [row.strip() for row in rows].index("---", 1) + 1
        options = {key: words_in(value) for key, value in read_foreign_yaml("\n".join(rows[1 : used - 1])).table().items()}
    else:
        while used < len(rows) and (each := OPTION.match(rows[used].strip())):
            options[each[1]] = (each[2] or "").strip()
            used += 1
    return ForeignFence(found["name"], found["argument"].strip(), options, "\n".join(rows[used:]), line + used)


def _options(page: ForeignPage, fence: ForeignFence, *known: str) -> None:
    """Tell of options that are printed nowhere."""
    rest = [value for key, value in fence.options.items() if key not in QUIET and key not in known and value]
    classes = [word for word in fence.options.get("class", "").split() if word != "dropdown"]
    if rest or classes:
        page.tell("attribute", fence.line - 1, "", " ".join([*rest, *classes]))
    if "dropdown" in fence.options.get("class", ""):
        page.tell("dropdown", fence.line - 1)


def _body(page: ForeignPage, fence: ForeignFence, *, place: str = "box") -> Rows:
    return parsed_rows(page, fence.body, fence.line, place)


def _title(page: ForeignPage, fence: ForeignFence) -> str:
    return title_of(page, fence.argument, fence.line - 1) if fence.argument else ""


def _box(page: ForeignPage, fence: ForeignFence) -> Rows:
    _options(page, fence, "title")
    name, title = fence.name.removeprefix("prf:").lower(), _title(page, fence)
    waiting, page.waiting[:] = list(page.waiting), []
    classes = fence.options.get("class", "").split()
    if name in ("note", "tip", "hint", "warning", "caution", "danger", "important", "attention", "error", "seealso") and title:
        body, title = joined([[title], _body(page, fence)]), ""  # what stands behind the name of these is their first words
        if body[0] and len(body) > 1 and body[1] == "" and _is_title(fence):
            body, title = body[2:], body[0]
    else:
        body = _body(page, fence)
    if name == "admonition":
        name = next((each for each in classes if each in BOXES), "note")
    page.waiting[:] = waiting
    return box(page, name, title, body, fence.line, fence.names)


def _is_title(fence: ForeignFence) -> bool:
    """Whether words behind the name of a box are a title: they are, in MyST of today, where the text begins on its own line."""
    return bool(fence.body.strip()) and not fence.argument.rstrip().endswith((".", ",", ":"))


def _unknown(page: ForeignPage, fence: ForeignFence) -> Rows:
    page.tell("directive", fence.line - 1, f"{{{fence.name}}}", " ".join([fence.name, *fence.options.values()]))
    return unboxed(page, _title(page, fence), _body(page, fence, place=page.place))


def _sequence(kind: str) -> Make:
    """What keeps its text, below its title."""

    def make(page: ForeignPage, fence: ForeignFence) -> Rows:
        page.tell(kind, fence.line - 1, f"{{{fence.name}}}")
        _options(page, fence, "gutter", "sync", "columns", "margin", "padding", "link", "link-type", "selected")
        title = "" if re.fullmatch(r"[\d\s]*", fence.argument) else _title(page, fence)
        return unboxed(page, title, _body(page, fence, place=page.place))

    return make


def _gone(kind: str) -> Make:
    """What is left out, and told."""

    def make(page: ForeignPage, fence: ForeignFence) -> Rows:
        words = " ".join([fence.argument, *fence.options.values(), fence.body])
        page.tell(kind, fence.line - 1, f"{{{fence.name}}}", words)
        return []

    return make


def _figure(page: ForeignPage, fence: ForeignFence) -> Rows:
    caption, _, legend = fence.body.strip().partition("\n\n")
    _options(page, fence, "alt", "width", "height", "scale", "target", "figwidth", "credit", "caption", "licence")
    credit = fence.options.get("credit", "")
    if "description" in fence.body and fence.argument.startswith("figures/"):  # one of a guide
        caption, _, legend = fence.body.strip().partition("\n\n")
    shown = Shown(
        fence.argument,
        fence.options.get("alt", ""),
        fence.options.get("caption", "") or caption,
        fence.options.get("width", fence.options.get("figwidth", "")),
        fence.names,
        fence.options.get("target", ""),
        credit,
    )
    rows = figure(page, shown, fence.line - 1)
    return joined([rows, parsed_rows(page, legend, fence.line + caption.count("\n") + 2, page.place)]) if legend.strip() else rows


def _image(page: ForeignPage, fence: ForeignFence) -> Rows:
    return _figure(page, replace(fence, body=""))


def _code(page: ForeignPage, fence: ForeignFence) -> Rows:
    options = fence.options
    attrs = {"caption": options.get("caption", "") or options.get("filename", ""), "hl_lines": options.get("emphasize-lines", "")}
    attrs |= {"id": fence.names[0]} if fence.names and attrs["caption"] else {}
    if "linenos" in options or "lineno-start" in options:
        attrs["startFrom"] = options.get("lineno-start", "") or "1"
    _options(page, fence, "caption", "filename", "emphasize-lines", "linenos", "lineno-start", "dedent", "force")
    return listing(page, fence.argument.split(" ")[0], attrs, fence.body, fence.line - 1)


def _cell(page: ForeignPage, fence: ForeignFence) -> Rows:
    """A cell of a notebook: its code is kept; what is said of its output is told."""
    said = " ".join(value for key, value in fence.options.items() if key not in ("tags", "name", "label"))
    page.tell("executed", fence.line - 1, "", said)
    language = fence.argument.split(" ")[0]
    return listing(page, language or "python", {}, fence.body, fence.line - 1)


def _math(page: ForeignPage, fence: ForeignFence) -> Rows:
    return equation(
        page, "\n".join(filter(None, (fence.argument, fence.body))), fence.names[0] if fence.names else "", fence.line - 1
    )


def _table(page: ForeignPage, fence: ForeignFence) -> Rows:
    """`{table} Caption` around a table of pipes."""
    blocks = page.trees(fence.body, fence.line)
    at = next((number for number, tree in enumerate(blocks) if tree.type in ("table", "grid", "html_block")), None)
    if at is None:
        return unboxed(page, _title(page, fence), _body(page, fence, place=page.place))
    from studyguide.markup.foreign.tables import _piped

    waiting, page.waiting[:] = list(page.waiting), []
    with page.inside("text", fence.line):
        tree = blocks[at]
        if tree.type == "html_block":
            return joined([[bold(_title(page, fence))] if fence.argument else [], _body(page, fence, place=page.place)])
        grid = _piped(page, tree) if tree.type == "table" else gridded(page, tree.content, page.line(tree))
        notes = joined([list(each.rows) for each in written(page, blocks[at + 1 :])])
    page.waiting[:] = waiting
    _options(page, fence, "align", "widths", "width", "row-headers", "wide")
    return table_rows(page, replace(grid, caption=_title(page, fence), names=fence.names), fence.line, notes)


def _list_table(page: ForeignPage, fence: ForeignFence) -> Rows:
    """Rows that are items, cells that are items in them."""
    trees = page.trees(fence.body, fence.line)
    if not trees or trees[0].type != "bullet_list":
        return _unknown(page, fence)
    rows: list[tuple[ForeignCell, ...]] = []
    heads, stubs = (_count(fence, name, start) for name, start in (("header-rows", 0), ("stub-columns", 0)))
    waiting, page.waiting[:] = list(page.waiting), []
    with page.inside("cell", fence.line):
        for item in trees[0].children:
            cells = [cell for child in item.children if child.type == "bullet_list" for cell in child.children]
            rows.append(tuple(_list_cell(page, cell, head=number < stubs) for number, cell in enumerate(cells)))
    page.waiting[:] = waiting
    _options(page, fence, "header-rows", "stub-columns", "widths", "width", "align", "wide")
    return table_rows(page, Grid(tuple(rows), heads, (), _title(page, fence), fence.names), fence.line)


def _list_cell(page: ForeignPage, tree: SyntaxTreeNode, *, head: bool) -> ForeignCell:
    rows = joined([list(each.rows) for each in written(page, tree.children)])
    spans = (
        {name: int(count) for name, count in re.findall(r"(cols|rows)=(\d+)", rows[0])}
        if rows and rows[0].startswith("\\{")
        else {}
    )
    return ForeignCell(tuple(rows), spans.get("cols", 1), spans.get("rows", 1), head)


def _count(fence: ForeignFence, name: str, otherwise: int) -> int:
    written = fence.options.get(name, "")
    return int(written) if written.isdecimal() else otherwise


def _csv_table(page: ForeignPage, fence: ForeignFence) -> Rows:
    text = page.shelf.texts.get(page.file(fence.options["file"]), "") if "file" in fence.options else fence.body
    header = fence.options.get("header", "")
    rows = [
        row
        for row in csv.reader(
            io.StringIO("\n".join(filter(None, (header, text.strip("\n"))))),
            delimiter=fence.options.get("delim", ",")[:1] or ",",
            skipinitialspace=True,
        )
        if row
    ]
    if not rows:
        return _gone("included")(page, fence)
    cells = tuple(tuple(ForeignCell((title_of(page, cell, fence.line),) if cell.strip() else ()) for cell in row) for row in rows)
    heads = 1 if header else _count(fence, "header-rows", 1)
    return table_rows(page, Grid(cells, heads, (), _title(page, fence), fence.names), fence.line)


def _include(page: ForeignPage, fence: ForeignFence) -> Rows:
    return included(page, fence.argument, fence.line - 1)


def included(page: ForeignPage, address: str, line: int) -> Rows:
    """The text of another file of the book, put in its place; its places are told as those of that file."""
    path = page.file(address)
    text = page.shelf.texts.get(path)
    if text is None or path in page.including or len(page.including) > 8:
        page.tell("included", line, address, address)
        return []
    from studyguide.markup.foreign.convert import body_rows

    return body_rows(page, path, text)


def _literal_include(page: ForeignPage, fence: ForeignFence) -> Rows:
    text = page.shelf.texts.get(page.file(fence.argument))
    if text is None:
        page.tell("included", fence.line - 1, fence.argument, fence.argument)
        return []
    rows = text.split("\n")
    if found := re.fullmatch(r"(\d+)-(\d+)", fence.options.get("lines", "")):
        rows = rows[int(found[1]) - 1 : int(found[2])]
    return listing(
        page, fence.options.get("language", ""), {"caption": fence.options.get("caption", "")}, "\n".join(rows), fence.line - 1
    )


def _glossary(page: ForeignPage, fence: ForeignFence) -> Rows:
    """The terms move to the glossary of the guide: each stands on a row of its own, its meaning further in or behind a colon."""
    terms: list[str] = []
    rows: list[str] = []
    first = fence.line
    for number, row in enumerate([*fence.body.split("\n"), "."], fence.line):
        if row.strip() and not row.startswith((" ", "\t", ":")):
            if rows:
                meaning = parsed_rows(page, textwrap.dedent("\n".join(rows)), first, "definition")
                page.glossary += [ForeignTerm(term, meaning) for term in terms]
                terms, rows = [], []
            terms.append(row.strip())
        elif row.strip() or rows:
            first = first if rows else number
            rows.append(re.sub(r"^:", " ", row))
    page.tell("placement", fence.line - 1, "{glossary}", " ".join(terms[:-1]))
    return []


def _index(page: ForeignPage, fence: ForeignFence) -> Rows:
    made = [
        entry
        for row in [fence.argument, *fence.body.split("\n")]
        if row.strip()
        for entry in entries(row.strip().removeprefix(":name:"))
    ]
    return ["".join(f"{{index}}`{entry}`" for entry in made)] if made else []


def _solution(page: ForeignPage, fence: ForeignFence) -> Rows:
    _options(page, fence)
    return solution(page, fence.argument, "", _body(page, fence), fence.names)


def _rubric(page: ForeignPage, fence: ForeignFence) -> Rows:
    return unboxed(page, _title(page, fence), _body(page, fence, place=page.place))


def _drawn(page: ForeignPage, fence: ForeignFence) -> Rows:
    """A drawing that another program makes of words: the words are kept."""
    page.tell("executed", fence.line - 1)
    return listing(page, "", {}, fence.body, fence.line)


def _ours(page: ForeignPage, fence: ForeignFence) -> Rows:
    """A box that only a guide has, as it is."""
    body = _body(page, fence) if fence.body.strip() else []
    return fenced(fence.name, _title(page, fence), body, [f":{key}: {value}".rstrip() for key, value in fence.options.items()])


Make = Callable[[ForeignPage, ForeignFence], Rows]
DIRECTIVES: dict[str, Make] = {
    **dict.fromkeys(("figure", "figure-md"), _figure),
    "image": _image,
    **dict.fromkeys(("code-block", "code", "sourcecode", "parsed-literal", "prompt", "doctest"), _code),
    **dict.fromkeys(("code-cell", "jupyter-execute", "exec"), _cell),
    "math": _math,
    "table": _table,
    "list-table": _list_table,
    "csv-table": _csv_table,
    "include": _include,
    "literalinclude": _literal_include,
    "glossary": _glossary,
    "index": _index,
    "solution": _solution,
    "rubric": _rubric,
    **dict.fromkeys(("tab-set", "tab-item", "tabs", "tab", "group-tab", "tabbed"), _sequence("tabs")),
    **dict.fromkeys(("dropdown", "details", "toggle", "collapse"), _sequence("dropdown")),
    **dict.fromkeys(
        (
            "margin",
            "sidebar",
            "aside",
            "grid",
            "grid-item",
            "grid-item-card",
            "panels",
            "div",
            "container",
            "centered",
            "hlist",
            "card-carousel",
            "block",
            "span",
        ),
        _sequence("placement"),
    ),
    **dict.fromkeys(
        (
            "tableofcontents",
            "toctree",
            "contents",
            "bibliography",
            "footbibliography",
            "genindex",
            "nb-exec-table",
            "list-of-figures",
        ),
        _gone("made-by-itself"),
    ),
    **dict.fromkeys(("raw", "only", "ifconfig", "tags", "meta", "role", "default-role", "currentmodule"), _gone("output")),
    **dict.fromkeys(
        ("iframe", "video", "youtube", "audio", "embed", "anywidget", "button-link", "button-ref"), _gone("raw-html")
    ),
    **dict.fromkeys(("mermaid", "graphviz", "plantuml", "digraph"), _drawn),
    **dict.fromkeys(
        (
            "key-point",
            "red-flag",
            "clinical-pearl",
            "exam-tip",
            "worked-example",
            "myth",
            "in-short",
            "formula",
            "objectives",
            "key-terms",
        ),
        _ours,
    ),
}
"""The directives that have a rule of their own; boxes stand in `boxes.BOXES`."""


@run
def fences(page: ForeignPage, trees: Sequence[SyntaxTreeNode], at: int) -> tuple[list[Written], int] | None:
    """A div, and directives that begin and end at some distance: `{exercise-start}` … `{exercise-end}`."""
    tree = trees[at]
    info = (tree.info or "").strip() if tree.type in ("div", "fence") else ""
    if tree.type == "div" and not re.match(r"\{[\w:+-]+\}", info):
        return div(page, tree), at + 1
    gate = re.match(r"\{([\w:]+)-start\}\s*(.*)", info)
    if gate and page.flavour != "pandoc":
        return _gated(page, trees, at, gate)
    if tree.type == "div":
        return [Written(tuple(directive(page, info, tree.content, page.line(tree) + 1)))], at + 1
    if re.match(r"\{[\w:]+-end\}", info) and page.flavour != "pandoc":
        return [], at + 1
    if re.match(r"\{include\}", info) and page.place == "text":
        return [Written(tuple(directive(page, info, tree.content, page.line(tree) + 1)))], at + 1
    return None


def _gated(page: ForeignPage, trees: Sequence[SyntaxTreeNode], at: int, gate: re.Match[str]) -> tuple[list[Written], int]:
    end = next(
        (
            number
            for number in range(at + 1, len(trees))
            if re.match(rf"\{{{gate[1]}-end\}}", (trees[number].info or "") if trees[number].type in ("div", "fence") else "")
        ),
        len(trees),
    )
    fence = _apart(f"{{{gate[1]}}} {gate[2]}", trees[at].content, page.line(trees[at]) + 1)
    waiting, page.waiting[:] = list(page.waiting), []
    with page.inside("box"):
        body = rows_of(page, trees[at + 1 : end])
    page.waiting[:] = waiting
    if fence is None:
        return [Written(tuple(body))], end + 1
    _options(page, fence)
    if gate[1] == "solution":
        made = solution(page, fence.argument, "", body, fence.names)
    else:
        made = box(page, gate[1].removeprefix("prf:"), _title(page, fence), body, fence.line, fence.names)
    return [Written(tuple(made))], end + 1
