"""Controls for the validators: a gate that no fault can close proves nothing. `./guide check` runs them, with the real programs.

On a computer without a program its controls are left out, and the first lines of the run say so; its check says SKIPPED.
"""

import shutil
from pathlib import Path

import pytest

from studyguide.proof.others.tools import Tools, find_tools
from tests.proof.epub.faults import sound

ROOT = Path(__file__).parents[2]
# The programs that the tests of a module need: fields of Tools, or names on the PATH.
NEEDS = {
    "test_verapdf": ("java", "verapdf"),
    "test_origins": ("java", "epubcheck", "verapdf", "node", "npm", "chromium"),
    "test_hunspell": ("hunspell",),
    "test_codespell": ("codespell",),
    "test_poppler": ("pdfinfo",),
    "test_foliate": ("node", "npm", "chromium"),
    "test_mupdf": ("mutool",),
    "test_commonmark": ("node", "npm"),
    "test_gift": ("node", "npm"),
    "test_site": ("node", "npm", "chromium"),
    "test_watch": ("node", "npm", "chromium"),
}


@pytest.fixture(scope="session")
def tools() -> Tools:
    """The programs of this computer."""
    return find_tools(ROOT)


@pytest.fixture(scope="session")
def packed(tmp_path_factory) -> Path:
    """The packed synthetic publication as a file."""
    file: Path = tmp_path_factory.mktemp("epub") / "guide.epub"
    file.write_bytes(sound())
    return file


def missing_for(path: Path) -> list[str]:
    """What this computer lacks of what a test module needs."""
    found = find_tools(ROOT)
    return [need for need in NEEDS.get(path.stem, ()) if not (getattr(found, need, None) or shutil.which(need))]


def pytest_report_header() -> list[str]:
    """Say which controls are left out."""
    lacking = {name: missing_for(Path(name)) for name in NEEDS}
    return [f"LEFT OUT: {name}, for want of {', '.join(needs)}" for name, needs in lacking.items() if needs]


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out the modules whose program is missing."""
    return True if missing_for(collection_path) else None
