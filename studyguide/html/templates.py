"""Templates: an environment made from texts, and a function that fills one template and proves that the outcome is XML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from xml.parsers import expat

import jinja2
from markupsafe import Markup

from studyguide.html import passages
from studyguide.html.failure import TemplateFailed, located
from studyguide.html.rendering import Rendering
from studyguide.nodes import Node
from studyguide.sources.diagnostics import Span

FOLDER = "styles/templates"
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def environment(templates: Mapping[str, str], folder: str = FOLDER) -> jinja2.Environment:
    """An environment over template texts by name (“chapter.html”). `folder` is put before a name in messages.

    Undefined names are errors, every value is escaped, and all templates are compiled at once, so that a mistake in any of them
    shows on the first run. Raises TemplateFailed.
    """
    env = jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: _source(templates, folder, name)),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    env.globals["show"] = show
    env.filters |= {function.__name__: function for function in FILTERS}
    for name in templates:
        _load(env, name)
    return env


def render(env: jinja2.Environment, template: str, rendering: Rendering, **values: object) -> str:
    """The XHTML that a template makes of values and the rendering `r`. Raises TemplateFailed with the file and line at fault."""
    loaded = _load(env, template)
    try:
        text = loaded.render(r=rendering, **values)
    except Exception as error:
        raise located(error, _paths(env), loaded.filename or template) from error
    _prove_xml(text, loaded.filename or template)
    return text


@jinja2.pass_context
def show(context: jinja2.runtime.Context, nodes: Iterable[Node]) -> Markup:
    """Each node through the macro that bears its class's name; the calling template must define those macros."""
    return Markup("").join(_macro(context, node)(node) for node in nodes)


def _macro(context: jinja2.runtime.Context, node: Node) -> jinja2.runtime.Macro:
    macro = context.vars.get(node.kind)
    if not isinstance(macro, jinja2.runtime.Macro):
        raise jinja2.TemplateRuntimeError(f"{context.name} has no macro “{node.kind}”")
    return macro


def long_date(day: str | dt.date) -> str:
    """“2026-11-23” as “23 November 2026”. Raises ValueError for anything but an ISO date."""
    date = dt.date.fromisoformat(str(day))
    return f"{date.day}\u00a0{MONTHS[date.month - 1]} {date.year}"


FILTERS: tuple[Callable[..., object], ...] = (
    passages.bare, passages.defined, passages.joined, passages.note_calls, passages.quiet, passages.spaced, passages.tied,
    long_date,
)  # fmt: skip


def _load(env: jinja2.Environment, name: str) -> jinja2.Template:
    try:
        return env.get_template(name)
    except jinja2.TemplateError as error:
        raise located(error, (), f"{FOLDER}/{name}") from error


def _source(templates: Mapping[str, str], folder: str, name: str) -> tuple[str, str, None] | None:
    return (templates[name], f"{folder}/{name}", None) if name in templates else None


def _paths(env: jinja2.Environment) -> set[str]:
    return {template.filename for template in (env.cache or {}).values() if template.filename}


def _prove_xml(text: str, path: str) -> None:
    parser = expat.ParserCreate()
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        row = text.split("\n")[error.lineno - 1].strip()[:80]
        message = f"the outcome is not well-formed XML: {expat.errors.messages[error.code]}, at “{row}”"
        raise TemplateFailed(Span(path, 0), message, "close every element, and void elements as <br/>") from error
