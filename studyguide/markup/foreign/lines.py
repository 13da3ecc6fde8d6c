"""Line blocks of Pandoc: every line starts with a bar, and stays a line."""

from __future__ import annotations

import re

BARRED = re.compile(r"\|(?: [^|]*)?(?<!\|)")


def line_block(content: str) -> bool:
    """Whether the rows of a paragraph are those of a line block."""
    return all(BARRED.fullmatch(row) for row in content.split("\n"))
