"""The last lines of a build: what to open."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from studyguide.tasks.summary import closing

A4, BOOK = "pdf:a4 build/tiny-a4.pdf", "book"
FRAME = "html:frame build/html/book.css build/html/contents.xhtml"
ONE, OTHER = "html:calm build/html/calm.xhtml build/html/ruler.svg", "html:counting build/html/counting.xhtml"


def made(row: str) -> Any:
    """A task that was done, and the files that it wrote."""
    name, *paths = row.split()
    return SimpleNamespace(name=name, targets=paths, values={"written": dict.fromkeys(paths, ""), "facts": {"seconds": 0.1}})


@pytest.mark.parametrize(
    ("rows", "opened"),
    [
        ([BOOK, A4, ONE], "build/tiny-a4.pdf"),
        ([BOOK, FRAME, ONE, OTHER], "build/html/contents.xhtml"),
        ([BOOK, FRAME, ONE], "build/html/calm.xhtml"),
        ([BOOK, OTHER], "build/html/counting.xhtml"),
        ([BOOK, FRAME], "build/html/contents.xhtml"),
    ],
)
def test_what_to_open_is_what_was_asked_for(rows: list[str], opened: str) -> None:
    """It is the PDF, else the contents of the web pages, or the one web page that was made."""
    assert closing([made(row) for row in rows], [], 0)[-1].endswith(f" s. Open {opened}")
