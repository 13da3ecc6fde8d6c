"""Ties between a short word and the raised numbers behind it, so that no line begins with “[12]”.

Print ties them with a word joiner, which old e-readers draw as a box: here a span holds both.
"""

from __future__ import annotations

import re

LONGEST = 10  # characters of a word that is tied: with its numbers it must fit into a line of the smallest screen
WORD_AND_NUMBERS = re.compile(rb'(?<=[\s>])([^\s<>]+)(</(?:strong|em|b)>)?(<sup class="cite">.*?</sup>)')


def tie_citations(document: bytes) -> bytes:
    """The XHTML document with each short word and the citation right behind it in one `<span class="tie">`.

    Behind stressed words the citation moves into their element.
    """
    return WORD_AND_NUMBERS.sub(_tie, document)


def _tie(found: re.Match[bytes]) -> bytes:
    word, end, numbers = found.groups(default=b"")
    return b'<span class="tie">%s%s</span>%s' % (word, numbers, end) if len(word.decode()) <= LONGEST else found[0]
