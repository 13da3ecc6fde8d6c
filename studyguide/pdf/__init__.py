"""From units of XHTML to one PDF: each unit is laid out alone, and its pages are linked like the object files of a program."""

from studyguide.html.pages import LateUnit, PageMap, Unit
from studyguide.pdf.build import build
from studyguide.pdf.model import Artifact, PdfMetadata, Rendition, Stylesheet, TablesTooWide
from studyguide.sources.cache import Cache

__all__ = ["Artifact", "Cache", "LateUnit", "PageMap", "PdfMetadata", "Rendition", "Stylesheet", "TablesTooWide", "Unit", "build"]
