"""A foreign book as the files of a guide: chapters, pictures, sources, glossary. Worked out from texts alone."""

from __future__ import annotations

import json
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from string import ascii_uppercase
from typing import Any

from studyguide.markup.foreign.blocks import Rows, Written, joined
from studyguide.markup.foreign.boxes import name_for
from studyguide.markup.foreign.convert import Converted, convert, flattened, front_matter, outlined
from studyguide.markup.foreign.page import BOOK, BookLabel, BookShelf, LabelTarget
from studyguide.markup.foreign.told import Told
from studyguide.markup.foreign.words import missing_words
from studyguide.sources.foreign_yaml import ForeignData, read_foreign_yaml, words_in
from studyguide.sources.formats import day
from studyguide.sources.identifiers import RESERVED_NAMES, is_name, slug
from studyguide.tasks.importing.contents import BookFile, Contents, names, text
from studyguide.tasks.importing.quarto import title_in

HEAD = (
    "title",
    "subtitle",
    "short_title",
    "short-title",
    "author",
    "authors",
    "date",
    "lang",
    "number-sections",
    "checked",
    "emergency",
)
TAKEN = {
    "index",
    "cover",
    "contents",
    "colophon",
    "glossary",
    "faq",
    "references",
    "answers",
    "front",
    "nav",
    "emergency",
    "safety",
    "values",
    "toc",
    "title",
    "readme",
    "summary",
    "new-in-this-edition",
    "renamed",
    "guide",
    "solutions",
    "figures",
    "tables",
    "listings",
    "abbreviations",
    "imprint",
    "errata",
}
"""Names that say nothing of a chapter, or are those of files that a guide makes itself."""
LONGEST_TITLE, LONGEST_SHORT = 250, 40
LABEL = re.compile(
    r"(?:chapter|appendix|kapitel|anhang|chapitre|annexe|cap[ií]tulo|ap[ée]ndice)\s+(\w{1,3})\s*[:.–—-]\s*(?=\w)", re.IGNORECASE
)
"""What stands before a title that says its own number."""
PREFIXES = {"sec": "sec", "fig": "fig", "tab": "tab", "eq": "eq", "code": "code"}


@dataclass(frozen=True)
class ImportedBook:
    """The files of the guide by path below its folder, the pictures (path in the book → path in the guide), what is told."""

    files: Mapping[str, str]
    pictures: Mapping[str, str]
    told: tuple[Told, ...]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Taken:
    """What a guide has already: the names of its chapters and figures, its ids, the keys of its sources."""

    chapters: tuple[str, ...] = ()
    figures: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()


NOTHING = Taken()


@dataclass(frozen=True)
class _Gathered:
    """The files that make a chapter, the first of which opens it, the name of its own file, and what it is numbered."""

    files: tuple[BookFile, ...]
    name: str = ""
    number: str = ""


def imported(
    contents: Contents, texts: Mapping[str, str], pictures: Mapping[str, int], credit: str = "", taken: Taken = NOTHING
) -> ImportedBook:
    """The book as a guide. `pictures` are the pixels of those that are there by path; `taken` is what the guide has already."""
    contents = replace(contents, files=tuple(_parted(contents.files)))
    chapters = _named_chapters(contents, texts, taken.chapters)
    figures = _picture_names(pictures, taken.figures)
    shelf = BookShelf(
        texts=texts,
        pictures=figures,
        widths={figures[path]: across for path, across in pictures.items()},
        files={row.path: chapter.name for chapter in chapters for row in chapter.files},
        keys=_keys(contents, texts) | taken.keys,
        terms=_terms(texts, contents),
        variables=contents.variables,
        credit=credit,
        title=contents.facts.title,
        root=contents.root,
    )
    first = _converted(contents, chapters, texts, shelf)
    targets, renamed = _targets(chapters, first, taken.ids)
    second = _converted(contents, chapters, texts, replace(shelf, targets=targets))
    gone = {
        key: above
        for chapter in chapters
        for row, blocks, top in _parts(chapter, second, targets)
        for key, above in flattened(blocks, top).items()
    }
    if gone:  # what led to a heading that is one no more leads to the one above it
        targets = {key: replace(each, id=gone[each.id]) if each.id in gone else each for key, each in targets.items()}
        second = _converted(contents, chapters, texts, replace(shelf, targets=targets))
    told = [*contents.told, *renamed, *_outside(contents, texts)]
    files: dict[str, str] = {}
    for chapter in chapters:
        files[f"chapters/{chapter.name}"] = _chapter_text(chapter, second, texts, told, targets)
    files |= _glossary(second)
    files |= _references(contents, texts, files.values(), told)
    told += [each for row in second.values() for each in row.told]
    told += _lost(chapters, texts, files, told)
    used = {path: f"chapters/figures/{shelf.pictures[path]}" for row in second.values() for path in row.pictures}
    return ImportedBook(files, dict(sorted(used.items())), tuple(sorted(set(told))), tuple(row.path for row in contents.files))


