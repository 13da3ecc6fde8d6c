"""Suggestions: what somebody may have meant who typed a word that is no command and no task."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath

from studyguide.sources.diagnostics import did_you_mean, nearest, slip_of
from studyguide.tasks.commands import COMMANDS, EVERY, OPTIONS

OPTION = re.compile(r"option (--?[\w-]+) (.*?)(?: \(parsing|$)")
VALUE = re.compile(r"parameter '(\w+)'")
MADE = ("pdf:", "html:")
OTHERWISE = "./guide list names all there is"


def suggestion(word: str, tasks: Sequence[str], files: Mapping[str, str] | None = None) -> str:
    """A hint at the command or task that a word may stand for. `files` gives the tasks of finished files."""
    names = {command.name for command in COMMANDS} | {task for task in tasks if not task.startswith("_")}
    named = _synonyms(names, files or {})
    plain = word.strip().casefold().replace("_", "-").replace(" ", "-").removeprefix("./guide-")
    if plain in {command.name for command in EVERY} - {command.name for command in COMMANDS}:
        return "it is there in the program's own repository alone"
    return (
        _meant(named.get(plain) or named.get(_stem(plain)))
        or slip_of(plain, names)
        or _meant(_nearest(plain, named))
        or _meant(_part(plain, names))
        or OTHERWISE
    )


def misread(reason: str, options: Iterable[str], command: str) -> str:
    """What doit says of an option that it did not understand, in words; `options` are the long names of those that there are."""
    first = reason.split("\n", maxsplit=1)[0]
    if found := OPTION.search(first):
        option, what = found.groups()
        if "not recognized" in what or "unique prefix" in what:
            return f"there is no option “{option}”; {_nearest_option(option, options)}"
        return f"the option {option} {what}".replace("requires argument", "needs a value behind it").replace(
            "an argument", "a value"
        )
    value = VALUE.search(first)
    option = f"“{value[1].replace('_', '-')}”" if value else "an option"
    return f"{option} cannot have this value; ./guide help {command} has an example"


def _nearest_option(option: str, options: Iterable[str]) -> str:
    ours = [word for names, _ in OPTIONS for word in re.findall(r"--[\w-]+", names)]
    return did_you_mean(option, [*ours, *(f"--{name}" for name in options)]) or "./guide help names those that there are"


def _synonyms(names: Iterable[str], files: Mapping[str, str]) -> dict[str, str]:
    """Every word that is one name's alone: the name itself, other words for it, what stands behind its colon, its file."""
    found: dict[str, set[str]] = {}
    for name in names:
        part = name.partition(":")[2] if name.startswith(MADE) else ""  # of the many a4, that which is made
        for word in {name, name.replace(":", "-"), part} - {""}:
            found.setdefault(word.casefold(), set()).add(name)
    for command in COMMANDS:
        for word in command.also:
            found.setdefault(word, set()).add(command.name)
    for path, name in files.items():
        found.setdefault(_stem(path), set()).add(name)
    return {word: min(meant, key=len) for word, meant in found.items() if len(meant) == 1 or word in meant}


def _stem(word: str) -> str:
    """The name of a file without folder, suffix and number: `chapters/02-numbers.md` is “numbers”."""
    stem = PurePath(word).stem.casefold()
    number, hyphen, rest = stem.partition("-")
    return rest if hyphen and number.isdigit() else stem


def _nearest(word: str, named: Mapping[str, str]) -> str | None:
    return named.get(nearest(word, named, 0.6))


def _part(word: str, names: Iterable[str]) -> str | None:
    """The one name that a word is the beginning of, or the beginning of its part behind the colon."""
    found = (
        {name for name in names if name.startswith(word) or (name.startswith(MADE) and name.partition(":")[2].startswith(word))}
        if word
        else set()
    )
    return found.pop() if len(found) == 1 else None


def _meant(name: str | None) -> str:
    return f"did you mean “{name}”?" if name else ""
