"""A range says “to”."""

import re
from collections.abc import Iterator, Sequence

from studyguide.proof.heard.rules.rule import heard_rule
from studyguide.proof.heard.spoken import Spoken

RANGE = re.compile(r"(?<![\w–/-])\d[\d.,]*%?–\d[\d.,]*(?![\w–/-])")
APART = {"code", "pre", "references", "index"}
"""Where a dash is part of a form: of code, of a source, between the pages of an index, which are links with names."""


@heard_rule("heard-range", "“one thousand one thousand five hundred”: the number is wrong to the ear", "epub")
def ranges(transcript: Sequence[Spoken]) -> Iterator[tuple[str, str]]:
    """No dash stands between two figures of the running text."""
    for each in transcript:
        found = RANGE.search(each.text) if each.kind in ("text", "heading", "graphic") and not APART & {*each.within} else None
        if found:
            yield each.place, f"nobody hears the dash of “{found[0]}”"
