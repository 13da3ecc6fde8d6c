"""Completion: what may stand where somebody is writing, found by the line up to that place; half a sentence is enough."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from studyguide.markup.directives import DIRECTIVES, OPTION, Directive, box_directive
from studyguide.markup.inline import ROLES
from studyguide.markup.listings import LITERAL
from studyguide.markup.questions import DIFFICULTIES, KINDS, LEVELS
from studyguide.nodes.boxes import BOXES
from studyguide.sources.chapter_files import chapter_id
from studyguide.sources.config import FORMS
from studyguide.tasks.lsp.hover import about_source, about_target, about_term, about_value
from studyguide.tasks.lsp.known import KnownNames, title_of


@dataclass(frozen=True)
class Suggested:
    """Something that may be written: what a list shows, what is put in the text, what is told beside and below it.

    `kind` is one of the protocol's kinds, by its name; a `snippet` has places to fill in (`$1`).
    """

    label: str
    text: str
    detail: str = ""
    more: str = ""
    kind: str = "Reference"
    snippet: bool = False


@dataclass(frozen=True)
class WritingPlace:
    """Where somebody is writing: the file, its lines, the line (from 0), what stands before the cursor and behind it."""

    path: str
    rows: Sequence[str]
    line: int
    before: str
    after: str
    known: KnownNames

    @property
    def chapter(self) -> str:
        """The id of the chapter."""
        return chapter_id(self.path)


Found = re.Match[str]
Suggest = Callable[[WritingPlace, Found], Iterable[Suggested]]


def suggested(place: WritingPlace) -> tuple[int, list[Suggested]]:
    """What may stand at a place, and how many characters before it are its beginning."""
    for files, pattern, suggest in CONTEXTS:
        found = re.search(files, place.path) and pattern.search(place.before)
        if found:
            return len(found["typed"]), list(suggest(place, found))
    return 0, []


# ---------------------------------------------------------------- names


def _closed(each: Suggested, place: WritingPlace, end: str) -> Suggested:
    """What is suggested with the sign that ends it, unless that stands there already."""
    return each if place.after.startswith(end) else replace(each, text=each.text + end)


def _values(place: WritingPlace, found: Found) -> Iterator[Suggested]:
    for key, value in place.known.values.items():
        yield Suggested(key, key, f"{value.show().text} · {value.label}", about_value(place.known, value), "Value")


def _forms(place: WritingPlace, found: Found) -> Iterator[Suggested]:
    """The forms that a value has, each as it prints; of a value that is not known yet, all."""
    value = place.known.values.get(found["key"].strip())
    for form in FORMS[1:]:
        if value is None or not value.lacks(form):
            yield Suggested(form, form, value.show(form).text if value else "", kind="EnumMember")


def _terms(place: WritingPlace, found: Found) -> Iterator[Suggested]:
    """Every name that leads to an entry: term, abbreviation, synonyms."""
    for entry in place.known.entries.values():
        for name in dict.fromkeys(filter(None, (entry.term, entry.abbr, *entry.synonyms))):
            yield Suggested(name, name, "" if name == entry.term else entry.term, about_term(entry), "Text")


def _entries(place: WritingPlace, found: Found) -> Iterator[Suggested]:
    for key, entry in place.known.entries.items():
        yield Suggested(key, key, entry.term, about_term(entry))


def _abbreviations(place: WritingPlace, found: Found) -> Iterator[Suggested]:
    for entry in place.known.entries.values():
        if entry.abbr:
            whole = f"{entry.abbr} ({entry.term})"
            yield Suggested(whole, whole, kind="Text")


def _cited(place: WritingPlace, found: Found) -> Iterator[Suggested]:
    for key, source in place.known.sources.items():
        yield Suggested(key, key, title_of(source), about_source(place.known, key))


def _ids(place: WritingPlace, found: Found) -> Iterator[Suggested]:
    for key, target in place.known.targets.items():
        yield Suggested(key, key, about_target(place.known, target))


def _sections(place: WritingPlace, found: Found) -> Iterator[Suggested]:
    """The sections of this chapter."""
    for each in _ids(place, found):
        if each.label.startswith("sec-") and place.known.targets[each.label].unit == place.chapter:
            yield each


def _objectives(place: WritingPlace, found: Found) -> Iterator[Suggested]:
    """The objectives of this chapter."""
    for (chapter, key), text in place.known.objectives.items():
        if chapter == place.chapter:
            yield Suggested(key, key, text)


def _named(names: str) -> Suggest:
    """The names of a kind that have nothing but a line to tell."""

    def suggest(place: WritingPlace, found: Found) -> Iterator[Suggested]:
        known: Mapping[str, str] = getattr(place.known, names)
        for name, text in known.items():
            yield Suggested(name, name, text)

    return suggest


def _said(place: WritingPlace, found: Found) -> Iterator[Suggested]:
    """What a drawing may say: fragments and values."""
    yield from _named("fragments")(place, found)
    yield from _values(place, found)


def _targets_of(suggest: Suggest) -> Suggest:
    """The same between angle brackets behind the words."""
    return lambda place, found: (_closed(each, place, ">") for each in suggest(place, found))


IN_ROLE: Mapping[str, Suggest] = {
    "term": _terms,
    "value": _values,
    "cite": _cited,
    "ref": _ids,
    "include": _named("fragments"),
    "index": _named("marks"),
    "abbr": _abbreviations,
}


def _in_role(place: WritingPlace, found: Found) -> Iterable[Suggested]:
    suggest = IN_ROLE.get(found["role"])
    return suggest(place, found) if suggest else ()


def _in_brackets(place: WritingPlace, found: Found) -> Iterable[Suggested]:
    return _targets_of(_terms if found["role"] == "term" else _ids)(place, found)


# ---------------------------------------------------------------- roles, directives, options


def _roles(place: WritingPlace, found: Found) -> Iterator[Suggested]:
    """Every role with the place for its content."""
    bare = place.after.startswith("}")
    for name in ROLES:
        yield Suggested(name, name if bare else f"{name}}}`$1`", kind="Keyword", snippet=not bare)


def _directives(place: WritingPlace, found: Found) -> Iterator[Suggested]:
    """Every directive, with what it must have and the fence that closes it."""
    bare = place.after.startswith("}")
    boxes = {**BOXES, **place.known.boxes}
    for name in LITERAL if found["fence"].startswith("`") else dict.fromkeys((*DIRECTIVES, *boxes)):
        directive = box_directive(boxes[name]) if name in boxes else DIRECTIVES[name]
        text = name if bare else directive_body(name, found["fence"], directive)
        yield Suggested(name, text, boxes[name].label if name in boxes else "", kind="Module", snippet=not bare)


def directive_body(name: str, fence: str, directive: Directive | None = None) -> str:
    """What follows `:::{` for a directive, as a snippet: name, title, options that it must have, closing fence."""
    directive = directive or DIRECTIVES[name]
    count = iter(range(1, 100))
    title = f" ${{{next(count)}:…}}" if directive.argument == "required" or directive.titled else ""
    options = "".join(f":{option}: ${{{next(count)}:…}}\n" for option in (*directive.required, *directive.titled))
    body = "" if directive.empty else "$0\n"
    return f"{name}}}{title}\n{options}{body}{fence}{'$0' if directive.empty else ''}"


OPENING = re.compile(r"^\s*(?::{3,}|`{3,})\{(?P<name>[\w-]+)\}")


def _around(place: WritingPlace) -> tuple[str, set[str]]:
    """The directive among whose options a line stands, and the options that it has already; “” if it stands among none."""
    given: set[str] = set()
    for row in reversed(place.rows[: place.line]):
        if opened := OPENING.match(row):
            return opened["name"], given
        option = OPTION.match(row.strip())
        if not option:
            return "", given
        given.add(option[1])
    return "", given


def _options(place: WritingPlace, found: Found) -> Iterator[Suggested]:
    """The options that a directive may have, and has not yet; arithmetic may be checked several times."""
    name, given = _around(place)
    directive = DIRECTIVES.get(name)
    for option in directive.options if directive else ():
        if option not in given or option == "check":
            must = "must be there" if directive and option in (*directive.required, *directive.titled) else ""
            text = option if place.after.startswith(":") else f"{option}: "
            yield Suggested(option, text, must, kind="Property")


def _words(*words: str) -> Suggest:
    return lambda place, found: (Suggested(word, word, kind="EnumMember") for word in words)


OPTION_VALUES: Mapping[str, Suggest] = {
    "kind": _words(*KINDS),
    "level": _words(*LEVELS),
    "difficulty": _words(*DIFFICULTIES),
    "answer": _words("true", "false"),
    "wide": _words("records", "grid"),
    "row-headers": _words("true", "false"),
    "objective": _objectives,
    "section": _sections,
    "chapter": _named("chapters"),
    "says": _said,
    "see-also": _entries,
}


def _option_values(place: WritingPlace, found: Found) -> Iterable[Suggested]:
    suggest = OPTION_VALUES.get(found["option"])
    return suggest(place, found) if suggest and _around(place)[0] else ()


ARGUMENTS: Mapping[str, Suggest] = {"include": _named("fragments"), "figure": _named("pictures")}


def _arguments(place: WritingPlace, found: Found) -> Iterable[Suggested]:
    suggest = ARGUMENTS.get(found["name"])
    return suggest(place, found) if suggest else ()


# ---------------------------------------------------------------- heads of chapters and data files


@cache
def _head_keys() -> Mapping[str, str]:
    """The keys of a chapter's head with what their schema says of them."""
    text = resources.files("studyguide.sources").joinpath("schemas/front-matter.json").read_text("utf-8")
    return {key: str(rule.get("description", "")) for key, rule in json.loads(text)["properties"].items()}


