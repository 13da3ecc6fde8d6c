"""The statement on accessibility: what the metadata of the e-book claim, in plain words, in the language of the guide."""

from __future__ import annotations

from studyguide.epub.access_told import access_told
from studyguide.html import fill
from studyguide.html.units import failures_reported
from studyguide.publish.access_words import access_sections
from studyguide.publish.compiled import Compiled
from studyguide.sources.diagnostics import Problems

STATEMENT = "ACCESSIBILITY.md"


def access_statement(compiled: Compiled, epub: bytes) -> bytes:
    """The statement as Markdown, from the bytes of the finished EPUB. Raises BuildFailed with what is wrong in the template."""
    guide, told = compiled.book.guide, access_told(epub)
    with failures_reported(Problems(), compiled.sources.texts):
        return fill(
            compiled.templates.env,
            "release/accessibility.txt",
            guide=guide,
            summary=" ".join(told.get("accessibilitySummary", ())),
            sections=access_sections(told, guide.words),
        ).encode()
