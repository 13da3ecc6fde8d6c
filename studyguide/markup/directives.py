"""Directives: colon fences to nodes. `DIRECTIVES` is the whole list; questions stand in questions.py."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from markdown_it.tree import SyntaxTreeNode

from studyguide import nodes as n
from studyguide.markup.blocks import BLOCKS, Blocks, checked_id, line_of, on_directive, parse_blocks, text_of
from studyguide.markup.emptiness import is_blank
from studyguide.markup.inline import parse_inline, words
from studyguide.markup.reader import SourcePage
from studyguide.nodes.boxes import BOXES, Box
from studyguide.nodes.grid import Row
from studyguide.nodes.tree import Visit, map_children
from studyguide.sources.diagnostics import Span, did_you_mean, use_of
from studyguide.sources.identifiers import canonical, slug
from studyguide.sources.value_text import ROLE

DASHES = re.compile(r":?-{2,}:?")
BULLET = re.compile(r"[-+•][ \xa0]+(?=[^\W\d])")
BEFORE = re.compile(r"\A(?:(?:[-*+]|\d{1,9}[.)])[ \t]+|\[\^[^\]]*\]:[ \t]*)+")
"""What may stand before a table in its first line: the mark of an item, of a footnote."""
BAR = re.compile(r"(?<!\\)\|")
OPENING = re.compile(r"^\{([\w-]+)\}\s*(.*)$", re.DOTALL)
OTHERS = f"the boxes are {', '.join(BOXES)}"
MISWRITTEN = re.compile(r"[ \t]*(?:[-*][ \t]+)?([:;：]?)([A-Za-z-]+)[ \t]*([:;：=])(.*)")
"""An option that lacks a colon or a space, has other letters, or stands too far below."""
IDS = {"figure": ("fig",), "table": ("tab",), "list-table": ("tab",), "code-block": ("code",), "math": ("eq",)}
"""How the ids begin that a directive gives."""
PICTURE = re.compile(r"figures/[a-z0-9-]+\.(svg|jpe?g|png|webp)")
WIDTHS = {f"{share}%": str(share) for share in range(10, 101, 10)}
OPTION = re.compile(r"^:([a-z-]+):(?:\s+(.*))?$")


@dataclass(frozen=True)
class Fence:
    """A colon fence taken apart: name, argument, options with their lines, and the body with its first line."""

    page: SourcePage
    name: str
    argument: str
    span: Span
    options: dict[str, list[tuple[str, int]]]
    body: str
    body_line: int
    level: int
    known: int = 0
    """How many problems were known when it was opened."""

    def option(self, name: str, default: str = "") -> str:
        """The (last) value of an option."""
        return self.options[name][-1][0] if name in self.options else default

    def at(self, name: str) -> Span:
        """Where an option's value stands."""
        if name not in self.options:
            return self.span
        value, line = self.options[name][-1]
        return self.page.span(line, value) if value else Span(self.page.path, line)

    def words(self, name: str) -> str:
        """The characters of an option that takes no markup but raised and lowered figures."""
        return words(self.page, self.option(name), self.at(name)) if name in self.options else ""

    def blocks(self, *, sections: bool = True) -> Blocks:
        """The body as blocks; those behind a heading are gathered in it, or, without `sections`, stand beside it."""
        with self.page.inside(self.level):
            made = parse_blocks(self.page, self.body, self.body_line, sections=sections)
        if is_blank(made):
            self.lose()  # that it is empty follows from what could not be read in it
        return made

    def error(self, code: str, message: str, hint: str = "", at: Span | int | None = None) -> None:
        """Report a mistake in this fence, at its name or at a place in it."""
        self.page.error(at or self.span, code, message, hint)

    def missed(self, code: str, message: str, hint: str = "", at: Span | int | None = None) -> None:
        """Report what is not found in this fence, unless a mistake in it has been told: that may be why."""
        if not any(each.span.path == self.page.path for each in self.page.problems.found[self.known :]):
            self.error(code, message, hint, at)

    def told(self, line: int) -> bool:
        """Whether something has been told of a line of this fence."""
        return any(each.span.path == self.page.path and each.span.line == line for each in self.page.problems.found[self.known :])

    def lose(self) -> None:
        """Say that the first mistake in this fence cost all of it: what else is told of it follows from that."""
        last = self.body_line + self.body.count("\n")
        self.page.problems.lose(self.known, self.page.path, (self.span.line, last))


