"""The names of the finished files, which come from `name` in chapters/guide.toml alone: a title is never a path."""

from __future__ import annotations

import tomllib
from pathlib import Path

from studyguide.sources.chapter_files import chapter_files
from studyguide.sources.identifiers import is_name, slug
from studyguide.sources.renditions import RENDITIONS, UA2

STAND_IN = "guide"
"""Where guide.toml gives no name. No file is ever called so: from such a guide no book is made, and the reason is told."""


SITE = "build/site"
"""Where the site stands, relative to the project."""
RELEASES = "build/release"
"""Where releases stand, each in the folder of its version, relative to the project."""


PAPERS = "build/papers"
"""Where tests and sheets to use stand."""


def guide_name(root: Path) -> str:
    """The name that guide.toml gives, read without anything else, and not judged: that is done where the book is made."""
    try:
        return str(tomllib.loads((root / "chapters" / "guide.toml").read_text("utf-8"))["name"])
    except (OSError, ValueError, KeyError):
        return STAND_IN


def wants_kindle(root: Path) -> bool:
    """Whether guide.toml leaves the e-book for Kindle to be made, read as `guide_name` is."""
    try:
        return tomllib.loads((root / "chapters" / "guide.toml").read_text("utf-8")).get("kindle", True) is not False
    except (OSError, ValueError):
        return True


def wants_ua2(root: Path) -> bool:
    """Whether guide.toml asks for A4 as PDF/UA-2, too, read as `guide_name` is."""
    try:
        return tomllib.loads((root / "chapters" / "guide.toml").read_text("utf-8")).get("pdf-ua-2") is True
    except (OSError, ValueError):
        return False


def chapter_names(root: Path) -> list[str]:
    """The ids of the chapters in their order, as names of tasks. Faulty ones are left out: they are told of with the book."""
    found = chapter_files(path.relative_to(root).as_posix() for path in root.glob("chapters/*.md"))
    return list(dict.fromkeys(file.id for file in found if is_name(file.id) and file.id != "frame"))


def pdf_path(name: str, rendition: str) -> str:
    """Where a PDF stands, relative to the project."""
    return f"build/{name}-{rendition}.pdf"


def epub_path(name: str) -> str:
    """Where the EPUB stands, relative to the project."""
    return f"build/{name}.epub"


def kindle_path(name: str) -> str:
    """Where the EPUB for readers that draw no SVG stands, relative to the project."""
    return f"build/{name}-kindle.epub"


def epub_paths(name: str, *, kindle: bool = True) -> dict[str, str]:
    """Where the EPUB files stand, relative to the project, by the key of each."""
    return {"epub": epub_path(name)} | ({"kindle": kindle_path(name)} if kindle else {})


def cards_paths(name: str) -> tuple[str, str]:
    """Where the flashcards stand, relative to the project: as a deck for Anki, and as text."""
    return f"build/{name}-cards.apkg", f"build/{name}-cards.txt"


def bank_paths(name: str) -> tuple[str, str, str, str]:
    """Where the banks of questions stand, relative to the project: for Moodle, of QTI 2.1 and 3.0, in GIFT."""
    start = f"build/{name}-questions"
    return f"{start}-moodle.xml", f"{start}-qti2.zip", f"{start}-qti3.zip", f"{start}.gift.txt"


def exam_paths(name: str, seed: str, version: str) -> tuple[str, str, str]:
    """Where a test stands, relative to the project: the paper, the answer sheet, the key. A seed may be any words."""
    start = "-".join(filter(None, (f"{PAPERS}/{name}-test", slug(seed), version.lower())))
    return f"{start}.pdf", f"{start}-answer-sheet.pdf", f"{start}-key.pdf"


def paper_path(name: str, kind: str) -> str:
    """Where a paper of the guide stands, relative to the project."""
    return f"{PAPERS}/{name}-{kind}.pdf"


def finished(name: str, *, kindle: bool = True, ua2: bool = True) -> list[str]:
    """Where everything that is published stands, relative to the project."""
    renditions = [*RENDITIONS, *([UA2.id] if ua2 else [])]
    return [*(pdf_path(name, key) for key in renditions), *epub_paths(name, kindle=kindle).values()]


def leftovers(root: Path, name: str) -> list[str]:
    """Books in build/ that have other names: what was published before the guide was renamed."""
    found = sorted(path for pattern in ("*.pdf", "*.epub") for path in (root / "build").glob(pattern))
    return [path for path in (each.relative_to(root).as_posix() for each in found) if path not in finished(name)]
