"""./guide lsp: the language server on standard input and output, for an editor that starts it."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence

from studyguide.sources.project import ROOT


def main(words: Sequence[str]) -> int:
    """Serve until the client says that it is enough; `--stdio`, which many clients add, changes nothing."""
    from importlib.metadata import version

    from pygls.exceptions import JsonRpcException

    from studyguide.tasks.lsp.server import server

    logging.basicConfig(level=logging.ERROR, stream=sys.stderr)  # where editors keep what a server has to say of itself
    answered = logging.getLogger("pygls.protocol.json_rpc")
    answered.addFilter(lambda record: not isinstance((record.exc_info or (None, None))[1], JsonRpcException))
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # whatever else is printed must not stand among the answers
        server(ROOT, version("pygls")).start_io(sys.stdin.buffer, answers)
    return 0