@dataclass(frozen=True)
class Directive:
    """What a directive takes. `argument` is “required”, “optional” or “none”; with one it must have the options `titled`, too."""

    make: Callable[[Fence], n.Node | None]
    argument: str = "none"
    options: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    empty: bool = False
    titled: tuple[str, ...] = ()


class DirectivePart(n.Node):
    """The body of a directive that only has meaning inside another one: description, answer."""

    name: str
    blocks: Blocks
    of: str = ""


@on_directive
def parse_directive(page: SourcePage, tree: SyntaxTreeNode, first: int) -> n.Node | None:
    """The node of one colon fence."""
    before = len(page.problems.found)
    fence = take_apart(page, tree, first)
    directive = _directive(fence) if fence else None
    if fence is None or directive is None:
        _lose(page, before, tree, first)
        return None
    return made_of(fence, directive, tree, first)


def _directive(fence: Fence) -> Directive | None:
    declared = fence.page.dialect.boxes
    directive = box_directive(declared[fence.name]) if fence.name in declared else DIRECTIVES.get(fence.name)
    if directive is None:
        hint = did_you_mean(fence.name.lower().replace("_", "-"), {**DIRECTIVES, **declared}) or OTHERS
        fence.error("unknown-directive", f"unknown directive “{fence.name}”", hint)
    return directive


def made_of(fence: Fence, directive: Directive, tree: SyntaxTreeNode, first: int) -> n.Node | None:
    """The node of a fence whose directive is known; None, with what it cost, if it does not fit."""
    before = len(fence.page.problems.found)
    made = directive.make(fence) if _fits(fence, directive) else None
    if made is None:
        _lose(fence.page, before, tree, first)
    return made


def _lose(page: SourcePage, before: int, tree: SyntaxTreeNode, first: int) -> None:
    """Say that the mistakes behind the first `before` cost all the lines of a tree."""
    start, end = tree.map or (0, 1)
    page.problems.lose(before, page.path, (first + start, first + end - 1))


def take_apart(page: SourcePage, tree: SyntaxTreeNode, first: int) -> Fence | None:
    """A colon fence's name, argument, options and body."""
    line = line_of(tree, first)
    found = OPENING.match(tree.info.strip())
    if found is None:
        words = tree.info.strip()
        known = next((word for word in re.findall(r"[\w-]+", words)[:1] if word in DIRECTIVES), "")
        hint = f"write :::{{{known}}}" if known else OTHERS
        page.error(page.span(line, words), "unknown-directive", f"“{words}” is not a directive", hint)
        return None
    name, argument = found[1], found[2].strip()
    span = page.span(line, f"{{{name}}}")
    if argument.startswith(":"):
        page.error(span, "stray-markup", "a colon stands before the title of this box", "write the title right behind the brace")
    options, body, skipped = _options(page, tree.content, line + 1)
    level = 1 + (tree.token.level if tree.token else 0)
    return Fence(page, name, argument, span, options, body, line + 1 + skipped, level, len(page.problems.found))


def _options(page: SourcePage, content: str, line: int) -> tuple[dict[str, list[tuple[str, int]]], str, int]:
    rows = content.split("\n")
    options: dict[str, list[tuple[str, int]]] = {}
    used = 0
    for row in rows:
        found = OPTION.match(row.strip())
        if not found:
            break
        options.setdefault(found[1], []).append(((found[2] or "").strip(), line + used))
        used += 1
    return options, "\n".join(rows[used:]), used


def _fits(fence: Fence, directive: Directive) -> bool:
    """Whether argument, options and body are what the directive takes; every misfit is reported."""
    before = len(fence.page.problems.found)
    _check_miswritten(fence, directive)
    _check_options(fence, directive)
    if directive.argument == "required" and not fence.argument:
        hides = ("term",) if fence.name == "entry" else ()
        message = f"“{fence.name}” needs text after its name"
        hint = f"write :::{{{fence.name}}} and the words on the same line"
        fence.page.problems.error(fence.span, "missing-argument", message, hint, hides=hides)
    if directive.argument == "none" and fence.argument:
        at = fence.page.span(fence.span.line, fence.argument)
        fence.error("unexpected-argument", f"“{fence.name}” takes no text after its name", "put the text on the next line", at)
    if directive.empty and fence.body.strip():
        fence.error("unexpected-body", f"“{fence.name}” takes no text", at=fence.body_line)
    if not directive.empty and not fence.body.strip():
        fence.error("empty-directive", f"“{fence.name}” is empty")
    return len(fence.page.problems.found) == before


