"""Which file is for whom, and what the files are called."""

from __future__ import annotations

from dataclasses import dataclass

from studyguide.sources.wording import message


@dataclass(frozen=True)
class SiteReader:
    """Somebody who looks for a file: who it is, the key of the file, what it is called, why it is the one.

    Where there is no such file, another one may do `otherwise`.
    """

    reader: str
    key: str
    what: str
    why: str
    otherwise: str = ""


EPUB, WHOLE, A4 = message("EPUB"), message("The whole guide as one page"), message("PDF, A4")
KINDLE = message("EPUB for Kindle and old e-readers")
LARGE, PHONE = message("PDF in large print"), message("PDF for phones")
BLEED, CARDS = message("PDF with bleed"), message("Cards for Anki")
PAPERS = {
    "worksheet": message("Worksheet"),
    "summary": message("Summary on one page"),
    "card": message("Card to cut out"),
    "poster": message("Poster"),
    "leaflet": message("Leaflet"),
}
"""What is printed of the guide on its own, and is no edition of it."""
READERS = (
    SiteReader(message("On a phone"), "phone", PHONE, message("Pages as wide as the screen: nothing to zoom.")),
    SiteReader(message("On a tablet"), "epub", EPUB, message("The text fills the screen, in the size that you choose.")),
    SiteReader(message("On a Kindle"), "kindle", KINDLE, message("Send it to your device with Send to Kindle."), "epub"),
    SiteReader(
        message("On a Kobo or another e-reader"), "epub", EPUB, message("Copy it over by cable, or open it from your library.")
    ),
    SiteReader(
        message("On an old e-reader, or with Adobe Digital Editions"),
        "kindle",
        KINDLE,
        message("Its drawings are pictures, which every program shows."),
    ),
    SiteReader(message("On a computer"), "a4", A4, message("Whole pages, with notes in the margin and links.")),
    SiteReader(message("With a screen reader"), "epub", EPUB, message("Headings, tables and pictures are told in words.")),
    SiteReader(message("With low vision"), "large-print", LARGE, message("Large letters and strong contrast.")),
    SiteReader(message("On paper, at home"), "a4", A4, message("In North America take the one in Letter format.")),
    SiteReader(message("From a print shop"), "print-bleed", BLEED, message("Book pages with room to be cut.")),
    SiteReader(message("Without a connection"), "whole", WHOLE, message("Save it, and it stays with you.")),
    SiteReader(message("To learn by cards"), "cards", CARDS, message("Each comes again when it is time for it.")),
    SiteReader(message("With pen and paper"), "worksheet", PAPERS["worksheet"], message("All questions, with room to write.")),
    SiteReader(message("For the numbers alone"), "summary", PAPERS["summary"], message("What is to be known, with its sources.")),
    SiteReader(message("For your wallet"), "card", PAPERS["card"], message("Fold it, fill it in, and carry it with you.")),
    SiteReader(message("For the wall"), "poster", PAPERS["poster"], message("A drawing that can be read from afar.")),
    SiteReader(message("To hand out"), "leaflet", PAPERS["leaflet"], message("Short, and in large type.")),
)
FORMATS = {
    "a4": A4,
    "letter": message("PDF, Letter"),
    "large-print": LARGE,
    "phone": PHONE,
    "print": message("PDF, book pages"),
    "print-bleed": BLEED,
    "epub": EPUB,
    "kindle": KINDLE,
    "cards": CARDS,
    **PAPERS,
}
MEDIA = {"epub": "application/epub+zip", "kindle": "application/epub+zip", "cards": "application/zip"}
