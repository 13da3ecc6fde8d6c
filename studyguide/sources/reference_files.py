"""The sources that a guide cites, in any of three forms: CSL-YAML, CSL JSON (https://docs.citationstyles.org/), BibTeX.

A guide may have one such file, or several: together they are its references.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from studyguide.sources import schema
from studyguide.sources.biblatex import csl_item
from studyguide.sources.bibtex_text import load_bibtex
from studyguide.sources.csl import DATES, normal_item, without_markup
from studyguide.sources.diagnostics import Problems, Span
from studyguide.sources.toml_places import Places

REFERENCES = "chapters/references.yaml"
REFERENCE_FILES = (REFERENCES, "chapters/references.json", "chapters/references.bib")


@dataclass(frozen=True)
class Source:
    """A source that can be cited: its CSL data in their one form, where it stands, and where its keys do."""

    key: str
    csl: Mapping[str, Any]
    span: Span
    places: Mapping[str, Span] = field(default_factory=dict)


def read_references(path: str, text: str, problems: Problems) -> dict[str, Source]:
    """The references of a file by key: `.yaml` and `.json` hold a list of CSL items, `.bib` entries; an empty file has none."""
    read = _read_bibtex(path, text, problems) if path.endswith(".bib") else _read_items(path, text, problems)
    found: dict[str, Source] = {}
    for i, item in enumerate(read.content if isinstance(read.content, list) else ()):
        if not isinstance(item, dict):
            continue
        key, span = str(item.get("id") or ""), read.span(i, "id")
        if not key:
            problems.hide(path, span.line, "reference")
        if key in found:
            message = f"the reference “{key}” stands here a second time"
            problems.error(span, "duplicate-id", message, "give it another id", hides=("reference",))
        csl = _normal(item, i, read, problems) if read.sound else item
        found[key] = Source(key, csl, read.span(i), {name: read.span(i, name) for name in DATES & item.keys()})
    return found


def merged(files: Iterable[Mapping[str, Source]], problems: Problems) -> dict[str, Source]:
    """The references of all files of a guide; what stands in two of them is an error at the second."""
    found: dict[str, Source] = {}
    for key, source in (pair for each in files for pair in each.items()):
        if key in found:
            there = found[key].span
            message = f"the reference “{key}” stands in {there.path.rpartition('/')[2]} already, at line {there.line}"
            problems.error(source.span, "duplicate-id", message, "keep one of the two", hides=("reference",))
        found.setdefault(key, source)
    return found


def _read_items(path: str, text: str, problems: Problems) -> schema.CheckedData:
    is_json = path.endswith(".json")
    words = text.strip() if is_json else re.sub(r"(?m)^\s*#.*$", "", text).strip()
    if is_json:
        return schema.read_json(path, text if words else "[]", "references", problems, meant=_exported)
    return schema.read_yaml(path, text if words else "[]", "references", problems, meant=_listed)


def _exported(data: Any, places: Places) -> tuple[Any, Places]:
    """As `_listed`; what a program exports may be empty, and says nothing then."""
    items, placed = _listed(data, places)
    if not isinstance(items, list):
        return items, placed
    return [_told(item) if isinstance(item, dict) else item for item in items], placed


def _told(item: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if value not in (None, "", [], {})}


def _listed(data: Any, places: Places) -> tuple[Any, Places]:
    """The items of a file, each with a key of its own: a list, a list under “references” or “items”, or one item alone."""
    name = next((name for name in ("references", "items") if isinstance(data, dict) and isinstance(data.get(name), list)), None)
    if name:
        data, places = data[name], {where[1:]: place for where, place in places.items() if where[:1] == (name,)}
    elif isinstance(data, dict) and "id" in data and "type" in data:
        data, places = [data], {(0, *where): place for where, place in places.items()} | {(): places[()]}
    return [_keyed(item) for item in data] if isinstance(data, list) else data, places


def _keyed(item: Any) -> Any:
    """An item whose id is one that an author can write; Zotero's ids are addresses."""
    if not isinstance(item, dict) or not re.match(r"https?://", key := str(item.get("id", ""))):
        return {**item, "id": str(item["id"])} if isinstance(item, dict) and type(item.get("id")) is int else item
    told = re.search(r"(?im)^citation key:\s*(\S+)", str(item.get("note", "")))
    made = str(item.get("citation-key") or (told[1] if told else "") or made_key(item))
    return {**item, "id": made or key}


def made_key(item: Mapping[str, Any]) -> str:
    """A key of family name, year and the first long word of the title: beispiel2026counting."""
    csl, _ = normal_item(
        {key: value for key, value in item.items() if key in ("author", "editor", "issued", "title", "publisher")}
    )
    people = [*csl.get("author", ()), *csl.get("editor", ())]
    who = people[0].get("family") or people[0].get("literal", "") if people else csl.get("publisher", "")
    year = str((csl.get("issued", {}).get("date-parts") or [[""]])[0][0])
    words = [word for word in _letters(without_markup(csl.get("title", ""))).split() if len(word) > 3]
    return "".join([*_letters(who).split()[: None if people else 1], year, *words[:1]])


def _letters(text: str) -> str:
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return re.sub(r"[^\w\s]|_", "", bare.lower())


def _read_bibtex(path: str, text: str, problems: Problems) -> schema.CheckedData:
    entries, faults = load_bibtex(text)
    by_key = {entry.key: entry for entry in entries}
    items: list[dict[str, Any]] = []
    places: Places = {(): (1, 0)}
    for i, entry in enumerate(entries):
        item, fields = csl_item(entry, by_key, faults)
        items.append(item)
        places |= {(i,): entry.place, (i, "id"): entry.place} | {(i, key): each.place for key, each in fields.items()}
    for fault in faults:
        span = Span(path, fault.line, fault.col, fault.length)
        problems.error(span, "bad-bibtex", fault.message, fault.hint, hides=("reference",))
    read = schema.checked(path, items, places, "references", problems)
    return schema.CheckedData(path, items, places, sound=read.sound and not faults)


def _normal(item: Mapping[str, Any], i: int, read: schema.CheckedData, problems: Problems) -> Mapping[str, Any]:
    csl, faults = normal_item(item)
    for where, message, hint in faults:
        problems.error(read.span(i, *where), "bad-value", message, hint)
    return csl