def _check_miswritten(fence: Fence, directive: Directive) -> None:
    """Report what was meant as an option in the first lines of the body: an option that no line above gives."""
    first = fence.body.split("\n")[: len(directive.options) + 2]
    for at, row in enumerate(takewhile(lambda row: not row.lstrip().startswith((":::", "```")), first)):
        found = MISWRITTEN.fullmatch(row)
        name = found[2].lower() if found else ""
        if found and name in directive.options and name not in fence.options and (found[1] or found[2] == name):
            place = fence.page.span(fence.body_line + at, row.strip())
            message = f"this line is not understood as the option “{name}”"
            hint = f"write :{name}: {found[4].lstrip(':= ')} right below the line with {{{fence.name}}}"
            fence.page.problems.error(place, "missing-option", message, hint, hides=_hidden(fence, name))
            fence.options[name] = [("", fence.body_line + at)]


def _hidden(fence: Fence, option: str) -> tuple[str, ...]:
    """The kinds of names that may be missing because an option is."""
    return {"id": IDS.get(fence.name, ()), "objective": (use_of("objective", fence.page.path),)}.get(option, ())


def _check_options(fence: Fence, directive: Directive) -> None:
    for name, places in fence.options.items():
        if name not in directive.options:
            span = fence.page.span(places[0][1], name)
            message = f"“{fence.name}” has no option “{name}”"
            fence.error("unknown-option", message, did_you_mean(name, directive.options), at=span)
        elif len(places) > 1 and name != "check":
            fence.error("duplicate-option", f"the option “{name}” stands here a second time", at=places[1][1])
    for name in (*directive.required, *(directive.titled if fence.argument else ())):
        if not fence.option(name) and not (name in fence.options and fence.told(fence.options[name][-1][1])):
            message = f"“{fence.name}” needs the option “{name}”"
            place = fence.at(name)
            fence.page.problems.error(place, "missing-option", message, f"add a line :{name}: …", hides=_hidden(fence, name))


def checks(fence: Fence) -> tuple[tuple[str, Span], ...]:
    """The arithmetic an author wants checked, one expression each, with its place."""
    rows = [(text.strip().removesuffix(";"), fence.page.span(line, text)) for text, line in fence.options.get("check", [])]
    return tuple((part.strip(), place) for row, place in rows for part in row.split(";"))


def split_parts(fence: Fence, blocks: Blocks, name: str) -> tuple[Blocks, Blocks | None]:
    """The blocks without the inner directive `name`, and that directive's blocks; a second one is an error."""
    found = [b for b in blocks if isinstance(b, DirectivePart) and b.name == name]
    for each in found[1:]:
        fence.error("misplaced-directive", f"“{name}” stands here a second time", "join the two", at=each.span)
    rest = tuple(b for b in blocks if not (isinstance(b, DirectivePart) and b.name == name))
    return rest, found[0].blocks if found else None


def _box(fence: Fence) -> n.Node:
    title = parse_inline(fence.page, fence.argument, fence.span.line) if fence.argument else ()
    key = checked_id(fence.page, f"{fence.name}-", fence.option("id"), fence.at("id")) if "id" in fence.options else ""
    declared = fence.page.dialect.boxes.get(fence.name)
    box = declared or BOXES[fence.name]
    body, solution = split_parts(fence, fence.blocks(), "solution") if box.solved else (fence.blocks(), None)
    solved = fence.page.dialect.solutions
    return n.Callout(fence.name, title, body, checks(fence), key, declared, solution or (), solved, span=fence.span)


def _solution(fence: Fence) -> n.Node:
    """The solution of the exercise around it, or of the one whose id it names."""
    of = canonical(fence.argument)
    return DirectivePart(fence.name, fence.blocks(), of, span=fence.span)


def box_directive(box: Box) -> Directive:
    """What the directive of a kind of box takes."""
    return Directive(_box, box.title, ("id", *(("check",) if box.checks else ())))


