"""Occurrences: every place of the sources at which a name is given or used, at its very characters.

Chapters are asked by the places of their nodes, data files by those of their values, drawings and charts by the roles in their
texts. So who wants to change a name, or to go to it, need not search for its letters.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import PurePosixPath
from typing import Literal

from studyguide import nodes as n
from studyguide.markup import Dialect, parse_chapter, parse_faq, parse_fragments, parse_glossary, read_dialect
from studyguide.markup.directives import OPTION
from studyguide.markup.inline import NAMED, parse_inline
from studyguide.markup.reader import HEADING_ID, SourcePage
from studyguide.nodes.tree import walk
from studyguide.sources.chapter_files import CHAPTER, chapter_id
from studyguide.sources.diagnostics import Problems, Span
from studyguide.sources.reference_files import REFERENCE_FILES, read_references
from studyguide.sources.toml_places import Extents, toml_extents, toml_places
from studyguide.sources.unreadable import Unreadable
from studyguide.sources.value_text import ROLE
from studyguide.sources.yaml_text import yaml_extents

Kind = Literal["value", "source", "term", "id", "objective", "fragment", "picture"]
Texts = Mapping[str, str]
GLOSSARY, GUIDE, RENAMED = "chapters/glossary.md", "chapters/guide.toml", "chapters/renamed.toml"
PREFIXES = {"g-": "term", "ref-": "source"}
"""How the anchors of glossary entries and of references begin."""
OBJECTIVE = "--obj-"
"""What stands in the anchor of an objective, between its chapter and its id."""


@dataclass(frozen=True, order=True)
class Occurrence:
    """A name of a kind, where it stands. `text` are the characters there: a term has several names, all of its entry `name`.

    `defines`: it is given here, not used. `as_id`: the id of a term is written here, not a word for it. A place of which the
    column is not known (0) cannot be written to.
    """

    span: Span
    kind: Kind
    name: str
    text: str
    defines: bool = False
    as_id: bool = False


class PlacedText:
    """A text of the sources, with the offsets of its lines."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text, self.rows = path, text, text.split("\n")
        self.starts = [0, *accumulate(len(row) + 1 for row in self.rows)]

    def span(self, start: int, length: int) -> Span:
        """The place of some characters by their offset."""
        line = bisect_right(self.starts, start)
        return Span(self.path, line, start - self.starts[line - 1] + 1, length)

    def offset(self, line: int, col: int) -> int:
        """The offset of a place."""
        return self.starts[line - 1] + col - 1

    def option(self, line: int, name: str) -> tuple[int, str]:
        """Where the value of an option of the box stands that opens on a line, and the value; 0 and “” if it has none."""
        at = self.offset(line + 1, 1)
        for row in self.rows[line:]:
            found = OPTION.match(row.strip())
            if not found:
                break
            if found[1] == name and found[2]:
                return at + row.index(found[2], row.index(f":{name}:") + len(name) + 2), found[2].strip()
            at += len(row) + 1
        return 0, ""


def occurrences(texts: Texts) -> tuple[Occurrence, ...]:
    """Every name in the sources, by place. What cannot be read has none; its faults are told by others."""
    terms = _TermNames.of(texts.get(GLOSSARY, ""), texts.get(GUIDE, ""))
    found = (each for path, text in texts.items() if path.startswith("chapters/") for each in _of_file(path, text, terms))
    return tuple(sorted(set(found)))


@dataclass(frozen=True)
class _TermNames:
    """The entries of the glossary by every name that leads to one, case folded; and what the guide says of the format."""

    by_name: Mapping[str, str]
    dialect: Dialect

    @classmethod
    @lru_cache(maxsize=2)  # file after file is asked with one glossary
    def of(cls, glossary: str, guide: str) -> "_TermNames":
        """The names that a text of the glossary gives, by the dialect of a guide.toml."""
        dialect = read_dialect(GUIDE, guide, Problems())
        found: dict[str, str] = {}
        for entry in parse_glossary(GLOSSARY, glossary, dialect, Problems()) if glossary.strip() else ():
            for name in (entry.id, entry.term, entry.abbr, *entry.synonyms):
                found.setdefault(name.casefold(), entry.id)
        return cls(found, dialect)

    def entry(self, name: str) -> str:
        """The id of the entry that a name leads to; the name itself, where it leads to none."""
        return self.by_name.get(name.casefold(), name)


