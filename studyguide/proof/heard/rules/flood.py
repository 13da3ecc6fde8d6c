"""Links do not drown the text that they stand in."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from studyguide.proof.heard.rules.rule import heard_rule
from studyguide.proof.heard.spoken import Spoken

MOST = 4
"""Links that are heard in a hundred words of running text."""
LEAST = 500
"""Words from which on a text is long enough to be counted."""
RUNNING = {"p", "li", "dd"}
APART = {
    "heading", "table", "caption", "nav", "objectives", "key-terms", "to-answer", "to-question", "references", "index",
    "entry-facts",
}  # fmt: skip
"""Where links are what is looked for, or stand in a list or a table of their own."""
SOURCE = re.compile(r"(?:^|#)ref-[^#]*$")
SIGNS = re.compile(r"[\s,;\u2060]*")


@heard_rule("heard-flood", "“twenty-eight, thirty-two”: every few words a voice says “link”", "epub")
def flood(transcript: Sequence[Spoken]) -> Iterator[tuple[str, str]]:
    """There are at most four links in a hundred words of running text."""
    said = [each for each in transcript if RUNNING & {*each.within} and not APART & {*each.within}]
    links = [each for each in said if each.kind == "link"]
    words = sum(len(each.text.split()) for each in said if each.kind in ("text", "link"))
    if words >= LEAST and 100 * len(links) > MOST * words:
        yield said[0].place, f"{100 * len(links) / words:.1f} links are heard in a hundred words"


@heard_rule("heard-bracket", "each number of a bracket is a stop of its own")
def bracket(transcript: Sequence[Spoken]) -> Iterator[tuple[str, str]]:
    """Sources that are called in one place are one link."""
    heard = [each for each in transcript if each.kind != "text" or not SIGNS.fullmatch(each.text)]
    for one, other in pairwise(heard):
        if one.kind == other.kind == "link" and all(SOURCE.search(each.target) for each in (one, other)):
            yield other.place, f"the links “{one.name}” and “{other.name}” stand in one bracket"
