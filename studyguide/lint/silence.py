"""Silence: a dash between two figures is not heard, and a cell that is empty says nothing."""

import re

from studyguide import nodes as n
from studyguide.lint.rules import LintSubject, rule
from studyguide.nodes.tree import walk
from studyguide.sources.diagnostics import Problems

RANGE = re.compile(r"(?<![\w–/-])(\d[\d.,\u202f]*?)[\s\u00a0]?%?–(\d[\d.,\u202f]*\d|\d)(?![\w–/-])")
NOTHING = re.compile(r"[\s–—−-]*")
PIECES = n.Paragraph | n.Table | n.Figure | n.Option | n.Definition | n.Pair | n.Step


@rule
def check_silence(subject: LintSubject, problems: Problems) -> None:
    """Ranges say “to”, and cells below a head say something: whoever listens hears no dash."""
    between = subject.book.guide.words.gettext("%(low)s to %(high)s")
    for _ in subject.each(silent_places, problems, between):
        pass


def silent_places(tree: tuple[n.Node, ...], between: str, problems: Problems) -> None:
    """The same in one tree; `between` says how the language of the guide joins two numbers. A step."""
    for piece in (node for node in walk(tree) if isinstance(node, PIECES)):
        for node in (node for node in walk(piece) if isinstance(node, n.Text)):
            for found in RANGE.finditer(node.text):
                hint = f"write “{between % {'low': found[1], 'high': found[2]}}”"
                problems.warning(node.span if node.span.line else piece.span, "silent-range", _silent(found[0]), hint)
        if isinstance(piece, n.Table) and not piece.items:
            for row in piece.rows:
                for _ in filter(_empty, row):
                    place = next((node.span for node in walk(row) if node.span.line), piece.span)
                    problems.warning(place, "silent-cell", "a cell says nothing to who listens", CELL)


def _empty(cell: n.Cell) -> bool:
    return all(isinstance(node, n.Text) and NOTHING.fullmatch(node.text) for node in cell.text)


def _silent(written: str) -> str:
    return f"the dash of “{written}” is not heard: a voice says two numbers"


CELL = "write what it says, such as “none” or “not stated”"