# -- names --------------------------------------------------------------------------------------------------------------------


def _parted(files: Iterable[BookFile]) -> Iterator[BookFile]:
    """The files, of which none ends a part where none is open."""
    is_open = False
    for row in files:
        yield replace(row, ends_part=row.ends_part and is_open)
        is_open = bool(row.part) or (is_open and not row.ends_part)


def _named_chapters(contents: Contents, texts: Mapping[str, str], taken: Sequence[str]) -> list[_Gathered]:
    grouped: list[list[BookFile]] = []
    seen: set[str] = set()
    for row in contents.files:
        if row.path in seen:
            continue
        seen.add(row.path)
        if row.depth and grouped:
            grouped[-1].append(row)
        else:
            grouped.append([row])
    prefaces = [group for group in grouped if group[0].kind == "preface"]
    appendices = [group for group in grouped if group[0].kind == "appendix"]
    others = [group for group in grouped if group[0].kind == "chapter"]
    names_taken = {re.sub(r"^\d+-|\.md$", "", name) for name in taken}
    start = (
        max((int(found[0]) for name in taken if (found := re.match(r"\d+", name))), default=0) + 1
        if taken
        else (0 if prefaces else 1)
    )
    width = max(2, len(str(start + len(grouped))))
    made = []
    numbers = iter(range(1, len(others) + 1)), iter(ascii_uppercase)
    for at, group in enumerate([*prefaces, *others, *appendices], start):
        name = _chapter_name(group[0], texts, names_taken)
        names_taken.add(name)
        counted = group[0].numbered and group[0].kind != "preface"
        number = str(next(numbers[group[0].kind == "appendix"], "")) if counted else ""
        made.append(_Gathered(tuple(group), f"{at:0{width}}-{name}.md", number))
    return made


def _chapter_name(row: BookFile, texts: Mapping[str, str], taken: set[str]) -> str:
    stem = posixpath.splitext(posixpath.basename(row.path))[0]
    bare = slug(
        re.sub(
            r"^(?:\d+|[a-z]?\d+|ch(?:apter)?[-_]?\d+)(?:[-_.]\d+)*[-_. ]*(?=[^\W\d])|_",
            lambda found: "-" if found[0] == "_" else "",
            stem,
        )
    )
    title = "-".join(slug(re.sub(r"\{[^}]*\}|[`*]", "", title_in(texts[row.path]) or row.title)).split("-")[:6])
    folder = slug(posixpath.basename(posixpath.dirname(row.path)))
    plain_number = re.fullmatch(r"(?:ch|chap|chapter|part|section|lecture|unit|week)?-?\d*", bare)
    for name in ([] if plain_number else [bare], [title], [f"{folder}-{title}"], [f"{folder}-{bare}"]):
        if (
            name
            and is_name(name[0])
            and name[0] not in taken | TAKEN
            and not RESERVED_NAMES.fullmatch(name[0])
            and len(name[0]) <= 60
        ):
            return name[0]
    number = next(number for number in range(1, 10_000) if f"chapter-{number}" not in taken)
    return f"chapter-{number}"


def _picture_names(paths: Iterable[str], taken: frozenset[str]) -> dict[str, str]:
    """A name in `figures/` for each picture; of two that would have one, the second is called after its folder, too."""
    made: dict[str, str] = {}
    used: set[str] = set()
    for path in sorted(paths):
        folder, base = posixpath.split(path)
        stem, ending = posixpath.splitext(base)
        ending = ending.lower()
        name = re.sub(r"[^a-z0-9-]", "", slug(stem.replace("_", "-"))).strip("-") or "picture"
        other = re.sub(r"[^a-z0-9-]", "", slug(f"{posixpath.basename(folder)}-{stem}".replace("_", "-"))).strip("-") or "picture"
        candidates = [name, other, *(f"{other}-{number}" for number in range(2, 10_000))]
        chosen = next(each for each in candidates if each not in used and f"{each}{ending}" not in taken)
        used.add(chosen)
        made[path] = f"{chosen}{ending}"
    return made


