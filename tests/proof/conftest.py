"""The PDF of the tiny guide, built once a session, and what it should say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from studyguide.html.pages import LateUnit, PageMap, Unit
from studyguide.pdf.model import Metadata
from studyguide.proof.pdf.gates import gates
from studyguide.publish.pdf import make_pdf, metadata, units_of
from studyguide.sources.diagnostics import Diagnostic
from studyguide.sources.renditions import REFERENCE, RENDITIONS
from tests.tinybook import tiny_book


@dataclass(frozen=True)
class Tiny:
    """A finished PDF with the units and metadata that it was made from, and the findings on it as it is."""

    path: Path
    pages: PageMap
    units: tuple[Unit | LateUnit, ...]
    about: Metadata
    findings: tuple[Diagnostic, ...]


@pytest.fixture(scope="session")
def tiny(tmp_path_factory) -> Tiny:
    """The tiny guide on A4."""
    folder, compiled, rendition = tmp_path_factory.mktemp("tiny"), tiny_book(), RENDITIONS[REFERENCE]
    artifact = make_pdf(compiled, rendition, folder / "cache")
    path = folder / "tiny.pdf"
    path.write_bytes(artifact.data)
    units, about = units_of(compiled, rendition), metadata(compiled.book)
    return Tiny(path, artifact.pages, tuple(units), about, tuple(gates(path, rendition.id, units, about=about)))
