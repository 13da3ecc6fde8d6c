"""What the package may say about its accessibility: computed from the content, never typed.

Vocabulary: schema.org accessibility properties as EPUB Accessibility 1.1 §2.2 uses them (accessMode, accessModeSufficient,
accessibilityFeature, accessibilityHazard, accessibilitySummary).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from lxml import etree

from studyguide.epub.publication import Publication
from studyguide.html.xhtml import EPUB_TYPE, XHTML
from studyguide.sources.config import Evaluation

HEADINGS = tuple(f"{XHTML}h{level}" for level in range(1, 7))
SVG = "{http://www.w3.org/2000/svg}svg"
MOVING = frozenset(f"{XHTML}{name}" for name in ("audio", "video", "script", "iframe", "embed", "object"))


@dataclass(frozen=True, slots=True)
class Accessibility:
    """The computed claims, and the evaluation if (and only if) it speaks of this very content."""

    modes: tuple[str, ...]
    sufficient: tuple[str, ...]
    features: tuple[str, ...]
    hazards: tuple[str, ...]
    evaluation: Evaluation | None = None


@dataclass(frozen=True, slots=True)
class ContentSurvey:
    """What the documents hold."""

    pictures_without_alt: int
    descriptions: int
    formulas: int
    page_breaks: int
    index: bool
    headings_in_order: bool
    tables_headed: bool
    roles: bool
    text: bool
    moving: bool


def claims(publication: Publication, roots: Mapping[str, Any], digest: str) -> Accessibility:
    """The accessibility metadata that is true of `publication`; `roots` are its documents, `digest` is its `content_digest`."""
    facts = survey(roots)
    evaluation = publication.metadata.evaluation
    if evaluation is not None and evaluation.digest != digest:
        evaluation = None
    there = {"pageNavigation": publication.page_list, "tableOfContents": publication.nav, "ttsMarkup": publication.hard}
    ways = {feature: bool(values) for feature, values in there.items()}
    return derive(facts, ways, publication.css, evaluation)


def derive(facts: ContentSurvey, ways: Mapping[str, bool], css: bytes, evaluation: Evaluation | None = None) -> Accessibility:
    """Claims from facts: a feature is named if and only if the content has it. The cover is a picture with a text alternative.

    `ways` are the features that stand beside the documents, each with whether it is there.
    """
    present = {
        "ARIA": facts.roles,
        "MathML": facts.formulas > 0,
        "alternativeText": facts.pictures_without_alt == 0,
        "displayTransformability": transformable(css),
        "index": facts.index,
        "longDescription": facts.descriptions > 0,
        "pageBreakMarkers": facts.page_breaks > 0,
        "readingOrder": facts.headings_in_order,
        "structuralNavigation": facts.headings_in_order and facts.tables_headed,
        "unlocked": True,
        **ways,
    }
    return Accessibility(
        modes=("textual", "visual") if facts.text else ("visual",),
        sufficient=("textual",) if facts.text and not facts.pictures_without_alt else ("textual,visual",),
        features=tuple(feature for feature, there in sorted(present.items()) if there),
        hazards=("unknown",) if facts.moving else ("none",),
        evaluation=evaluation,
    )


def survey(roots: Mapping[str, Any]) -> ContentSurvey:
    """Count what matters to a reader with a disability in the XHTML documents `{file name: root}`."""
    nodes = [(name, node) for name, root in roots.items() for node in root.iter(etree.Element)]
    anchors = {f"{name}#{node.get('id')}" for name, node in nodes if node.get("id")}
    types = [kind for _, node in nodes for kind in (node.get(EPUB_TYPE) or "").split()]
    return ContentSurvey(
        pictures_without_alt=sum(
            (node.tag == f"{XHTML}img" and not _says(node.get("alt"))) or (node.tag == SVG and not _says(node.get("aria-label")))
            for _, node in nodes
            if not decorates(node)
        ),
        descriptions=sum(_described(name, node, anchors) for name, node in nodes),
        formulas=sum(etree.QName(node).localname == "math" for _, node in nodes),
        page_breaks=types.count("pagebreak"),
        index="index" in types,
        headings_in_order=all(ordered(levels(root)) for root in roots.values()),
        tables_headed=all(_headed(node) for _, node in nodes if node.tag == f"{XHTML}table"),
        roles=any(node.get("role") for _, node in nodes),
        text=any((node.text or "").strip() for _, node in nodes),
        moving=any(node.tag in MOVING for _, node in nodes),
    )


def decorates(node: Any) -> bool:
    """Whether a picture is for the eye alone: nothing of it is heard."""
    return any(each.get("aria-hidden") == "true" for each in (node, *node.iterancestors()))


def _says(alternative: str | None) -> bool:
    """Whether a text alternative has a word; every picture of a guide has something to say."""
    return bool(re.search(r"\w", alternative or ""))


def _headed(table: Any) -> bool:
    """Whether a table says what its columns or its rows are."""
    return table.find(f".//{XHTML}th[@scope]") is not None


def levels(root: Any) -> list[int]:
    """The heading levels of a document in reading order."""
    return [int(node.tag[-1]) for node in root.iter(*HEADINGS)]


def ordered(found: list[int]) -> bool:
    """True where a document begins with its only h1 and never skips a level on the way down."""
    return bool(found) and found[0] == 1 and found.count(1) == 1 and all(b - a <= 1 for a, b in pairwise(found))


def transformable(css: bytes) -> bool:
    """True where the sheet leaves the text to the reader: no absolute lengths, no fixed places, nothing forced."""
    text = re.sub(r"/\*.*?\*/", "", css.decode("utf-8"), flags=re.DOTALL)
    return not re.search(r"\d(px|pt|pc|cm|mm|in|rem|vw|vh)\b|position\s*:\s*(fixed|absolute)|!\s*important", text)


def _described(name: str, node: Any, anchors: set[str]) -> bool:
    target = node.get("href") or ""
    return "describe" in (node.get("class") or "").split() and (name + target if target.startswith("#") else target) in anchors
