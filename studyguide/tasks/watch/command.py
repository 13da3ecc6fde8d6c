"""`./guide watch`: the words of the command line, and the server that they start."""

from __future__ import annotations

import argparse
import os
import socket
import sys
import webbrowser
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from studyguide.sources.diagnostics import did_you_mean
from studyguide.sources.project import ROOT
from studyguide.sources.renditions import RENDITIONS
from studyguide.tasks.watch.editors import editor_address

WINDOW = Path(__file__).parent / "window"
PORT = 4860
"""Where the window is looked for first, so that the browser knows it again."""
LOOPBACK = "127.0.0.1"
"""The address of this computer that no other computer can reach."""
EDITOR = "STUDYGUIDE_EDITOR"
OPTIONS = ("--port", "--no-browser", "--editor")
TAKEN, UNKNOWN = 1, 3


@dataclass(frozen=True, slots=True)
class WatchOptions:
    """What was asked for on the command line; `editor` is the template of an address."""

    port: int
    browser: bool
    editor: str


class WordsNotUnderstood(Exception):
    """Raised for a command line that cannot be understood; the text says why, to a person."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Leave the telling to the caller, in plain words."""
        option, _, what = message.removeprefix("argument ").partition(": ")
        if option == "unrecognized arguments":
            wrong = what.split()[0].partition("=")[0]
            message = f"“{wrong}” is no option of this command"
            message += f"; {hint}" if (hint := did_you_mean(wrong, OPTIONS)) else ""
        elif what == "expected one argument":
            message = f"the option {option} needs a value behind it"
        raise WordsNotUnderstood(message.removeprefix("argument "))


def main(words: Sequence[str]) -> int:
    """Serve the guide until Ctrl-C; returns 0 then, 1 where the port is taken, and 3 for words that are not understood."""
    try:
        options = watch_options(words[1:], os.environ.get(EDITOR, "none"))
        listening = socket_at(options.port)
    except WordsNotUnderstood as reason:
        say(f"{reason}; ./guide help watch tells what may be asked for")
        return UNKNOWN
    except OSError as taken:
        say(f"nothing can listen at port {options.port} of this computer ({taken.strerror}); ./guide watch --port 0 takes any")
        return TAKEN
    with suppress(KeyboardInterrupt):
        serve(options, listening)
    say("Stopped.")
    leave()
    return 0


def leave() -> None:
    """End this process now: nobody waits for pages that nobody will see. What is kept is kept by whole files."""
    sys.stdout.flush()
    os._exit(0)


def watch_options(words: Sequence[str], editor: str) -> WatchOptions:
    """The options of the command line; `editor` is what is meant without one. Raises WordsNotUnderstood."""
    parser = _Parser(prog="./guide watch", add_help=False, allow_abbrev=False)
    parser.add_argument("--port", type=_port, default=PORT)
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--editor", default=editor)
    read = parser.parse_args(list(words))
    try:
        return WatchOptions(read.port, not read.no_browser, editor_address(read.editor))
    except ValueError as unknown:
        raise WordsNotUnderstood(str(unknown)) from None


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"“{text}” is no number from 0 to 65535")
    return int(text)


def socket_at(port: int) -> socket.socket:
    """A socket of the loopback interface at a port, or at any free one where it is 0. Raises OSError if it is taken."""
    listening = socket.socket()
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((LOOPBACK, port))
    except OSError:
        listening.close()
        raise
    return listening


def serve(options: WatchOptions, listening: socket.socket) -> None:
    """Serve the window until Ctrl-C."""
    import uvicorn

    from studyguide.publish.session import Session
    from studyguide.tasks.border import failure
    from studyguide.tasks.record import made_by
    from studyguide.tasks.watch.desk import Desk
    from studyguide.tasks.watch.server import application

    port = listening.getsockname()[1]
    address = f"http://{LOOPBACK}:{port}/"
    printer = Session(ROOT, made_by(), lambda error: failure(error, "watch", ROOT)[1])
    desk = Desk(ROOT, printer, say)
    app = application(desk, window_files(ROOT, options.editor), port)
    config = uvicorn.Config(
        app, log_level="critical", access_log=False, server_header=False, ws="none", timeout_graceful_shutdown=0
    )
    say(f"Watching. The window is {address} – Ctrl-C ends it.")
    if options.browser:
        webbrowser.open(address)
    uvicorn.Server(config).run(sockets=[listening])


def window_files(root: Path, editor: str) -> dict[str, bytes]:
    """The files of the window by name, its page filled in."""
    from studyguide.html import environment, fill

    files = {path.name: path.read_bytes() for path in WINDOW.iterdir() if path.suffix in (".css", ".js", ".svg")}
    env = environment({"window.html": (WINDOW / "window.html").read_text("utf-8")})
    page = fill(env, "window.html", root=root.as_posix(), editor=editor, renditions=RENDITIONS.values())
    return {**files, "window.html": page.encode()}


def say(text: str) -> None:
    """A line for the person at the terminal."""
    print(text, file=sys.stderr, flush=True)
