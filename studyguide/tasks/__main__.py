"""doit with the border around it: `python -m studyguide.tasks`, which ./guide calls. Plain `doit` does the same work."""

from __future__ import annotations

import signal

signal.signal(signal.SIGINT, signal.SIG_DFL)  # until `main` has words for it, Ctrl-C ends this process without any

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from doit.cmdparse import CmdParseError
from doit.doit_cmd import DoitMain
from doit.exceptions import InvalidCommand, InvalidDodoFile, InvalidTask

from studyguide.sources.diagnostics import did_you_mean, slip_of
from studyguide.tasks.border import FORMAT, FORMATS, told

ROOT = Path(__file__).resolve().parents[2]
UNKNOWN = 3
"""What a process returns that was asked for what there is not."""
HELP = """./guide [TASK …] [--format json]

Without a task, all PDFs and the EPUB are made. Mistakes are told at their place; with --format json each is an object on a
line of its own. Whatever is up to date is left alone. The tasks; ./guide list --all names those within them, too:
"""
GARBAGE = (200_000, 20, 100)
"""New objects before Python looks for garbage: a book is half a million that stay, and were looked at again and again."""
INTERRUPTED = 130
"""What a process returns that Ctrl-C ended: 128 and the number of the signal."""


class Bordered:
    """A command of doit that leaves no failure of its own to doit."""

    def execute(self, params: Any, args: Any) -> Any:
        """Do what the command does. Raises SystemExit where doit has no words for a failure, and ours were told."""
        try:
            return super().execute(params, args)  # type: ignore[misc]
        except InvalidCommand as error:
            raise SystemExit(self.unknown(error)) from None
        except (CmdParseError, InvalidDodoFile, InvalidTask):
            raise
        except BrokenPipeError:  # whoever read our words has seen enough, as `head` does
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(1) from None
        except Exception as error:  # noqa: BLE001 - this is the border
            raise SystemExit(told(error, "./guide", ROOT)) from None

    def unknown(self, error: InvalidCommand) -> int:
        """Tell that there is no such task, and which there is; returns what the process has to return."""
        names = [task.name for task in getattr(self, "task_list", ())]
        hint = slip_of(error.not_found, names) or did_you_mean(error.not_found, names) or "./guide list --all names every task"
        print(f"there is no task “{error.not_found}”; {hint}", file=sys.stderr)
        return UNKNOWN


class GuideCommand(DoitMain):  # type: ignore[misc]
    """doit's command line, every command of it with a border."""

    BIN_NAME = "./guide"
    DOIT_CMDS = tuple(type(command.__name__, (Bordered, command), {}) for command in DoitMain.DOIT_CMDS)


def main(args: Sequence[str]) -> int:
    """Run doit; returns 0 when all is done, 1 to 3 as doit does, 70 when the program is at fault, 130 after Ctrl-C."""
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        chosen, words = formatted(args)
        if chosen not in FORMATS:
            print(f"there is no format “{chosen}”; write --format {' or '.join(FORMATS)}", file=sys.stderr)
            return UNKNOWN
        os.environ[FORMAT] = chosen  # for every process of the build
        gc.set_threshold(*GARBAGE)
        if words[:1] in (["help"], ["--help"], ["-h"]) and not words[1:]:
            print(HELP)
            words = ["list"]
        silent = {"GLOBAL": {"reporter": "zero"}} if chosen == "json" else {}
        return int(GuideCommand(extra_config=silent).run(words) or 0)
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # one is enough
        print("\nStopped. Finished files are whole; the next ./guide goes on from here.", file=sys.stderr, flush=True)
        return INTERRUPTED
    except SystemExit as stop:
        return int(stop.code or 0)  # a text where it comes from another process of doit's
    except Exception as error:  # noqa: BLE001 - as above
        return told(error, "./guide", ROOT)


def formatted(args: Sequence[str]) -> tuple[str, list[str]]:
    """The format that is asked for, and the words without it; what follows `--` belongs to another program."""
    own, rest = list(args), []
    if "--" in own:
        own, rest = own[: own.index("--")], own[own.index("--") :]
    chosen, words = os.environ.get(FORMAT) or FORMATS[0], []
    while own:
        word = own.pop(0)
        if word == "--format":
            chosen = own.pop(0) if own else ""
        elif word.startswith("--format="):
            chosen = word.partition("=")[2]
        else:
            words.append(word)
    return chosen, words + rest


if __name__ == "__main__":
    returned = main(sys.argv[1:])
    gc.freeze()  # nothing is looked at once more for garbage before it goes anyway
    sys.exit(returned)
