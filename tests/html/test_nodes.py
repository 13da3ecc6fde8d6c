"""Each node class through its macro, from `nodes.txt`: title, node value, XHTML."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from studyguide import nodes as n
from studyguide.html import Rendering, environment
from tests.html.rendered import render
from tests.tinybook import tiny_sources

HERE = Path(__file__).parent
TEMPLATES = tiny_sources().under("styles/templates")
PROBE = (
    '{% import "nodes.html" as nodes with context %}'
    '<probe xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">{{ nodes.inline(tree) }}</probe>'
)
ENVIRONMENT = environment({**TEMPLATES, "probe.html": PROBE})
FILES = {"g-neutrophil": "glossary.xhtml", "ref-a": "references.xhtml", "ref-b": "references.xhtml", "a-q-x": "answers.xhtml"}
FILES |= {"desc-fig-x": "figure-descriptions.xhtml"} | dict.fromkeys(("fig-x", "q-x", "q-y", "c--fn-1", "c--fnr-1"), "c.xhtml")
EPUB = Rendering(medium="epub", files=FILES, here="c.xhtml", images={"figures/x.svg": "images/x.png"}, pages=False, margin=False)
RENDERINGS = {
    "": EPUB,
    "print": Rendering(margin=False),
    "margin": Rendering(),
    "narrow": Rendering(medium="print", narrow=True),
    "screen": replace(EPUB, narrow=True),
}
CHAPTER = n.Chapter(
    "c",
    (n.Text("Counts"),),
    (),
    objectives=(
        n.Objective("anc", "calculate", (n.Text("an ANC"),), (("1.1", "q-x"), ("1.2", "q-y"))),
        n.Objective("low", "explain", (n.Text("why"),)),
    ),
)


def cases():
    text = (HERE / "nodes.txt").read_text(encoding="utf-8").partition("\n\n")[2]
    for found in re.finditer(r"(?P<title>.+)\n\.\n(?P<value>.+)\n\.\n(?P<xhtml>(?:.*\n)+?)\.\n", text):
        medium = re.match(r"\[(\w+)\] ", found["title"])
        yield pytest.param(medium[1] if medium else "", found["value"], found["xhtml"].replace("␣", "\u00a0"), id=found["title"])


def printed(tree, rendering):
    """The markup of one node, without the blank lines that macros leave."""
    text = render(ENVIRONMENT, "probe.html", rendering, tree=(tree,), chapter=CHAPTER)
    inner = re.fullmatch(r"<probe[^>]*>(.*)</probe>\n?", text, re.DOTALL)
    assert inner
    return "\n".join(line for line in inner[1].split("\n") if line.strip())


def kinds(*bases):
    """The node classes of the format: those of the module that no other class is made of."""
    classes = [kind for kind in vars(n).values() if isinstance(kind, type) and issubclass(kind, bases)]
    return [kind for kind in classes if not kind.__subclasses__()]


@pytest.mark.parametrize(("medium", "value", "xhtml"), list(cases()))
def test_a_node_makes_its_markup(medium, value, xhtml):
    """The macro of each node class makes exactly the markup of the vocabulary."""
    node = eval(value, vars(n))  # noqa: S307 (our own fixture)

    assert printed(node, RENDERINGS[medium]) == "\n".join(line for line in xhtml.split("\n") if line.strip())


@pytest.mark.parametrize("kind", kinds(n.Inline, n.Block))
def test_every_node_class_has_a_case(kind):
    """No class of node is without a fixture."""
    shown = {eval(case.values[1], vars(n)).kind for case in cases()}  # noqa: S307 (our own fixture)
    nested = (HERE / "nodes.txt").read_text(encoding="utf-8")

    assert kind.__name__ in {"".join(part.title() for part in name.split("_")) for name in shown} or f"{kind.__name__}(" in nested
