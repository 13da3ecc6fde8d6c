"""Headings go down step by step."""

from collections.abc import Iterator, Sequence

from studyguide.proof.heard.rules.rule import heard_rule
from studyguide.proof.heard.spoken import Spoken


@heard_rule("heard-heading", "who goes from heading to heading misses what was left out")
def headings(transcript: Sequence[Spoken]) -> Iterator[tuple[str, str]]:
    """A heading is at most one level deeper than the one before it, and says something."""
    level = 0
    for each in (each for each in transcript if each.kind == "heading"):
        if each.level > level + 1:
            yield each.place, f"“{each.text}” is a heading of level {each.level} below one of level {level}"
        if not each.text:
            yield each.place, f"a heading of level {each.level} says nothing"
        level = each.level
