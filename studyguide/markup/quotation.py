"""Quotation marks: straight ones become those of the guide's language, where the guide asks for it."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import cast

from markdown_it.rules_core import StateCore
from markdown_it.rules_core.smartquotes import process_inlines
from markdown_it.token import Token


def set_quotes(tokens: Sequence[Token], marks: tuple[str, ...]) -> None:
    """Change the text tokens of a paragraph: pairs of quotation marks, and apostrophes, as markdown-it finds them.

    Code, roles and escaped marks are other tokens, and stay.
    """
    if marks and any("'" in token.content or '"' in token.content for token in tokens if token.type == "text"):
        rules = SimpleNamespace(md=SimpleNamespace(options=SimpleNamespace(quotes=marks)))
        process_inlines(list(tokens), cast(StateCore, rules))
