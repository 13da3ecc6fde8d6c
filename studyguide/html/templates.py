"""Templates: the one Jinja environment, made from texts, and what fills one of its templates."""

import json
import marshal
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

import jinja2
import jinja2.bccache
from jinja2 import Environment
from markupsafe import Markup

from studyguide.book.visual import RIGHT_TO_LEFT, visual
from studyguide.html import passages, xhtml
from studyguide.html.failure import TemplateFailed, located
from studyguide.html.rendering import Rendering
from studyguide.html.speech import spoken
from studyguide.nodes import Node, bare, note_sign, title_text
from studyguide.nodes.grid import placed, unmerged
from studyguide.sources.diagnostics import Problems, Span, did_you_mean
from studyguide.sources.remembered import Memory
from studyguide.sources.wording import ENGLISH, Wording

__all__ = ["Environment", "document", "environment", "fill", "fill_xml"]

FOLDER = "styles/templates"
OWN = "own/"
"""The folder below it in which a guide has single macros of its own: own/nodes.html belongs to nodes.html."""
MACRO = re.compile(r"{%-?\s*macro\s+(\w+)")


def environment(templates: Mapping[str, str], remembered: Memory | None = None, words: Wording = ENGLISH) -> Environment:
    """An environment over template texts by their path below `FOLDER` (“chapter.html”, “charts/zones.svg”).

    Undefined names are errors, every value is escaped, and all templates are compiled at once, so that a mistake in any of them
    shows on the first run; but not again, if that is `remembered`. `words` say the messages. Macros below `OWN` stand in the
    place of those of the same name. Raises TemplateFailed.
    """
    for name in (name for name in templates if name.startswith(OWN) and name.removeprefix(OWN) not in templates):
        hint = did_you_mean(name.removeprefix(OWN), templates)
        raise TemplateFailed(Span(f"{FOLDER}/{name}", 0), "there is no template of this name whose macros it could have", hint)
    whole = {name: text + _own_macros(name, templates) for name, text in templates.items()}
    env = _environment(whole, words)
    env.extend(own_lines={name: text.count("\n") for name, text in templates.items() if len(whole[name]) > len(text)})
    env.bytecode_cache = _Codes((remembered or Memory())(compiled, whole).value)
    return env


def _own_macros(name: str, templates: Mapping[str, str]) -> str:
    """What a guide adds to a template: behind the others, its macros are those that count. Raises TemplateFailed."""
    own, there = templates.get(f"{OWN}{name}", ""), MACRO.findall(templates[name])
    for found in MACRO.finditer(own):
        if found[1] not in there and len(re.findall(rf"\b{found[1]}\b", own)) < 2:
            span = Span(f"{FOLDER}/{OWN}{name}", own.count("\n", 0, found.start()) + 1)
            message = f"{name} has no macro “{found[1]}”, and nothing here calls it"
            raise TemplateFailed(span, message, did_you_mean(found[1], there))
    return f"{own}\n" if own else ""


def compiled(templates: Mapping[str, str], problems: Problems) -> dict[str, bytes]:
    """The code of every template as `marshal` writes it. Raises TemplateFailed. A step, which has nothing else to tell."""
    own_first = sorted(templates, key=lambda name: not name.startswith(OWN))  # so that a mistake there is told there
    return {name: _code(name, templates[name]) for name in own_first}


@lru_cache(maxsize=256)
def _code(name: str, text: str) -> bytes:
    """The code of one template; nothing but its text decides what it is compiled to."""
    try:
        return marshal.dumps(_environment({}).compile(text, name, f"{FOLDER}/{name}"))
    except jinja2.TemplateError as error:
        raise located(error, (), f"{FOLDER}/{name}") from error


class _Codes(jinja2.BytecodeCache):
    """What the templates were compiled to, for an environment that need not compile them."""

    def __init__(self, codes: Mapping[str, bytes]) -> None:
        self.codes = codes

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """A template is known by its name: all that there are were compiled from the texts that there are."""
        return name

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Give Jinja the code of a template."""
        bucket.code = marshal.loads(self.codes[bucket.key])  # noqa: S302 - made by `compiled`

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Nothing is compiled that was not compiled before."""


