"""What an editor of templates is told: the file and the line."""

import pytest

from studyguide import nodes as n
from studyguide.html import Rendering, TemplateFailed, environment
from studyguide.html.units import failures_reported
from studyguide.sources.diagnostics import BuildFailed, Problems, Span
from studyguide.sources.messages import report
from tests.html.rendered import render

MACROS = "{% macro text(node) %}{{ node.text }}{% endmacro %}\n{% macro code(node) %}{{ node.txt }}{% endmacro %}\n"
USER = '{% import "macros.html" as macros with context %}\n'


def failure(templates, template="page.html", **values):
    with pytest.raises(TemplateFailed) as caught:
        render(environment(templates), template, Rendering(), **values)
    return caught.value


def test_an_unknown_name_is_an_error_on_its_line():
    """A value that the template was not given stops the build at the template's own line."""
    found = failure({"page.html": "<p>\n{{ chaptr.title }}</p>"}, chapter="x")

    assert found.span == Span("styles/templates/page.html", 2)
    assert "chaptr" in found.message


def test_a_missing_field_is_found_inside_the_macro():
    """A misspelt field of a node is reported in the file of the macro and not in the file that called it."""
    page = USER + "<p>{{ macros.code(node) }}</p>"
    found = failure({"page.html": page, "macros.html": MACROS}, node=n.Code("x"))

    assert found.span == Span("styles/templates/macros.html", 2)
    assert "txt" in found.message
    assert "studyguide/nodes" in found.hint


def test_a_syntax_error_shows_before_anything_is_rendered():
    """All templates are compiled at once, with the line of the mistake."""
    with pytest.raises(TemplateFailed) as caught:
        environment({"page.html": "<p>\n\n{% if %}</p>"})

    assert caught.value.span == Span("styles/templates/page.html", 3)


def test_a_missing_template_is_named():
    """An import of a file that does not exist says which."""
    assert "gone.html" in failure({"page.html": '\n{% import "gone.html" as gone %}'}).message


def test_a_node_without_macro_is_named():
    """A node class that the templates do not know is an error with the macro's name."""
    found = failure({"page.html": "{{ show(nodes) }}"}, nodes=(n.LineBreak(),))

    assert "line_break" in found.message


def test_an_outcome_that_is_no_xml_is_refused():
    """Markup that is not well-formed never leaves the stage, and the message quotes the line."""
    found = failure({"page.html": "<div>\n<p>open\n</div>"})

    assert "tag mismatch" in found.message
    assert "</div>" in found.message


@pytest.mark.parametrize(("call", "word"), [("href", "anchor"), ("image", "picture")])
def test_links_that_lead_nowhere_are_errors(call, word):
    """An anchor that no file of the EPUB holds, or a figure that was not drawn, is an error with its name."""
    with pytest.raises(TemplateFailed) as caught:
        render(environment({"page.html": f"<p>{{{{ r.{call}('nowhere') }}}}</p>"}), "page.html", Rendering(medium="epub"))

    assert word in caught.value.message
    assert "nowhere" in caught.value.message


def test_values_are_escaped():
    """Characters of the text can never become markup."""
    assert (
        render(environment({"page.html": "<p>{{ text }}</p>"}), "page.html", Rendering(), text="a < b & c")
        == "<p>a &lt; b &amp; c</p>"
    )


def test_a_failing_template_is_reported_as_every_other_mistake():
    """The build ends with a diagnostic at the template's line, with its excerpt and hint."""
    texts = {"styles/templates/a.html": "{{ nothing }}"}
    with pytest.raises(BuildFailed) as caught, failures_reported(Problems(), texts):
        raise TemplateFailed(Span("styles/templates/a.html", 1, 4), "“nothing” is undefined", "look into it")

    assert report(caught.value).startswith(
        "styles/templates/a.html:1:4: error[bad-template]: “nothing” is undefined\n 1 | {{ nothing }}"
    )


OWN = "own/macros.html"


def test_a_guide_has_single_macros_of_its_own():
    """A macro below own/ stands in the place of the theme's, also where other macros call that; all others stay."""
    page = USER + "<p>{{ macros.code(node) }}{{ macros.text(node) }}</p>"
    theme = MACROS.replace("node.txt", "text(node)")
    own = "{% macro text(node) %}<b>{{ node.text }}</b>{% endmacro %}\n"

    env = environment({"page.html": page, "macros.html": theme, OWN: own})

    assert render(env, "page.html", Rendering(), node=n.Code("x")) == "<p><b>x</b><b>x</b></p>"


@pytest.mark.parametrize(
    ("name", "own", "span", "message"),
    [
        (OWN, "\n{% macro text(node) %}\n{{ node.txt }}{% endmacro %}\n", Span(f"styles/templates/{OWN}", 3), "txt"),
        (OWN, "\n{% macro textt(node) %}{% endmacro %}", Span(f"styles/templates/{OWN}", 2), "has no macro “textt”"),
        (OWN, "\n{% macro %}", Span(f"styles/templates/{OWN}", 2), "expected token"),
        ("own/macro.html", "", Span("styles/templates/own/macro.html", 0), "no template of this name"),
    ],
)
def test_what_is_wrong_in_a_macro_of_ones_own_is_told_there(name, own, span, message):
    """Its file and line are named, and a macro or file that stands in the place of none."""
    found = failure({"page.html": USER + "{{ macros.text(node) }}", "macros.html": MACROS, name: own}, node=n.Code("x"))

    assert (found.span.path, found.span.line) == (span.path, span.line)
    assert message in found.message
