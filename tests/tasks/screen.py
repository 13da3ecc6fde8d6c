"""A terminal: a program runs in it as at a person's, and what the person sees is told as lines of text."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.project import Project, measured

PIECE = re.compile(r"\x1b\[[?]?([0-9;]*)([A-Za-z])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|(.)", re.DOTALL)
ROWS = 24
AT_HOME = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
"""A program that makes its input the terminal of its session, so that Ctrl-C reaches it, and goes on as another."""


@dataclass
class Screen:
    """The cells of a terminal, as far as ECMA-48 is used here: the cursor goes up and to the left, lines are erased."""

    columns: int = 80
    lines: list[list[str]] = field(default_factory=lambda: [[]])
    row: int = 0
    column: int = 0
    colours: int = 0
    hidden: bool = False

    def feed(self, text: str) -> None:
        """Show some more of what a program writes."""
        for numbers, letter, char in PIECE.findall(text):
            if letter:
                self._control(numbers, letter)
            elif char:
                self._put(char)

    def _control(self, numbers: str, letter: str) -> None:
        match letter:
            case "A":
                self.row = max(0, self.row - int(numbers or 1))
            case "K":
                self.lines[self.row][0 if numbers == "2" else self.column :] = []
            case "m":
                self.colours += any(30 <= int(number or 0) < 50 or int(number or 0) >= 90 for number in numbers.split(";"))
            case "l" | "h":
                self.hidden = self.hidden if numbers != "25" else letter == "l"
            case _:
                raise AssertionError(letter)

    def _put(self, char: str) -> None:
        if char == "\r":
            self.column = 0
        elif char == "\n":
            self.row += 1
            self.lines += [[]] * (self.row >= len(self.lines))
        else:
            if self.column >= self.columns:
                self.row, self.column = self.row + 1, 0
                self.lines += [[]] * (self.row >= len(self.lines))
            line = list(self.lines[self.row]) + [" "] * (self.column - len(self.lines[self.row]))
            line[self.column : self.column + 1] = [char]
            self.lines[self.row] = line
            self.column += 1

    @property
    def shown(self) -> list[str]:
        """The lines that a person sees, without spaces at their ends."""
        lines = ["".join(line).rstrip() for line in self.lines]
        while lines and not lines[-1]:
            lines.pop()
        return lines


@dataclass
class Seen:
    """What a program returned, the screen it left, and the lines that stood there at some time."""

    code: int
    screen: Screen
    frames: list[list[str]]


def at_terminal(
    project: Project,
    *args: str,
    columns: int = 80,
    stop: Callable[[float, Screen], bool] | None = None,
    variables: Mapping[str, str] | None = None,
) -> Seen:
    """Run ./guide, without the set-up, at a terminal of so many columns. Once `stop` says so, somebody types Ctrl-C."""
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, columns, 0, 0))
    plain = {name: value for name, value in os.environ.items() if name not in ("CI", "NO_COLOR", "COLUMNS", "GITHUB_ACTIONS")}
    environment = {**plain, "TERM": "xterm-256color", **(variables or {}), **measured()}
    command = [sys.executable, "-c", AT_HOME, sys.executable, "-X", "utf8", "-m", "studyguide.tasks", *args]
    process = subprocess.Popen(
        command, cwd=project.root, stdin=child, stdout=child, stderr=child, env=environment, start_new_session=True
    )
    os.close(child)
    screen, frames, began, typed, rest = Screen(columns), [], time.monotonic(), False, b""
    while True:
        if stop and not typed and stop(time.monotonic() - began, screen):
            os.write(parent, b"\x03")
            typed = True
        if not select.select([parent], [], [], 0.02)[0]:
            continue
        try:
            rest += os.read(parent, 65536)
        except OSError:  # so Linux says that nobody holds the other end any more
            break
        if not rest:
            break
        whole = rest.rfind(b"\n") + 1 or len(rest)
        try:
            text, rest = rest.decode(), b""
        except UnicodeDecodeError:
            text, rest = rest[:whole].decode(), rest[whole:]
        screen.feed(text)
        frames.append(screen.shown)
    os.close(parent)
    return Seen(process.wait(), screen, frames)
