"""The command line: the options that may stand anywhere are taken from it, the rest is a command's."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace

from studyguide.tasks.border import FORMAT, FORMATS

OUTPUT = "STUDYGUIDE_OUTPUT"
"""The variable of the environment, seen by every process of a build, that holds one of `OUTPUTS`."""
OUTPUTS = ("normal", "quiet", "verbose")
FLAGS = {"-q": "quiet", "--quiet": "quiet", "--verbose": "verbose", "-v": "verbose"}
HELP, VERSION = ("-h", "--help"), ("-V", "--version")


@dataclass(frozen=True, slots=True)
class Arguments:
    """What was typed: the words for a command, and what goes for all commands. `format` may be one that there is not."""

    words: tuple[str, ...] = ()
    format: str = FORMATS[0]
    output: str = OUTPUTS[0]


def arguments(typed: Sequence[str]) -> Arguments:
    """What was typed, read. What follows `--` belongs to another program, and what follows `test` to pytest."""
    read = Arguments((), os.environ.get(FORMAT) or FORMATS[0], _output(os.environ.get(OUTPUT, "")))
    rest = list(typed)
    while rest:
        word = rest.pop(0)
        if word == "--" or (word == "test" and not read.words):
            return replace(read, words=(*read.words, *([word] if word != "--" else []), *_of_others(rest)))
        read = _taken(read, word, rest)
    if read.words[:1] and read.words[0] in HELP + VERSION:
        name = "help" if read.words[0] in HELP else "version"
        return replace(read, words=(name, *read.words[1:]))
    return read


def _of_others(rest: Sequence[str]) -> list[str]:
    """Words for another program, set apart."""
    return ["--", *(rest[1:] if rest[:1] == ["--"] else rest)] if rest else []


def _taken(read: Arguments, word: str, rest: list[str]) -> Arguments:
    """The arguments with one more word; an option takes what it needs from the rest."""
    if word == "--format":
        return replace(read, format=rest.pop(0) if rest else "")
    if word.startswith("--format="):
        return replace(read, format=word.partition("=")[2])
    if word in FLAGS and not (word == "-v" and rest[:1] and rest[0].isdigit()):  # doit's -v wants a number
        return replace(read, output=FLAGS[word])
    if word in HELP + VERSION:  # of the command that stands before it
        return replace(read, words=(word, *read.words))
    return replace(read, words=(*read.words, word))


def _output(name: str) -> str:
    return name if name in OUTPUTS else OUTPUTS[0]