def _keys(contents: Contents, texts: Mapping[str, str]) -> frozenset[str]:
    """The keys of the sources, as far as they can be seen from without."""
    found: set[str] = set()
    for path in contents.bibliographies:
        found |= set(re.findall(r"^\s*@\w+\s*\{\s*([^,\s]+)", texts[path], re.MULTILINE))
        found |= set(re.findall(r'^\s*-?\s*"?id"?\s*:\s*"?([^",\s]+)', texts[path], re.MULTILINE))
    return frozenset(found)


def _terms(texts: Mapping[str, str], contents: Contents) -> frozenset[str]:
    """The terms of all glossaries of the book."""
    found: set[str] = set()
    for row in contents.files:
        for body in re.findall(
            r"^[ \t]*[`:]{3,}\{glossary\}[^\n]*\n(.*?)^[ \t]*[`:]{3,}[ \t]*$", texts[row.path], re.MULTILINE | re.DOTALL
        ):
            found |= {line.strip().casefold() for line in re.findall(r"^([^\s:].*)$", body, re.MULTILINE)}
    return frozenset(found)


# -- two passes ---------------------------------------------------------------------------------------------------------------


def _converted(
    contents: Contents, chapters: Sequence[_Gathered], texts: Mapping[str, str], shelf: BookShelf
) -> dict[str, Converted]:
    """Every file, converted with what is known of the others."""
    made = {}
    for chapter in chapters:
        for at, row in enumerate(chapter.files):
            head = text(_head(texts[row.path]).table().get("title"))
            if head == contents.facts.title and title_in(front_matter(texts[row.path])[1]):
                head = ""  # it is that of the book; the file has one of its own
            made[row.path] = convert(
                row.path,
                texts[row.path],
                contents.flavour,
                shelf,
                head,
                notes_of=f"{slug(row.path)[-30:].strip('-')}-" if at else "",
            )
    return made


def _head(source: str) -> ForeignData:
    return read_foreign_yaml(front_matter(source)[0], 2)


def _targets(
    chapters: Sequence[_Gathered], converted: Mapping[str, Converted], taken: frozenset[str]
) -> tuple[dict[tuple[str, str], LabelTarget], list[Told]]:
    """Where each label leads: ids are given in the order of the book, to what was named or is referred to."""
    given = _Given({key for row in converted.values() for key in row.wanted}, set(taken))
    for chapter in chapters:
        for at, row in enumerate(chapter.files):
            title = LabelTarget(chapter.name, "")
            if at:  # the title of a file that is put behind another one is a heading
                title = LabelTarget(chapter.name, given.unique(f"sec-{slug(converted[row.path].title) or 'part'}"), "sec")
                given.targets[row.path, ""] = title
            given.file(converted[row.path].labels, title)
    for file in converted.values():  # what headings are called by their words leads there from other files, too
        for label in file.labels:
            if (file.path, label.name) in given.targets:
                given.targets.setdefault((BOOK, label.name), given.targets[file.path, label.name])
    return given.targets, given.told


@dataclass
class _Given:
    """The ids that were given so far, for what is wanted: (path or BOOK, name)."""

    wanted: set[tuple[str, str]]
    used: set[str]
    targets: dict[tuple[str, str], LabelTarget] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)

    def unique(self, key: str) -> str:
        """An id that nothing has yet."""
        chosen = next(each for each in (key, *(f"{key}-{number}" for number in range(2, 100_000))) if each not in self.used)
        self.used.add(chosen)
        return chosen

    def file(self, labels: Sequence[BookLabel], title: LabelTarget) -> None:
        """The labels of a file; `title` is where its title leads, and what stands before its first heading."""
        heading, grouped = title, dict[tuple[int, str], LabelTarget]()
        for at, label in enumerate(labels):
            target = self.target(labels, at, (title, heading), grouped)
            if target is None:
                continue
            heading = target if label.kind in ("sec", "title") else heading
            self.targets.setdefault((label.path, label.name), target)
            if label.written:
                self.targets.setdefault((BOOK, label.name), target)

    def target(
        self,
        labels: Sequence[BookLabel],
        at: int,
        above: tuple[LabelTarget, LabelTarget],
        grouped: dict[tuple[int, str], LabelTarget],
    ) -> LabelTarget | None:
        """Where a label leads; None for a heading that nothing refers to, and for a name that stands a second time."""
        label = labels[at]
        key, group = (label.path, label.name), (label.group, label.kind)
        if label.kind in ("title", "place"):
            return above[label.kind == "place"]
        if label.kind == "sec" and not self.asked(label) and not self.asked_below(labels[at + 1 :]):
            return None
        if key in self.targets:
            self.told += [Told(label.path, 0, 0, "duplicate-id", label.name)] if label.written else []
            return None
        prefix = PREFIXES.get(label.kind, label.kind)
        if group not in grouped:
            grouped[group] = LabelTarget(above[0].file, self.unique(f"{prefix}-{name_for(prefix, label.name)}"), label.kind)
        return grouped[group]

    def asked(self, label: BookLabel) -> bool:
        """Whether something refers to a label."""
        return (label.path, label.name) in self.wanted or (BOOK, label.name) in self.wanted

    def asked_below(self, labels: Sequence[BookLabel]) -> bool:
        """Whether something refers to a place below a heading, which has no id of its own."""
        below = takewhile(lambda label: label.kind not in ("sec", "title"), labels)
        return any(label.kind == "place" and self.asked(label) for label in below)


