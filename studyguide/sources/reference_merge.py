"""Merging: what a reference manager exports, put behind the references of a guide. Values in, a text and a report out.

The text of references.yaml keeps its order, its comments and every line that is not told to change.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from studyguide.sources.csl import DATES
from studyguide.sources.diagnostics import Problems, Span, did_you_mean
from studyguide.sources.reference_files import REFERENCES, Source, read_references
from studyguide.sources.yaml_text import load_yaml

NOT_TAKEN = {"abstract", "annote", "call-number", "categories", "citation-key", "custom", "id", "keyword", "license", "source"}
"""Fields that a guide has no use for."""
COMPARED = (
    *("type", "title", "author", "editor", "container-title", "issued", "volume", "issue", "page", "edition", "publisher"),
    *("DOI", "PMID", "PMCID", "ISBN", "URL"),
)
"""Fields of which a difference is told: what is printed."""
NUMBERS = ("DOI", "PMID", "PMCID")
"""Fields of which one that is the same says that two entries are the same source."""


@dataclass(frozen=True)
class SourceChange:
    """A source of the guide that the export has otherwise: field, what stands in the guide (or “”), what the export says."""

    here: Source
    export: Source
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Merge:
    """The new text of references.yaml, and what was done.

    `added` are keys; `there` pairs (key in the export, key here) of sources that were there already; `made` changes that were
    asked for, and `left` those that were not.
    """

    text: str
    added: tuple[str, ...]
    there: tuple[tuple[str, str], ...]
    made: tuple[SourceChange, ...]
    left: tuple[SourceChange, ...]


def merge(
    text: str, known: Mapping[str, Source], export: Mapping[str, Source], overwrite: Collection[str], problems: Problems
) -> Merge:
    """The references of an export behind `text`, that of references.yaml; `known` are all that the guide has.

    What stands in both is left as it is, but for the keys to `overwrite`. A key that means another source here is an error at its
    place in the export, and so is a key to overwrite that the export does not have.
    """
    pairs = _pairs(export, known)
    for source, here in pairs:
        if here and _differs(here, source, "DOI"):
            message = f"“{source.key}” is another source here: {here.span.path}, line {here.span.line}"
            problems.error(source.span, "duplicate-id", message, "give one of the two another key")
    both = [(here, source) for source, here in reversed(pairs) if here and here.key in known]
    found = {here.key: SourceChange(here, source, _changed(here, source)) for here, source in both}  # of several, the first
    changes = [change for change in reversed(found.values()) if change.fields]
    for key in sorted(set(overwrite) - {change.here.key for change in changes}):
        hint = did_you_mean(key, [change.here.key for change in changes])
        problems.error(next(iter(export.values())).span, "unknown-reference", f"nothing is to change in “{key}”", hint)
    made = tuple(change for change in changes if change.here.key in overwrite)
    left = tuple(change for change in changes if change.here.key not in overwrite)
    for change in made:
        text = _overwritten(text, change, problems)
    added = [source for source, here in pairs if here is None]
    whole = _behind(text, [written(source) for source in added], problems)
    if not problems.errors:
        _prove(whole, {change.here.key for change in made}, known, problems)
    there = tuple((source.key, here.key) for source, here in pairs if here)
    return Merge(whole, tuple(source.key for source in added), there, made, left)


def _pairs(export: Mapping[str, Source], known: Mapping[str, Source]) -> list[tuple[Source, Source | None]]:
    """Each source of the export with that of the guide which it is, or with one before it in the export."""
    pairs: list[tuple[Source, Source | None]] = []
    new: dict[str, Source] = {}
    for source in export.values():
        here = _same(source, {**known, **new})
        pairs.append((source, here))
        new |= {} if here else {source.key: source}
    return pairs


def _behind(text: str, items: list[str], problems: Problems) -> str:
    """The text with items behind its list, as far indented as those before them."""
    if not items:
        return text
    data, places, _ = load_yaml(text)
    listed = [
        where for where in places if where and isinstance(where[-1], int) and where in ((where[-1],), ("references", where[-1]))
    ]
    if not data:
        return "\n\n".join([*filter(None, [re.sub(r"(?m)^\s*(\[\s*\]|---|\.\.\.)\s*$", "", text).strip()]), *items]) + "\n"
    line, col = places[listed[-1]] if listed else (1, 1)
    indent = re.fullmatch(r"(\s*)-\s+", text.split("\n")[line - 1][: col - 1])
    if indent is None:
        message = "the references stand between brackets, so that none can be put behind them"
        problems.error(Span(REFERENCES, line, col), "bad-value", message, "begin each with - id: on a line of its own")
        return text
    moved = [re.sub(r"(?m)^(?=.)", indent[1], item) for item in items]
    return "\n\n".join([re.sub(r"\n(\.\.\.)?\s*$", "", text.rstrip()), *moved]) + "\n"


def _same(source: Source, known: Mapping[str, Source]) -> Source | None:
    """The source of the guide that an exported one is: by its key, or by a number that both have."""
    if source.key in known:
        return known[source.key]
    numbers = _numbers(source)
    return next((each for each in known.values() if numbers & _numbers(each)), None)


def _numbers(source: Source) -> set[tuple[str, str]]:
    """The numbers of a source. Of a book that is its ISBN, too; chapters share that of theirs."""
    names = (*NUMBERS, *(["ISBN"] if source.csl.get("type") == "book" else []))
    return {(name, re.sub(r"\W", "", str(value)).casefold()) for name in names if (value := source.csl.get(name))}


def _differs(here: Source, there: Source, name: str) -> bool:
    ours, theirs = _plain(here.csl.get(name)), _plain(there.csl.get(name))
    return bool(ours and theirs and ours != theirs)


def _changed(here: Source, export: Source) -> tuple[tuple[str, str, str], ...]:
    """The fields that the export has otherwise; what it does not have may stand here."""
    shown = [(name, *(_shown(name, source.csl.get(name, "")) for source in (here, export))) for name in COMPARED]
    return tuple((name, old, new) for name, old, new in shown if new and _plain(old) != _plain(new))


def _plain(value: object) -> str:
    """A text as it is compared: without case, points of initials, kinds of dashes and quotation marks."""
    text = re.sub(r"[-–—]+", "-", str(value or "").casefold())
    return re.sub(r"[\s.“”\"'‘’]+", " ", text).strip()


def _shown(name: str, value: Any) -> str:
    """A field in a few words."""
    if name in DATES and value:
        parts = ["-".join(f"{part:02}" for part in each) for each in value.get("date-parts", ())]
        return "/".join(parts) or str(value.get("literal", ""))
    if isinstance(value, list):
        return "; ".join(
            person.get("literal") or f"{person.get('family', '')} {person.get('given', '')}".strip() for person in value
        )
    return str(value)


# ---------------------------------------------------------------- writing


class _Dumper(yaml.SafeDumper):
    """Lists are indented below their key, and no two values are written as one."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:
        return True


