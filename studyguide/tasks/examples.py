"""The guides of examples/: each is made and checked as a guide in a folder of its own, by the program that lies beside it.

What looks at screens or converts is left out: the guide of the repository is shown to those programs, and they are slow.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from studyguide.sources.project import GUIDE

WITHOUT = ("Spelling", "EPUB screens", "Calibre's check", "Kindle conversion")
VERDICT = re.compile(r"^\d+ PASS.*$", re.MULTILINE)


def check_examples(root: Path, without: str = "") -> bool:
    """Make and check every example below a root, with a line for each; returns whether nothing was found.

    Of one with findings, all that was said is printed. `without` are more checks that are left out, with commas between them.
    """
    print("\nExamples")
    left_out = dict.fromkeys([*WITHOUT, *filter(None, map(str.strip, without.split(",")))])
    results = [_checked(folder, ",".join(left_out)) for folder in sorted((root / "examples").iterdir()) if folder.is_dir()]
    print(f"without {', '.join(left_out)}")
    return bool(results) and all(results)


def _checked(folder: Path, without: str) -> bool:
    path = os.pathsep.join(filter(None, (str(folder.parents[1]), os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, GUIDE: str(folder), "PYTHONPATH": path, "STUDYGUIDE_WITHOUT": without}
    command = [sys.executable, "-X", "utf8", "-m", "studyguide.tasks", "check"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    verdict = VERDICT.search(done.stdout)
    print(f"{folder.name:<12} {verdict[0] if verdict else 'broke down'}", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0 and verdict is not None
