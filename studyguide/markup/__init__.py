"""Markup: Markdown text in, typed nodes out. The format is described in docs/writing.md.

CommonMark with the MyST conventions: colon fences are directives, braces before a code span are roles. All else is an error.
"""

from studyguide.markup.parse import parse_chapter, parse_faq, parse_fragments, parse_glossary, parse_title

__all__ = ["parse_chapter", "parse_faq", "parse_fragments", "parse_glossary", "parse_title"]