def _keys(place: WritingPlace, found: Found) -> Iterator[Suggested]:
    """The keys of a chapter's head that it does not have yet; nothing below the head."""
    head = place.rows[: place.line]
    if head[:1] == ["---"] and "---" not in head[1:]:
        given = {row.partition(":")[0] for row in place.rows[: place.rows.index("---", 1) if "---" in place.rows[1:] else None]}
        for key, told in _head_keys().items():
            if key not in given:
                yield Suggested(key, f"{key}: ", told, kind="Property")


QUOTED = r'\s*=\s*"(?P<typed>[^"]*)$'
LISTED = r'\s*=\s*\[?(?:\s*"[^"]*"\s*,)*\s*"(?P<typed>[^"]*)$'
PROSE, DATA = r"\.md$|guide\.toml$|figures/", r"\.toml$"
CONTEXTS: tuple[tuple[str, re.Pattern[str], Suggest], ...] = (
    (PROSE, re.compile(r"\{value\}`(?P<key>[^`|\\]*)\\?\|\s*(?P<typed>[a-z-]*)$"), _forms),
    (PROSE, re.compile(r"\{(?P<role>term|ref)\}`[^`<]*<#?(?P<typed>[^`<>]*)$"), _in_brackets),
    (PROSE, re.compile(r"\{(?P<role>cite)\}`(?:[^`,]*,)*\s*(?P<typed>[^`,]*)$"), _in_role),
    (PROSE, re.compile(r"\{(?P<role>[a-z-]+)\}`\s*#?(?P<typed>[^`]*)$"), _in_role),
    (r"\.md$", re.compile(r"^\s*(?P<fence>:{3,}|`{3,})\{(?P<typed>[a-z-]*)$"), _directives),
    (r"\.md$", re.compile(r"^\s*:{3,}\{(?P<name>[a-z-]+)\}\s+(?P<typed>\S*)$"), _arguments),
    (r"\.md$", re.compile(r"^\s*:(?P<option>[a-z-]+):\s+(?:[^,]*,)*\s*(?P<typed>[^,\s]*)$"), _option_values),
    (r"\.md$", re.compile(r"^\s*:(?P<typed>[a-z-]*)$"), _options),
    (PROSE, re.compile(r"\{(?P<typed>[a-z-]*)$"), _roles),
    (r"\.md$", re.compile(r"^(?P<typed>[a-z-]*)$"), _keys),
    (r"coverage\.toml$", re.compile(rf"\bat{QUOTED}"), _ids),
    (r"coverage\.toml$", re.compile(rf"\bvalue{QUOTED}"), _values),
    (DATA, re.compile(rf"\bwhere{LISTED}"), _named("places")),
    (DATA, re.compile(rf"\b(?:source|cites){LISTED}"), _cited),
)
"""Where something may be suggested: files, the line up to the cursor, of which `typed` is begun already, and what. First fit."""
