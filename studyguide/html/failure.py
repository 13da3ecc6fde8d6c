"""What went wrong in a template, and on which of its lines."""

from collections.abc import Collection
from types import TracebackType

import jinja2

from studyguide.sources.diagnostics import Span, StageFailed


class TemplateFailed(StageFailed):
    """A template could not be read or filled. `span` is its line, `message` says what is wrong, `hint` what to do."""

    code = "bad-template"


def located(error: Exception, paths: Collection[str], start: str) -> TemplateFailed:
    """The failure behind an exception: its line in the innermost template file it passed through, else the file `start`."""
    if isinstance(error, TemplateFailed):
        return error
    if isinstance(error, jinja2.TemplateSyntaxError):
        span = Span(error.filename or start, error.lineno)
        return TemplateFailed(span, _sentence(error.message or "syntax error"), "see the Jinja manual")
    span = _place(error.__traceback__, paths, start)
    if isinstance(error, jinja2.TemplateNotFound):
        return TemplateFailed(span, f"there is no template “{error.name}”", "look into styles/templates")
    return TemplateFailed(span, _sentence(_words(error)), _hint(error))


def _place(trace: TracebackType | None, paths: Collection[str], start: str) -> Span:
    """The last frame that belongs to a template: Jinja gives such frames the template's own file name and line."""
    span = Span(start, 0)
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in paths:
            span = Span(trace.tb_frame.f_code.co_filename, trace.tb_lineno)
        trace = trace.tb_next
    return span


def _words(error: Exception) -> str:
    if isinstance(error, (jinja2.TemplateError, LookupError)) and error.args:
        return str(error.args[0])
    return f"{type(error).__name__}: {error}"


def _sentence(words: str) -> str:
    return words[:1].lower() + words[1:].rstrip(".")


def _hint(error: Exception) -> str:
    if isinstance(error, jinja2.UndefinedError):
        return "compare the name with the fields in studyguide/nodes/ and the values that the template is given"
    return ""
