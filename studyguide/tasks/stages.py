"""The tasks' entry points: read what is stored, call the stages in order, write whole files, and talk to the person."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from studyguide.publish.compiled import Compiled
from studyguide.publish.names import (
    RELEASES,
    SITE,
    bank_paths,
    cards_paths,
    epub_paths,
    finished,
    guide_name,
    leftovers,
    pdf_path,
)
from studyguide.publish.store import (
    BOOK,
    PAGES,
    STORE,
    WARNINGS,
    memory,
    packed_book,
    packed_warnings,
    stored_book,
    trim,
    unpacked_book,
    unpacked_pages,
    unpacked_warnings,
)
from studyguide.sources import files, messages
from studyguide.sources.cache import Cache, is_trimmed_at
from studyguide.sources.consequences import Mistake
from studyguide.sources.diagnostics import BuildFailed, Problems, Span
from studyguide.sources.look import renditions
from studyguide.sources.messages import as_json, counted, show
from studyguide.sources.remembered import Memory
from studyguide.sources.renditions import REFERENCE, RENDITIONS
from studyguide.tasks.border import CheckFailed, ExpectedFailure, failure, in_json
from studyguide.tasks.progress import output
from studyguide.tasks.record import TaskFiles, made_by

if TYPE_CHECKING:
    from studyguide.book.model import Book
    from studyguide.publish.session import Session

LEFT_OVER = "left-over-value"
"""The warning that every build shows: a number has changed, and here it has not."""


@lru_cache(maxsize=1)
def _memory(root: Path) -> Memory:
    """What the tasks of this process share of what earlier ones made."""
    return memory(root, made_by())


def _compiled(disk: TaskFiles) -> Compiled:
    """The book that was kept, with what is remembered of earlier builds."""
    return replace(unpacked_book(disk.kept(BOOK)), remembered=_memory(disk.root))


def open_session(root: Path) -> Session:
    """A session on the guide below a root, which tells in words whatever fails in it."""
    from studyguide.publish.session import Session

    return Session(root, made_by(), lambda error: failure(error, "session", root)[1])


def write_book(disk: TaskFiles) -> None:
    """Compile the sources and keep the book for the tasks that publish it. Raises BuildFailed."""
    from studyguide.publish.compiled import compile_book

    compiled = compile_book(disk.root, remembered := _memory(disk.root))
    disk.keep(BOOK, packed_book(compiled))
    if is_trimmed_at(compiled.book.digest):
        trim(disk.root, remembered)
    disk.read.update(compiled.sources.read)
    if old := leftovers(disk.root, compiled.book.guide.name):
        disk.said.append(f"of an earlier name: {', '.join(old)}; ./guide clean takes them away, and all else that was made")


def find_warnings(disk: TaskFiles) -> None:
    """Keep what the lints find in the text, and how many that is; tell what a changed value could not reach.

    A lint that breaks down is told of, and stops nothing.
    """
    import datetime

    from studyguide.lint import lint
    from studyguide.lint.left_over import still_said
    from studyguide.publish.earlier_values import NUMBERS, earlier_numbers, numbers, packed_numbers

    compiled, problems = _compiled(disk), Problems()
    book, texts = compiled.book, compiled.sources.texts
    earlier = earlier_numbers(disk.root, book.values)
    today = datetime.datetime.now().astimezone().date()
    try:
        until = lint(book, compiled.sources, today, problems, compiled.remembered, earlier)
        earlier = still_said(book, texts, earlier)
    except Exception as error:  # noqa: BLE001 - what is printed does not hang on it
        problems.take(failure(error, "lint:text", disk.root)[1].problems.found)
        until = today
    disk.keep(WARNINGS, packed_warnings(problems.found))
    disk.keep(NUMBERS, packed_numbers(numbers(book.values), earlier))
    if output() != "quiet" and (left := [each for each in problems.warnings if each.code == LEFT_OVER]):
        print("\n".join(show(each, texts) for each in left))
    disk.facts |= {"warnings": len(problems.found), "day": today.isoformat(), "until": until.isoformat()}


def show_warnings(disk: TaskFiles) -> None:
    """Print what the lints found, each at its place. Raises CheckFailed if it is more than a warning."""
    found, texts = unpacked_warnings(disk.kept(WARNINGS)), unpacked_book(disk.kept(BOOK)).sources.texts
    problems = Problems([*found])
    if not in_json():
        kinds = ", ".join(f"{count} × {code}" for code, count in Counter(each.code for each in found).most_common())
        total = f"{counted(len(found), 'warning')} on the text{kinds and ': '}{kinds}"
        print("\n".join([*(show(each, texts) for each in found), total]))
        if found and messages.on_github() and not problems.errors:  # errors the border tells
            print(messages.annotations(map(Mistake, found)))
    elif found and not problems.errors:  # those the border tells
        print(as_json(map(Mistake, found)), file=sys.__stdout__, flush=True)
    if problems.errors:
        raise CheckFailed(problems)


def write_html(disk: TaskFiles, unit: str) -> None:
    """The web page of one chapter in build/html, or (“frame”) everything else there. Raises BuildFailed."""
    from studyguide.publish.web import web_pages

    for name, data in web_pages(_compiled(disk), unit).items():
        disk.write(f"build/html/{name}", data)


def write_pdf(disk: TaskFiles, rendition: str, scheduler: str = "", cache: str = "", *, one_pass: bool = False) -> None:
    """One PDF, and for the reference rendition the map of its pages. Raises BuildFailed; nothing is written then.

    `scheduler` is the address of a Dask cluster, `cache` the URL of a cache that machines share; raises Expected if there is no
    such cluster, or if the machine ended a process. `one_pass` lets WeasyPrint write the file in one piece; it does not tell the
    words that pages open with, so the map stays the last linked one, and nothing counts as done.
    """
    from studyguide.pdf.cluster import ClusterUnavailable
    from studyguide.pdf.compile import CompileFailed
    from studyguide.pdf.workers import WorkerLost
    from studyguide.publish.pdf import make_pdf, units_of

    compiled = _compiled(disk)
    look = renditions(compiled.book.guide.look)[rendition]
    kept = disk.root / STORE / "fragments"
    try:
        artifact = make_pdf(compiled, look, kept, scheduler=scheduler, cache=cache, one_pass=one_pass, watch=disk.watch)
    except (ClusterUnavailable, WorkerLost) as reason:
        raise ExpectedFailure(str(reason)) from reason
    except CompileFailed as failed:
        failed.span = next((Span(unit.source, 0) for unit in units_of(compiled, look) if unit.id == failed.unit), Span("", 0))
        raise
    disk.write(pdf_path(compiled.book.guide.name, rendition), artifact.data)
    disk.said += [show(warning, compiled.sources.texts) for warning in artifact.warnings]
    disk.facts["warnings"] = len(artifact.warnings)
    if one_pass:
        disk.written.clear()
    elif rendition == REFERENCE:
        disk.keep(PAGES, json.dumps(asdict(artifact.pages), indent=0).encode())


def write_epub(disk: TaskFiles) -> None:
    """The EPUB files, with the page numbers of the reference rendition, and since when they stand. Raises BuildFailed."""
    import datetime

    from studyguide.publish.epubs import make_epubs

    compiled, pages = _compiled(disk), unpacked_pages(disk.kept(PAGES))
    made = make_epubs(compiled, pages, disk.root / STORE / "pictures")
    for key, path in epub_paths(compiled.book.guide.name).items():
        if key in made:
            disk.write(path, made[key])
        else:
            (disk.root / path).unlink(missing_ok=True)
    since = datetime.datetime.fromtimestamp((disk.root / PAGES).stat().st_mtime).astimezone()
    printed = pdf_path(compiled.book.guide.name, REFERENCE)
    disk.said.append(f"{len(pages.labels)} page numbers of {printed}, unchanged since {since:%Y-%m-%d %H:%M}")


def write_cards(disk: TaskFiles, *, record: bool = False) -> None:
    """The flashcards, and if asked the ledger that tells since when each says what it says. Raises BuildFailed."""
    from studyguide.publish.flashcards.cards import cards
    from studyguide.sources.card_ledger import PATH

    compiled = _compiled(disk)
    made = cards(compiled)
    for path, data in zip(cards_paths(compiled.book.guide.name), (made.apkg, made.text), strict=True):
        disk.write(path, data)
    if record:
        files.replace(disk.root / PATH, made.ledger.encode())
    disk.said += made.said


def write_bank(disk: TaskFiles) -> None:
    """The questions as banks for learning platforms. Raises BuildFailed."""
    from studyguide.publish.banks.bank import bank

    compiled = _compiled(disk)
    made = bank(compiled)
    for path, data in zip(bank_paths(compiled.book.guide.name), made.files, strict=True):
        disk.write(path, data)
    disk.said += made.said


def write_exam(disk: TaskFiles, **options: str) -> None:
    """A test as it is wished for: the paper, the answer sheet and the key of every version. Raises BuildFailed."""
    from studyguide.publish.papers.exam import exam
    from studyguide.publish.papers.wish import TypedWish

    made = exam(_compiled(disk), TypedWish(options))
    for path, data in made.files.items():
        disk.write(path, data)
    disk.said += made.said


def write_papers(disk: TaskFiles) -> None:
    """The sheets to use that the guide has; of those that it has no more, the files go. Raises BuildFailed."""
    from studyguide.publish.names import paper_path
    from studyguide.publish.papers.sheets_to_use import KINDS, sheets_to_use

    compiled = _compiled(disk)
    made = sheets_to_use(compiled, Cache(disk.root / STORE / "fragments"))
    for path in {paper_path(compiled.book.guide.name, kind) for kind in KINDS} - made.keys():
        (disk.root / path).unlink(missing_ok=True)
    for path, data in made.items():
        disk.write(path, data)
    disk.said.append(", ".join(made) or "the guide has no questions, and asks for no papers in guide.toml")


def write_site(disk: TaskFiles) -> None:
    """The site in build/site, with every finished file. Raises BuildFailed."""
    import shutil

    from studyguide.pdf.finish import page_count
    from studyguide.publish.site.site import Download, site

    compiled = _compiled(disk)
    name = compiled.book.guide.name
    deck = {"cards": cards_paths(name)[0]} if has_cards(disk.root) else {}
    epubs = epub_paths(name, kindle=compiled.book.guide.kindle)
    made = {key: pdf_path(name, key) for key in RENDITIONS} | epubs | deck | sheets(disk.root, name)
    found = {key: Download(key, Path(path).name, data := disk.made(path), page_count(data)) for key, path in made.items()}
    shutil.rmtree(disk.root / SITE, ignore_errors=True)
    for path, data in site(compiled, found).items():
        disk.write(f"{SITE}/{path}", data)
    disk.said.append(f"open {SITE}/index.html; the folder can be copied to any web server")


def sheets(root: Path, name: str) -> dict[str, str]:
    """The paths of the sheets to use that a guide of a name has, by their kinds."""
    from studyguide.publish.names import paper_path
    from studyguide.publish.papers.sheets_to_use import KINDS

    return {kind: path for kind in KINDS if (root / (path := paper_path(name, kind))).is_file()}


def has_cards(root: Path) -> bool:
    """Whether the deck that was made last has a card: a line of its text that is not one of the head."""
    text = (root / cards_paths(guide_name(root))[1]).read_bytes()
    return any(not line.startswith(b"#") for line in text.splitlines())


def clear(root: Path) -> None:
    """Take away everything in build/. Raises OSError."""
    import shutil

    for path in (root / "build").iterdir() if (root / "build").is_dir() else ():
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def check(disk: TaskFiles, without: str = "", *, whole: bool = False) -> None:
    """Print the report of every check, but those `without` which it is asked for.

    Raises CheckFailed with what they found, and ExpectedFailure where the `whole` of them is wanted, and one was not made.
    """
    import datetime

    from studyguide.proof.everything import check_everything

    left_out = [name.strip() for name in without.split(",") if name.strip()]
    report, found, skipped = check_everything(disk.root, datetime.datetime.now(datetime.UTC).date(), without=left_out)
    print(report)
    if found:
        raise CheckFailed(Problems(list(found)))
    if whole and skipped:
        said = f"A release leaves no check out, and these were not made: {', '.join(skipped)}."
        raise ExpectedFailure(f"{said} What is missing stands above; ./guide doctor tells how to get it.")


def check_whole(disk: TaskFiles) -> None:
    """All checks, none of which may be left out. Raises as `check`."""
    check(disk, whole=True)


def check_examples(disk: TaskFiles, without: str = "") -> bool:
    """Print what the checks but some say of the guides in examples/; returns whether nothing was found."""
    from studyguide.tasks import examples

    return examples.check_examples(disk.root, without)


def hold_to_oracle(disk: TaskFiles, name: str) -> bool:
    """Print how a rendition or a generated book differs from what WeasyPrint makes of it in one piece.

    Returns whether it does not.
    """
    from studyguide.proof.report import Status, table
    from tests.oracle.run import BOOKS, compare_book, compare_guide

    root = disk.root
    results = compare_book(root, name) if name in BOOKS else compare_guide(root, stored_book(root), name)
    print(table(results))
    return not any(result.status is Status.FAIL for result in results)


def may_release(disk: TaskFiles) -> None:
    """Nothing stands against a release. Raises BuildFailed with what does, and ExpectedFailure if checks are to be left out."""
    import datetime

    from studyguide.proof.release import GUIDE, check_change_log, check_release, check_tag
    from studyguide.publish.release.change_log import PATH
    from studyguide.sources.toml_places import toml_places
    from studyguide.tasks.tags import tagged_commit

    if left_out := os.environ.get("STUDYGUIDE_WITHOUT"):
        raise ExpectedFailure(f"A release leaves no check out, but STUDYGUIDE_WITHOUT asks for that: {left_out}. Unset it.")
    compiled, problems, log = stored_book(disk.root), Problems(), _change_log(disk.root)
    commit = tagged_commit(disk.root)
    guide, (line, _) = compiled.book.guide, toml_places(compiled.sources.texts[GUIDE])["version",]
    check_release(compiled.book, datetime.datetime.now(datetime.UTC).date(), problems)
    check_change_log(guide, log, problems)
    check_tag(guide, commit, line, problems)
    if problems.errors:
        raise BuildFailed(problems, {**compiled.sources.texts, PATH: log or ""})
    if log is None:
        print("no notes: there is no CHANGELOG.md")
    if not commit.tags:
        print("no tag of git says which texts these are")
    if commit.changed:
        print(f"git does not have these as they are: {', '.join(commit.changed)}")
    if not guide.sign_offs:
        print("nobody has signed it: guide.toml asks for no signatures ([[sign-off]])")


def build_twice(disk: TaskFiles) -> None:
    """What is published, made from nothing in another folder, has the same bytes. Raises ExpectedFailure."""
    from tempfile import TemporaryDirectory

    from studyguide.tasks.twice import build_elsewhere, hold_to_copy

    made = {path: disk.made(path) for path in _published(disk.root, stored_book(disk.root).book)}
    made |= {path: disk.made(path) for path in _site(disk.root)}
    print("building all of it a second time, in another folder")
    with TemporaryDirectory() as folder:
        build_elsewhere(disk.root, Path(folder), ("pdf", "epub", "cards", "questions", "papers", "site"))
        hold_to_copy(made, Path(folder))
    print(f"the same {counted(len(made), 'file')}, byte for byte")


def _published(root: Path, book: Book) -> tuple[str, ...]:
    """The files that are released, relative to the project: no deck without cards, no bank or worksheet without questions."""
    name = book.guide.name
    asked = any(questions for _, questions in book.answers)
    cards = cards_paths(name) if has_cards(root) else ()
    pages = finished(name, kindle=book.guide.kindle, ua2=book.guide.ua2)
    return (*pages, *cards, *(bank_paths(name) if asked else ()), *sheets(root, name).values())


def _site(root: Path) -> tuple[str, ...]:
    """The files of the site, relative to the project."""
    found = sorted(path for path in (root / SITE).rglob("*") if path.is_file())
    return tuple(path.relative_to(root).as_posix() for path in found)


def write_release(disk: TaskFiles) -> None:
    """build/release/VERSION: the finished files, what is new in them, what they were made with, and their digests."""
    import shutil

    from studyguide.pdf.finish import page_count
    from studyguide.publish.archive import archived
    from studyguide.publish.release.folder import release_folder
    from studyguide.publish.release.statement import STATEMENT, access_statement
    from studyguide.sources.environment import PINS, versions

    compiled = _compiled(disk)
    book = compiled.book
    name, folder = book.guide.name, f"{RELEASES}/{book.guide.version}"
    made = {Path(path).name: disk.made(path) for path in _published(disk.root, book)}
    pages = {file: page_count(data) for file, data in made.items()}
    made[STATEMENT] = access_statement(compiled, made[Path(epub_paths(name)["epub"]).name])
    made[f"{name}-site.zip"] = archived(
        {f"{name}-site{path.removeprefix(SITE)}": disk.made(path) for path in _site(disk.root)}, book.guide.date
    )
    whole = release_folder(book, made, pages, _change_log(disk.root) or "", versions(), PINS.read_text("utf-8"))
    shutil.rmtree(disk.root / folder, ignore_errors=True)
    for file, data in whole.items():
        disk.write(f"{folder}/{file}", data)
    print(f"{folder}: {len(whole)} files; publish all of them")


def _change_log(root: Path) -> str | None:
    """The text of the change log, if there is one."""
    from studyguide.publish.release.change_log import PATH

    path = root / PATH
    return path.read_text("utf-8", "replace") if path.is_file() else None


def write_pictures(disk: TaskFiles) -> None:
    """Contact sheets in build/pictures, and the pictures of the README."""
    from studyguide.proof import pictures
    from studyguide.proof.construct_pictures import write_construct_pictures
    from studyguide.proof.epub.screens import find_browser
    from studyguide.proof.others.tools import find_tools
    from studyguide.proof.report import MissingTool
    from studyguide.sources.project import INSTALLED

    root, compiled = disk.root, stored_book(disk.root)
    made = pictures.write_page_sheets(root, compiled)
    try:
        browser = find_browser(find_tools(root))
        made += pictures.write_screen_sheets(root, compiled, browser)
        made.append(pictures.write_oldest_engine(root, compiled))
        made += [] if INSTALLED else write_construct_pictures(root, browser)
    except (MissingTool, RuntimeError) as missing:
        print(f"SKIPPED screens of the EPUB: {missing}")
    pages = unpacked_pages(disk.kept(PAGES))
    told = (compiled.book.chapters[0].id, *pictures.telling_places(compiled.book))
    shown = [pages.anchors[a] for a in told if a in pages.anchors]
    if not INSTALLED:  # the pictures of the program's own pages
        pictures.write_readme_pictures(root, compiled, shown)
        made += pictures.write_chart_pictures(root, compiled)
    print("\n".join(str(path.relative_to(root)) for path in made))
