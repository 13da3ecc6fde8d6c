"""A respelling is written so that a voice can say it."""

import re
from collections.abc import Iterator, Sequence

from studyguide.proof.heard.rules.rule import heard_rule
from studyguide.proof.heard.spoken import Spoken

CAPITALS = re.compile(r"[^\W\d_]*[A-Z]{2,}")


@heard_rule("heard-respelling", "a voice spells capitals: “kuh P E E nuh”", "epub")
def respellings(transcript: Sequence[Spoken]) -> Iterator[tuple[str, str]]:
    """No syllable of a respelling is in capitals."""
    for each in transcript:
        if each.kind == "text" and "say" in each.within and (found := CAPITALS.search(each.text)):
            yield each.place, f"“{found[0]}” of a respelling is spelt letter by letter"
