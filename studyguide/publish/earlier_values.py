"""Earlier values: what the numbers of values.toml were before they were changed.

They are known from the builds of this folder, and where it is one of git from its last commit and its last tag, the last edition.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from studyguide.lint.rules import EarlierNumbers
from studyguide.publish.store import STORE
from studyguide.sources import files
from studyguide.sources.config import Quantity, Value, read_values
from studyguide.sources.diagnostics import Problems

NUMBERS = f"{STORE}/numbers"
VALUES = "chapters/values.toml"
MOST = 5
"""Earlier numbers of a value that are looked for, the last ones."""
Number = tuple[Value, str]
Numbers = Mapping[str, Number]


def earlier_numbers(root: Path, values: Mapping[str, Quantity]) -> EarlierNumbers:
    """The numbers and units that values had before, those of the last build last, by key; nothing for those that had no other."""
    built, before = _kept(root)
    committed = (_committed(root, version) for version in (_last_tag(root), "HEAD") if version)
    history: list[Mapping[str, Iterable[Number]]] = [*map(_each, committed), before, _each(built)]
    now = numbers(values)
    found = {key: [number for past in history for number in past.get(key, ()) if number != now[key]] for key in now}
    return {key: tuple(dict.fromkeys(others))[-MOST:] for key, others in found.items() if others}


def packed_numbers(now: Numbers, earlier: EarlierNumbers) -> bytes:
    """What a build keeps of the numbers: those of now, and of the earlier ones those that something may still say."""
    return json.dumps({"now": now, "earlier": earlier}, indent=0, sort_keys=True).encode()


def numbers(values: Mapping[str, Quantity]) -> Numbers:
    """Number and unit of each value."""
    return {key: (each.value, each.unit) for key, each in values.items()}


def _each(single: Numbers) -> dict[str, tuple[Number, ...]]:
    return {key: (number,) for key, number in single.items()}


def _kept(root: Path) -> tuple[dict[str, Number], dict[str, tuple[Number, ...]]]:
    """What the last build kept; nothing, if there was none."""
    data = files.kept(root / NUMBERS)
    facts = json.loads(data) if data else {"now": {}, "earlier": {}}
    earlier = {key: tuple(map(_number, row)) for key, row in facts["earlier"].items()}
    return {key: _number(pair) for key, pair in facts["now"].items()}, earlier


def _number(pair: tuple[float | list[float] | str, str]) -> Number:
    value, unit = pair
    return (tuple(value) if isinstance(value, list) else value), unit  # type: ignore[return-value]  # a list is a pair


def _committed(root: Path, version: str) -> Numbers:
    """The numbers of a version of git; none, where it cannot tell."""
    return numbers(read_values(VALUES, text, Problems())) if (text := _git(root, "show", f"{version}:./{VALUES}")) else {}


def _last_tag(root: Path) -> str:
    return _git(root, "describe", "--tags", "--abbrev=0").strip()


def _git(root: Path, *words: str) -> str:
    """What git says; “” where there is none, or nothing that it could say."""
    try:
        done = subprocess.run(["git", *words], cwd=root, capture_output=True, encoding="utf-8", check=False)  # noqa: S607
    except (OSError, UnicodeDecodeError):
        return ""
    return "" if done.returncode else done.stdout
