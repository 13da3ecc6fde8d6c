"""The guides of examples/, compiled with the project's own theme as the program beside them would, each once."""

from __future__ import annotations

from functools import cache

from studyguide.publish.compiled import Compiled, compile_sources
from studyguide.sources.diagnostics import Problems
from studyguide.sources.folder import Sources, read_sources
from tests.tinybook import ROOT

FOLDER = ROOT / "examples"
NAMES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())


@cache
def example(name: str) -> tuple[Compiled, Problems]:
    """An example, and what is said of it."""
    problems = Problems()
    styles, own = read_sources(ROOT, problems, ("styles",)), read_sources(FOLDER / name, problems)
    sources = Sources({**styles.texts, **own.texts}, {**styles.blobs, **own.blobs})
    return compile_sources(sources, problems), problems