def _of_file(path: str, text: str, terms: _TermNames) -> Iterator[Occurrence]:
    source = PlacedText(path, text)
    if path.endswith(".md"):
        yield from _of_prose(source, terms)
    elif path in DATA:
        yield from DATA[path](source, terms)
    elif path.startswith("chapters/figures/"):
        yield from _of_picture(source)


# ---------------------------------------------------------------- prose


PARSERS: Mapping[str, Callable[[str, str, Dialect, Problems], object]] = {
    GLOSSARY: parse_glossary,
    "chapters/faq.md": parse_faq,
    "chapters/safety.md": parse_fragments,
}


def _of_prose(source: PlacedText, terms: _TermNames) -> Iterator[Occurrence]:
    if not source.text.strip():
        return
    tree = PARSERS.get(source.path, parse_chapter)(source.path, source.text, terms.dialect, Problems())
    chapter = chapter_id(source.path)
    for node in walk(tree):
        reader = READERS.get(type(node))
        yield from reader(source, node, terms) if reader else ()
        if isinstance(node, n.Question):
            yield from _of_question(source, node, chapter)
    if isinstance(tree, n.Chapter) and CHAPTER.fullmatch(source.path):
        yield from _of_head(source, chapter)


def _of_head(source: PlacedText, chapter: str) -> Iterator[Occurrence]:
    """What the front matter of a chapter names: the chapter, the drawing at its head, and its objectives."""
    start = source.text.index("\n") + 1
    end = re.compile(r"^---[ \t]*$", re.MULTILINE).search(source.text, start)
    values = _extents(yaml_extents, source.text[start : end.start() if end else start])
    yield Occurrence(Span(source.path, 0), "id", chapter, chapter, defines=True)
    for where, extent in values.items():
        if where == ("id",):
            yield _at(source, _unquoted(source.text, extent, start), "id", chapter, defines=True)
        elif where == ("drawing",):
            at, text = _unquoted(source.text, extent, start)
            yield _at(source, (at + len("figures/"), PurePosixPath(text).stem), "picture")
        elif where[0] == "objectives" and where[-1] == "id":
            at, text = _unquoted(source.text, extent, start)
            yield _at(source, (at, text), "objective", f"{chapter}/{text}", defines=True)


def _at(source: PlacedText, place: tuple[int, str], kind: Kind, name: str = "", **facts: bool) -> Occurrence:
    at, text = place
    return Occurrence(source.span(at, len(text)), kind, name or text, text, **facts)


def _content(source: PlacedText, span: Span) -> tuple[int, str]:
    """Where the content of a role begins, and the content as it is written."""
    at = source.offset(span.line, span.col)
    return at, source.text[at : source.text.find("`", at)]


def _unplaced(span: Span, kind: Kind, name: str) -> Occurrence:
    return Occurrence(Span(span.path, span.line), kind, name, name)


def _value_use(source: PlacedText, node: n.ValueUse, terms: _TermNames) -> Iterator[Occurrence]:
    if node.span.col:
        at, written = _content(source, node.span)
        yield _at(source, (at, re.split(r"\s*\\?\|", written.rstrip())[0]), "value")
    else:
        yield _unplaced(node.span, "value", node.key)


def _citation(source: PlacedText, node: n.Citation, terms: _TermNames) -> Iterator[Occurrence]:
    if not node.span.col:
        yield from (_unplaced(node.span, "source", key) for key in node.keys)
        return
    at, written = _content(source, node.span)
    yield from (_at(source, place, "source") for place in _listed(at, written.replace(";", ",")) if place[1] in node.keys)


def _listed(at: int, written: str) -> Iterator[tuple[int, str]]:
    """The names between commas, with their offsets."""
    for found in re.finditer(r"[^,\s][^,]*", written):
        yield at + found.start(), found[0].rstrip()


def _target(source: PlacedText, node: n.TermUse | n.CrossReference) -> tuple[int, str]:
    """Where the name in a role stands: between angle brackets behind the words, or alone."""
    at, written = _content(source, node.span)
    named = NAMED.match(written.rstrip())
    return (at + named.start("target"), named["target"].strip()) if named else (at, written.rstrip())