def _environment(templates: Mapping[str, str], words: Wording = ENGLISH) -> Environment:
    env = Environment(
        loader=jinja2.FunctionLoader(lambda name: _source(templates, name)),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=("jinja2.ext.i18n",),
        auto_reload=False,
    )
    env.globals |= {"show": show, "direction": words.direction}
    env.filters |= {function.__name__: function for function in (*FILTERS, words.long_date, words.figures)}
    words_of: Any = env  # the extension gives it this method
    words_of.install_gettext_callables(words.gettext, words.ngettext, newstyle=True, pgettext=words.pgettext)
    return env


def fill(env: Environment, template: str, **values: object) -> str:
    """What a template makes of values, without blank lines before it. Raises TemplateFailed with the file and line at fault."""
    loaded = _load(env, template)
    try:
        return loaded.render(values).lstrip()
    except Exception as error:
        paths = {each.filename for each in (env.cache or {}).values() if each.filename}
        raise _in_own(located(error, paths, loaded.filename or template), env) from error


def _in_own(failed: TemplateFailed, env: Environment) -> TemplateFailed:
    """The failure, in the file of the guide's own macros if it is there."""
    name = failed.span.path.removeprefix(f"{FOLDER}/")
    first = getattr(env, "own_lines", {}).get(name)
    if first is not None and failed.span.line > first:
        failed.span = Span(f"{FOLDER}/{OWN}{name}", failed.span.line - first)
    return failed


def fill_xml(env: Environment, template: str, **values: object) -> str:
    """What a template makes of values, if that is well-formed XML. Raises TemplateFailed."""
    text = fill(env, template, **values)
    xhtml.parse(text, f"{FOLDER}/{template}")
    return text


def document(env: Environment, template: str, rendering: Rendering, **values: object) -> Any:
    """The root of the XHTML that a template makes of values and the rendering `r`. Raises TemplateFailed."""
    return xhtml.parse(fill(env, template, r=rendering, **values), f"{FOLDER}/{template}")


@jinja2.pass_context
def show(context: jinja2.runtime.Context, nodes: Iterable[Node]) -> Markup:
    """Each node through the macro that bears its class's name; the calling template must define those macros."""
    return Markup("").join(_macro(context, node)(node) for node in nodes)


def _macro(context: jinja2.runtime.Context, node: Node) -> jinja2.runtime.Macro:
    macro = context.vars.get(node.kind)
    if not isinstance(macro, jinja2.runtime.Macro):
        raise jinja2.TemplateRuntimeError(f"{context.name} has no macro “{node.kind}”")
    return macro


def direction_of(language: str) -> str:
    """The direction of the lines of a language: “ltr” or “rtl”."""
    return Wording(language).direction


def direction_in(text: str) -> str:
    """“rtl” if a text holds a letter of a script that is written so, else “ltr”."""
    return "rtl" if RIGHT_TO_LEFT.search(text) else "ltr"


def quoted(text: str) -> Markup:
    """A text as a string of CSS (CSS Syntax 3, 4.3.5)."""
    return Markup(json.dumps(text, ensure_ascii=False))  # noqa: S704 - for a style sheet, in which nothing is escaped


FILTERS: tuple[Callable[..., object], ...] = (
    bare, passages.amounts, passages.defined, passages.joined, passages.quiet, passages.quiet_blocks, passages.tied,
    passages.stresses, passages.running, direction_of, direction_in, quoted, visual, placed, unmerged, title_text,
    note_sign, spoken,
)  # fmt: skip


def _load(env: Environment, name: str) -> jinja2.Template:
    try:
        return env.get_template(name)
    except jinja2.TemplateError as error:
        raise located(error, (), f"{FOLDER}/{name}") from error


def _source(templates: Mapping[str, str], name: str) -> tuple[str, str, None] | None:
    return (templates[name], f"{FOLDER}/{name}", None) if name in templates else None
