"""A name says what is not said anyway."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from studyguide.proof.heard.rules.rule import heard_rule
from studyguide.proof.heard.spoken import Spoken

LANDMARKS = {"chapter", "preface", "appendix", "part", "glossary", "bibliography", "index", "toc", "pagelist"}
"""They are found by their names in a list of their own, and so are called as their headings."""


@heard_rule("heard-name", "every caption is heard twice", "epub")
def names(transcript: Sequence[Spoken]) -> Iterator[tuple[str, str]]:
    """What begins with a heading has no name that says it once more; no name is longer than a line."""
    for each, following in pairwise(_said(transcript)):
        if each.kind != "group" or not each.name or each.text in LANDMARKS:
            continue
        if following.kind == "heading" and each.level == 0 and following.text.startswith(each.name):
            yield each.place, f"“{each.name}” is heard as the name of a {each.text}, and at once again"
        if len(each.name) > LONGEST:
            yield each.place, f"the name of a {each.text} is as long as “{each.name[:LONGEST]}…”"


LONGEST = 80


def _said(transcript: Sequence[Spoken]) -> list[Spoken]:
    return [each for each in transcript if each.kind != "block" and (each.kind != "text" or each.text.strip())]
