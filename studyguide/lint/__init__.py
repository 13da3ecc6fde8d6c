"""Lints: what keeps the text true and of one piece. They look at a faultless book and report into the same collector."""

from studyguide.lint.run import lint

__all__ = ["lint"]
