"""A small publication that uses every construct of the guide's XHTML, as a value."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from studyguide.art.cover import CoverText, cover_svg
from studyguide.art.fonts import guide_fonts
from studyguide.art.raster import cover_jpeg, figure_png
from studyguide.epub.pack import pack
from studyguide.epub.publication import Document, Landmark, NavPoint, PageMark, Publication, PublicationMetadata
from studyguide.html import environment
from studyguide.html.typography import soften_tables
from studyguide.html.xhtml import NAMESPACE, parse, serialise, serialise_file
from studyguide.sources.config import Person, Subject
from tests.tinybook import tiny_sources

SPECIMEN = Path(__file__).parent / "specimen"
STYLES = Path(__file__).parents[2] / "styles"
FONTS = guide_fonts(tiny_sources().blobs)
TEMPLATES = environment(tiny_sources().under("styles/templates"))
ORDER = ("title", "emergency", "counting", "causes", "answers", "glossary", "faq", "figure-descriptions", "references", "index")
TITLES = {
    "title": "Leukopenia",
    "emergency": "In an emergency",
    "counting": "What the numbers mean",
    "causes": "Causes",
    "answers": "Answers",
    "glossary": "Glossary",
    "faq": "Questions people ask",
    "figure-descriptions": "Figure descriptions",
    "references": "References",
    "index": "Index",
}


@cache
def publication() -> Publication:
    """The synthetic publication; its pictures are made with the guide's fonts."""
    fonts = FONTS
    metadata = bibliographic()
    cover = cover_svg(CoverText(metadata.title, metadata.subtitle, metadata.edition), fonts, TEMPLATES)
    return Publication(
        metadata=metadata,
        documents=tuple(document(name) for name in ORDER),
        nav=navigation(),
        landmarks=(
            Landmark("bodymatter", "Start of the text", "counting.xhtml#counting"),
            Landmark("glossary", "Glossary", "glossary.xhtml#glossary"),
            Landmark("bibliography", "References", "references.xhtml#references"),
            Landmark("index", "Index", "index.xhtml#index"),
        ),
        page_list=(
            PageMark("i", "emergency.xhtml#page-i"),
            PageMark("1", "counting.xhtml#page--1"),
            PageMark("2", "counting.xhtml#page--2"),
            PageMark("3", "causes.xhtml#page--3"),
            PageMark("4", "answers.xhtml#page--4"),
        ),
        images={"ruler.png": figure_png((SPECIMEN / "ruler.svg").read_bytes(), fonts)},
        css=(STYLES / "epub.css").read_bytes(),
        cover_jpeg=cover_jpeg(cover, fonts),
    )


def document(name: str) -> Document:
    """One finished document of the specimen."""
    root = specimen(name)
    soften_tables(root, "en-GB")
    return Document(f"{name}.xhtml", TITLES[name], serialise_file(root))


def specimen(name: str) -> Any:
    """The root of a document of the specimen as it stands in its file."""
    return parse((SPECIMEN / f"{name}.xhtml").read_text("utf-8"), name)


def changed_by(change: Callable[[Any], object], body: str) -> str:
    """The content of a body after a change of its document."""
    root = parse(f'<html xmlns="{NAMESPACE}" xmlns:epub="http://www.idpf.org/2007/ops"><body>{body}</body></html>', "body")
    change(root)
    return serialise(root).partition("<body>")[2].rpartition("</body>")[0]


def packed(made: Publication) -> bytes:
    """The EPUB of a publication."""
    return pack(made, TEMPLATES)


def navigation() -> tuple[NavPoint, ...]:
    """The contents: chapters with their sections, then the back matter."""
    back = tuple(NavPoint(TITLES[name], f"{name}.xhtml#{name}") for name in ORDER[4:])
    units = NavPoint(
        "1.1 Units and cells", "counting.xhtml#sec-units", (NavPoint("Kinds of cells", "counting.xhtml#sec-units-kinds"),)
    )
    return (
        NavPoint("Title page", "title.xhtml#title"),
        NavPoint("In an emergency", "emergency.xhtml#emergency"),
        NavPoint(
            "1 What the numbers mean",
            "counting.xhtml#counting",
            (
                units,
                NavPoint("1.2 What a count cannot say", "counting.xhtml#sec-myth"),
                NavPoint("1.3 Summary", "counting.xhtml#sec-counting-summary"),
                NavPoint("1.4 Check yourself", "counting.xhtml#sec-counting-check"),
            ),
        ),
        NavPoint("2 Causes", "causes.xhtml#causes", (NavPoint("2.1 Medicines", "causes.xhtml#sec-drugs"),)),
        *back,
    )


def bibliographic() -> PublicationMetadata:
    """Bibliographic facts of the specimen."""
    return PublicationMetadata(
        identifier="urn:uuid:6f0d2c1e-5a44-5a1f-9b1b-2f5b5d6b7c01",
        title="Leukopenia",
        subtitle="A study guide to low white blood cell counts",
        language="en-GB",
        people=(Person("The guide’s contributors", "guide’s contributors, The"), Person("A. Reviewer", "Reviewer, A.", "rev")),
        publisher="Study Guide Project",
        date=date(2026, 11, 23),
        modified=datetime(2026, 11, 23, 12, 0, tzinfo=UTC),
        rights="CC BY 4.0, https://creativecommons.org/licenses/by/4.0/",
        description="A small book that uses every construct of the guide.",
        subjects=(Subject("Leukopenia", "MeSH", "D007970"), Subject("Study guides")),
        edition="1st edition, version 1.0",
        page_break_source="Leukopenia, A4 PDF edition, version 1.0",
    )
