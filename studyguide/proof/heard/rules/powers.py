"""A power is heard as one."""

import re
from collections.abc import Iterator, Sequence

from studyguide.html.speech import POWER
from studyguide.proof.heard.rules.rule import heard_rule
from studyguide.proof.heard.spoken import Spoken


@heard_rule("heard-power", "“ten slash L”: a thousand million times too little")
def powers(transcript: Sequence[Spoken]) -> Iterator[tuple[str, str]]:
    """No raised figure is left to the voice, which may leave it out."""
    for each in transcript:
        if each.kind == "text" and "code" not in each.within and (found := re.search(POWER, each.text)):
            yield each.place, f"nobody hears the exponent of “{found[0]}”"