def _term_use(source: PlacedText, node: n.TermUse, terms: _TermNames) -> Iterator[Occurrence]:
    entry = terms.entry(node.term)
    yield _at(source, _target(source, node), "term", entry) if node.span.col else _unplaced(node.span, "term", entry)


def _reference(source: PlacedText, node: n.CrossReference, terms: _TermNames) -> Iterator[Occurrence]:
    if not node.span.col:
        yield _unplaced(node.span, "id", node.target)
        return
    at, text = _target(source, node)
    bare = text.removeprefix("#")
    yield _at(source, (at + len(text) - len(bare), bare), "id")


def _internal(source: PlacedText, node: n.InternalLink, terms: _TermNames) -> Iterator[Occurrence]:
    """A link to a file or an id: what it names, as far as it is written as an id."""
    if not node.span.col:
        yield _unplaced(node.span, "id", node.target or node.chapter)
        return
    at = source.offset(node.span.line, node.span.col)
    url = source.text[at : at + node.span.length]
    for name in filter(None, (node.chapter, node.target)):
        if (start := url.find(name)) >= 0:
            yield _at(source, (at + start, name), "id")


def _include(source: PlacedText, node: n.Include, terms: _TermNames) -> Iterator[Occurrence]:
    if node.inline and node.span.col:
        yield _at(source, (_content(source, node.span)[0], node.name), "fragment")
    elif not node.inline:
        yield _at(source, _argument(source, node.span), "fragment")
    else:
        yield _unplaced(node.span, "fragment", node.name)


def _argument(source: PlacedText, span: Span) -> tuple[int, str]:
    """What stands behind the name of a box."""
    at = source.offset(span.line, span.col + span.length)
    row = source.text[at : source.starts[span.line] - 1]
    return at + len(row) - len(row.lstrip()), row.strip()


def _heading(source: PlacedText, node: n.Section | n.FaqEntry, terms: _TermNames) -> Iterator[Occurrence]:
    """The id behind a heading; of one without, its words make a name, and its place is where an id would be put."""
    row = source.rows[node.span.line - 1].rstrip()
    found = HEADING_ID.search(row)
    if node.alias:
        end = source.offset(node.span.line, len(row) + 1)
        yield Occurrence(source.span(end, 0), "id", node.alias, "", defines=True)
    elif found:
        yield _at(source, (source.offset(node.span.line, found.start(1) + 1), found[1]), "id", defines=True)


def _options(source: PlacedText, span: Span, kind: Kind, option: str, *, defines: bool = False) -> Iterator[Occurrence]:
    at, written = source.option(span.line, option)
    yield from (_at(source, place, kind, defines=defines) for place in _listed(at, written))


def _figure(source: PlacedText, node: n.Figure, terms: _TermNames) -> Iterator[Occurrence]:
    yield from _options(source, node.span, "id", "id", defines=True)
    at, text = _argument(source, node.span)
    yield _at(source, (at + len("figures/"), PurePosixPath(text).stem), "picture")
    start, alt = source.option(node.span.line, "alt")
    yield from _roles(source, start, alt)
    for each in _options(source, node.span, "value", "says"):
        yield each if "." in each.text else Occurrence(each.span, "fragment", each.name, each.text)


def _roles(source: PlacedText, start: int, text: str) -> Iterator[Occurrence]:
    """The values that are named by a role in a text without other markup."""
    for found in ROLE.finditer(text):
        yield _at(source, (start + found.start("key"), found["key"].strip()), "value")


def _table(source: PlacedText, node: n.Table, terms: _TermNames) -> Iterator[Occurrence]:
    yield from _options(source, node.span, "id", "id", defines=True)
    yield from _options(source, node.span, "id", "chapter") if node.items else ()


def _box(source: PlacedText, node: n.Callout, terms: _TermNames) -> Iterator[Occurrence]:
    yield from _options(source, node.span, "id", "id", defines=True)


def _equation(source: PlacedText, node: n.Equation, terms: _TermNames) -> Iterator[Occurrence]:
    yield from _options(source, node.span, "id", "id", defines=True)
    if not source.option(node.span.line, "id")[0]:
        yield _at(source, (source.offset(node.span.line, node.span.col), node.id), "id", defines=True)


