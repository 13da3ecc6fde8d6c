"""A heading does not say what the one before it said."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from studyguide.proof.heard.rules.rule import heard_rule
from studyguide.proof.heard.spoken import Spoken

NUMBER = re.compile(r"^[\d.]+\s+")


@heard_rule("heard-echo", "“2.10 Summary”, “Summary”")
def echoes(transcript: Sequence[Spoken]) -> Iterator[tuple[str, str]]:
    """No heading follows one of the same words at once."""
    said = [each for each in transcript if each.kind not in ("block", "group", "page") and "heading" not in each.within]
    for one, other in pairwise(each for each in said if each.kind != "text" or each.text.strip()):
        if one.kind == other.kind == "heading" and _words(one) == _words(other):
            yield other.place, f"“{other.text}” is heard twice in a row"


def _words(heading: Spoken) -> str:
    return NUMBER.sub("", heading.text).casefold()
