"""Fenced divs of Pandoc and Quarto: callouts, theorems, figures, tabs, columns, and those that only name what they hold."""

from __future__ import annotations

import re

from markdown_it.tree import SyntaxTreeNode

from studyguide.markup.foreign.blocks import Rows, Written, attributes_in, parsed, parsed_rows
from studyguide.markup.foreign.boxes import BOXES, box, solution
from studyguide.markup.foreign.inlines import title_of
from studyguide.markup.foreign.page import ForeignPage

THEOREMS = {
    "thm": "theorem", "lem": "lemma", "cor": "corollary", "prp": "proposition", "cnj": "conjecture",
    "def": "definition", "exm": "example", "exr": "exercise", "rem": "remark",
}  # fmt: skip
"""How the names of theorems and exercises begin in Quarto."""
TABS, PLACED = (
    {"panel-tabset", "tabset"},
    {"columns", "column", "column-margin", "aside", "layout", "grid", "column-page", "column-screen", "column-body"},
)
OUTPUT = re.compile(r"content-(?:visible|hidden)")
BOXED = re.compile(r"(?:callout-)?([a-z-]+)")
INDIFFERENT = {"callout", "box", "block", "panel", "cell", "figure", "center", "unnumbered"}


def div(page: ForeignPage, tree: SyntaxTreeNode) -> list[Written]:
    """What is made of a div; one without a counterpart is taken off what it holds."""
    info, line = (tree.info or "").strip(), page.line(tree)
    attrs = attributes_in(info.strip("{} ")) if info.startswith("{") else _bare(info)
    classes, name = attrs.pop("class", "").split(), attrs.pop("id", "")
    body, first = tree.content, line + 1
    prefix = re.match(r"[a-z]+", name)
    if prefix and prefix[0] in ("fig", "tbl", "lst") and re.match(r"[a-z]+[-:]", name):
        return _named(page, body, first, name)
    kind = next((BOXED.fullmatch(each)[1] for each in classes if BOXED.fullmatch(each) and BOXED.fullmatch(each)[1] in BOXES), "")  # type: ignore[index]
    kind = kind or (THEOREMS.get(prefix[0], "") if prefix and re.match(r"[a-z]+-", name) else "")
    if "solution" in classes or (prefix and prefix[0] == "sol" and name.startswith("sol-")):
        return [Written(tuple(solution(page, attrs.get("of", ""), "", parsed_rows(page, body, first), (name,) if name else ())))]
    if kind:
        return [Written(tuple(_boxed(page, kind, attrs, body, first, name)))]
    if name:
        page.waiting.append(name)
    said = [each for each in classes if each not in INDIFFERENT] + list(attrs.values())
    what = (
        "tabs"
        if TABS & {*classes}
        else "output"
        if any(map(OUTPUT.fullmatch, classes))
        else "placement"
        if PLACED & {*classes} or "layout-ncol" in attrs
        else "attribute"
    )
    if said:
        page.tell(what, line, info, " ".join(said) if what in ("attribute", "output") else "")
    return parsed(page, body, first)


def _bare(info: str) -> dict[str, str]:
    """`::: note` and `::: {.x} Title`."""
    name, _, rest = info.partition(" ")
    return {"class": name.lower(), **({"title": rest} if rest.strip() else {})}


def _boxed(page: ForeignPage, kind: str, attrs: dict[str, str], body: str, first: int, name: str) -> Rows:
    title = attrs.pop("title", attrs.pop("name", attrs.pop("data-latex", "")))
    heading = re.match(r"\s*#{1,6}[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*(?:\{[^{}]*\})?[ \t]*(?:\n|$)", body)
    if heading and not title:
        first, title, body = first + heading[0].count("\n"), heading[1], body[heading.end() :]
    if attrs.pop("collapse", ""):
        page.tell("dropdown", first - 1)
    for key in ("icon", "appearance"):
        attrs.pop(key, "")
    if rest := " ".join(attrs.values()):
        page.tell("attribute", first - 1, "", rest)
    return box(
        page,
        kind,
        title_of(page, title, first - 1) if title else "",
        parsed_rows(page, body, first),
        first,
        (name,) if name else (),
    )


def _named(page: ForeignPage, body: str, first: int, name: str) -> list[Written]:
    """A figure or table with its caption as the last paragraph; one of several pictures is these and the caption."""
    page.waiting.append(name)
    rows = body.strip("\n").split("\n\n")
    pictures = [part for part in rows if re.match(r"\s*!\[", part)]
    if len(pictures) == 1 and len(rows) == 2 and re.match(r"\s*!\[[^\]]*\]\(", rows[0]):
        caption = " ".join(rows[1].split())
        return parsed(page, re.sub(r"!\[[^\]]*\]", lambda _: f"![{caption}]", rows[0], count=1), first)
    if len(rows) > 1 and re.search(r"^\s*[|+]", rows[0]) and not rows[-1].lstrip().startswith((":", "Table:")):
        return parsed(page, "\n\n".join([*rows[:-1], f": {rows[-1].strip()}"]), first)
    return parsed(page, body, first)