def _of_question(source: PlacedText, node: n.Question, chapter: str) -> Iterator[Occurrence]:
    yield _at(source, _argument(source, node.span), "id", defines=True)
    at, text = source.option(node.span.line, "objective")
    yield _at(source, (at, text), "objective", f"{chapter}/{text}")
    yield from _options(source, node.span, "id", "section")


def _entry(source: PlacedText, node: n.GlossaryEntry, terms: _TermNames) -> Iterator[Occurrence]:
    at, text = _argument(source, node.span)
    yield _at(source, (at, text), "term", node.id, defines=True, as_id=False)
    for option in ("id", "abbr", "synonyms", "see-also"):
        for each in _options(source, node.span, "term", option):
            own = option != "see-also"
            name = node.id if own else each.text
            yield Occurrence(each.span, "term", name, each.text, defines=own, as_id=option in ("id", "see-also"))


def _fragment(source: PlacedText, node: n.Fragment, terms: _TermNames) -> Iterator[Occurrence]:
    yield _at(source, _argument(source, node.span), "fragment", defines=True)


READERS: Mapping[type[n.Node], Callable[..., Iterator[Occurrence]]] = {
    n.ValueUse: _value_use,
    n.Citation: _citation,
    n.TermUse: _term_use,
    n.CrossReference: _reference,
    n.InternalLink: _internal,
    n.Include: _include,
    n.Section: _heading,
    n.FaqEntry: _heading,
    n.Figure: _figure,
    n.Table: _table,
    n.Callout: _box,
    n.Equation: _equation,
    n.Listing: lambda source, node, terms: _options(source, node.span, "id", "id", defines=True),
    n.GlossaryEntry: _entry,
    n.Fragment: _fragment,
}


# ---------------------------------------------------------------- data files


def _extents(read: Callable[[str], Extents], text: str) -> Extents:
    try:
        return read(text)
    except (Unreadable, ValueError, AttributeError):
        return {}


def _unquoted(text: str, extent: tuple[int, int], base: int = 0) -> tuple[int, str]:
    """The place of a value without its quotation marks, and its characters."""
    start, end = extent[0] + base, extent[1] + base
    written = text[start:end]
    quoted = len(written) > 1 and written[0] in "\"'" and written[-1] == written[0]
    return (start + 1, written[1:-1]) if quoted else (start, written)


def _of_values(source: PlacedText, terms: _TermNames) -> Iterator[Occurrence]:
    places = toml_places(source.text)
    for where, extent in toml_extents(source.text).items():
        names = [part for part in where if isinstance(part, str)]
        if names[-1:] == ["source"]:
            yield _at(source, _unquoted(source.text, extent), "source")
        elif names[-1:] == ["value"] and where[-1] in ("value", 0):
            yield _value(source, names[:-1], places[tuple(names[:-1])])


def _value(source: PlacedText, names: list[str], place: tuple[int, int]) -> Occurrence:
    """The header of a value, or the line on which it stands, if it has no header of its own."""
    key, (line, col) = ".".join(names), place
    header = re.compile(r"\[[ \t]*([^\[\]]*?)[ \t]*\]").match(source.rows[line - 1], col - 1)
    if header and header[1] == key:
        return _at(source, (source.offset(line, header.start(1) + 1), key), "value", defines=True)
    return Occurrence(Span(source.path, line), "value", key, key, defines=True)


ENTRY = re.compile(r"@(?!comment|string|preamble)\w+\s*[{(]\s*(?P<key>[^\s,{}()]+)\s*,", re.IGNORECASE)


