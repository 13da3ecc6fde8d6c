"""The folder of a guide with the texts that stand in an editor laid over it, saved or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from studyguide.sources.diagnostics import Problems
from studyguide.sources.folder import SOURCE, TEXT, Sources, decoded, read_sources


def is_source(path: str) -> bool:
    """Whether a path within the project is that of a text of the guide."""
    return bool(SOURCE.fullmatch(path)) and PurePosixPath(path).suffix in TEXT


def laid_over(root: Path, texts: Mapping[str, str], problems: Problems) -> Sources:
    """The sources on the disk with others in their place, or beside them. Raises OSError where a file may not be read.

    What is wrong with a file on the disk is not told where another text is laid over it.
    """
    over = {path: text for path, text in texts.items() if is_source(path)}
    on_disk = Problems()
    sources = read_sources(root, on_disk)
    problems.take(each for each in on_disk.found if each.span.path not in over)
    read = {path: decoded(path, text.encode("utf-8", "replace"), problems) for path, text in over.items()}
    return replace(sources, texts=dict(sorted({**sources.texts, **read}.items())))