# -- files --------------------------------------------------------------------------------------------------------------------


def _chapter_text(
    chapter: _Gathered,
    converted: Mapping[str, Converted],
    texts: Mapping[str, str],
    told: list[Told],
    targets: Mapping[tuple[str, str], LabelTarget],
) -> str:
    row = chapter.files[0]
    first = converted[row.path]
    head, title = _head(texts[row.path]), _title(first, row)
    label = LABEL.match(title)
    if label and label[1].upper() == chapter.number:
        told.append(Told(row.path, 0, 0, "made-by-itself", label[0].strip()))
        title = title[label.end() :]
    rows = [
        f"id: {re.sub(r'^[0-9]+-|[.]md$', '', chapter.name)}",
        f"title: {_quoted(title)}",
        *_head_rows(row, head, told),
    ]
    made = [
        rows for each, blocks, top in _parts(chapter, converted, targets) for rows in outlined(blocks, told, each.path, top=top)
    ]
    for each in chapter.files[1:]:
        told += _settings(each, _head(texts[each.path]))
    body = "\n".join(joined(made))
    return "\n".join(["---", *rows, "---", "", body]).rstrip("\n") + "\n"


def _parts(
    chapter: _Gathered, converted: Mapping[str, Converted], targets: Mapping[tuple[str, str], LabelTarget]
) -> Iterator[tuple[BookFile, Sequence[Written], int]]:
    """The files of a chapter with their blocks, and the level at which headings begin; all but the first have one as title."""
    yield chapter.files[0], converted[chapter.files[0].path].blocks, 2
    for each in chapter.files[1:]:
        inner, section = converted[each.path], targets.get((each.path, ""))
        opening = Written((_title(inner, each),), 1, section.id if section else "", 1)
        deeper = int(any(block.level == 1 for block in inner.blocks))
        yield (
            each,
            [opening, *(replace(block, level=block.level + deeper) if block.level else block for block in inner.blocks)],
            1 + each.depth,
        )


def _title(file: Converted, row: BookFile) -> str:
    title = (
        file.title
        or row.title
        or posixpath.splitext(posixpath.basename(row.path))[0].replace("-", " ").replace("_", " ").capitalize()
    )
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _head_rows(row: BookFile, head: ForeignData, told: list[Told]) -> Rows:
    """The lines of a chapter's head; what a guide has no key for is told."""
    said = head.table()
    short = text(said.get("short_title") or said.get("short-title"))
    authors, date = names(said.get("author") or said.get("authors") or []), text(said.get("date"))
    made = [f"short-title: {_quoted(short)}"] if short and len(short) <= LONGEST_SHORT else []
    made += [f"kind: {row.kind}"] if row.kind != "chapter" else []
    made += ["numbered: false"] if not row.numbered and row.kind != "preface" else []
    made += (
        [f"part: {_quoted(row.part)}"]
        if row.part and row.kind != "preface"
        else ["part: false"]
        if row.ends_part and row.kind == "chapter"
        else []
    )
    made += ["authors:", *(f"  - {_quoted(name)}" for name in authors)] if authors else []
    made += [f"date: {date}"] if date and day(date) is None else []
    told += _settings(row, head)
    for key, words in (
        ("short_title", short if len(short) > LONGEST_SHORT else ""),
        ("subtitle", text(said.get("subtitle"))),
        ("date", date if date and day(date) else ""),
    ):
        if words:
            told.append(Told(row.path, head.lines.get((key,), 0), 1, "setting", f"{key}: {words}"))
    return made


