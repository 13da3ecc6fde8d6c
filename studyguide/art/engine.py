"""WeasyPrint 70.0: imported fast, fed only from memory, and every complaint of its log kept. All others take it from here."""

from __future__ import annotations

import ctypes.util
import importlib
import logging
import re
import sys
import types
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

VERSION = "70.0"
BASE = "https://guide.invalid/"
"""The address that stands for the project's folder: `.invalid` can never be reached (RFC 2606)."""


class _LateModule(types.ModuleType):
    """A module that is imported when something in it is first used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*arguments: Any, **named: Any) -> Any:
            for late in _LATE:
                sys.modules.pop(late, None)
            return getattr(importlib.import_module(self.__name__), name)(*arguments, **named)

        return call


_LATE = ("fontTools.subset", "fontTools.varLib", "fontTools.varLib.instancer")


def _import() -> types.ModuleType:
    """Import WeasyPrint in 0.15 s, not 0.4: without asking a C compiler for library names, and without what few fonts need."""
    finder = ctypes.util.find_library
    late = [name for name in _LATE if name not in sys.modules]
    try:
        if sys.platform.startswith("linux"):
            ctypes.util.find_library = lambda name: None  # it then tries the plain file names, which is enough on Linux
        sys.modules.update({name: _LateModule(name) for name in late})
        return importlib.import_module("weasyprint")
    finally:
        ctypes.util.find_library = finder
        for name in late:
            if isinstance(sys.modules.get(name), _LateModule):
                del sys.modules[name]


weasyprint = _import()
KNOWN = weasyprint.VERSION == VERSION
"""Whether WeasyPrint is the one whose inside is known here. Another one makes all pages in its own way, every time."""

from tinyhtml5 import inputstream  # noqa: E402 - after the import above
from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: E402


class _Expressions(dict[tuple[frozenset[str], bool], re.Pattern[str]]):
    """Expressions for some characters, or all others. The parser keeps each, but under a name where it never finds it."""

    def __missing__(self, wanted: tuple[frozenset[str], bool]) -> re.Pattern[str]:
        characters, among = wanted
        made = self[wanted] = re.compile(f"[{'' if among else '^'}{re.escape(''.join(characters))}]+")
        return made


inputstream.characters_until_regex = _Expressions()

CSS: Any = weasyprint.CSS
HTML: Any = weasyprint.HTML
AbsolutePlaceholder: Any = weasyprint.layout.absolute.AbsolutePlaceholder
CounterStyle: Any = weasyprint.css.counters.CounterStyle
FontConfiguration: Any = weasyprint.text.fonts.FontConfiguration
boxes: Any = weasyprint.formatting_structure.boxes
build: Any = weasyprint.formatting_structure.build
document: Any = weasyprint.document
layout: Any = weasyprint.layout
strut: Any = weasyprint.text.line_break.strut
_MEDIA_TYPES = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg"}


class MemoryFetcher(URLFetcher):  # type: ignore[misc]
    """Gives files by their address, or by their path below `BASE`, and nothing else: no network, no disk."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=())
        self._files = files

    def fetch(self, url: str, headers: Any = None) -> Any:
        """The file at an address, as WeasyPrint wants it. Raises ValueError, which WeasyPrint logs, for any other address."""
        name = url.removeprefix(BASE)
        if name not in self._files:
            raise ValueError(f"{name} is not among the files of the rendition")
        kind = _MEDIA_TYPES.get(name.rpartition(".")[2], "application/octet-stream")
        return URLFetcherResponse(url, self._files[name], {"Content-Type": kind})


@contextmanager
def logged() -> Iterator[list[str]]:
    """Every warning and error that WeasyPrint logs inside the block: its only way to say that something is wrong."""
    found: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: found.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("weasyprint")
    before, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield found
    finally:
        logger.propagate = before
        logger.removeHandler(handler)
