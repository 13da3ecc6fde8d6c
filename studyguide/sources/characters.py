"""Characters that cannot be seen, or that change the order of others: what a reader sees must be what was typed.

Unicode calls them controls (Cc), format characters (Cf), line and paragraph separators (Zl, Zp), private use (Co), surrogates
(Cs) and noncharacters. Some are needed: `hidden_runs` lets a soft hyphen and a word joiner pass everywhere, a joiner where it
joins letters or emoji (RFC 5892, A.1 and A.2), a direction mark in a line that holds right-to-left letters, and a variation
selector after a sign that has variants. More than `MARKS` combining marks on a letter hide it, and their neighbours.
"""

import re
import unicodedata
from collections.abc import Iterator

from studyguide.sources.diagnostics import Problems, Span

MARKS = 6
NEAR = 200  # characters of the line on each side that are asked for right-to-left letters
MANY = 100  # runs of a text that are told of
ALWAYS = {"\u00ad", "\u2060"}  # soft hyphen, word joiner
DIRECTIONS = {"\u200e", "\u200f", "\u061c"}  # left-to-right, right-to-left and Arabic letter mark
JOINERS = {"\u200c", "\u200d"}
EMOJI_VARIANT = "\ufe0f"
ENDS = {"\u202c", "\u2069"}  # end what another direction mark began
BEGINS = re.compile("[\u202a\u202b\u202d\u202e\u2066-\u2068]")
BLANKS = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufffc\ufffd"
"""Letters, marks and symbols that are drawn as nothing, and what stands for a character that was lost."""
SUSPECT = re.compile(
    rf"[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff"
    rf"\ufe00-\ufe0f\ud800-\uf8ff\ufdd0-\ufdef\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff{BLANKS}"
    r"\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe\U0003ffff\U00040000-\U000dffff]"
)
"""Of what may be hidden, every character; what stands around it decides."""
STACKED = re.compile(
    rf"[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f]{{{MARKS + 1},}}"
)


def hidden_runs(text: str) -> Iterator[tuple[int, int]]:
    """Offset and length of each run of characters that may not stand where they stand in a text of any number of lines."""
    start = end = -1
    for found in (*SUSPECT.finditer(text), *STACKED.finditer(text)):
        if len(found[0]) == 1 and _is_allowed(text, found.start()):
            continue
        if found.start() != end and end >= 0:
            yield start, end - start
        start, end = (start if found.start() == end else found.start()), found.end()
    if end >= 0:
        yield start, end - start


def _is_allowed(text: str, at: int) -> bool:
    sign, before, after = text[at], text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if sign in JOINERS:
        return _joins(sign, before, after)
    if sign in DIRECTIONS:
        return _has_right_to_left(text, at)
    if "\ufe00" <= sign <= EMOJI_VARIANT:
        return bool(before) and (
            before in "#*0123456789" if after == "\u20e3" else unicodedata.category(before) in ("So", "Sm", "Lo", "Po")
        )
    if "\u180b" <= sign <= "\u180f":  # choose the form of a Mongolian letter
        return "\u1820" <= before <= "\u18aa"
    return sign in ALWAYS


def _joins(sign: str, before: str, after: str) -> bool:
    """After a virama, between letters of a script that joins them, and (ZERO WIDTH JOINER) between emoji."""
    if not before or not after:
        return False
    if unicodedata.combining(before) == 9 or all(unicodedata.bidirectional(each) == "AL" for each in (before, after)):
        return True
    return (
        sign == "\u200d"
        and unicodedata.category(after) == "So"
        and (unicodedata.category(before) in ("So", "Sk") or before == EMOJI_VARIANT)
    )


def _has_right_to_left(text: str, at: int) -> bool:
    before, after = text[max(0, at - NEAR) : at].rpartition("\n")[2], text[at + 1 : at + NEAR].partition("\n")[0]
    return any(unicodedata.bidirectional(each) in ("R", "AL") for each in before + after if each not in DIRECTIONS)


def name_of(character: str) -> str:
    """A character as a person can look it up: U+202E RIGHT-TO-LEFT OVERRIDE."""
    kinds = {"Cc": "control character", "Co": "private use", "Cs": "surrogate", "Cn": "noncharacter"}
    name = unicodedata.name(character, kinds.get(unicodedata.category(character), ""))
    return f"U+{ord(character):04X} {name}".rstrip()


def check_characters(text: str, place: Span, problems: Problems) -> None:
    """Report each run of hidden characters of a text that begins at a place: a whole file at line 1, column 1, or one value.

    A place without a column is that of every run.
    """
    runs = [(at, length) for at, length in hidden_runs(text) if not _ends(text, at)]
    for at, length in runs[:MANY]:
        line = text.count("\n", 0, at)
        col = at - text.rfind("\n", 0, at) if line else at + place.col
        span = Span(place.path, place.line + line, col, length) if place.col else place
        problems.error(span, "control-character", _message(text, at, length), _hint(text[at]))


def _ends(text: str, at: int) -> bool:
    """Whether a character only ends what another one began in the same paragraph, which is told of."""
    return text[at] in ENDS and BEGINS.search(text, text.rfind("\n\n", 0, at) + 1, at) is not None


def without_hidden(text: str) -> str:
    """The text with a space for each hidden character, so that nothing after it moves."""
    for at, length in list(hidden_runs(text)):
        text = text[:at] + " " * length + text[at + length :]
    return text


def _message(text: str, at: int, length: int) -> str:
    if STACKED.match(text, at):
        return f"{length} marks stand on one letter"
    more = f" and {length - 1} more" if length > 1 else ""
    return f"{name_of(text[at])}{more} cannot be seen"


def _hint(character: str) -> str:
    if "\ue000" <= character <= "\uf8ff":
        return "it comes from a font of signs, as Word pastes its bullets: write the sign itself, or - for a list"
    return "write it again" if character == "\ufffd" or unicodedata.combining(character) else "delete it"
