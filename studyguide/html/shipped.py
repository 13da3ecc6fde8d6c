"""The Jinja environment of the package: nav, NCX, package document, cover page, container, summary."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

SHIPPED = Path(__file__).resolve().parents[2] / "styles" / "templates" / "epub"


@cache
def environment(directory: Path = SHIPPED) -> Environment:
    """Templates of `directory`: everything escaped, an unknown name is an error, blocks leave no blank lines."""
    return Environment(
        loader=FileSystemLoader(directory),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render(name: str, directory: Path = SHIPPED, /, **values: object) -> bytes:
    """The template `name` filled in, as UTF-8 without anything before the XML declaration."""
    return environment(directory).get_template(name).render(values).lstrip().encode("utf-8")
