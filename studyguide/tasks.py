"""The tasks' entry points: read what is stored, call the stages in order, write whole files, and talk to the person."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from studyguide.publish.store import STORE, epub_path, pdf_path, reference_pages, store_book, stored_book
from studyguide.sources import files
from studyguide.sources.renditions import REFERENCE, RENDITIONS

__all__ = ["store_book"]


def write_html(root: Path, unit: str) -> None:
    """The web page of one chapter in build/html, or (“frame”) everything else there. Raises BuildFailed."""
    from studyguide.publish.web import web_pages

    for name, data in web_pages(stored_book(root), unit).items():
        files.replace(root / "build" / "html" / name, data)


def write_pdf(root: Path, rendition: str, scheduler: str = "", cache: str = "", *, one_pass: bool = False) -> bool:
    """One PDF, and for the reference rendition the map of its pages. Raises BuildFailed; nothing is written then.

    `scheduler` is the address of a Dask cluster, `cache` the URL of a cache that machines share. Returns whether the work was
    done; if there is no such cluster, or the layout engine broke down, says so. `one_pass` lets WeasyPrint write the file in one
    piece; it does not tell the words that pages open with, so the map stays the last linked one.
    """
    from studyguide.pdf.cluster import ClusterUnavailable
    from studyguide.pdf.compile import CompileFailed
    from studyguide.pdf.workers import WorkerLost
    from studyguide.publish.pdf import make_pdf

    compiled = stored_book(root)
    try:
        kept = root / STORE / "fragments"
        artifact = make_pdf(compiled, RENDITIONS[rendition], kept, scheduler=scheduler, cache=cache, one_pass=one_pass)
    except (ClusterUnavailable, CompileFailed, WorkerLost) as reason:
        print(reason)
        return False
    files.replace(root / pdf_path(compiled.book, rendition), artifact.data)
    if rendition == REFERENCE and not one_pass:
        files.replace(root / STORE / f"pages-{rendition}.json", json.dumps(asdict(artifact.pages), indent=0).encode())
    return True


def write_epub(root: Path) -> None:
    """The EPUB, with the page numbers of the reference rendition, and since when they stand. Raises BuildFailed."""
    import datetime

    from studyguide.publish.ebook import make_epub

    compiled, pages = stored_book(root), reference_pages(root)
    files.replace(root / epub_path(compiled.book), make_epub(compiled, pages, root))
    since = datetime.datetime.fromtimestamp((root / STORE / f"pages-{REFERENCE}.json").stat().st_mtime).astimezone()
    printed = pdf_path(compiled.book, REFERENCE)
    print(f"   {len(pages.labels)} page numbers of {printed}, unchanged since {since:%Y-%m-%d %H:%M}")


def check(root: Path) -> bool:
    """Print the report of every check. Returns whether all that could run passed."""
    import datetime

    from studyguide.proof.everything import check_everything

    report, fine = check_everything(root, datetime.datetime.now(datetime.UTC).date())
    print(report)
    return fine


def hold_to_oracle(root: Path, name: str) -> bool:
    """Print how a rendition or a generated book differs from what WeasyPrint makes of it in one piece.

    Returns whether it does not.
    """
    from studyguide.proof.report import Status, table
    from tests.oracle.run import BOOKS, compare_book, compare_guide

    results = compare_book(root, name) if name in BOOKS else compare_guide(root, stored_book(root), name)
    print(table(results))
    return not any(result.status is Status.FAIL for result in results)


def write_checksums(root: Path) -> None:
    """build/SHA256SUMS over the finished files, in the format of sha256sum."""
    finished = sorted(p for p in (root / "build").iterdir() if p.suffix in (".pdf", ".epub"))
    rows = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in finished]
    files.replace(root / "build" / "SHA256SUMS", ("\n".join(rows) + "\n").encode())


def write_pictures(root: Path) -> None:
    """Contact sheets in build/pictures, and the pictures of the README."""
    from studyguide.proof import pictures
    from studyguide.proof.epub.screens import find_browser
    from studyguide.proof.others.tools import find_tools
    from studyguide.proof.report import MissingTool

    compiled = stored_book(root)
    made = pictures.write_page_sheets(root, compiled)
    try:
        browser = find_browser(find_tools(root))
        made += pictures.write_screen_sheets(root, compiled, browser)
        made.append(pictures.write_oldest_engine(root, compiled))
    except (MissingTool, RuntimeError) as missing:
        print(f"SKIPPED screens of the EPUB: {missing}")
    pages = reference_pages(root)
    shown = [pages.anchors[a] for a in (compiled.book.chapters[0].id, "sec-count-step", "fig-anc-ruler") if a in pages.anchors]
    pictures.write_readme_pictures(root, compiled, shown)
    print("\n".join(str(path.relative_to(root)) for path in made))
