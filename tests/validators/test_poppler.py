"""Poppler reads a tagged PDF aloud as our own reader does: the golden text does not rest on one reader alone."""

import re
import shutil
import subprocess
from pathlib import Path

from studyguide.publish.pdf import make_pdf
from studyguide.sources.renditions import REFERENCE, RENDITIONS
from tests.tinybook import tiny_book

GOLDEN = Path(__file__).parents[1] / "proof" / "pdf" / "counting.txt"
_ROLE = re.compile(r"^ *(?:[A-Z][A-Za-z0-9]*:)? ?", re.MULTILINE)
_DRAWN = re.compile(r"^ *Figure:.*\n", re.MULTILINE)


def test_the_golden_chapter(tmp_path):
    """The words of the first chapter of the tiny guide, in the order in which `pdfinfo -struct-text` finds them."""
    path = tmp_path / "tiny.pdf"
    path.write_bytes(make_pdf(tiny_book(), RENDITIONS[REFERENCE], tmp_path / "cache").data)

    said = subprocess.run(
        [str(shutil.which("pdfinfo")), "-struct-text", str(path)], capture_output=True, text=True, check=True
    ).stdout

    assert _letters(_golden()) in _letters("".join(_words(said)))


def _golden() -> str:
    """The golden text without roles, the marks around links and languages, and what pictures are called."""
    text = _ROLE.sub("", _DRAWN.sub("", GOLDEN.read_text("utf-8")))
    return re.sub(r"‹(?:[a-z]{2}: )?|›", "", text)


def _words(said: str) -> list[str]:
    """What Poppler quotes, but for the lettering of pictures, which stands further in than its figure."""
    words, figure = [], -1
    for line in said.splitlines():
        depth, text = len(line) - len(line.lstrip()), line.strip()
        figure = figure if 0 <= figure < depth else -1
        if text.startswith("Figure"):
            figure = depth
        elif text.startswith('"') and figure < 0:
            words.append(text[1:-1])
    return words


def _letters(text: str) -> str:
    """A text without its spaces, which each reader finds in its own way, and without soft hyphens."""
    return re.sub(r"[\s\u00ad]", "", text)
