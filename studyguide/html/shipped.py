"""The Jinja environment of the package and the cover: nav, NCX, package document, cover page, container, summary, drawing."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import DictLoader, Environment, StrictUndefined


def environment(templates: Mapping[str, str]) -> Environment:
    """Templates by name: everything escaped, an unknown name is an error, blocks leave no blank lines."""
    return Environment(
        loader=DictLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render(name: str, templates: Mapping[str, str], /, **values: object) -> bytes:
    """The template `name` filled in, as UTF-8 without anything before the XML declaration."""
    return environment(templates).get_template(name).render(values).lstrip().encode("utf-8")
