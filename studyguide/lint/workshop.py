"""Workshop: the reader meets facts, not the making of the guide, and no quarrel with a page that the reader has not seen."""

import re

from studyguide import nodes as n
from studyguide.lint.rules import LintSubject, rule
from studyguide.lint.runs import runs
from studyguide.nodes.tree import walk
from studyguide.sources.diagnostics import Problems

WORKSHOP = re.compile(
    r"\b(?:our (?:own )?sources?|in (?:our|the) source\b|(?:was|were|that we|we) read for (?:this|the) guide"
    r"|sources? (?:that )?(?:we|this guide) (?:read|found|saw)|we (?:found|saw|read|could not find)|found no primary source"
    r"|no (?:detail|rate|number|figure|source) (?:in|from) (?:our|the|its) sources?|not explained in (?:our|the) source"
    r"|(?:has|have) not earned (?:its|their) place|draft remark)\b",
    re.IGNORECASE,
)
QUARREL = re.compile(
    r"\b(?:(?:some|many|most|other) (?:(?:short|older|old|popular) )*(?:accounts|texts|lists|articles|blogs|books)"
    r"(?= (?:say|claim|name|leave|stop|print|put|mix|have|call)\b)"
    r"|web ?pages?(?! of )|page to page|as lists put it|on (?:many|some) lists"
    r"|you may (?:read|meet|hear|see) (?:that|a|an|it)|contrary to what|earned its place)\b",
    re.IGNORECASE,
)
KINDS = (
    (WORKSHOP, "workshop", "say the fact and cite it, or leave the sentence out"),
    (QUARREL, "quarrel", "state the fact itself: the reader has not seen what is contradicted"),
)
# The smallest blocks that hold text of their own, so that a message names a line.
PIECES = n.Paragraph | n.Table | n.Figure | n.Option | n.Definition | n.Pair | n.Step | n.Formula


@rule
def check_workshop(subject: LintSubject, problems: Problems) -> None:
    """Words of the workshop and quarrels with unseen pages are listed; a “myth” box may name the claim that it answers."""
    subject.tell(workshop_words, problems)


def workshop_words(tree: tuple[n.Node, ...], problems: Problems) -> None:
    """The same in one tree. A step."""
    for piece in (node for node in walk(tree) if isinstance(node, PIECES)):
        for run in runs(piece):
            for pattern, code, hint in KINDS:
                for found in pattern.finditer(run.text):
                    message = f"“{found[0]}” speaks of how the guide was made or of other pages"
                    problems.warning(piece.span, code, message, hint)
