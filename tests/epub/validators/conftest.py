"""The synthetic publication before real programs. On a computer without a program its tests are left out, and the run says so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from studyguide.proof.others.tools import Tools, find_tools
from tests.epub.synthetic import packed as packed_bytes
from tests.epub.synthetic import publication

ROOT = Path(__file__).parents[3]
NEEDS = {"test_foliate": ("node", "npm", "chromium"), "test_mupdf": ("mutool",)}


@pytest.fixture(scope="session")
def tools() -> Tools:
    """The programs of this computer."""
    return find_tools(ROOT)


@pytest.fixture(scope="session")
def packed(tmp_path_factory) -> Path:
    """The packed synthetic publication as a file."""
    file: Path = tmp_path_factory.mktemp("epub") / "guide.epub"
    file.write_bytes(packed_bytes(publication()))
    return file


def missing_for(module: str) -> list[str]:
    """What this computer lacks of what a test module needs."""
    found = find_tools(ROOT)
    return [need for need in NEEDS.get(module, ()) if not (shutil.which(need) if need == "mutool" else getattr(found, need))]


def pytest_report_header() -> list[str]:
    """Say which tests are left out."""
    lacking = {name: missing_for(name) for name in NEEDS}
    return [f"LEFT OUT: {name}, for want of {', '.join(needs)}" for name, needs in lacking.items() if needs]


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out the modules whose program is missing."""
    return True if missing_for(collection_path.stem) else None
