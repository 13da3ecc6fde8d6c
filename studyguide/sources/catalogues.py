"""Catalogues: the words of a language as translators keep them (gettext PO), checked, at the line of every fault."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studyguide.sources.diagnostics import Problems, Span, did_you_mean
from studyguide.sources.wording import ENGLISH, Key, Wording, beginnings, numerals_of

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

FOLDER, SOURCE, OWN = "styles/words", "styles/words/en-GB.po", "chapters/wording.po"
"""The catalogues, the one that all others are translated from, and the words that a guide has of its own."""

LINE = re.compile(r'(#.*)?|(msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d\])?\s*"([^"\\]|\\.)*"')
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Catalogue:
    """A file of words: the messages that have words, all that it names with their lines, and the rule of its plurals."""

    messages: Mapping[Key, tuple[str, ...]]
    lines: Mapping[Key, int]
    plural: str


def read_catalogue(path: str, text: str, problems: Problems) -> Catalogue:
    """A catalogue. What is no PO, is marked as uncertain, or has other placeholders than its source, is an error. A step."""
    read = _parsed(path, text, problems)
    if read is None:
        return Catalogue({}, {}, ENGLISH.plural)
    messages: dict[Key, tuple[str, ...]] = {}
    lines: dict[Key, int] = {}
    for each in (each for each in read if each.id):
        key = each.context or "", _texts(each.id)[0]
        lines[key], said = each.lineno or 1, _texts(each.string)
        if all(said):
            messages[key] = said
            for wrong in _faults(each, read.num_plurals):
                problems.error(Span(path, lines[key]), "bad-catalogue", f"“{key[1]}”: {wrong}", "correct it, or take it out")
    return Catalogue(messages, lines, str(read.plural_expr))


def _parsed(path: str, text: str, problems: Problems) -> Catalog | None:
    """What Babel reads; it would take any letters for the quotation marks, so every line is looked at before."""
    from babel.messages.pofile import PoFileError, read_po

    wrong = next((i for i, line in enumerate(text.split("\n")) if not LINE.fullmatch(line.strip())), None)
    if wrong is None:
        try:
            return read_po(io.BytesIO(text.encode()), abort_invalid=True)
        except PoFileError as fault:
            wrong = fault.lineno
        except ValueError:  # of the head
            wrong = 0
    hint = "behind msgid and msgstr stands a text between quotation marks; programs such as Poedit write these files"
    problems.error(Span(path, wrong + 1), "bad-catalogue", "this is no catalogue of words", hint)
    return None


def _texts(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def _faults(each: Message, plurals: int) -> Iterator[str]:
    source, said = _texts(each.id), _texts(each.string)
    if each.fuzzy:
        yield "it is marked as uncertain (fuzzy)"
    if len(source) > 1 and len(said) != plurals:
        yield f"it has {len(said)} plural forms, and the head of the file names {plurals}"
    wanted = set(PLACEHOLDER.findall(source[-1]))
    for text in said:
        placed = set(PLACEHOLDER.findall(text))
        if not placed <= wanted or (len(source) == 1 and placed != wanted) or "%" in PLACEHOLDER.sub("", text):
            yield f"its placeholders are {', '.join(f'%({name})s' for name in sorted(wanted)) or 'none'}"
            return


def wording(
    language: str, span: Span, texts: Mapping[str, Catalogue], there: Iterable[str], problems: Problems, numerals: str = ""
) -> Wording:
    """The words of a language from catalogues by path, with the numerals of CLDR if no others are wanted.

    A language without words, or with some, is an error.

    `there` are the paths of all catalogues, also of those that are not read for this language.
    """
    tag = next((tag for tag in tags(language) if f"{FOLDER}/{tag}.po" in texts), "")
    if not tag:
        listed = ", ".join(sorted(path.rpartition("/")[2].removesuffix(".po") for path in there))
        hint = f"there are {listed}; for another language copy {SOURCE} to {FOLDER}/{language}.po and translate it"
        problems.error(span, "no-words", f"the guide has no words for the language “{language}”", hint)
        return ENGLISH
    found = texts[path := f"{FOLDER}/{tag}.po"]
    known = texts.get(SOURCE, found)
    _check_whole(path, found, known, problems)
    own = texts.get(OWN, Catalogue({}, {}, ""))
    for key in own.lines.keys() - known.lines.keys():
        hint = did_you_mean(key[1], [words for _, words in known.lines]) or f"{path} has all that there are"
        problems.error(Span(OWN, own.lines[key]), "bad-catalogue", f"there is no message “{key[1]}”", hint)
    called = tag if language == "en" else language
    return Wording(called, {**found.messages, **own.messages}, found.plural, numerals or numerals_of(called))


def _check_whole(path: str, found: Catalogue, known: Catalogue, problems: Problems) -> None:
    """Report messages that have no words, all at once: whoever translates them does it in one go."""
    missing = [key for key in known.lines if key not in found.messages]
    if missing:
        line = min((found.lines[key] for key in missing if key in found.lines), default=1)
        shown = ", ".join(f"“{words}”" for _, words in missing[:3]) + (", …" if len(missing) > 3 else "")
        message = f"{len(missing)} of {len(known.lines)} messages have no words here: {shown}"
        problems.error(Span(path, line), "bad-catalogue", message, f"translate them; {SOURCE} has them all")


def tags(language: str) -> Iterator[str]:
    """The tags whose catalogue would do for a language, the best first: any English is read by those who read English."""
    yield from beginnings(language)
    if language.partition("-")[0] == "en":
        yield "en-GB"
