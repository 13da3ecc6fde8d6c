"""The tiny guide, finished once a session: its PDF with what it should say, and its EPUB, where a project keeps them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from studyguide.html.pages import PageMap
from studyguide.proof.pdf.facts import Expected, PdfFacts
from studyguide.proof.pdf.gates import expected, gates
from studyguide.proof.pdf.reader import read
from studyguide.publish.epubs import make_epubs
from studyguide.publish.names import epub_paths, pdf_path
from studyguide.publish.pdf import make_pdf
from studyguide.publish.store import BOOK, PAGES, STORE, packed_book
from studyguide.sources import files
from studyguide.sources.diagnostics import Diagnostic
from studyguide.sources.renditions import REFERENCE, RENDITIONS
from tests.tinybook import tiny_book


@dataclass(frozen=True)
class Tiny:
    """A finished PDF, what it should be, and the findings on it as it is."""

    path: Path
    pages: PageMap
    expected: Expected
    findings: tuple[Diagnostic, ...]


@pytest.fixture(scope="session")
def tiny(tmp_path_factory, layouts) -> Tiny:
    """The tiny guide on A4."""
    folder, compiled, rendition = tmp_path_factory.mktemp("tiny"), tiny_book(), RENDITIONS[REFERENCE]
    artifact = make_pdf(compiled, rendition, layouts)
    path = folder / "tiny.pdf"
    path.write_bytes(artifact.data)
    wanted = expected(compiled, rendition)
    return Tiny(path, artifact.pages, wanted, tuple(gates(PdfFacts.of(read(path), wanted))))


@pytest.fixture(scope="session")
def project(tiny, tmp_path_factory) -> Path:
    """A project's folder as a build of the tiny guide leaves it, with the reference rendition alone."""
    root: Path = tmp_path_factory.mktemp("project")
    compiled = tiny_book()
    files.keep(root / BOOK, packed_book(compiled))
    files.keep(root / PAGES, json.dumps(asdict(tiny.pages)).encode())
    files.replace(root / pdf_path(compiled.book.guide.name, REFERENCE), tiny.path.read_bytes())
    paths = epub_paths(compiled.book.guide.name)
    for key, data in make_epubs(compiled, tiny.pages, root / STORE / "pictures").items():
        files.replace(root / paths[key], data)
    return root
