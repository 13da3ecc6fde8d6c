"""Characters of the guide that its fonts cannot show: found before anything is laid out, each told once, where it is written."""

from __future__ import annotations

import html
import html.entities
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from studyguide.art.characters import drawn_words, unshown
from studyguide.html.pages import LateUnit, PageMap, Unit
from studyguide.publish.compiled import Compiled
from studyguide.sources.diagnostics import Diagnostic, Span
from studyguide.sources.renditions import PrintRendition

HINT = (
    'take another character; or name a font that has it in guide.toml, [fonts] more = ["Noto Sans Symbols2"] for signs and '
    'passages, serif = "Noto Naskh Arabic" for the whole text: one of this computer, or files in styles/fonts called '
    "NotoNaskhArabic-Regular.ttf and NotoNaskhArabic-Bold.ttf"
)
TAG = re.compile(r"<[^>]*>")
ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(00(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4})")
COMMENT = re.compile(r"^[ \t]*#.*$", re.MULTILINE)
SHOWN = 12  # missing characters in a message
UNPRINTED = frozenset({"chapters/coverage.toml", "chapters/words.txt", "chapters/other-numbers.txt", "chapters/LICENSE"})


def unprinted(compiled: Compiled, rendition: PrintRendition, units: Collection[Unit | LateUnit]) -> list[Diagnostic]:
    """The characters of the units, and of the drawings and the cover, that no font of a rendition has; one error for each.

    No unit is read as long as the fonts have every character of the sources.
    """
    sheets = "\n".join(compiled.sources.texts[path] for path in rendition.stylesheets)
    fonts = [data for path, data in compiled.sources.blobs.items() if path.rpartition("/")[2] in sheets]
    if not unshown("".join(frozenset[str]().union(*map(_characters, compiled.sources.texts.values()))), fonts):
        return []
    printed = frozenset(_pictured(compiled)).union(*(_printed(_page(unit)) for unit in units))
    return _told(compiled, unshown("".join(printed), fonts))


def undrawn(compiled: Compiled) -> list[Diagnostic]:
    """The characters of the drawings and of the cover that no font of the guide has: an e-book has those as pictures."""
    fonts = [data for path, data in compiled.sources.blobs.items() if path.startswith("styles/fonts/")]
    return _told(compiled, unshown(_pictured(compiled), fonts))


@lru_cache(maxsize=512)
def _characters(text: str) -> frozenset[str]:
    """The characters of a text, and those that are written in it as escapes."""
    escaped = {chr(int(found[1] or found[2], 16)) for found in ESCAPE.finditer(text)} if "\\" in text else ()
    return frozenset(html.unescape(text) if "&" in text else text).union(escaped)


def _pictured(compiled: Compiled) -> str:
    guide = compiled.book.guide
    return "".join((guide.title, guide.subtitle, guide.edition, *map(drawn_words, compiled.figures.values())))


def _page(unit: Unit | LateUnit) -> str:
    return unit.make(PageMap()) if isinstance(unit, LateUnit) else unit.html


@lru_cache(maxsize=256)
def _printed(page: str) -> frozenset[str]:
    """The characters of a document that are seen."""
    return frozenset(html.unescape(TAG.sub("", page)))


def _told(compiled: Compiled, characters: Collection[str]) -> list[Diagnostic]:
    scripts: dict[str, list[str]] = {}
    for character in sorted(characters):
        scripts.setdefault(_script(character), []).append(character)
    return sorted(_missing(each, compiled) for each in scripts.values())


def _script(character: str) -> str:
    """What tells whether two characters are missed for one reason: the first word of the name of a letter, mark or digit."""
    first = unicodedata.name(character, character).split()[0]
    return first if unicodedata.category(character)[0] in "LM" and first not in ("LATIN", "COMBINING") else character


def _missing(characters: Sequence[str], compiled: Compiled) -> Diagnostic:
    """What is told of characters that are missed for one reason."""
    if len(characters) == 1:
        return _one_missing(characters[0], list(_places(compiled, characters[0])))
    first = min((next(iter(_places(compiled, each)), Span("", 0)) for each in characters), key=lambda span: (not span.path, span))
    shown = " ".join(f"\u25cc{each}" if unicodedata.combining(each) else each for each in characters[:SHOWN])
    more = ", …" if len(characters) > SHOWN else ""
    kind = unicodedata.name(characters[0]).split()[0]
    message = f"no font of the guide has these {len(characters)} characters ({kind}): {shown}{more}"
    return Diagnostic(first, "missing-glyph", message, HINT)


def _one_missing(character: str, places: list[Span]) -> Diagnostic:
    shown = f"\u25cc{character}" if unicodedata.combining(character) else character
    name = unicodedata.name(character, "a character without a name")
    more = {0: "", 1: "", 2: "; it stands at one more place"}.get(len(places), f"; it stands at {len(places) - 1} more places")
    message = f"no font of the guide has “{shown}” (U+{ord(character):04X}, {name}){more}"
    return Diagnostic(next(iter(places), Span("", 0)), "missing-glyph", message, HINT)


def _places(compiled: Compiled, character: str) -> Iterator[Span]:
    """Where a character is written, as itself or as an escape: in what editors write, else in the design."""
    texts = compiled.sources.texts
    written = sorted(path for path in texts if path.startswith("chapters/") and path not in UNPRINTED)
    found = [span for path in written for span in _found(path, texts[path], character)]
    design = (path for path in sorted(texts) if path.startswith("styles/templates/"))
    yield from found or (span for path in design for span in _found(path, texts[path], character))


def _found(path: str, text: str, character: str) -> Iterator[Span]:
    plain = COMMENT.sub(lambda found: " " * len(found[0]), text) if path.endswith((".toml", ".yaml")) else text
    for found in re.finditer("|".join(_spellings(character)), plain):
        start = plain.rfind("\n", 0, found.start())
        yield Span(path, plain.count("\n", 0, found.start()) + 1, found.start() - start, len(found[0]))


def _spellings(character: str) -> Iterator[str]:
    """Patterns of all ways to write a character: itself, decomposed, an escape of TOML or YAML, a reference of Markdown."""
    code = ord(character)
    yield from dict.fromkeys((re.escape(character), re.escape(unicodedata.normalize("NFD", character))))
    yield from (rf"(?i:\\u{code:04x})", rf"(?i:\\u{code:08x})", rf"(?i:&#x0*{code:x};)", rf"&#0*{code};")
    yield from (f"&{re.escape(name)}" for name, meant in html.entities.html5.items() if meant == character)
