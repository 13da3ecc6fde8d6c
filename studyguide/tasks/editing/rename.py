"""Renaming: a name, and every place at which it is used, at once; old links keep their addresses by `chapters/renamed.toml`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from studyguide.book.occurrences import OBJECTIVE, RENAMED, Kind, Occurrence, PlacedText, occurrences
from studyguide.sources.chapter_files import CHAPTER, chapter_files
from studyguide.sources.diagnostics import Problems, Span, slip_of
from studyguide.sources.folder import read_sources
from studyguide.sources.identifiers import ascii_slug, canonical, is_identifier, is_name, slug
from studyguide.sources.messages import place
from studyguide.sources.project import ROOT
from studyguide.sources.toml_places import toml_places
from studyguide.tasks.editing.edits import (
    Edit,
    EditRefused,
    TextChange,
    by_path,
    differences,
    prove,
    prove_sound,
    remembered_at,
    write_change,
)
from studyguide.tasks.editing.words import Words, reader, run

KINDS: Mapping[str, str] = {
    "value": "a value",
    "source": "a source",
    "term": "a term",
    "id": "an id",
    "objective": "an objective",
    "fragment": "a fragment",
    "picture": "a figure or chart",
}
ANCHORS: Mapping[str, str] = {"id": "", "term": "g-", "source": "ref-"}
"""The kinds of names that are addresses of the finished files, and how these begin."""
FIGURES = "chapters/figures/"
HEAD = """\
# Names that were changed: links from outside to an old one (left) lead to what it named (right). ./guide rename writes them.
"""


def main(words: Words) -> int:
    """Rename, or show what would be changed; returns what the process has to return."""
    names = reader("rename", "rename fig-ruler fig-scale")
    names.add_argument("old", help="what it is called now; kind:name where several things are called so")
    names.add_argument("new", help="what it shall be called")
    names.add_argument("--dry-run", action="store_true", help="show the differences, and change nothing")
    read = names.parse_args(words[1:])
    return run(lambda: renamed(ROOT, read.old, read.new, dry=read.dry_run))


def renamed(root: Path, old: str, new: str, *, dry: bool = False) -> str:
    """Rename on the disk, if the guide builds then; returns what was changed. Raises EditRefused and BuildFailed."""
    sources = read_sources(root, Problems())
    if not dry:
        prove_sound(sources, remembered_at(root))
    change = renaming(sources.named, old, new)
    shown = differences(sources.named, change)
    if dry:
        return shown
    prove(sources, change, remembered_at(root))
    write_change(root, change)
    places = sum(edit.span.path != RENAMED for edit in change.edits)
    moves = [f"{before} → {after}" for before, after in change.moved.items()]
    touched = [path for path in sorted({*by_path(change.edits), *change.added}) if path not in change.moved]
    return "\n".join([*moves, *touched, f"{old} → {new}: {places} {'place' if places == 1 else 'places'}."])


def named(found: Iterable[Occurrence], name: str) -> list[Occurrence]:
    """What a name that somebody typed is given to: `fig-ruler`, `term:nadir`. Raises EditRefused for none."""
    found = list(found)
    kind, colon, rest = name.partition(":")
    wanted, text = (kind, rest) if colon and kind in KINDS else ("", name)
    text = _stem(canonical(text))
    given = [each for each in found if each.defines and wanted in ("", each.kind) and text in _called(each)]
    if not given:
        given = [
            each
            for each in found
            if each.kind == "term" and each.defines and wanted in ("", "term") and each.text.casefold() == text.casefold()
        ]
    if not given:
        known = {each.text or each.name for each in found if each.defines}
        hint = slip_of(text, known)
        raise EditRefused(f"Nothing in chapters/ is called “{name}”{f'; {hint}' if hint else '.'}")
    return given


def _called(each: Occurrence) -> tuple[str, ...]:
    """What an editor may call a name: as it stands there, and in full."""
    return (each.text or each.name, each.name) if each.kind != "term" else (each.text,)


def _stem(text: str) -> str:
    """The name of a file of the guide that is given by its path."""
    if not re.search(r"\.(svg|toml|md|jpe?g|png|webp)$", text):
        return text
    return re.sub(r"^[0-9]+-", "", PurePosixPath(text).stem)


def one_name(found: Iterable[Occurrence], name: str) -> Occurrence:
    """The one thing that is called by a name. Raises EditRefused for several."""
    given = named(found, name)
    several = {(each.kind, each.name): each for each in given}
    if len(several) > 1:
        listed = " or ".join(f"{each.kind}:{each.name}" for each in several.values())
        raise EditRefused(f"“{name}” names several things. Write {listed}.")
    return given[0]


def renaming(texts: Mapping[str, str], old: str, new: str) -> TextChange:
    """The change that gives a name, and all that uses it, another. Raises EditRefused."""
    found = occurrences(texts)
    what = one_name(found, old)
    new = _stem(canonical(new.removeprefix(f"{what.kind}:"))) if what.kind in ("id", "picture") else new.strip()
    _check_free(found, what, new)
    RULES[what.kind](what, new)
    edits = tuple(dict.fromkeys(_edits(found, what, new)))
    moved = dict(_moves(texts, what, new))
    pairs = [(before, after) for before, after in _addresses(found, what, new) if before != after]
    added, more = _remembered(texts, pairs)
    return TextChange((*edits, *more), added, moved)


def _check_free(found: Iterable[Occurrence], what: Occurrence, new: str) -> None:
    if new == (what.text or what.name):
        raise EditRefused(f"That is its name already: “{new}”.")
    for each in found:
        if each.defines and each.kind == what.kind and new.casefold() in _names(each) and each.name != what.name:
            raise EditRefused(f"“{new}” is {KINDS[each.kind]} already: {place(each.span)}.")


def _names(each: Occurrence) -> set[str]:
    """How a thing is called, in small letters; the id of a term is no word for it."""
    return {each.text.casefold()} | (set() if each.kind == "term" else {each.name.casefold()})


def _edits(found: Sequence[Occurrence], what: Occurrence, new: str) -> Iterator[Edit]:
    own = {each.text for each in found if each.kind == what.kind and each.name == what.name and each.defines}
    made_of_it = _made_of_it(found, what) and what.name != what.text
    for each in found:
        if each.kind != what.kind or each.name != what.name or not each.span.line:
            continue
        if what.kind == "term":
            if each.text == what.name and made_of_it:
                yield Edit(each.span, slug(new), each.text)
            elif each.text == what.text or (each.text.casefold() == what.text.casefold() and each.text not in own):
                yield Edit(each.span, _worded(each, new), each.text)
        elif what.kind == "objective":
            yield Edit(each.span, new, each.text)
        elif not each.text and each.defines:  # a heading without an id gets one
            yield Edit(each.span, f" {{#{new}}}")
        else:
            yield Edit(each.span, new, each.text)


def _worded(each: Occurrence, new: str) -> str:
    """The new name of a term, small or with a capital as the old one stood there."""
    if each.as_id:
        return slug(new)
    return new[:1].upper() + new[1:] if each.text[:1].isupper() and not each.defines and new[:1].islower() else new


def _moves(texts: Mapping[str, str], what: Occurrence, new: str) -> Iterator[tuple[str, str]]:
    """The files that are called by the name."""
    if what.kind == "picture":
        for suffix in (".svg", ".narrow.svg", ".toml", ".csv", ".jpg", ".jpeg", ".png", ".webp"):
            if f"{FIGURES}{what.name}{suffix}" in texts:
                yield f"{FIGURES}{what.name}{suffix}", f"{FIGURES}{new}{suffix}"
    elif what.kind == "id":
        for file in chapter_files(texts):
            number = CHAPTER.fullmatch(file.path)
            if file.id == what.name and number:
                yield file.path, f"chapters/{number[1]}-{new}.md"


def _addresses(found: Sequence[Occurrence], what: Occurrence, new: str) -> Iterator[tuple[str, str]]:
    """Old and new address, where the name is one."""
    if what.kind == "objective":
        chapter = what.name.partition("/")[0]
        yield f"{chapter}{OBJECTIVE}{what.text}", f"{chapter}{OBJECTIVE}{new}"
    if what.kind not in ANCHORS or (what.kind == "id" and not what.text):
        return
    prefix = ANCHORS[what.kind]
    if what.kind == "term":
        if _made_of_it(found, what) or what.as_id:
            yield f"{prefix}{what.name}", f"{prefix}{slug(new)}"
    else:
        yield f"{prefix}{what.name}", f"{prefix}{new}"


def _made_of_it(found: Iterable[Occurrence], what: Occurrence) -> bool:
    """Whether the id of an entry is made of this word, because none is written."""
    written = any(each.defines and each.as_id and each.name == what.name for each in found if each.kind == "term")
    return not written and slug(what.text) == what.name


def _remembered(texts: Mapping[str, str], pairs: list[tuple[str, str]]) -> tuple[dict[str, str], list[Edit]]:
    """The file of old names with these, and without any that is a name again."""
    lines = "".join(f'"{old}" = "{new}"\n' for old, new in pairs)
    if not pairs:
        return {}, []
    if RENAMED not in texts:
        return {RENAMED: HEAD + lines}, []
    source = PlacedText(RENAMED, texts[RENAMED])
    ((old, new),) = pairs
    if place_of_key := toml_places(source.text).get((new,)):  # a name again: its line is now that of the one it had since
        return {}, [Edit(Span(RENAMED, *place_of_key, len(new) + 2), f'"{old}"', f'"{new}"')]
    last = len(source.rows)
    start = "\n" if source.rows[-1] else ""
    return {}, [Edit(Span(RENAMED, last, len(source.rows[-1]) + 1), start + lines)]


# ---------------------------------------------------------------- what a name may be


def _check_id(what: Occurrence, new: str) -> None:
    prefix = next((p for p in ("sec-", "fig-", "tab-", "code-", "eq-", "faq-", "q-") if what.name.startswith(p)), "")
    if not new.startswith(prefix) or not is_identifier(new.removeprefix(prefix)) or not is_name(new):
        meant = f"{prefix}{slug(new.removeprefix(prefix)) or 'some-words'}"
        raise EditRefused(f"“{new}” cannot be the id of this: write {meant}, in small letters, digits and hyphens.")


def _check_picture(what: Occurrence, new: str) -> None:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", new):
        raise EditRefused(f"“{new}” cannot name a figure: write {ascii_slug(new)}, in small letters (a–z), digits and hyphens.")


def _check_value(what: Occurrence, new: str) -> None:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+", new):
        raise EditRefused(f"“{new}” cannot name a value: write table.name, as oven.hot.")


def _check_source(what: Occurrence, new: str) -> None:
    if not re.fullmatch(r"[A-Za-z][\w.:-]*", new):
        raise EditRefused(f"“{new}” cannot name a source: write letters, digits and hyphens.")


def _check_small(what: Occurrence, new: str) -> None:
    if not is_identifier(new):
        raise EditRefused(f"“{new}” cannot be an id: write small letters, digits and hyphens.")


def _check_term(what: Occurrence, new: str) -> None:
    if re.search(r"[<>`{}\n,]", new) or not slug(new):
        raise EditRefused(f"“{new}” cannot be a term: write words without markup.")
    if what.as_id and not is_identifier(new):
        _check_small(what, new)


RULES: Mapping[Kind, Callable[[Occurrence, str], None]] = {
    "id": _check_id,
    "picture": _check_picture,
    "value": _check_value,
    "source": _check_source,
    "objective": _check_small,
    "fragment": _check_small,
    "term": _check_term,
}
