"""./guide import: a book of another program as a guide of its own, or one Markdown file as a chapter of this guide."""

from __future__ import annotations

import datetime
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from studyguide.markup.foreign.told import KINDS, Told, counted
from studyguide.sources import files
from studyguide.sources.blanks import BLANK
from studyguide.sources.diagnostics import Problems
from studyguide.sources.folder import read_sources
from studyguide.sources.formats import FORMATS
from studyguide.sources.project import ROOT
from studyguide.tasks.editing.edits import EditRefused
from studyguide.tasks.editing.words import Words, reader, run
from studyguide.tasks.importing.book import ImportedBook, Taken, imported
from studyguide.tasks.importing.contents import MARKDOWN, BookFile, Contents
from studyguide.tasks.importing.folder import ForeignFolder, read_beside, read_folder
from studyguide.tasks.importing.guide import guide_files
from studyguide.tasks.importing.kinds import contents_of, flavour_of

LIST = "import.txt"
"""The file of a new guide that names every place of which something is told."""
KEY = re.compile(r'^\s*@\w+\s*\{\s*([^,\s]+)|^\s*-?\s*"?id"?\s*:\s*"?([^",\s]+)', re.MULTILINE)
ID = re.compile(
    r"\{#([^\s{}]+)\}|^[ \t]*:id:[ \t]*(\S+)|^[ \t]*- id:[ \t]*(\S+)|^:{3,}\{(?:question|fragment)\}[ \t]*(\S+)", re.MULTILINE
)


def main(words: Words) -> int:
    """Import what the words name and print what became of it; returns what the process has to return."""
    names = reader("import", "import ../their-book ../our-book")
    names.add_argument("source", metavar="FILE|FOLDER")
    names.add_argument("folder", nargs="?", default="", metavar="NEW-FOLDER")
    names.add_argument("--title", default="")
    names.add_argument("--language", default="")
    names.add_argument("--credit", default="")
    names.add_argument("--program", default="")
    wish = names.parse_args(words[1:])
    here = Path(os.environ.get("PWD") or ".")
    source = here / Path(wish.source).expanduser()
    if source.is_dir():
        target = here / (wish.folder or f"../{source.resolve().name}-guide")
        said = {"title": wish.title, "language": wish.language, "credit": wish.credit, "program": wish.program}
        return run(lambda: import_book(source, target, said))
    return run(lambda: import_file(ROOT, source, wish.credit))


def import_book(source: Path, folder: Path, said: Mapping[str, str]) -> str:
    """Make a guide of a book; returns what is said of it. Raises EditRefused, OSError; then there is no new folder."""
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise EditRefused(
            f"{folder} is there already, and nothing is written over. Name another folder: ./guide import {source.name} FOLDER"
        )
    if said.get("language") and (complaint := FORMATS["language"](said["language"])):
        raise EditRefused(f"{complaint}.")
    read = read_folder(source.resolve())
    contents = contents_of(read.texts)
    if not contents.files:
        raise EditRefused(f"{source} holds no Markdown that a book could be made of.")
    book = imported(contents, read.texts, read.widths(), said.get("credit", ""))
    made = guide_files(folder, contents, read.texts, said, datetime.datetime.now().astimezone().date())
    every = {**made, **book.files, LIST: listed(book.told)}
    _write_folder(folder, every, {target: read.pictures[path] for path, target in book.pictures.items()})
    return report(book, f"{folder}", f"All places stand in {folder / LIST}\nNow: cd {folder} && ./guide")


def _write_folder(folder: Path, texts: Mapping[str, str], pictures: Mapping[str, Path]) -> None:
    """Put a folder on the disk: whole, or not at all."""
    half = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(half, ignore_errors=True)
    try:
        for name, text in texts.items():
            files.replace(half / name, text.encode())
        for name, path in pictures.items():
            files.replace(half / name, path.read_bytes())
        (half / "guide").chmod(0o755)
        if folder.exists():
            folder.rmdir()
        half.rename(folder)
    finally:
        shutil.rmtree(half, ignore_errors=True)


def import_file(root: Path, source: Path, credit: str = "") -> str:
    """Make a chapter of the guide at `root` of one file; returns what is said of it. Raises EditRefused, OSError."""
    if not source.is_file() or source.suffix not in MARKDOWN:
        raise EditRefused(f"There is no Markdown file {source} and no folder of this name; a file ends in {', '.join(MARKDOWN)}.")
    read = read_beside(source.resolve())
    contents = Contents("", flavour_of(source.name, read.texts[source.name]), (BookFile(source.name),))
    book = imported(contents, read.texts, read.widths(), credit, _taken(root, source.name, read))
    wanted: dict[Path, bytes | None] = {
        root / name: text.encode() for name, text in book.files.items() if name != "chapters/glossary.md"
    }
    for path, target in book.pictures.items():
        wanted[root / target] = read.pictures[path].read_bytes()
    there = [path for path in wanted if path.exists()]
    if there:
        raise EditRefused(f"{there[0].relative_to(root)} is there already, and is never written over.")
    files.replace_all(wanted)
    return report(book, ", ".join(path.relative_to(root).as_posix() for path in wanted), listed(book.told))


def _taken(root: Path, name: str, read: ForeignFolder) -> Taken:
    """What the guide has. Raises EditRefused where it has a chapter that was made of this file before."""
    sources = read_sources(root, Problems(), ("chapters",))
    chapters = tuple(path.removeprefix("chapters/") for path in sources.texts if re.fullmatch(r"chapters/\d+-[^/]+\.md", path))
    every = "\n".join(text for path, text in sources.texts.items() if path.endswith(".md"))
    ids = frozenset(each for found in ID.findall(every) for each in found if each)
    keys = frozenset(
        a or b for path, text in sources.texts.items() if path.startswith("chapters/references.") for a, b in KEY.findall(text)
    )
    figures = frozenset(path.rpartition("/")[2] for path in sources.named if path.startswith("chapters/figures/"))
    return Taken(chapters, figures, ids, keys)


def report(book: ImportedBook, where: str, last: str) -> str:
    """What is said of an import: what was made, what had no counterpart or another one, how many blanks are left."""
    chapters = sum(1 for name in book.files if re.fullmatch(r"chapters/\d+-.*\.md", name))
    blanks = sum(len(BLANK.findall(text)) for text in book.files.values())
    rows = [
        f"{_many(len(book.sources), 'file')} read; {_many(chapters, 'chapter')}, {_many(len(book.pictures), 'picture')}: {where}"
    ]
    counts = counted(book.told)
    if counts:
        rows.append("What has no counterpart in a guide, or another one:")
        rows += [f"{number:6,}  {KINDS[kind]}" for kind, number in counts]
    if blanks:
        rows.append(f"{_many(blanks, 'blank')} ‹…› still to be written; the build names each.")
    return "\n".join([*rows, last])


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def listed(told: tuple[Told, ...]) -> str:
    """What is told, a line each: place, kind, what it means, and the words that are left out."""
    return "".join(
        f"{_place(each)}: note[{each.kind}]: {KINDS[each.kind]}{f': {each.words}' if each.words else ''}\n" for each in told
    )


def _place(told: Told) -> str:
    return f"{told.path}:{told.line}:{told.col}" if told.col else f"{told.path}:{told.line}" if told.line else told.path