def _of_references(source: PlacedText, terms: _TermNames) -> Iterator[Occurrence]:
    """The keys of sources, in whatever form they are kept, and those of the wholes that parts name in BibTeX.

    A key that the guide made itself, because the id is an address, stands where that does.
    """
    if source.path.endswith(".bib"):
        found, wholes = ENTRY.finditer(source.text), WHOLE.finditer(source.text)
        yield from (_at(source, (each.start("key"), each["key"]), "source", defines=True) for each in found)
        yield from (_at(source, (each.start("key"), each["key"]), "source") for each in wholes)
        return
    items: dict[object, dict[object, tuple[int, str]]] = {}
    for where, extent in _extents(yaml_extents, source.text).items():
        if where[-1:] in (("id",), ("citation-key",)):
            items.setdefault(where[:-1], {})[where[-1]] = _unquoted(source.text, extent)
    written = {place[1]: place for item in items.values() for place in item.values()}
    addresses = [item["id"] for item in items.values() if "id" in item]
    for key, each in read_references(source.path, source.text, Problems()).items():
        behind = (place for place in addresses if place[0] >= source.offset(max(each.span.line, 1), 1))
        if place := written.get(key) or next(behind, None):
            yield _at(source, place, "source", key, defines=True)
        else:
            yield Occurrence(Span(source.path, each.span.line), "source", key, key, defines=True)


WHOLE = re.compile(r"\bcrossref\s*=\s*[{\"]\s*(?P<key>[^\s,{}\"]+)\s*[}\"]", re.IGNORECASE)
COVERED: Mapping[str, Kind] = {"at": "id", "cites": "source", "value": "value"}


def _of_coverage(source: PlacedText, terms: _TermNames) -> Iterator[Occurrence]:
    for where, extent in toml_extents(source.text).items():
        names = [part for part in where if isinstance(part, str)]
        kind: Kind | None = "id" if names[:1] == ["topics"] else COVERED.get(names[-1]) if names[:1] == ["corrections"] else None
        if kind:
            yield _at(source, _unquoted(source.text, extent), kind)


def _of_guide(source: PlacedText, terms: _TermNames) -> Iterator[Occurrence]:
    for where, extent in toml_extents(source.text).items():
        if where == ("emergency-line",):
            at, written = _unquoted(source.text, extent)
            span = source.span(at, len(written))
            page = SourcePage(source.path, source.rows, Problems())
            for node in walk(parse_inline(page, written, span.line)):
                reader = READERS.get(type(node))
                yield from reader(source, node, terms) if reader else ()
        elif where[0] == "papers" and (
            kind := PRINTED_ALONE.get(next(part for part in reversed(where) if isinstance(part, str)))
        ):
            yield _at(source, _unquoted(source.text, extent), kind)


PRINTED_ALONE: Mapping[object, Kind] = {"values": "value", **dict.fromkeys(("figures", "figure", "back", "section"), "id")}
"""What the keys of a paper name."""


def _of_renamed(source: PlacedText, terms: _TermNames) -> Iterator[Occurrence]:
    """What old names lead to now."""
    for extent in toml_extents(source.text).values():
        at, text = _unquoted(source.text, extent)
        chapter, of_objective, objective = text.partition(OBJECTIVE)
        if of_objective:
            yield _at(source, (at, chapter), "id")
            yield _at(source, (at + len(text) - len(objective), objective), "objective", f"{chapter}/{objective}")
            continue
        prefix = next((prefix for prefix in PREFIXES if text.startswith(prefix)), "")
        kind: Kind = PREFIXES.get(prefix, "id")  # type: ignore[assignment]  # a kind each
        name = text.removeprefix(prefix)
        yield Occurrence(source.span(at + len(prefix), len(name)), kind, name, name, as_id=kind == "term")


DATA: Mapping[str, Callable[[PlacedText, _TermNames], Iterator[Occurrence]]] = {
    "chapters/values.toml": _of_values,
    **dict.fromkeys(REFERENCE_FILES, _of_references),
    "chapters/coverage.toml": _of_coverage,
    GUIDE: _of_guide,
    RENAMED: _of_renamed,
}


def _of_picture(source: PlacedText) -> Iterator[Occurrence]:
    """A drawing, a chart or its table: itself, the values in its words, and the sources of a chart."""
    stem = PurePosixPath(source.path).stem
    yield Occurrence(Span(source.path, 0), "picture", stem, stem, defines=True)
    if not source.path.endswith(".toml"):
        yield from _roles(source, 0, source.text)
        return
    for where, extent in toml_extents(source.text).items():
        at, text = _unquoted(source.text, extent)
        if where == ("id",):
            yield _at(source, (at, text), "picture", defines=True)
        elif where[0] == "source":
            yield _at(source, (at, text), "source")
        else:
            yield from _roles(source, at, text)
