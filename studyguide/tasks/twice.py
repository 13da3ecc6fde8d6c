"""Everything made once more, in another folder, with nothing that was kept: the same bytes, or no release."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from studyguide.sources.project import GUIDE
from studyguide.tasks.border import ExpectedFailure

COPIED = ("chapters", "styles", "studyguide", "requirements", "docs", "dodo.py", "guide", "pyproject.toml")
"""What a build reads, as far as it is there: the guide, and in the program's own repository the program."""
SHARED = ("STUDYGUIDE_CACHE", "STUDYGUIDE_SCHEDULER")
"""Variables that would bring in what other builds have laid out."""


def build_elsewhere(root: Path, folder: Path, words: Sequence[str]) -> None:
    """Make what the words name from a copy of the sources. Raises ExpectedFailure where that cannot be made, and OSError."""
    for path in (root / name for name in COPIED):
        if path.is_dir():
            shutil.copytree(path, folder / path.name, ignore=shutil.ignore_patterns("__pycache__"))
        elif path.is_file():
            shutil.copy(path, folder / path.name)
    command = [sys.executable, "-X", "utf8", "-m", "studyguide.tasks", "--quiet", *words]
    beside = {GUIDE: str(folder)} if GUIDE in os.environ else {}
    environment = {name: value for name, value in os.environ.items() if name not in SHARED} | beside
    if subprocess.run(command, cwd=folder, env=environment, check=False).returncode:
        raise ExpectedFailure("What was built cannot be built again in another folder; why, stands above.")


def hold_to_copy(made: Mapping[str, bytes], folder: Path) -> None:
    """Files, by their paths, have the bytes of those in another folder. Raises ExpectedFailure, which names the others."""
    unlike = [
        path for path, data in sorted(made.items()) if not (folder / path).is_file() or (folder / path).read_bytes() != data
    ]
    if unlike:
        said = f"Built again in another folder, these files have other bytes: {', '.join(unlike)}."
        raise ExpectedFailure(f"{said} ./guide clean, and the same command once more, tells whether something old was at fault.")
