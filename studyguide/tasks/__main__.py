"""The command line, with doit underneath: `python -m studyguide.tasks`, which ./guide calls. Plain `doit` does the same work."""

from __future__ import annotations

import os
import signal

INTERRUPTED = 130
"""What a process returns that Ctrl-C ended: 128 and the number of the signal."""
STOPPED = "\nStopped. Finished files are whole; the next ./guide goes on from here.\n"


def stop_at_once(*_: object) -> None:
    """End this process with the words for Ctrl-C, and nothing else: so early there is nothing to put in order."""
    os.write(2, STOPPED.encode())
    os._exit(INTERRUPTED)


signal.signal(signal.SIGINT, stop_at_once)  # until `main` can end in order

import atexit
import gc
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from doit.cmdparse import CmdParseError
from doit.doit_cmd import DoitMain
from doit.exceptions import InvalidCommand, InvalidDodoFile, InvalidTask

from studyguide.sources.project import ROOT
from studyguide.tasks.arguments import OUTPUT, arguments
from studyguide.tasks.border import FORMAT, FORMATS, told

UNKNOWN = 3
"""What a process returns that was asked for what there is not."""
GARBAGE = (200_000, 20, 100)
"""New objects before Python looks for garbage: a book is half a million that stay, and were looked at again and again."""
REPORTER = {"REPORTER": {"guide": "studyguide.tasks.reporter:GuideReporter"}}
WHOLE = ("-a", "--always-execute", "-c", "--continue", "-s", "--single")
"""Options of a run that take no value: they may stand behind its tasks."""
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
        except (BrokenPipeError, CmdParseError, InvalidDodoFile, InvalidTask):
            raise
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
        from studyguide.tasks.suggestions import misread

        params = [each["long"] for task in getattr(self, "task_list", ()) for each in task.params if each.get("long")]
        theirs = [each.long for each in self.cmdparser.options if each.long]  # type: ignore[attr-defined]
        print(misread(reason, [*theirs, *params], self.name), file=sys.stderr)  # type: ignore[attr-defined]
        return UNKNOWN


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
        return flushed(called(typed.words) if typed.words else by_doit(()))
    except BrokenPipeError:  # whoever read our words has seen enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # one is enough
        print(STOPPED, end="", file=sys.stderr, flush=True)
        return INTERRUPTED
    except SystemExit as stop:
        return int(stop.code or 0)  # a text where it comes from another process of doit's
    except Exception as error:  # noqa: BLE001 - as above
        return told(error, "./guide", ROOT)


def flushed(code: int) -> int:
    """The code, when all that was printed has been read or lies in the pipe. Raises BrokenPipeError."""
    sys.stdout.flush()
    return code


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
    named = words[:1] and words[0] in {command.get_name() for command in DoitMain.DOIT_CMDS} - {"run"}
    return int(GuideCommand(extra_config=config).run(list(words) if named else run_words(words)) or 0)


def run_words(words: Sequence[str]) -> list[str]:
    """Words that ask for tasks, as doit reads them: options of the whole before all tasks.

    Where little is to be said, programs that tasks run are heard only if they fail.
    """
    at = [*words, "--"].index("--")
    own, others = [word for word in words[:at] if word != "run"], words[at:]
    quiet = ["-v", "0"] if os.environ[OUTPUT] == "quiet" else []
    return ["run", *quiet, *sorted(own, key=lambda word: word not in WHOLE), *others]


if __name__ == "__main__":
    returned = main(sys.argv[1:])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done, and told
    gc.freeze()  # nothing is looked at once more for garbage before it goes anyway
    if returned == INTERRUPTED:  # Python may end itself by the signal that it caught, and return something else
        atexit._run_exitfuncs()  # noqa: SLF001 - nothing else runs them before the end
        os._exit(INTERRUPTED)
    sys.exit(returned)
