"""The structure trees of two PDFs, row by row: a row is a text that was painted at once, and the elements that it stands in.

WeasyPrint writes an element for every box on every page; ours are made from the DOM. So chains of elements are compared without
those that only group, and every other difference is one that is meant: it stands in `MEANT` with its reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from studyguide.proof.pdf.values import Element, MarkedContent, Reading, Run
from studyguide.proof.report import finding
from studyguide.sources.diagnostics import Diagnostic

GROUPING = frozenset(
    {"", "Document", "Part", "Art", "Sect", "Div", "NonStruct", "Span", "Reference", "Index", "BlockQuote", "Code", "Quote"}
)
"""Elements that group or colour text, and are not the same in number: WeasyPrint has one for each box, and no name for some."""

ALIASES: Mapping[str, tuple[str, ...]] = {"TOC": ("L",), "TOCI": ("LI", "LBody")}
"""Contents are a list to WeasyPrint. It gives an item a body only where text stands in it directly."""


@dataclass(frozen=True, slots=True)
class Row:
    """A painted text: the roles it stands in, from the outside in, the number of its innermost element, its place in the tree.

    `artifact` says that it is not part of the text.
    """

    text: str
    roles: tuple[str, ...] = ()
    element: int = -1
    place: int = -1
    artifact: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """What is not the same on purpose: a name, why, and how to tell."""

    name: str
    reason: str
    meant: Callable[[Row, Row], bool]


MEANT = (
    Difference(
        "furniture",
        "what stands in the margins of every page is no text; WeasyPrint leaves it out of its tree without a word",
        lambda ours, theirs: ours.artifact and theirs.element < 0,
    ),
    Difference(
        "leader",
        "the dots before a page number are not read aloud",
        lambda ours, theirs: ours.artifact and not theirs.text.strip(". ") and theirs.roles[-1:] == ("Link",),
    ),
    Difference(
        "repeated head",
        "the head of a table is read once, however many pages show it",
        lambda ours, theirs: ours.artifact and "THead" in theirs.roles,
    ),
    Difference(
        "note",
        "a footnote stands behind its call, with a label; to WeasyPrint it is loose text",
        lambda ours, theirs: ours.roles[-1:] == ("Note",) or ours.roles[-2:] == ("Note", "Lbl") or "Note" in ours.roles,
    ),
    Difference(
        "term",
        "the term of a definition list is the label of its item",
        lambda ours, theirs: _unlabelled(ours.roles) == _unlabelled(theirs.roles) and "Lbl" in ours.roles,
    ),
    Difference(
        "definition",
        "several definitions of a term are the paragraphs of one body; to WeasyPrint each is a body",
        lambda ours, theirs: _unparted(ours.roles) == _unparted(theirs.roles) and "P" in ours.roles,
    ),
)


def _unlabelled(roles: tuple[str, ...]) -> tuple[str, ...]:
    """The roles without those that only tell the parts of an item."""
    return tuple(role for role in roles if role not in ("Lbl", "LBody"))


def _unparted(roles: tuple[str, ...]) -> tuple[str, ...]:
    """The roles without the body of an item, and the paragraphs right in it."""
    plain = [role for role in roles if role != "LBody"]
    return tuple(role for before, role in pairwise(("", *plain)) if (before, role) != ("LI", "P"))


@dataclass(slots=True)
class Comparison:
    """What came of it: how many rows were compared, how many differ as they are meant to, and what else is not the same."""

    rows: int = 0
    meant: Counter[str] = field(default_factory=Counter)
    findings: list[Diagnostic] = field(default_factory=list)


def compare_rows(ours: Reading, theirs: Reading) -> Comparison:
    """Compare the structure trees of two files that show the same pages."""
    made = Comparison()
    homes: dict[int, int] = {}
    for page, (one, other) in enumerate(zip(_rows(ours), _rows(theirs), strict=True)):
        where = f"page {page + 1}"
        if [row.text for row in one] != [row.text for row in other]:
            pairs = ((row.text, model.text) for row, model in zip(one, other, strict=False))
            first = next((f": “{said}” is “{expected}” there" for said, expected in pairs if said != expected), "")
            made.findings.append(finding(where, "row", f"{len(one)} texts are not the {len(other)} of the oracle{first}"))
            continue
        plain = []
        for row, model in zip(one, other, strict=True):
            made.rows += 1
            if name := _meant(row, model):
                made.meant[name] += 1
            elif row.roles != model.roles or row.artifact:
                made.findings.append(finding(where, "role", f"“{row.text}” is {_said(row)}, in the oracle {_said(model)}"))
            else:
                plain.append((row, model))
        made.findings += _together(where, plain, homes)
        made.findings += _order(where, plain)
    return made


def _meant(row: Row, model: Row) -> str:
    if row.roles == model.roles and not row.artifact and row.element >= 0:
        return ""
    return next((each.name for each in MEANT if each.meant(row, model)), "")


def _said(row: Row) -> str:
    return "no text" if row.artifact else "/".join(row.roles) or "loose"


def _together(where: str, rows: list[tuple[Row, Row]], homes: dict[int, int]) -> Iterator[Diagnostic]:
    """What is one element to the oracle is one here: ours are joined over pages, and never divided."""
    for row, model in rows:
        if model.roles and homes.setdefault(model.element, row.element) != row.element:
            yield finding(where, "element", f"“{row.text}” is in another element than what the oracle has in one with it")


def _order(where: str, rows: list[tuple[Row, Row]]) -> Iterator[Diagnostic]:
    """What is not moved on purpose is read in the oracle's order."""
    read = [row for row, _ in sorted(rows, key=lambda pair: pair[1].place)]
    for before, after in pairwise(read):
        if after.place < before.place and not _fell(before, after):
            yield finding(where, "order", f"“{after.text}” is read before “{before.text}”, in the oracle after it")


