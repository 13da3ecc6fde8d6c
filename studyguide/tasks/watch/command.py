"""`./guide watch`: the words of the command line, and the server that they start."""

from __future__ import annotations

import argparse
import os
import socket
import sys
import webbrowser
from collections.abc import Sequence
from pathlib import Path

import uvicorn

from studyguide.html import environment, fill
from studyguide.publish.session import Session
from studyguide.tasks.border import failure
from studyguide.tasks.record import made_by
from studyguide.tasks.watch.desk import Desk
from studyguide.tasks.watch.editors import EDITORS, editor_address
from studyguide.tasks.watch.guard import LOOPBACK
from studyguide.tasks.watch.server import application

ROOT = Path(__file__).resolve().parents[3]
WINDOW = Path(__file__).parent / "window"
PORT = 4860
"""Where the window is looked for first, so that the browser knows it again."""
EDITOR = "STUDYGUIDE_EDITOR"
UNKNOWN = 3


def main(words: Sequence[str]) -> int:
    """Serve the guide until Ctrl-C; returns 0 then, and 3 for words that are not understood."""