def _formula(fence: Fence) -> n.Node | None:
    blocks = fence.blocks()
    text = single_paragraph(blocks)
    if text is None:
        fence.error("bad-formula", "a formula is one paragraph", at=_too_much(blocks))
        return None
    return n.Formula(text, _inline(fence, "words"), span=fence.span)


def _figure(fence: Fence) -> n.Node | None:
    caption, description = split_parts(fence, fence.blocks(), "description")
    if not PICTURE.fullmatch(fence.argument):
        hint = "figures stand in chapters/figures: write figures/name.svg, .jpg, .png or .webp, in small letters"
        fence.error("bad-path", f"“{fence.argument}” is not a figure", hint, at=fence.page.span(fence.span.line, fence.argument))
        return None
    _check_alt(fence)
    photograph = not fence.argument.endswith(".svg")
    _check_width(fence, photograph)
    if not description and not photograph:
        fence.missed("missing-description", "the figure has no long description", "add :::{description} … ::: inside it")
    text = single_paragraph(caption)
    if text is None:
        hint = "write one paragraph, before the description"
        fence.missed("bad-caption", "a figure has a caption of one paragraph", hint, at=_too_much(caption))
        return None
    key = checked_id(fence.page, "fig-", fence.option("id"), fence.at("id"))
    credit, licence = (_inline(fence, name) for name in ("credit", "licence"))
    says, width = _many(fence, "says"), WIDTHS.get(fence.option("width"), "")
    return n.Figure(key, fence.argument, _alt(fence), text, description or (), credit, says, licence, width, span=fence.span)


def _inline(fence: Fence, name: str) -> tuple[n.Inline, ...]:
    """An option that takes markup."""
    return parse_inline(fence.page, fence.option(name), fence.options[name][-1][1]) if fence.option(name) else ()


def _check_width(fence: Fence, photograph: bool) -> None:
    width = fence.option("width")
    if "width" in fence.options and not photograph:
        hint = "take the line out: a drawing is as wide as the column, so that its words can be read"
        fence.error("bad-option", "only a photograph can be narrower", hint, at=fence.at("width"))
    elif "width" in fence.options and width not in WIDTHS:
        hint = "write how much of the column it takes, in tens from 10% to 100%, as :width: 60%"
        fence.error("bad-option", f"“{width}” is not a width", hint, at=fence.at("width"))


def _alt(fence: Fence) -> str:
    """The text alternative; values in it stay as they are written, until it is known what they are."""
    alt = fence.option("alt")
    plain = words(fence.page, ROLE.sub("", alt), fence.at("alt"))
    return alt if ROLE.search(alt) else plain


def _check_alt(fence: Fence) -> None:
    alt = ROLE.sub("0", fence.option("alt"))
    if len(alt) > 140:
        message = f"the text alternative has {len(alt)} characters"
        fence.error("long-alt", message, "keep it within 140; put the rest into the description", at=fence.at("alt"))
    if alt and not re.search(r"\w\w", alt):
        fence.error("weak-alt", "the text alternative says nothing", "say in a few words what is seen", at=fence.at("alt"))
    if re.match(r"(?i)(an? )?(image|picture|figure|photo) of", alt):
        message = "a text alternative says what is shown, not that it is a picture"
        fence.error("weak-alt", message, "leave the first words out", at=fence.at("alt"))


def _table(fence: Fence) -> n.Node | None:
    trees = fence.page.tree(fence.body, fence.body_line).children
    if not trees or trees[0].type != "table":
        fence.error(
            "bad-table",
            "the table does not start with its rows",
            "a first row, a row of dashes with as many cells, then the others",
            at=fence.body_line,
        )
        return None
    headers = fence.option("row-headers", "true")
    if headers not in ("true", "false"):
        fence.error("bad-option", f"“{headers}” is neither true nor false", at=fence.at("row-headers"))
    rows = _rows(fence, trees[0])
    made = table_of(fence, rows[:1], rows[1:], int(headers == "true"))
    below = trees[1].map[0] if len(trees) > 1 and trees[1].map else 0
    if below and fence.body.split("\n")[below].lstrip().startswith("|"):
        fence.error("bad-table", "an empty line stands between the rows of this table", "delete it", fence.body_line + below - 1)
        fence.lose()
    notes = from_line(fence, below) if below else ()
    if len(rows) < 2:
        hint = "write a row below the row of dashes, or take the table out"
        fence.missed("bad-table", "the table has a head and no rows", hint)
    return replace(made, notes=notes)


