"""What the metadata of the e-book say of its accessibility, in plain words and as codes.

The sections are those of W3C's Accessibility Metadata Display Guide; the words are our own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studyguide.sources.wording import message

SUFFICIENT, FEATURE, HAZARD = "accessModeSufficient", "accessibilityFeature", "accessibilityHazard"
TOLD = {
    message("Ways of reading"): {
        (SUFFICIENT, "textual"): (message("All of it can be read aloud or in braille."), "52"),
        (FEATURE, "alternativeText"): (message("Pictures are told in words."), "14"),
        (FEATURE, "displayTransformability"): (message("Letters, colours and spacing can be changed."), "36"),
    },
    message("Ways through it"): {
        (FEATURE, "tableOfContents"): (message("There is a table of contents."), "11"),
        (FEATURE, "index"): (message("There is an index."), "12"),
        (FEATURE, "structuralNavigation"): (message("One can go from heading to heading."), "29"),
        (FEATURE, "readingOrder"): (message("What follows is read in the order in which it is meant."), "13"),
        (FEATURE, "pageNavigation"): (message("Page numbers are those of the printed pages."), "19"),
    },
    message("What is more than text"): {
        (FEATURE, "longDescription"): (message("Pictures that show much have a long description."), "15"),
        (FEATURE, "MathML"): (message("Formulas can be read by screen readers."), "17"),
    },
    message("Hazards and locks"): {
        (HAZARD, "none"): (message("Nothing flashes, moves or makes a sound."), "00"),
        (FEATURE, "unlocked"): (message("No copy protection is in the way."), "10"),
    },
}
"""What the metadata of the EPUB say, in words and as a code of ONIX (code list 196), by sections."""


@dataclass(frozen=True)
class AccessSection:
    """What is said under a heading; the words are to be translated."""

    heading: str
    lines: tuple[str, ...]


def access_sections(told: Mapping[str, Sequence[str]]) -> list[AccessSection]:
    """What metadata say, in words; of what they do not say, nothing."""
    found = {heading: [words for key, (words, _) in rows.items() if _is_told(key, told)] for heading, rows in TOLD.items()}
    return [AccessSection(heading, tuple(lines)) for heading, lines in found.items() if lines]


def onix_codes(told: Mapping[str, Sequence[str]]) -> list[str]:
    """The same as codes of ONIX."""
    return [code for rows in TOLD.values() for key, (_, code) in rows.items() if _is_told(key, told)]


def _is_told(key: tuple[str, str], told: Mapping[str, Sequence[str]]) -> bool:
    name, value = key
    return value in told.get(name, ())
