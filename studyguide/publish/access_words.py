"""What the metadata of the e-book say of its accessibility, in plain words and as codes of ONIX.

Sections and statements are those of W3C's Accessibility Metadata Display Guide 2.0, in its long form, which shops and libraries
show too; what it has no statement for is said in words of our own. `LICENSE-display-guide` says whose words they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from studyguide.sources.wording import Wording, message

SUFFICIENT, FEATURE, HAZARD = "accessModeSufficient", "accessibilityFeature", "accessibilityHazard"
CONFORMS, CERTIFIED, SUMMARY = "conformsTo", "certifiedBy", "accessibilitySummary"
DETAIL, WARNING = "09", "12"
"""Types of features in ONIX (list 79): details of accessibility have codes of list 196, warnings of list 143."""
Told = Mapping[str, Sequence[str]]
OnixFeature = tuple[str, str, str]
"""Type, code, and words that describe it, if any."""


@dataclass(frozen=True)
class AccessStatement:
    """What is said where a property has a value, or (`told` is False) where it has it not; with codes of ONIX of a type."""

    words: str
    name: str
    value: str
    codes: tuple[str, ...] = ()
    type: str = DETAIL
    told: bool = True

    def holds(self, told: Told) -> bool:
        """Whether it is true of metadata."""
        return (self.value in told.get(self.name, ())) == self.told


AA = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
STATEMENTS = {
    message("Ways of reading"): (
        AccessStatement(
            message(
                "Appearance of the text and page layout can be modified according to the capabilities of the reading system "
                "(font family and font size, spaces between paragraphs, sentences, words, and letters, as well as colour of "
                "background and text)"
            ),
            FEATURE,
            "displayTransformability",
            ("36",),
        ),
        AccessStatement(
            message("No information about appearance modifiability is available"), FEATURE, "displayTransformability", told=False
        ),
        AccessStatement(
            message("All content can be read as read aloud speech or dynamic braille"), SUFFICIENT, "textual", ("52",)
        ),
        AccessStatement(
            message("Not all of the content will be readable as read aloud speech or dynamic braille"),
            SUFFICIENT,
            "textual",
            told=False,
        ),
        AccessStatement(message("Has alternative text descriptions for images"), FEATURE, "alternativeText", ("14",)),
    ),
    message("Conformance"): (
        AccessStatement(
            message(
                "The publication contains a conformance statement that it meets the EPUB Accessibility "
                "and WCAG 2 Level AA standard"
            ),
            CONFORMS,
            AA,
            ("04", "82", "85"),
        ),
        AccessStatement(message("No information is available"), CONFORMS, AA, told=False),
    ),
    message("Navigation"): (
        AccessStatement(message("Table of contents to all chapters of the text via links"), FEATURE, "tableOfContents", ("11",)),
        AccessStatement(message("Index with links to referenced entries"), FEATURE, "index", ("12",)),
        AccessStatement(
            message("Elements such as headings, tables, etc for structured navigation"), FEATURE, "structuralNavigation", ("29",)
        ),
        AccessStatement(message("Page list to go to pages from the print source version"), FEATURE, "pageNavigation", ("41",)),
    ),
    message("Rich content"): (
        AccessStatement(
            message("Information-rich images are described by extended descriptions"), FEATURE, "longDescription", ("15",)
        ),
        AccessStatement(message("Math formulas in accessible format (MathML)"), FEATURE, "MathML", ("17",)),
    ),
    message("Hazards"): (
        AccessStatement(message("The publication contains no hazards"), HAZARD, "none", ("00",), WARNING),
        AccessStatement(message("The presence of hazards is unknown"), HAZARD, "unknown", ("24", "25", "26"), WARNING),
    ),
    message("Additional accessibility information"): (
        AccessStatement(
            message("Content is enhanced with ARIA roles to optimise organisation and facilitate navigation"), FEATURE, "ARIA"
        ),
        AccessStatement(message("Page breaks included from the original print source"), FEATURE, "pageBreakMarkers", ("19",)),
        AccessStatement(message("Text-to-speech hinting provided"), FEATURE, "ttsMarkup", ("21",)),
        AccessStatement(message("What follows is read in the order in which it is meant"), FEATURE, "readingOrder", ("13",)),
        AccessStatement(message("No copy protection is in the way"), FEATURE, "unlocked", ("10",)),
    ),
}
"""What the metadata of an EPUB of ours can say, by sections, in the order of the Display Guide."""


@dataclass(frozen=True)
class AccessSection:
    """What is said under a heading, in the language of the guide."""

    heading: str
    lines: tuple[str, ...]


def access_sections(told: Told, words: Wording) -> list[AccessSection]:
    """What metadata say, in words; a section that has nothing to say is left out."""
    found = {
        heading: tuple(words.gettext(each.words) for each in rows if each.holds(told)) for heading, rows in STATEMENTS.items()
    }
    certified = words.gettext("The publication was certified by %(name)s")
    found["Conformance"] += tuple(certified % {"name": name} for name in told.get(CERTIFIED, ()))
    return [AccessSection(words.gettext(heading), lines) for heading, lines in found.items() if lines]


def onix_features(told: Told) -> Iterator[OnixFeature]:
    """The same as features of ONIX, the summary (00) in words."""
    yield from ((DETAIL, "00", summary) for summary in told.get(SUMMARY, ()))
    yield from ((row.type, code, "") for rows in STATEMENTS.values() for row in rows if row.holds(told) for code in row.codes)
    yield from ((DETAIL, "90", name) for name in told.get(CERTIFIED, ()))