def table_of(fence: Fence, heads: Sequence[Row], rows: tuple[Row, ...], row_headers: int) -> n.Table:
    """The table of rows, with what the fence says of it."""
    wide = fence.option("wide", "grid")
    if wide not in ("grid", "records"):
        fence.error("bad-option", f"“{wide}” is not a way to show a table", "write grid or records", at=fence.at("wide"))
    key = checked_id(fence.page, "tab-", fence.option("id"), fence.at("id")) if "id" in fence.options else ""
    if key and not fence.argument:
        hint = f"write :::{{{fence.name}}} and a caption on the same line, or take the id out"
        fence.error("missing-argument", "a table with an id needs a caption", hint)
    caption = parse_inline(fence.page, fence.argument, fence.span.line) if fence.argument else ()
    return n.Table(key, caption, heads[0], rows, row_headers, wide, subheads=tuple(heads[1:]), span=fence.span)


def parse_bare_table(page: SourcePage, tree: SyntaxTreeNode, first: int) -> n.Block | None:
    """A table that stands in the text as GitHub Flavored Markdown has it (4.10): without caption, id or number."""
    start, end = tree.map or (0, 0)
    rows = [row.lstrip(" \t>") if start <= at < end else "" for at, row in enumerate(page.lines[first - 1 : first - 1 + end])]
    rows[start] = BEFORE.sub("", rows[start])
    span = Span(page.path, first + start)
    fence = Fence(page, "table", "", span, {}, "\n".join(rows), first, 1, len(page.problems.found))
    made = _rows(fence, tree)
    if len(made) < 2:
        fence.missed(
            "bad-table", "the table has a head and no rows", "write a row below the row of dashes, or take the table out"
        )
    return n.Table("", (), made[0], made[1:], row_headers=0, span=span)


BLOCKS["table"] = parse_bare_table


def from_line(fence: Fence, start: int) -> Blocks:
    """The body from a line (counted from 0) on; the lines before it are blanked, so that places stay true."""
    return replace(fence, body="\n" * start + "\n".join(fence.body.split("\n")[start:])).blocks()


def _rows(fence: Fence, grid: SyntaxTreeNode) -> tuple[tuple[n.Cell, ...], ...]:
    trees = [row for part in grid.children for row in part.children]
    rows = tuple(tuple(_cell(fence, cell, line_of(row, fence.body_line)) for cell in row.children) for row in trees)
    source = fence.body.split("\n")
    places = [tree.map[0] if tree.map else 0 for tree in trees]
    bars = Counter(_bars(source[place].strip()) for place in places).most_common(1)[0][0]
    for place in places:
        _check_row(fence, place, source, len(rows[0]), bars)
    for tree, row in zip(trees, rows, strict=True):
        line = line_of(tree, fence.body_line)
        if not any(cell.children for cell in row):
            fence.error("empty-markup", "this row is empty", "delete it", at=line)
        if all(DASHES.fullmatch(n.plain(cell.children)) for cell in row):
            fence.error("bad-table", "a row of dashes stands between the rows of this table", "delete it", at=line)
    return rows


def _bars(row: str) -> tuple[bool, bool]:
    """Whether a row has a bar at either end."""
    return row[:1] == "|", _closed(row)


def _check_row(fence: Fence, at: int, source: Sequence[str], count: int, bars: tuple[bool, bool]) -> None:
    """A row has as many cells as the head, and a bar at each end if most rows have them: else one may have been torn off."""
    row, below = source[at].strip(), source[at + 1].strip() if at + 1 < len(source) else ""
    if bars == (True, True) and _bars(row) == (True, False) and below and _bars(below) == (False, True):
        line, hint = fence.body_line + at, "a row, and each cell in it, stands on one line"
        lost = line, line + 1
        fence.page.problems.error(
            Span(fence.page.path, line), "ragged-table", "this row goes on in the next line", hint, lost=lost
        )
        return
    written = len(BAR.split(row.removeprefix("|"))) - _closed(row)
    if written != count:
        line, message = fence.body_line + at, f"this row has {written} cells, the head has {count}"
        hint = "one | stands between two cells; write \\| for the sign itself"
        fence.page.problems.error(Span(fence.page.path, line), "ragged-table", message, hint, lost=(line, line))
    elif _bars(row) != bars:
        fence.error("ragged-table", "this row lacks a bar at one end", "start and end each row with |", at=fence.body_line + at)


