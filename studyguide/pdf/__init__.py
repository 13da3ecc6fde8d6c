"""From units of XHTML to one PDF: each unit is laid out alone, and its pages are linked like the object files of a program."""

from studyguide.pdf.build import build
from studyguide.pdf.cache import Cache
from studyguide.pdf.model import Artifact, LateUnit, Metadata, PageMap, Rendition, Stylesheet, Unit

__all__ = ["Artifact", "Cache", "LateUnit", "Metadata", "PageMap", "Rendition", "Stylesheet", "Unit", "build"]
