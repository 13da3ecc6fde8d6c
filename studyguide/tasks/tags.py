"""What git knows of the commit that is released."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from studyguide.proof.release import TaggedCommit

SOURCES = ("chapters", "styles")
"""What a tag must have as it is published."""


def tagged_commit(root: Path) -> TaggedCommit:
    """The tags of the commit in a folder; none where no git is, or where the folder is part of the repository of another."""
    top = _git(root, "rev-parse", "--show-toplevel")
    if not top or Path(top[0]).resolve() != root.resolve():
        return TaggedCommit()
    tags = _git(root, "tag", "--points-at", "HEAD")
    others = [tag for tag in _git(root, "tag") if tag not in tags]
    changed = _git(root, "status", "--porcelain", "--no-renames", "--", *SOURCES)
    return TaggedCommit(tags, others, [line[3:] for line in changed])


def _git(root: Path, *words: str) -> list[str]:
    """The lines of an answer of git; none where it has no answer."""
    program = shutil.which("git")
    if program is None:
        return []
    command = [program, "-c", "core.quotePath=false", *words]
    done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", errors="replace", check=False)
    return done.stdout.splitlines() if done.returncode == 0 else []
