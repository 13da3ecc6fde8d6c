"""Which file is for whom, what the files are called, and what the metadata of the EPUB say, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from studyguide.sources.wording import message


@dataclass(frozen=True)
class SiteReader:
    """Somebody who looks for a file: who it is, the key of the file, what it is called, why it is the one."""

    reader: str
    key: str
    what: str
    why: str


EPUB, WHOLE, A4 = message("EPUB"), message("The whole guide as one page"), message("PDF, A4")
LARGE, PHONE = message("PDF in large print"), message("PDF for phones")
BLEED, CARDS = message("PDF with bleed"), message("Cards for Anki")
READERS = (
    SiteReader(message("On a phone"), "phone", PHONE, message("Pages as wide as the screen: nothing to zoom.")),
    SiteReader(message("On a tablet"), "epub", EPUB, message("The text fills the screen, in the size that you choose.")),
    SiteReader(message("On a Kindle"), "epub", EPUB, message("Send it to your device with Send to Kindle.")),
    SiteReader(message("On another e-reader"), "epub", EPUB, message("Copy it over by cable, or open it from your library.")),
    SiteReader(message("On a computer"), "a4", A4, message("Whole pages, with notes in the margin and links.")),
    SiteReader(message("With a screen reader"), "epub", EPUB, message("Headings, tables and pictures are told in words.")),
    SiteReader(message("With low vision"), "large-print", LARGE, message("Large letters and strong contrast.")),
    SiteReader(message("On paper, at home"), "a4", A4, message("In North America take the one in Letter format.")),
    SiteReader(message("From a print shop"), "print-bleed", BLEED, message("Book pages with room to be cut.")),
    SiteReader(message("Without a connection"), "whole", WHOLE, message("Save it, and it stays with you.")),
    SiteReader(message("To learn by cards"), "cards", CARDS, message("Each comes again when it is time for it.")),
)
FORMATS = {
    "a4": A4,
    "letter": message("PDF, Letter"),
    "large-print": LARGE,
    "phone": PHONE,
    "print": message("PDF, book pages"),
    "print-bleed": BLEED,
    "epub": EPUB,
    "cards": CARDS,
}
MEDIA = {"epub": "application/epub+zip", "cards": "application/zip"}
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
