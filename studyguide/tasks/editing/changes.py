"""./guide changes: what changed since a version, for an editor on the screen, for CHANGELOG.md, or as a page of the guide."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from studyguide.book import Book, assemble
from studyguide.book.assemble import NEWS
from studyguide.book.differences import BookChanges, EntryChange, PassageChange, book_changes, word_pieces
from studyguide.html.pages import PageMap
from studyguide.lint.rules import known_sources
from studyguide.publish.store import reference_pages
from studyguide.sources import files
from studyguide.sources.diagnostics import Problems
from studyguide.sources.folder import Sources, read_sources
from studyguide.sources.messages import counted
from studyguide.sources.project import ROOT
from studyguide.sources.reference_files import Source
from studyguide.tasks.editing.edits import EditRefused, remembered_at
from studyguide.tasks.editing.words import Words, reader, run

SHOWN = 160  # characters of a passage, or of what stays the same between two changes
NEAR = 6  # words around a change
SORTS = {"added": "new", "removed": "taken out", "changed": "changed", "moved": "moved"}


@dataclass(frozen=True)
class BookVersion:
    """A version of the guide: its name, its book and sources, and the pages of its printed edition, where they are known."""

    name: str
    book: Book
    sources: Mapping[str, Source]
    pages: PageMap | None = None


def main(words: Words) -> int:
    """Print what changed; returns what the process has to return."""
    names = reader("changes", "changes v1.0.0")
    names.add_argument("version", nargs="?", default="", help="a tag or commit of git, or the folder of an older copy")
    names.add_argument("--markdown", action="store_true", help="as a section for CHANGELOG.md")
    names.add_argument("--page", action="store_true", help=f"as {NEWS}, a page of the guide")
    read = names.parse_args(words[1:])

    def work() -> str:
        old, new = version_of(ROOT, read.version), version_here(ROOT)
        changes = book_changes(old.book, new.book, old.sources, new.sources)
        if read.page:
            return keep_page(ROOT, page(old, new, changes))
        return markdown(old, new, changes) if read.markdown else told(old, new, changes)

    return run(work)


# ---------------------------------------------------------------- versions


def version_here(root: Path) -> BookVersion:
    """The version that the project's folder holds."""
    return _version(root, "", read_sources(root, Problems()), _pages(root))


def version_of(root: Path, name: str) -> BookVersion:
    """The version of a name: the folder of a copy, or a tag or commit of git; without one the last tag. Raises EditRefused."""
    folder = Path(name) if name else None
    if folder and (folder / "chapters").is_dir():
        return _version(root, name, _with_styles(root, folder), _pages(folder))
    if folder and folder.is_dir():
        raise EditRefused(f"{name} has no folder “chapters”, so it is no copy of a guide.")
    name = name or _last_tag(root)
    with _checked_out(root, name) as copy:
        return _version(root, name, _with_styles(root, copy), None)


def _with_styles(root: Path, folder: Path) -> Sources:
    """The chapters of a folder, with the styles of now: the look is not compared."""
    chapters, styles = read_sources(folder, Problems(), ("chapters",)), read_sources(root, Problems(), ("styles",))
    return Sources({**styles.texts, **chapters.texts}, {**styles.blobs, **chapters.blobs})


def _version(root: Path, name: str, sources: Sources, pages: PageMap | None) -> BookVersion:
    """The book of some sources, as far as they can be read. Raises EditRefused where they cannot."""
    book = assemble(sources, Problems(), remembered_at(root))
    if book is None:
        raise EditRefused(f"chapters/guide.toml {f'of {name} ' if name else ''}cannot be read; ./guide book says why.")
    return BookVersion(name, book, known_sources(sources), pages)


def _pages(root: Path) -> PageMap | None:
    try:
        return reference_pages(root)
    except OSError:
        return None


