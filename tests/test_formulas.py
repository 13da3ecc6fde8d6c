"""Formulas: TeX in, MathML, signs and a drawing out; and a finished guide that says the same of them everywhere."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import resources

import pytest
from lxml import etree

from studyguide.markup.tex import TexMistake, read_formula
from studyguide.proof.pdf.facts import PdfFacts
from studyguide.proof.pdf.gates import expected, gates
from studyguide.proof.pdf.reader import read
from studyguide.proof.pdf.values import Element
from studyguide.publish.ebook import style_sheet
from studyguide.publish.pdf import make_pdf
from studyguide.sources import scripts
from studyguide.sources.renditions import RENDITIONS
from tests.tinybook import changed, compile_tiny

DIGESTS = {
    "temml.min.js": "1ab19148afe0dbc836b7a74f344071b3f3a70a7a8259ae4049e76894fcdf8d95",
    "mhchem.min.js": "c63a7800e842a6846e7e8af6e05b3eb225783b92a7818f9868a2554375c57523",
}
CHAPTER = r"""---
id: maths
title: Mass $E = mc^2$
---

A line that is long enough to be broken somewhere, with $\bar{x} = \frac{1}{n}\sum_{i=1}^{n} x_i$, $y$ and a price of $5 to $6.

$$
\hat{\beta} = (X^\top X)^{-1} X^\top y
$$ (eq-beta)

## Of $x_1$ {#sec-of}

See {ref}`eq-beta`.[^note]

:::{table} Of $a$
:id: tab-maths
| $b$ | C |
|---|---|
| $c < 5$ | d |
:::

[^note]: In a note $z$.
"""


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        (r"E = mc^2", "E = m c²"),
        (r"\frac{a+b}{2}", "(a + b)/2"),
        (r"\frac12 x", "1/2x"),
        (r"-b \pm \sqrt{b^2-4ac}", "−b ± √(b² − 4ac)"),
        (r"x_1, x_{i+1}", "x₁, x_(i + 1)"),
        (r"\binom{n}{k}", "(n ¦ k)"),
        (r"\bar{x} \vec{F} \hat{\beta}", "x̄F⃗β̂"),
        (r"f'(x)", "f′(x)"),
        (r"\lim_{h \to 0} f(h)", "lim_(h → 0) f(h)"),
        (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "(a, b; c, d)"),
        (r"\begin{aligned} a &= b + c \\ &= d \end{aligned}", "a = b + c; = d"),
        (r"\ce{H2O}", "H₂O"),
        (r"37\,^\circ\mathrm{C}", "37°C"),
        (r"\text{count} \times 2", "count × 2"),
    ],
)
def test_a_formula_is_said_in_signs(formula: str, said: str) -> None:
    """What stands for a formula where it cannot be shown reads as it is written by hand; its MathML holds its TeX."""
    made = read_formula(formula, display=True)
    root = etree.fromstring(made.mathml)

    assert made.alt == root.get("alttext") == said
    assert root.findtext(".//{*}annotation") == formula
    assert made.picture.svg.startswith("<svg")
    assert 0 <= made.picture.depth < made.picture.height


@pytest.mark.parametrize(
    ("formula", "message", "at"),
    [
        (r"a \foo b", r"there is no command \foo", 2),
        (r"\sqrt{x", "expected '}', got the end", 7),
        ("x^2^3", "double superscript", 3),
        (r"\href{http://x}{a}", r"\href has no place in a formula of the guide", 0),
        (r"a \begin{align} b \end{align}", r"\begin{align} has no place in a formula of the guide", 2),
        ("{" * 5000, "braces stand in each other too deeply", -1),
        (r"\def\a{\a\a}\a", "too many expansions: infinite loop or need to increase maxExpand setting", -1),
    ],
)
def test_what_is_not_understood_is_told_at_its_character(formula: str, message: str, at: int) -> None:
    """A mistake has a reason in plain words, and a place; none of them stops what is read after it."""
    with pytest.raises(TexMistake) as told:
        read_formula(formula, display=False)

    assert (str(told.value), told.value.at) == (message, at)
    assert read_formula("x", display=False).alt == "x"


def test_the_scripts_are_those_of_the_registry() -> None:
    """Temml and mhchem are the files of the version that is named, byte for byte, and their licences stand beside them."""
    folder = resources.files("studyguide.sources") / "temml"

    assert {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in scripts.NAMES} == DIGESTS
    assert "MIT" in (folder / "LICENSE").read_text("utf-8")
    assert "Apache" in (folder / "LICENSE-mhchem").read_text("utf-8")


def test_a_guide_without_formulas_pays_nothing() -> None:
    """A text without formulas and code imports nothing of what reads them."""
    heavy = "{'quickjs', 'ziamath', 'pygments'} & {*sys.modules}"
    code = f"import sys; from tests.markup.cases import told; told('For $5 to $6.'); print({heavy})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"


def test_a_guide_says_its_formulas_everywhere(tmp_path, layouts) -> None:
    """A PDF says the signs in the place of each formula, in titles, notes and tables too, and no gate complains."""
    compiled = compile_tiny(changed(**{"chapters/03-maths.md": CHAPTER}))
    sheet = style_sheet(compiled, compiled.templates).decode()
    rules = Counter(re.findall(r"^([^@{}\s][^{}\n]*) \{", sheet, re.MULTILINE))
    assert "div.equation" in rules
    assert max(rules.values()) == 1, "a selector stands twice, of which checks of others complain"
    rendition = RENDITIONS["phone"]
    (tmp_path / "maths.pdf").write_bytes(make_pdf(compiled, rendition, layouts).data)
    facts = PdfFacts.of(read(tmp_path / "maths.pdf"), expected(compiled, rendition))

    assert list(gates(facts)) == []
    assert [each.alt for each in formulas(facts.reading.tree)].count("c < 5") == 1


def formulas(element: Element) -> Iterator[Element]:
    """The formulas of a structure."""
    for kid in element.elements:
        yield from [kid] if kid.role == "Formula" else formulas(kid)