def _closed(row: str) -> bool:
    return BAR.search(row, len(row) - 1) is not None


def _cell(fence: Fence, cell: SyntaxTreeNode, line: int) -> n.Cell:
    style = str(cell.attrs.get("style", ""))
    holder = next((child.content for child in cell.children if child.type == "inline"), "")
    if BULLET.match(holder):
        hint = "write it in a :::{list-table}, or the items with commas; \\- for the sign itself"
        fence.error("stray-markup", "a cell holds no list", hint, at=fence.page.span(line, holder))
    return n.Cell(text_of(fence.page, cell, fence.body_line), style.removeprefix("text-align:") or "left")


def _many(fence: Fence, name: str) -> tuple[str, ...]:
    return tuple(canonical(part.strip()) for part in fence.option(name).split(",") if part.strip())


def _fragment(fence: Fence) -> n.Node:
    return n.Fragment(checked_id(fence.page, "", fence.argument, fence.span), fence.blocks(), span=fence.span)


def _entry(fence: Fence) -> n.Node:
    key = checked_id(fence.page, "", fence.option("id") or slug(fence.argument), fence.at("id"))
    return n.GlossaryEntry(
        key,
        words(fence.page, fence.argument, fence.span),
        fence.blocks(),
        fence.words("say"),
        fence.words("abbr"),
        fence.words("roots"),
        tuple(words(fence.page, name, fence.at("synonyms")) for name in _many(fence, "synonyms")),
        _many(fence, "see-also"),
        see_also_span=fence.at("see-also"),
        span=fence.span,
    )


def single_paragraph(blocks: Blocks) -> tuple[n.Inline, ...] | None:
    """The text of a body that is one paragraph."""
    return blocks[0].children if len(blocks) == 1 and isinstance(blocks[0], n.Paragraph) else None


def _too_much(blocks: Blocks) -> Span | None:
    """Where, in what must be one paragraph, something else stands; None where nothing does."""
    return next((block.span for at, block in enumerate(blocks) if at or not isinstance(block, n.Paragraph)), None)


DIRECTIVES: dict[str, Directive] = {
    **{name: box_directive(box) for name, box in BOXES.items()},
    "formula": Directive(_formula, options=("words",)),
    "figure": Directive(_figure, "required", ("id", "alt", "credit", "licence", "width", "says"), ("id", "alt")),
    "description": Directive(lambda fence: DirectivePart(fence.name, fence.blocks(), span=fence.span)),
    "answer": Directive(lambda fence: DirectivePart(fence.name, fence.blocks(), span=fence.span)),
    "solution": Directive(_solution, "optional"),
    "table": Directive(_table, "optional", ("id", "wide", "row-headers"), titled=("id",)),
    "objectives": Directive(lambda fence: n.ObjectivesHere(span=fence.span), empty=True),
    "key-terms": Directive(lambda fence: n.KeyTermsHere(span=fence.span), empty=True),
    "fragment": Directive(_fragment, "required"),
    "include": Directive(lambda fence: n.Include(canonical(fence.argument), span=fence.span), "required", empty=True),
    "entry": Directive(_entry, "required", ("id", "abbr", "say", "roots", "synonyms", "see-also")),
}


PLACES = {"solution": "it stands inside an exercise, or names one of this file: :::{solution} exercise-words"}


def placed(page: SourcePage) -> Visit:
    """A visit that takes away, with an error, every directive that stands outside its place: a part of another, an entry."""

    def visit(node: n.Node) -> n.Node | None:
        if isinstance(node, DirectivePart):
            hint = PLACES.get(node.name, "it stands inside a question or a figure")
            page.error(node.span, "misplaced-directive", f"“{node.name}” has no meaning here", hint)
        elif isinstance(node, n.GlossaryEntry):
            page.error(node.span, "misplaced-directive", "“entry” has no meaning here", "terms stand in glossary.md")
        else:
            return map_children(node, visit)
        return None

    return visit
