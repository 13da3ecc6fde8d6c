"""Ids: what an author may write as one, and the space that the guide's own ids have for themselves.

An author's id is words of letters and digits of any script, small where the script has small letters, with one hyphen between
them. The guide's own ids hold two hyphens in a row: the id of what they belong to, then “--”, then what they are (`calm--title`,
`calm--box-2`). So no author can write one of them, and they cannot be mistaken for each other. Both kinds are names of XML 1.0.
"""

import re
import unicodedata

SPLIT = "--"
RESERVED_NAMES = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")
"""What Windows calls devices: it opens no file of such a name, whatever its suffix."""


def canonical(text: str) -> str:
    """An id in the one spelling that it is known by: accents composed (NFC)."""
    return unicodedata.normalize("NFC", text)


def is_identifier(text: str) -> bool:
    """Whether an author may write this as an id, or as what follows the prefix of an id."""
    return all(word and all(map(_belongs, word)) for word in text.split("-")) and _plain(text) == text


def is_name(text: str) -> bool:
    """Whether this is an id that begins with a letter, so that it needs no prefix before it (XML 1.0, 2.3)."""
    return is_identifier(text) and text[0].isalpha()


def slug(text: str) -> str:
    """An id made of a text: its letters and digits, small, and a hyphen for whatever stands between them."""
    words = "".join(character if _belongs(character) else " " for character in _plain(text))
    return "-".join(word for word in words.split() if word[0].isalnum())


def ascii_slug(text: str) -> str:
    """The same in letters that every program takes for an id, without accents; “x” where nothing is left."""
    return slug(unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()) or "x"


def plain_id(name: str) -> str:
    """An id that every reading program takes: itself, or its Punycode (RFC 3492) if it has letters beyond ASCII."""
    return name if name.isascii() else f"u{SPLIT}{name.encode('punycode').decode()}"


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())


def _belongs(character: str) -> bool:
    """Whether it is a letter, a mark on a letter, or a decimal digit."""
    return unicodedata.category(character) in {"Ll", "Lm", "Lo", "Lu", "Mc", "Mn", "Nd"}
