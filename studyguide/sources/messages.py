"""Messages: mistakes as an editor reads them in a terminal, as programs read them, and as GitHub shows them beside a change.

Programs get JSON Lines, an object a mistake, as `cargo --message-format=json` and `ruff --output-format=json-lines` give it:
several tasks may have something to say, one after the other.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from studyguide.sources.consequences import Mistake, mistakes
from studyguide.sources.diagnostics import PAIR, BuildFailed, Diagnostic, Span
from studyguide.sources.excerpts import excerpt, screen_width

REPEATS = 20
"""Mistakes of one code that are printed; more are counted."""
PLACES = 8
"""Places that are named of those that suffer from one mistake."""


def of(failed: BuildFailed) -> list[Mistake]:
    """What is told of a failed build: warnings first, then errors, causes before what stands by itself."""
    found, texts = failed.problems.found, failed.texts
    return sorted(mistakes(found, texts), key=lambda mistake: mistake.diagnostic.severity == "error")


def report(failed: BuildFailed, width: int = 0) -> str:
    """Every mistake with its excerpt, repeats beyond `REPEATS` of a code counted, and a line that counts the errors.

    No excerpt is wider than `width` cells, by default those of the terminal.
    """
    told = of(failed)
    count = sum(mistake.diagnostic.severity == "error" for mistake in told)
    held = sum(mistake.held for mistake in told)
    more = f", {held} further {_messages(held)} held back" if held else ""
    return "\n".join([*_shown(told, failed.texts, width), f"{counted(count, 'error')}{more}; nothing was published"])


def unprinted(told: Sequence[Mistake]) -> bool:
    """Whether mistakes are only counted in a report."""
    return any(count > REPEATS for count in Counter(mistake.diagnostic.code for mistake in told).values())


def _shown(told: Iterable[Mistake], texts: Mapping[str, str], width: int) -> Iterable[str]:
    seen: Counter[str] = Counter()
    for mistake in told:
        seen[mistake.diagnostic.code] += 1
        if seen[mistake.diagnostic.code] <= REPEATS:
            yield show(mistake, texts, width)
    for code, count in seen.items():
        if count > REPEATS:
            yield f"… and {count - REPEATS} more of {code}"


def counted(count: int, thing: str) -> str:
    """A number of things in words: “1 page”, “2 pages”."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def _messages(count: int) -> str:
    return "message is" if count == 1 else "messages are"


def show(mistake: Mistake | Diagnostic, texts: Mapping[str, str], width: int = 0) -> str:
    """First line `path:line:col: severity[code]: message`, then the excerpt, the hint, and what else there is to it."""
    if isinstance(mistake, Diagnostic):
        mistake = Mistake(mistake)
    told = mistake.diagnostic
    span = told.span
    lines = [f"{place(span) or 'guide'}: {told.severity}[{told.code}]: {told.message}"]
    lines += excerpt(texts.get(span.path, ""), span.line, span.col, span.length, width or screen_width())
    return "\n".join([*lines, *(f"   = {note}" for note in _notes(mistake))])


def _notes(mistake: Mistake) -> Iterable[str]:
    told = mistake.diagnostic
    if told.hint:
        yield f"hint: {told.hint}"
    if mistake.also and told.needs and told.needs.kind == PAIR:
        yield f"its other end may be that of line {mistake.also[0].line}"
    elif mistake.also:
        yield f"{len(mistake.also)} more {'place names' if len(mistake.also) == 1 else 'places name'} it: {_places(mistake.also)}"
    if mistake.held:
        depends = "it depends" if mistake.held == 1 else "they depend"
        yield f"{mistake.held} further {_messages(mistake.held)} held back: {depends} on this"


def _places(spans: Sequence[Span]) -> str:
    """Places in words: lines of one file after its name."""
    named = spans[:PLACES]
    files = [f"{path}:{', '.join(str(span.line) for span in group)}" for path, group in groupby(named, lambda span: span.path)]
    more = f" and {len(spans) - PLACES} more" if len(spans) > PLACES else ""
    return f"{'; '.join(files)}{more}"


def place(span: Span) -> str:
    """A place as editors and terminals understand it: `path:line:col`, as far as it is known."""
    return ":".join([span.path, *(str(number) for number in (span.line, span.col) if number)])


def as_json(told: Iterable[Mistake]) -> str:
    """An object a line for each mistake; what it holds is described in docs/diagnostics.md."""
    return "\n".join(json.dumps(_facts(mistake), ensure_ascii=False) for mistake in told)


def _facts(mistake: Mistake) -> dict[str, object]:
    told = mistake.diagnostic
    return {
        **_point(told.span),
        "severity": told.severity,
        "code": told.code,
        "message": told.message,
        "hint": told.hint,
        "also": [_point(span) for span in mistake.also],
        "held": mistake.held,
    }


def _point(span: Span) -> dict[str, object]:
    return {"path": span.path, "line": span.line, "column": span.col, "length": span.length}


def annotations(told: Iterable[Mistake]) -> str:
    """A workflow command of GitHub Actions a line for each mistake; GitHub shows it at its line in the change."""
    return "\n".join(map(_annotation, told))


def _annotation(mistake: Mistake) -> str:
    told = mistake.diagnostic
    span = told.span
    facts = {"file": span.path, "line": span.line, "col": span.col, "title": told.code}
    given = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in facts.items() if value)
    return f"::{told.severity} {given}::{_escaped(chr(10).join([told.message, *_notes(mistake)]))}"


def _escaped(text: str, more: str = "") -> str:
    """Text as workflow commands want it: percent signs, ends of lines, and in a property `more`, by their numbers."""
    return "".join(f"%{ord(c):02X}" if c in "%\r\n" + more else c for c in text)


def on_github() -> bool:
    """Whether this runs in GitHub Actions."""
    return os.environ.get("GITHUB_ACTIONS") == "true"
