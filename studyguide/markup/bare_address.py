"""Addresses that stand in the text as they are: each is a link to itself (GitHub Flavored Markdown, 6.9)."""

import re

from markdown_it.rules_inline import StateInline

SCHEME = re.compile(r"(?<![\w.+<-])(?<!\] \()https?\Z")  # else a link was meant, and miswritten
LONGEST = len("https")
ADDRESS = re.compile(r"://(?:(?!\{[\w-]+\}`|\[\^)[^\s<>`|\u201c\u201d»])+")
"""It ends before a role and before the call of a note, too."""
OPENING = {")": "(", "]": "[", "}": "{", **dict.fromkeys("?!.,:;*_~'\"", "\0")}
"""Signs at the end of an address that belong to the sentence; a bracket does not, if it is opened in the address."""


def bare_address(state: StateInline, silent: bool) -> bool:
    """An inline rule: `https://example.org/a` where no link and no markup stands around it."""
    found = ADDRESS.match(state.src, state.pos, state.posMax)
    scheme = SCHEME.search(state.pending, max(0, len(state.pending) - LONGEST)) if found else None
    if not scheme or not found or state.linkLevel > 0:
        return False
    rest = _address(found[0])
    if len(rest) <= len("://"):
        return False
    if not silent:
        state.pending = state.pending[: scheme.start()]
        address = scheme[0] + rest
        state.pos -= len(scheme[0])
        state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(address)}
        token = state.push("text", "", 0)
        token.content, token.info = address, "bare"
        state.pos += len(scheme[0])
        state.push("link_close", "a", -1)
    state.pos += len(rest)
    return True


def _address(text: str) -> str:
    """A text without the signs at its end that are no part of an address."""
    while text[-1] in OPENING and text.count(OPENING[text[-1]]) < text.count(text[-1]):
        text = text[:-1]
    return text
