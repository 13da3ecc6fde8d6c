"""Poppler reads a tagged PDF aloud as our own reader does: what is heard does not rest on one reader alone."""

import re
import shutil
import subprocess

import pikepdf

from studyguide.publish.pdf import make_pdf
from studyguide.sources.renditions import REFERENCE, RENDITIONS
from tests.pdf.sample import read_aloud
from tests.tinybook import tiny_book

FIRST, LETTERS = "Count the right cells", 300  # where the first chapter begins, and so many letters of it


def test_the_first_chapter(tmp_path):
    """The words of the first chapter of the tiny guide, in the order in which `pdfinfo -struct-text` finds them."""
    path = tmp_path / "tiny.pdf"
    path.write_bytes(make_pdf(tiny_book(), RENDITIONS[REFERENCE], tmp_path / "cache").data)

    said = subprocess.run(
        [str(shutil.which("pdfinfo")), "-struct-text", str(path)], capture_output=True, text=True, check=True
    ).stdout

    with pikepdf.open(path) as pdf:
        ours = _letters(read_aloud(pdf))
    begin = ours.index(_letters(FIRST))
    chapter = ours[begin : begin + LETTERS]
    assert len(chapter) == LETTERS
    assert chapter in _letters("".join(_words(said)))


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
