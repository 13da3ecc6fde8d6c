"""doit with the border around it: `python -m studyguide.tasks`, which ./guide calls. Plain `doit` does the same work."""

from __future__ import annotations

import signal

signal.signal(signal.SIGINT, signal.SIG_DFL)  # until `main` has words for it, Ctrl-C ends this process without any

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from doit.cmdparse import CmdParseError
from doit.doit_cmd import DoitMain
from doit.exceptions import InvalidCommand, InvalidDodoFile, InvalidTask

from studyguide.tasks.border import told

ROOT = Path(__file__).resolve().parents[2]
INTERRUPTED = 130
"""What a process returns that Ctrl-C ended: 128 and the number of the signal."""


class Bordered:
    """A command of doit that leaves no failure of its own to doit."""

    def execute(self, params: Any, args: Any) -> Any:
        """Do what the command does. Raises SystemExit where doit has no words for a failure, and ours were told."""
        try:
            return super().execute(params, args)  # type: ignore[misc]
        except (CmdParseError, InvalidCommand, InvalidDodoFile, InvalidTask):
            raise
        except BrokenPipeError:  # whoever read our words has seen enough, as `head` does
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(1) from None
        except Exception as error:  # noqa: BLE001 - this is the border
            raise SystemExit(told(error, "./guide", ROOT)) from None


class GuideCommand(DoitMain):  # type: ignore[misc]
    """doit's command line, every command of it with a border."""

    BIN_NAME = "./guide"
    DOIT_CMDS = tuple(type(command.__name__, (Bordered, command), {}) for command in DoitMain.DOIT_CMDS)


def main(args: Sequence[str]) -> int:
    """Run doit; returns 0 when all is done, 1 to 3 as doit does, 70 when the program is at fault, 130 after Ctrl-C."""
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        return int(GuideCommand().run(list(args)) or 0)
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # one is enough
        print("\nStopped. Finished files are whole; the next ./guide goes on from here.", file=sys.stderr, flush=True)
        return INTERRUPTED
    except SystemExit as stop:
        return int(stop.code or 0)  # a text where it comes from another process of doit's
    except Exception as error:  # noqa: BLE001 - as above
        return told(error, "./guide", ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
