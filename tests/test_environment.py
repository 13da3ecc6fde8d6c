"""What a build stands on, as far as it is no file of the project."""

import ctypes
import re
import sys

import pytest

from studyguide.sources import environment as module
from studyguide.sources.environment import environment, installed


def test_everything_that_a_page_depends_on_is_named() -> None:
    """Python, every pinned library that is installed, Pango, HarfBuzz and fontconfig are named with their versions."""
    told = "\n".join(environment())

    assert f"Python {sys.version}" in told
    for name in ("weasyprint-70.0", "pydyf-", "pillow-", "lxml-", "pikepdf-", "citeproc_py-", "jinja2-", "markdown_it_py-"):
        assert name in told.lower()
    for name in ("Pango", "HarfBuzz", "fontconfig"):
        assert re.search(rf"^{name} \d+", told, re.MULTILINE)


def test_libraries_of_tests_and_checks_do_not_count() -> None:
    """Installing what only the tests use makes nothing out of date."""
    assert installed()
    assert [name for name in installed() if name.startswith(("pytest", "mypy", "ruff", "hypothesis"))] == []


def test_a_library_that_is_missing_has_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a system library cannot be loaded, the environment is still told, without its version."""

    def missing(name: str) -> None:
        raise OSError(name)

    monkeypatch.setattr(ctypes, "CDLL", missing)

    assert environment.__wrapped__()[-3:] == ("Pango ", "HarfBuzz ", "fontconfig ")
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    assert installed() == []
