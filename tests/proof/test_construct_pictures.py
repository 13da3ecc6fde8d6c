"""The pictures of constructs: what a browser shows, column by column, and how two pictures are put side by side."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from studyguide.proof.construct_pictures import PHONE, _png, beside, screen_pictures
from studyguide.proof.constructs import MADE_OF, construct_examples
from studyguide.proof.epub.screens import Browser

TEXT = """## Tip

```
:::{tip}
Breathe.
:::
```

![](pictures/construct-tip.png)
"""
BROWSER = """#!{python}
import re, sys
from PIL import Image
target = next(word for word in sys.argv if word.startswith("--screenshot=")).partition("=")[2]
width = int(re.search(r"--window-size=(\\d+),", " ".join(sys.argv))[1])
sheet = Image.new("RGB", (width, 1500), "white")
for column in range(width // {phone}):
    sheet.paste("black", (column * {phone} + 10, 20, column * {phone} + 30 + column, 40))
sheet.save(target)
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """An unpacked e-book with a style sheet alone."""
    (tmp_path / "book.css").write_text("p { margin: 0 }", "utf-8")
    return tmp_path


def browser(folder: Path, script: str) -> Browser:
    """A browser that is a script."""
    program = folder / "chromium"
    program.write_text(script, "utf-8")
    program.chmod(0o755)
    return Browser(folder, program, "node", folder)


def test_each_example_has_its_column_of_the_browser(book: Path) -> None:
    """One window shows all examples beside each other; each picture is what has ink in its column."""
    import sys

    one, two = (each for _ in range(2) for each in construct_examples(TEXT))
    program = browser(book, BROWSER.format(python=sys.executable, phone=PHONE))
    assert [picture.size for picture in screen_pictures(book, (one, two), program)] == [(20, 20), (21, 20)]


def test_a_browser_that_shows_nothing_says_why(book: Path) -> None:
    """What the browser complains of is handed on."""
    (example,) = construct_examples(TEXT)
    with pytest.raises(RuntimeError, match="no screen"):
        list(screen_pictures(book, (example,), browser(book, "#!/bin/sh\necho no screen >&2\n")))


def test_a_picture_says_of_which_text_it_was_made() -> None:
    """Both halves stand in one PNG, whose text is the digest of the example."""
    (example,) = construct_examples(TEXT)
    made = Image.open(io.BytesIO(_png(beside(Image.new("RGB", (40, 30)), Image.new("RGB", (50, 20))), example)))
    assert (made.info[MADE_OF], made.size) == (example.digest, (160, 58))
