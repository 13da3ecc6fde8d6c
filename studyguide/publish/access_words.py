"""What the metadata of the e-book say of its accessibility, in plain words and as codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from studyguide.sources.wording import message

TOLD = {
    ("accessModeSufficient", "textual"): (message("All of it can be read aloud or in braille."), "52"),
    ("accessibilityFeature", "alternativeText"): (message("Pictures are told in words."), "14"),
    ("accessibilityFeature", "longDescription"): (message("Pictures that show much have a long description."), "15"),
    ("accessibilityFeature", "MathML"): (message("Formulas can be read by screen readers."), "17"),
    ("accessibilityFeature", "displayTransformability"): (message("Letters, colours and spacing can be changed."), "36"),
    ("accessibilityFeature", "tableOfContents"): (message("There is a table of contents."), "11"),
    ("accessibilityFeature", "index"): (message("There is an index."), "12"),
    ("accessibilityFeature", "structuralNavigation"): (message("One can go from heading to heading."), "29"),
    ("accessibilityFeature", "readingOrder"): (message("What follows is read in the order in which it is meant."), "13"),
    ("accessibilityFeature", "pageNavigation"): (message("Page numbers are those of the printed pages."), "19"),
    ("accessibilityFeature", "unlocked"): (message("No copy protection is in the way."), "10"),
    ("accessibilityHazard", "none"): (message("Nothing flashes, moves or makes a sound."), "00"),
}
"""What the metadata of the EPUB say, in words and as a code of ONIX (code list 196)."""


def said(told: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """What metadata say, in words (to be translated) and as codes of ONIX, in the order of the table above."""
    return [words for (name, value), words in TOLD.items() if value in told.get(name, ())]
