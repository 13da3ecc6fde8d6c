"""The command line, with doit underneath: `python -m studyguide.tasks`, which ./guide calls. Plain `doit` does the same work."""

from __future__ import annotations

import signal

signal.signal(signal.SIGINT, signal.SIG_DFL)  # until `main` has words for it, Ctrl-C ends this process without any

import gc
import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from doit.cmdparse import CmdParseError
from doit.doit_cmd import DoitMain
from doit.exceptions import InvalidCommand, InvalidDodoFile, InvalidTask

from studyguide.sources.diagnostics import did_you_mean
from studyguide.tasks.arguments import OUTPUT, arguments
from studyguide.tasks.border import FORMAT, FORMATS, told

ROOT = Path(__file__).resolve().parents[2]
UNKNOWN = 3
"""What a process returns that was asked for what there is not."""
GARBAGE = (200_000, 20, 100)
"""New objects before Python looks for garbage: a book is half a million that stay, and were looked at again and again."""
INTERRUPTED = 130
"""What a process returns that Ctrl-C ended: 128 and the number of the signal."""
REPORTER = {"REPORTER": {"guide": "studyguide.tasks.reporter:GuideReporter"}}
OPTION = re.compile(r"option (--?[\w-]+) (.*?)( \(parsing|$)")
VALUE = re.compile(r"parameter '(\w+)'")
NO_TASK = re.compile(r"'(.*)' is not a task")


class Bordered:
    """A command of doit that leaves no failure of its own to doit."""

    def parse_execute(self, words: Sequence[str]) -> Any:
        """Read the words and do what the command does. Raises SystemExit where a word is not understood, and that was told."""
        try:
            return super().parse_execute(words)  # type: ignore[misc]
        except CmdParseError as error:
            raise SystemExit(self.misread(str(error))) from None

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
        """Tell that there is no such command or task, and which there is; returns what the process has to return."""
        from studyguide.tasks.commands import command_of
        from studyguide.tasks.suggestions import suggestion

        found = NO_TASK.match(str(error))
        word = error.not_found if error.not_found is not None else found and found[1]
        if word is None:
            command = command_of(self.name)  # type: ignore[attr-defined]
            print(f"write ./guide {self.name} {command.words if command else ''}".rstrip(), file=sys.stderr)  # type: ignore[attr-defined]
            return UNKNOWN
        tasks = list(getattr(self, "task_list", ()))
        files = {path: task.name for task in tasks for path in task.targets}
        print(f"there is no command or task “{word}”; {suggestion(word, [t.name for t in tasks], files)}", file=sys.stderr)
        return UNKNOWN

    def misread(self, reason: str) -> int:
        """Tell which option was not understood; returns what the process has to return."""
        found, value = OPTION.search(reason.split("\n", maxsplit=1)[0]), VALUE.search(reason)
        if found and ("not recognized" in found[2] or "unique prefix" in found[2]):
            print(f"there is no option “{found[1]}”; {self.nearest(found[1])}", file=sys.stderr)
        elif found:
            what = found[2].replace("requires argument", "needs a value behind it").replace("an argument", "a value")
            print(f"the option {found[1]} {what}", file=sys.stderr)
        else:
            option = f"“{value[1].replace('_', '-')}”" if value else "an option"
            print(f"{option} cannot have this value; ./guide help {self.name} has an example", file=sys.stderr)  # type: ignore[attr-defined]
        return UNKNOWN

    def nearest(self, option: str) -> str:
        """A hint at the option that was meant."""
        from studyguide.tasks.commands import OPTIONS

        ours = [word for names, _ in OPTIONS for word in re.findall(r"--[\w-]+", names)]
        params = [each for task in getattr(self, "task_list", ()) for each in task.params]
        theirs = [f"--{each.long}" for each in self.cmdparser.options if each.long]  # type: ignore[attr-defined]
        known = [*ours, *theirs, *(f"--{each['long']}" for each in params if each.get("long"))]
        return did_you_mean(option, known) or "./guide help names those that there are"


class GuideCommand(DoitMain):  # type: ignore[misc]
    """doit's command line, every command of it with a border."""

    BIN_NAME = "./guide"
    DOIT_CMDS = tuple(type(command.__name__, (Bordered, command), {}) for command in DoitMain.DOIT_CMDS)

    def process_args(self, cmd_args: Sequence[str]) -> list[str]:
        """All words: doit would take those with an equals sign for its own, and pass over what it does not know."""
        return list(cmd_args)


def main(args: Sequence[str]) -> int:
    """Do what the words say; returns one of `RETURNS` in `commands.py`."""
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        typed = arguments(args)
        if typed.format not in FORMATS:
            print(f"there is no format “{typed.format}”; write --format {' or '.join(FORMATS)}", file=sys.stderr)
            return UNKNOWN
        os.environ.update({FORMAT: typed.format, OUTPUT: typed.output})  # for every process of the build
        gc.set_threshold(*GARBAGE)
        return called(typed.words) if typed.words else by_doit(())
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # one is enough
        print("\nStopped. Finished files are whole; the next ./guide goes on from here.", file=sys.stderr, flush=True)
        return INTERRUPTED
    except SystemExit as stop:
        return int(stop.code or 0)  # a text where it comes from another process of doit's
    except Exception as error:  # noqa: BLE001 - as above
        return told(error, "./guide", ROOT)


def called(words: Sequence[str]) -> int:
    """Call a command of our own by its module; anything else is doit's."""
    from importlib import import_module

    from studyguide.tasks.commands import OWN

    if "" in words[: [*words, "--"].index("--")]:
        print("there is no command or task “”; ./guide list names all there is", file=sys.stderr)
        return UNKNOWN
    own = OWN.get(words[0])
    return int(import_module(own.module).main(list(words))) if own else by_doit(words)


def by_doit(words: Sequence[str]) -> int:
    """Let doit make tasks, or do one of its commands."""
    chosen = {"json": "zero"}.get(os.environ[FORMAT], "guide")
    config: Mapping[str, Any] = {**REPORTER, "GLOBAL": {"reporter": chosen}}
    return int(GuideCommand(extra_config=config).run(list(words)) or 0)


if __name__ == "__main__":
    returned = main(sys.argv[1:])
    gc.freeze()  # nothing is looked at once more for garbage before it goes anyway
    sys.exit(returned)
