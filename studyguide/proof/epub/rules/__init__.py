"""The rules that a finished EPUB must keep, one small function each, declared in `RULES` by importing these modules."""

from studyguide.proof.epub.rules import (
    container,
    documents,
    figures,
    metadata,
    navigation,
    notes,
    questions,
    semantics,
    styles,
    tables,
)
from studyguide.proof.epub.rules.rule import RULES, Finding, Rule

__all__ = [
    "RULES",
    "Finding",
    "Rule",
    "container",
    "documents",
    "figures",
    "metadata",
    "navigation",
    "notes",
    "questions",
    "semantics",
    "styles",
    "tables",
]