def written(source: Source) -> str:
    """A source as an item of references.yaml."""
    fields = {name: _field(name, value) for name, value in source.csl.items() if name not in NOT_TAKEN}
    return _dumped([{"id": source.key, **fields}])


def _dumped(data: Any) -> str:
    return str(yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000)).rstrip()


def _field(name: str, value: Any) -> Any:
    if name not in DATES:
        return value
    simple = value.keys() == {"date-parts"} and len(value["date-parts"]) == 1
    return _shown(name, value) if simple or "literal" in value else value


def _overwritten(text: str, change: SourceChange, problems: Problems) -> str:
    """The text with the fields of one source as the export has them, line for line in their places."""
    key, span = change.here.key, change.here.span
    for name, _, _ in change.fields:
        lines = _lines(text, key, name) if span.path == REFERENCES else None
        if lines is None:
            message = f"“{key}” cannot be changed here: its fields do not stand on lines of their own in {REFERENCES}"
            problems.error(span, "bad-value", message, "change it by hand")
            return text
        first, last, indent = lines
        rows = text.split("\n")
        new = _dumped({name: _field(name, change.export.csl[name])})
        text = "\n".join([*rows[:first], *(f"{' ' * indent}{row}" for row in new.split("\n")), *rows[last:]])
    return text


def _lines(text: str, key: str, name: str) -> tuple[int, int, int] | None:
    """Where a field of an item stands, or would: its first line, the one behind it, its indent; None where lines are shared."""
    data, places, _ = load_yaml(text)
    if isinstance(data, dict):
        return None
    at = next(i for i, item in enumerate(data) if str(item["id"]) == key)
    starts = {field: places[(at, field)] for field in data[at]}
    ends = sorted([*starts.values(), *([places[(at + 1,)]] if at + 1 < len(data) else [(text.count("\n") + 2, 1)])])
    if len({line for line, _ in ends}) < len(ends):
        return None
    rows = text.split("\n")
    first = starts[name][0] if name in starts else 0
    end = next((line for line, _ in ends if line > first), 0) - 1 if first else ends[-1][0] - 1
    while end > first and (not rows[end - 1].strip() or rows[end - 1].lstrip().startswith("#")):  # what stands above the next
        end -= 1
    return (first - 1 if first else end), end, starts["id"][1] - 1


def _prove(text: str, changed: Collection[str], known: Mapping[str, Source], problems: Problems) -> None:
    """Hold the new text against the old: whatever was not asked to change says what it said before."""
    trial = Problems()
    made = read_references(REFERENCES, text, trial)
    problems.take(trial.found)
    for key, source in known.items():
        if source.span.path == REFERENCES and key not in changed and (key not in made or made[key].csl != source.csl):
            raise AssertionError(f"“{key}” would be changed")
