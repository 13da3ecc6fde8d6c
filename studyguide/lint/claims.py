"""Claims: a clinical number stands in values.toml or in a passage that names its source; a claim names its source."""

import re

from studyguide import nodes as n
from studyguide.lint.passages import Passage, chapter_passages
from studyguide.lint.rules import LintSubject, rule
from studyguide.nodes.tree import walk
from studyguide.sources.diagnostics import Problems

UNIT = r"(?:/\s?µL|(?:×\s*)?10⁹/L|/L\b|°C|°F|%|per cent\b|mg\b|µg\b|g/dL|g/L|Gy\b|mmHg|per million\b)"
NUMBER = re.compile(rf"(?<![\w.])\d[\d,.]*(?:\s?[–-]\s?\d[\d,.]*)?[\s\u00a0\u202f]*{UNIT}")
SHORT = 14  # fewer words than this are a signpost (“Look at the table.”), not a claim


@rule
def check_numbers(subject: LintSubject, problems: Problems) -> None:
    """A number with a clinical unit outside a value, a cited passage, an invented case or a summary is an error."""
    for passage in chapter_passages(subject.book.chapters):
        if passage.cited or passage.kind in ("invented", "repeated"):
            continue
        loose = "".join(node.text for node in walk(passage.children) if isinstance(node, n.Text))
        for found in NUMBER.finditer(loose):
            hint = "write it as {value}`…`, or cite the source in the same paragraph"
            problems.error(passage.span, "uncited-number", f"“{found[0]}” has no source", hint)


@rule
def check_claims(subject: LintSubject, problems: Problems) -> None:
    """A passage of the running text that names no source is listed, so that somebody looks at it; chapter 1 is a first look."""
    for passage in chapter_passages(subject.book.chapters[1:]):
        if _claims(passage) and not passage.cited:
            start = " ".join(passage.words.split()[:7])
            message = f"no source is named: “{start} …”"
            problems.warning(passage.span, "uncited-claim", message, "cite one, or leave it if the text argues for itself")


def _claims(passage: Passage) -> bool:
    words = passage.words.split()
    signpost = any(isinstance(node, n.CrossReference) for node in passage.children) and len(words) < 2 * SHORT
    return passage.kind == "text" and len(words) >= SHORT and not passage.words.rstrip().endswith(":") and not signpost
