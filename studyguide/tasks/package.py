"""./guide package: the program as a wheel in build/package, with theme, words, schemas and pinned requirements."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

from studyguide.sources.project import INSTALLED, ROOT

FOLDER = "build/package"


def main(_: Sequence[str]) -> int:
    """Build the wheel and print where it is; returns 0, or 1 where it cannot be built."""
    if INSTALLED:
        print("This guide has the program as a package already; it is built in the program's own repository.", file=sys.stderr)
        return 1
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", FOLDER, "."]
    if subprocess.call(command, cwd=ROOT):
        print("pip could not build the package; what it said stands above. Is there a network?", file=sys.stderr)
        return 1
    newest = max((ROOT / FOLDER).glob("*.whl"), key=lambda path: path.stat().st_mtime)
    print(newest.relative_to(ROOT).as_posix())
    return 0
