"""What the tests of templates share."""

from typing import Any

from studyguide.html import Rendering, document
from studyguide.html.xhtml import serialise


def render(env: Any, template: str, rendering: Rendering, **values: object) -> str:
    """The XHTML that a template makes, without a line end behind it."""
    return serialise(document(env, template, rendering, **values)).rstrip("\n")
