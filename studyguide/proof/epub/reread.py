"""The book as a second reader finds it: ebooklib's own, which knows nothing of how the file was packed."""

import io
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ebooklib import epub

from studyguide.proof.epub.opened import OpenedBook, text
from studyguide.proof.epub.rules.navigation import toc
from studyguide.proof.finished import FinishedGuide, of_each_epub
from studyguide.proof.others.tools import package_version
from studyguide.proof.report import Outcome, finding


@of_each_epub
def check(guide: FinishedGuide, epub: Path) -> Outcome:
    """Ebooklib's own reader opens the file and gives back title, spine, contents and every document."""
    data = epub.read_bytes()
    found = [finding(file or epub.name, "reread", message) for file, message in unread(data)]
    return Outcome(found, package_version("ebooklib"), epub.name, looked=len(OpenedBook.read(data).manifest))


def unread(data: bytes) -> Iterator[tuple[str, str]]:
    """Where ebooklib finds another title, spine, contents or document than is in the file: (file, what)."""
    book = OpenedBook.read(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of its own future
            found = epub.read_epub(io.BytesIO(data), {"ignore_ncx": False})
    except (epub.EpubException, AttributeError, KeyError, TypeError, ValueError) as error:
        yield "", f"ebooklib cannot read it: {error}"
        return
    if [found.title] != [text(node) for node in book.package("o:metadata/dc:title")][:1]:
        yield "package.opf", f"ebooklib finds the title “{found.title}”"
    names = {item.get_id(): item.get_name() for item in found.get_items()}
    if tuple(names.get(name, name) for name, _ in found.spine) != book.spine:
        yield "package.opf", "ebooklib finds another spine"
    if list(_labels(found.toc)) != [label for _, label, _ in toc(book.nav)]:
        yield "toc.ncx", "ebooklib finds other contents"
    given = {item.get_name(): item.content for item in found.get_items()}
    for name in book.manifest:
        if name != "toc.ncx" and given.get(name) != book.file(name):
            yield name, "ebooklib does not give it back"


def _labels(entries: Any) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, tuple):
            yield " ".join(entry[0].title.split())
            yield from _labels(entry[1])
        else:
            yield " ".join(entry.title.split())