def _git(root: Path, *words: str) -> bytes:
    """What git says. Raises EditRefused where there is no git, or it does not know what was named."""
    try:
        done = subprocess.run([shutil.which("git") or "git", *words], cwd=root, capture_output=True, check=False)
    except FileNotFoundError:
        raise EditRefused("There is no git on this computer. Name the folder of an older copy instead.") from None
    if done.returncode:
        raise EditRefused(
            f"git has no version “{words[-2] if words[0] == 'archive' else 'with a tag'}”. "
            "Name a tag, a commit, or the folder of an older copy."
        )
    return done.stdout


def _last_tag(root: Path) -> str:
    return _git(root, "describe", "--tags", "--abbrev=0").decode().strip()


@contextmanager
def _checked_out(root: Path, name: str) -> Iterator[Path]:
    """The chapters of a version of git, in a folder for the moment."""
    if name.startswith("-"):
        raise EditRefused(f"“{name}” names no version.")
    data = _git(root, "archive", "--format=tar", name, "chapters")
    with tempfile.TemporaryDirectory() as folder, tarfile.open(fileobj=io.BytesIO(data)) as archive:
        archive.extractall(folder, filter="data")
        yield Path(folder)


# ---------------------------------------------------------------- on the screen


def told(old: BookVersion, new: BookVersion, changes: BookChanges) -> str:
    """What changed, unit by unit, section by section."""
    lines = [f"Since {old.name}: {summary(changes)}"]
    for unit, found in groupby(changes.passages, key=lambda change: change.place.unit_title):
        lines += ["", unit]
        for _, near in groupby(found, key=lambda change: change.place.title):
            those = list(near)
            lines.append(f"  {those[0].place.title}{_page_words(old, new, those[0])}")
            lines += [f"    {SORTS[change.sort]:<9} {_passage(change)}" for change in those]
    for head, entries in (("Values", changes.values), ("Sources", changes.sources)):
        lines += ["", head, *(f"  {_entry(entry)}" for entry in entries)] if entries else []
    return "\n".join(lines)


def summary(changes: BookChanges) -> str:
    """How much changed."""
    counts = [(changes.count(sort), f"{words}") for sort, words in SORTS.items()]  # type: ignore[arg-type]
    said = [f"{count} {words}" for count, words in counts if count]
    said += [counted(len(found), word) for word, found in (("value", changes.values), ("source", changes.sources)) if found]
    return ", ".join(said) if said else "nothing changed"


def _page_words(old: BookVersion, new: BookVersion, change: PassageChange) -> str:
    """The pages, now and before, as far as they are known."""
    now = new.pages.label(change.new.anchor) if new.pages and change.new else ""
    before = old.pages.label(change.old.anchor) if old.pages and change.old else ""
    if now and before and now != before:
        return f" (p. {now}, before p. {before})"
    return f" (p. {now})" if now else f" (before p. {before})" if before else ""


def _passage(change: PassageChange) -> str:
    if change.sort == "changed" and change.old and change.new:
        return _difference(change.old.text, change.new.text, "[-", "-]", "{+", "+}")
    if change.sort == "moved" and change.old:
        return f"{shortened(change.place.text)} (from “{change.old.title}”)"
    return shortened(change.place.text)


def _difference(old: str, new: str, *marks: str) -> str:
    """The words of now, with those that went and those that came between marks; of long stretches without change their ends."""
    before, behind, came, ended = marks
    pieces = []
    for gone, come in word_pieces(old, new):
        if gone == come:
            pieces.append(_ends(gone))
        else:
            pieces += [f"{before}{gone}{behind}"] if gone else []
            pieces += [f"{came}{come}{ended}"] if come else []
    return " ".join(pieces)


def _ends(text: str) -> str:
    words = text.split()
    return text if len(words) <= 2 * NEAR + 1 else " ".join([*words[:NEAR], "…", *words[-NEAR:]])


