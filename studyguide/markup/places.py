"""Places: where in a paragraph each token of the inline parser begins, which markdown-it does not tell."""

from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

AT = "at"
"""The key of a token's meta under which its offset in the content of the inline token stands."""


class PlacedState(StateInline):
    """The state of the inline parser, which notes the offset at which each token was pushed."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        super().__init__(src, md, env, tokens)
        self.places: list[int] = []
        self.begin = 0

    def append_pending(self, text: str) -> None:
        """Literal text; the first piece of it says where it begins."""
        if not self.pending:
            self.begin = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802 (markdown-it's name)
        """A token of literal text."""
        self.places.append(self.begin)
        return super().pushPending()

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """A token, after one of the literal text before it."""
        token = super().push(ttype, tag, nesting)
        self.places.append(self.pos)
        return token


class PlacedInline(ParserInline):
    """The inline parser; each token's meta says where it was pushed: at its beginning, or within its opening mark."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """The tokens of a text."""
        state = PlacedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        for token, at in zip(state.tokens, state.places, strict=True):
            token.meta[AT] = at
        return state.tokens
