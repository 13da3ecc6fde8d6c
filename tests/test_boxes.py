"""Boxes of the guide's own, boxes with numbers and ids, exercises with their solutions."""

from __future__ import annotations

import re

import pytest

from studyguide.markup.declared_boxes import ICONS
from studyguide.sources.colour import contrast, from_css
from tests.rendered_book import clashes, packed, printed
from tests.tinybook import ROOT, changed, compile_tiny, complaints, tiny_sources

GUIDE, CALM = "chapters/guide.toml", "chapters/02-calm.md"
LAW = '[boxes.law]\nlabel = "Legal duty"\nicon = "diamond"\ncolour = "#7A1F5C"\nnumbered = true\nrole = "doc-notice"\n'
EXERCISE = "::::{exercise} Sides\n:id: exercise-x\nHow long?\n\n:::{solution}\nFive metres.\n:::\n::::\n\n"


def sources(text, toml="", top=""):
    """The tiny guide with a text at the end of a chapter, and lines at the end and the top of guide.toml."""
    tiny = tiny_sources().texts
    return changed(**{CALM: f"{tiny[CALM]}\n{text}\n", GUIDE: f"{top}{tiny[GUIDE]}\n{toml}"})


def documents(text, toml="", top=""):
    """The documents in print and in the EPUB by name, in which no link is dead and no id stands twice."""
    compiled = compile_tiny(sources(text, toml, top))
    paper, screen = printed(compiled), packed(compiled)
    assert clashes(paper, screen) == []
    return {each.name: each.text for each in paper}, {each.name: each.text for each in screen}


def test_a_declared_box_has_its_label_number_icon_and_colour():
    """What guide.toml says of a kind stands in its markup; colours are for paper."""
    paper, screen = documents(":::{law} Keep records\n:id: law-x\nA duty.\n:::\n\nSee {ref}`law-x`.", LAW)

    kind = '<section class="callout law declared look-alarm icon-diamond" id="law-x"'
    assert f'{kind} style="--own: #7A1F5C; --own-tint: #' in paper["calm"]
    assert 'epub:type="notice" role="doc-notice">' in screen["calm.xhtml"]
    assert '<span class="label-kind">Legal duty 2.1</span>' in screen["calm.xhtml"]
    assert "--own" not in screen["calm.xhtml"]
    assert re.search(r'href="#law-x">Legal.2.1|href="#law-x">Legal duty 2.1', paper["calm"])


LOOKS = [
    ("law", "", "look-think"),
    ("law", 'role = "doc-notice"\n', "look-alarm"),
    ("law", 'role = "doc-example"\n', "look-work"),
    ("law", 'role = "doc-notice"\nlook = "work"\n', "look-work"),
    ("tip", "", ""),
    ("tip", 'look = "alarm"\n', "look-alarm"),
]


@pytest.mark.parametrize(("name", "toml", "look"), LOOKS)
def test_a_declared_box_has_one_of_three_looks(name, toml, look):
    """The one that it asks for; else that of the ready box, or what its role lets expect: in print and in the e-book."""
    paper, screen = documents(f":::{{{name}}}\nA duty.\n:::", f'[boxes.{name}]\nlabel = "Legal duty"\n{toml}')

    for text in (paper["calm"], screen["calm.xhtml"]):
        assert re.findall(rf'class="callout {name} declared ?([\w-]*)"', text) == [look]


@pytest.mark.parametrize("name", ["content.css", "epub.css"])
@pytest.mark.parametrize("look", ["alarm", "think", "work"])
def test_every_look_has_its_rules(look, name):
    """The style sheets of print and of the e-book draw each look that guide.toml may name."""
    assert f".look-{look}" in (ROOT / "styles" / name).read_text("utf-8")


def test_a_ready_box_takes_the_words_of_the_guide():
    """A guide may call a ready box otherwise, and all else of it stays."""
    _, screen = documents(":::{tip}\nA hint.\n:::", '[boxes.tip]\nlabel = "Rat"\n')

    assert re.search(r'<aside class="callout tip declared"[^>]* role="doc-tip"[^>]*>\s*<h3 [^>]*>Rat</h3>', screen["calm.xhtml"])


