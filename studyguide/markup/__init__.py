"""Markup: Markdown text in, typed nodes out. The format is described in docs/writing.md.

CommonMark with the MyST conventions: colon fences are directives, braces before a code span are roles. All else is an error.
"""

from studyguide.markup.declared_boxes import read_dialect
from studyguide.markup.dialect import Dialect
from studyguide.markup.parse import parse_chapter, parse_faq, parse_fragments, parse_glossary, parse_title

__all__ = ["Dialect", "parse_chapter", "parse_faq", "parse_fragments", "parse_glossary", "parse_title", "read_dialect"]
