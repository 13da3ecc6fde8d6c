"""From units of XHTML to one PDF: each unit is laid out alone, and its pages are linked like the object files of a program."""

from studyguide.html.pages import LateUnit, PageMap, Unit
from studyguide.pdf.build import LinkedBook, build, link_units
from studyguide.pdf.glimpse import watch_for
from studyguide.pdf.model import Artifact, PdfMetadata, Rendition, Stylesheet, TablesTooWide
from studyguide.pdf.workers import Here
from studyguide.sources.cache import Cache

__all__ = [
    "Artifact",
    "Cache",
    "Here",
    "LateUnit",
    "LinkedBook",
    "PageMap",
    "PdfMetadata",
    "Rendition",
    "Stylesheet",
    "TablesTooWide",
    "Unit",
    "build",
    "link_units",
    "watch_for",
]
