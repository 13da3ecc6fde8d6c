"""./guide listen CHAPTER: what a screen reader says of a chapter, of the EPUB or of the A4 PDF, as they were built last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from studyguide.epub.parts import whole
from studyguide.html.rendering import document_name
from studyguide.proof.epub.opened import OpenedBook
from studyguide.proof.heard import epub, pdf
from studyguide.proof.heard.spoken import Spoken, lines
from studyguide.proof.pdf.reader import read
from studyguide.publish.compiled import Compiled
from studyguide.publish.names import epub_path, pdf_path
from studyguide.publish.store import stored_book
from studyguide.sources.diagnostics import did_you_mean
from studyguide.sources.project import ROOT
from studyguide.sources.renditions import REFERENCE
from studyguide.tasks.editing.edits import EditRefused
from studyguide.tasks.editing.words import reader, run

BUILD_FIRST = "It is told of finished files: ./guide epub makes the EPUB, ./guide pdf:a4 the PDF."


def main(words: Sequence[str]) -> int:
    """Print the transcript of a chapter; returns what the process has to return."""
    parser = reader("listen", "listen counting --pdf")
    parser.add_argument("chapter", help="the id of a chapter, or of another part of the guide, as glossary")
    parser.add_argument("--pdf", action="store_true", help="of the A4 PDF")
    asked = parser.parse_args(words[1:])
    return run(lambda: "\n".join(lines(heard(asked.chapter, of_pdf=asked.pdf))))


def heard(name: str, *, of_pdf: bool) -> tuple[Spoken, ...]:
    """What is said of a part of the guide. Raises EditRefused where there is none of that name, or nothing was built."""
    try:
        compiled = stored_book(ROOT)
        return _of_pdf(compiled, name) if of_pdf else _of_epub(compiled, name)
    except OSError as error:
        raise EditRefused(f"{error.filename or 'The guide'} is not there. {BUILD_FIRST}") from error


def _of_epub(compiled: Compiled, name: str) -> tuple[Spoken, ...]:
    heard = epub.transcripts(OpenedBook.read((ROOT / epub_path(compiled.book.guide.name)).read_bytes()))
    parts = [page for page in heard if whole(page) == document_name(name)]
    if not parts:
        raise EditRefused(_unknown(name, [whole(page).removesuffix(".xhtml") for page in heard]))
    return tuple(said for part in parts for said in heard[part])


def _of_pdf(compiled: Compiled, name: str) -> tuple[Spoken, ...]:
    titles = {each.id: each.plain_title for each in compiled.book.body}
    if name not in titles:
        raise EditRefused(_unknown(name, titles))
    return pdf.chapter(read(ROOT / pdf_path(compiled.book.guide.name, REFERENCE)), titles[name])


def _unknown(name: str, known: Iterable[str]) -> str:
    hint = did_you_mean(name, known) or f"there are {', '.join(known)}"
    return f"There is no “{name}” to listen to: {hint}."