def test_boxes_of_one_count_are_numbered_together():
    """Theorems and lemmas go on in each other, exercises count alone, proofs do not count."""
    text = "".join(f":::{{{name}}}\nWords.\n:::\n\n" for name in ("theorem", "lemma", "exercise", "proof", "theorem"))
    _, screen = documents(text)

    labels = re.findall(r'--label">(\w+(?: \d\.\d)?)</h3>', screen["calm.xhtml"])
    assert labels[-5:] == ["Theorem 2.1", "Lemma 2.2", "Exercise 2.1", "Proof", "Theorem 2.3"]


@pytest.mark.parametrize(("place", "where"), [("below", "calm"), ("chapter", "calm"), ("end", "solutions")])
@pytest.mark.parametrize("apart", [False, True])
def test_a_solution_stands_where_the_guide_says(place, where, apart):
    """Below its exercise, at the end of the chapter or of the guide; there and back are links, if it stands apart."""
    own = "::::{exercise} Sides\n:id: exercise-x\nHow long?\n::::\n\n:::{solution} exercise-x\nFive metres.\n:::\n"
    paper, screen = documents(own if apart else EXERCISE, top=f'solutions = "{place}"\n')

    assert [name for name, text in paper.items() if "Five metres." in text] == [where]
    assert [name for name, text in screen.items() if "Five metres." in text] == [f"{where}.xhtml"]
    assert ('">Solution</a>' in paper["calm"]) == (place != "below")
    assert ("Back to Exercise 2.1" in paper[where]) == (place != "below")


FAULTS = [
    (":::{law}\nA duty.\n:::", "", "unknown-directive", CALM),
    ("", '[boxes.figure]\nlabel = "Picture"\n', "bad-value", GUIDE),
    ("", "[boxes.sec]\n", "bad-value", GUIDE),
    ("", '[boxes.law]\nicon = "dimond"\n', "bad-value", GUIDE),
    ("", '[boxes.law]\nlook = "alert"\n', "bad-value", GUIDE),
    ("", '[boxes.law]\ncolour = "#FFD700"\n', "low-contrast", GUIDE),
    ("", '[boxes.law]\nrole = "doc-tip"\nelement = "div"\n', "bad-value", GUIDE),
    ("", '[boxes.law]\nlable = "Law"\n', "unknown-key", GUIDE),
    (":::{law}\nA duty.\n:::", '[boxes.law]\ntitle = "required"\n', "missing-argument", CALM),
    (":::{theorem}\n:id: thm-x\nWords.\n:::", "", "bad-id", CALM),
    (":::{solution}\nOf nothing.\n:::", "", "misplaced-directive", CALM),
    (":::{solution} exercise-y\nOf nothing.\n:::", "", "unknown-target", CALM),
    (EXERCISE + ":::{solution} exercise-x\nAgain.\n:::", "", "misplaced-directive", CALM),
    ("::::{tip}\nA hint.\n\n:::{solution}\nOf no exercise.\n:::\n::::", "", "misplaced-directive", CALM),
]


@pytest.mark.parametrize(("text", "toml", "code", "path"), FAULTS)
def test_what_cannot_be_is_one_message(text, toml, code, path):
    """A box that is none, a solution of nothing, a colour that cannot be read: an error at its line, and no other."""
    told = complaints(sources(text, toml))

    assert re.search(rf"^{path}:\d+:.* error\[{code}\]", told, re.MULTILINE), told
    assert told.endswith("1 error; nothing was published")


def test_every_colour_is_read_in_large_print():
    """The darker tone of a declared colour keeps 7:1 on its tint."""
    paper, _ = documents(":::{law}\nA duty.\n:::", LAW)

    tint, strong = re.findall(r"--own-(?:tint|strong): (#\w+)", paper["calm"])
    assert contrast(from_css(strong), from_css(tint)) >= 7


def test_every_icon_has_its_shape():
    """The style sheet draws each shape that guide.toml may name."""
    css = (ROOT / "styles/content.css").read_text("utf-8")

    assert [icon for icon in ICONS if f".icon-{icon} > .label::before" not in css] == []