def _settings(row: BookFile, head: ForeignData) -> list[Told]:
    return [
        Told(row.path, head.lines.get((key,), 0), 1, "setting", f"{key}: {words_in(value)}")
        for key, value in head.table().items()
        if key not in HEAD
    ]


def _glossary(converted: Mapping[str, Converted]) -> dict[str, str]:
    entries = {entry.term.casefold(): entry for row in converted.values() for entry in reversed(row.glossary)}
    if not entries:
        return {}
    boxes = [[f":::{{entry}} {entry.term}", *entry.rows, ":::"] for _, entry in sorted(entries.items())]
    return {"chapters/glossary.md": "\n".join(["---", "id: glossary", "---", "", *joined(boxes)]) + "\n"}


def _references(contents: Contents, texts: Mapping[str, str], made: Iterable[str], told: list[Told]) -> dict[str, str]:
    """The files of sources: of BibTeX those that are cited, and what they rest on."""
    bib = [(path, texts[path]) for path in contents.bibliographies if path.endswith(".bib")]
    files: dict[str, str] = {}
    cited = {
        key.strip()
        for each in made
        for found in re.findall(r"\{cite(?::t)?\}`+([^`]*)`", each)
        for key in re.split(r"[,;]", found)
    }
    if rows := [each for path, source in bib for each in _entries(path, source, cited, told)]:
        files["chapters/references.bib"] = "\n\n".join(dict.fromkeys(rows)) + "\n"
    for ending, name in ((".json", "references.json"), (".yaml", "references.yaml"), (".yml", "references.yaml")):
        if found := next((texts[path] for path in contents.bibliographies if path.endswith(ending)), ""):
            files[f"chapters/{name}"] = found
    return files


def _entries(path: str, source: str, cited: set[str], told: list[Told]) -> list[str]:
    parts = re.split(r"^(?=\s*@\w+\s*[{(])", source, flags=re.MULTILINE)
    entries = [(re.match(r"\s*@(\w+)\s*[{(]\s*([^,\s}]*)", part), part.strip()) for part in parts]
    wanted = set(cited)
    for _ in range(3):  # what is cited may rest on another entry
        for found, part in entries:
            if found and found[2] in wanted:
                wanted |= {
                    key.strip()
                    for each in re.findall(r"(?i)\b(?:crossref|xdata)\s*=\s*[{\"]([^}\"]+)", part)
                    for key in each.split(",")
                }
    kept = [part for found, part in entries if found and (found[2] in wanted or found[1].lower() == "string")]
    left = sum(
        1
        for found, _ in entries
        if found and found[1].lower() not in ("string", "comment", "preamble") and found[2] not in wanted
    )
    if left:
        told.append(Told(path, 0, 0, "uncited", f"{left}"))
    return kept


def _outside(contents: Contents, texts: Mapping[str, str]) -> list[Told]:
    """The files of Markdown that the contents do not name."""
    named = {row.path for row in contents.files} | {contents.path}
    folder = posixpath.commonpath([posixpath.dirname(row.path) for row in contents.files]) if contents.files else ""
    return [
        Told(path, 0, 0, "not-in-contents")
        for path in texts
        if path not in named
        and path.endswith((".md", ".markdown", ".qmd", ".Rmd", ".ipynb"))
        and (not folder or path.startswith(f"{folder}/"))
    ]


def _lost(chapters: Sequence[_Gathered], texts: Mapping[str, str], files: Mapping[str, str], told: Sequence[Told]) -> list[Told]:
    """The words that are neither in the guide nor told, each at its line: they are told here."""
    said: dict[str, list[str]] = defaultdict(list)
    for each in told:
        said[each.path].append(each.words)
    found = []
    for chapter in chapters:
        made = [files[f"chapters/{chapter.name}"], files.get("chapters/glossary.md", "")]
        body = "\n".join(_without_head(texts[row.path]) for row in chapter.files)
        lines = [(row.path, number) for row in chapter.files for number in range(1, texts[row.path].count("\n") + 2)]
        words: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word, line in missing_words(body, [*made, *(words for row in chapter.files for words in said[row.path])]):
            words[lines[line - 1]].append(word)
        found += [Told(path, line, 0, "unreadable", " ".join(each)) for (path, line), each in words.items()]
    return found


def _without_head(source: str) -> str:
    return front_matter(source)[1]


def facts_of(contents: Contents, texts: Mapping[str, str]) -> dict[str, Any]:
    """What the head of a single file says, for a book without contents file."""
    first = contents.files[0].path if contents.files else ""
    return _head(texts[first]).table() if first else {}