def shortened(text: str) -> str:
    """A passage, or its beginning."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rsplit(' ', 1)[0]} …"


def _entry(entry: EntryChange) -> str:
    if entry.old and entry.new:
        return f"changed   {entry.key}: {_difference(entry.old, entry.new, '[-', '-]', '{+', '+}')}"
    return f"{'new' if entry.new else 'taken out':<9} {entry.key}: {_first(entry.new or entry.old)}"


def _first(text: str) -> str:
    """Of a source, its title; a value as it is."""
    return shortened(text.removeprefix("title: ").split("; ")[0])


# ---------------------------------------------------------------- as Markdown


def markdown(old: BookVersion, new: BookVersion, changes: BookChanges) -> str:
    """A draft of the section of CHANGELOG.md (Keep a Changelog), a line a section of the guide."""
    guide = new.book.guide
    lines = [f"### {guide.version} – {guide.date}", "", f"Since {old.book.guide.version}: {summary(changes)}.", ""]
    for (unit, title), found in _by_section(changes):
        lines.append(f"- {unit}, “{title}”: {_counted(found)}.")
    lines += [f"- Value `{each.key}`: {_became(each)}." for each in changes.values]
    lines += [f"- Source `{each.key}`: {'corrected' if each.old and each.new else _became(each)}." for each in changes.sources]
    return "\n".join(lines)


def _by_section(changes: BookChanges) -> list[tuple[tuple[str, str], list[PassageChange]]]:
    """The changes of each section, in the order of the book."""
    found: dict[tuple[str, str], list[PassageChange]] = {}
    for change in changes.passages:
        found.setdefault((change.place.unit_title, change.place.title), []).append(change)
    return list(found.items())


def _counted(found: list[PassageChange]) -> str:
    """“2 passages changed, 1 new”."""
    counts = sorted(((sum(change.sort == sort for change in found), words) for sort, words in SORTS.items()), reverse=True)
    (most, words), *others = [(count, words) for count, words in counts if count]
    return ", ".join(
        [f"{most} {'passage' if most == 1 else 'passages'} {words}", *(f"{count} {words}" for count, words in others)]
    )


def _became(entry: EntryChange) -> str:
    if entry.old and entry.new:
        return f"{entry.old} → {entry.new}"
    return f"new, {_first(entry.new)}" if entry.new else f"taken out, was {_first(entry.old)}"


# ---------------------------------------------------------------- as a page of the guide


def page(old: BookVersion, new: BookVersion, changes: BookChanges) -> str:
    """A draft of the page “New in this edition”: what changed where, with references to it."""
    rows = ["---", "id: new-in-this-edition", "title: New in this edition", "---", ""]
    rows += [f"What has changed since version {old.book.guide.version} ({old.book.guide.date}).", ""]
    known = new.book.targets
    for (unit, title), found in _by_section(changes):
        anchor = next((change.new.anchor for change in found if change.new and change.new.anchor in known), "")
        where = f"{{ref}}`{_plain(title)} <{anchor}>`" if anchor else f"{_plain(unit)}, {_plain(title)}"
        rows.append(f"- {where}: {_counted(found)}")
    changed = [entry for entry in changes.values if entry.new]
    rows += ["", "Numbers that are new or others:", ""] if changed else []
    for entry in changed:
        before = f", before {_plain(entry.old)}" if entry.old else ""
        rows.append(f"- {_plain(new.book.values[entry.key].label)}: {{value}}`{entry.key}`{before}")
    return "\n".join([*rows, ""])


def _plain(text: str) -> str:
    """Words that nothing takes for markup."""
    return "".join(f"\\{sign}" if sign in "\\*_`[]{}<>^~$@" else sign for sign in text)


def keep_page(root: Path, text: str) -> str:
    """Write the page, if there is none; returns where. Raises EditRefused."""
    if (root / NEWS).exists():
        raise EditRefused(f"{NEWS} is there already, and is never written over. Take it away first, or see ./guide changes.")
    files.replace(root / NEWS, text.encode())
    return f"{NEWS}:1\nRead it through: it is a draft. ./guide prints it at the head of the back matter."