def _fell(before: Row, after: Row) -> bool:
    """Whether a figure or table floats behind text (`studyguide/pdf/floating.py`): it is read first, where it was written."""
    return after.roles[:1] in FLOATS and before.roles[:1] not in FLOATS


FLOATS = {("Figure",), ("Caption",), ("Table",)}


# ---------------------------------------------------------------- from a file to rows


def _rows(reading: Reading) -> Iterator[list[Row]]:
    """The rows of every page, in the order of painting."""
    homes: dict[tuple[int, int], Row] = {}
    for number, (roles, element, content) in enumerate(_contents(reading.tree, (), [0])):
        homes[content.page, content.mark] = Row("", roles, element, number)
    for page, read in enumerate(reading.pages):
        yield [_row(run, homes.get((page, run.belongs.mark))) for run in read.runs if not run.blank]


def _row(run: Run, home: Row | None) -> Row:
    text = " ".join(run.text.replace("\u2010", "-").split())  # one glyph, of which either may be said
    if home is None or run.belongs.artifact:
        return Row(text, artifact=bool(run.belongs.artifact))
    return Row(text, home.roles, home.element, home.place)


def _contents(
    element: Element, around: tuple[tuple[str, int], ...], count: list[int]
) -> Iterator[tuple[tuple[str, ...], int, MarkedContent]]:
    """Every marked content in the order of reading: the roles around it, and the number of the innermost one that matters."""
    count[0] += 1
    chain = around + tuple((role, count[0]) for role in ALIASES.get(element.role, (element.role,)) if role not in GROUPING)
    for kid in element.kids:
        if isinstance(kid, MarkedContent):
            # WeasyPrint makes an element for what a stylesheet adds to a link, and one for each box of a list in columns.
            roles = [role for role, _ in groupby(role for role, _ in chain)]
            yield tuple(role for role in roles[:-1] if role != "LBody") + tuple(roles[-1:]), _outermost(chain), kid
        elif isinstance(kid, Element):
            yield from _contents(kid, chain, count)


def _outermost(chain: tuple[tuple[str, int], ...]) -> int:
    """The number of the first of the equal elements at the end of a chain; 0 if there are none."""
    last = 0
    for role, number in reversed(chain):
        if role != chain[-1][0]:
            break
        last = number
    return last
