"""Variables, shortcodes and commands of LaTeX in the text: what is known is put in their place, the others are told."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from markdown_it.tree import SyntaxTreeNode

from studyguide.markup.foreign.blocks import Written, run
from studyguide.markup.foreign.citations import refer
from studyguide.markup.foreign.directives import included
from studyguide.markup.foreign.inlines import ForeignPassage, around, code, inner, role, rule, title_of
from studyguide.markup.foreign.page import ForeignPage
from studyguide.markup.foreign.passage import Pieces, literal, mark

VARIABLE = re.compile(r"\{\{<\s*(?:var|meta)\s+([\w.-]+)\s*>\}\}|\{\{\s*([\w.-]+)\s*\}\}")
FILE = re.compile(r"\{\{<\s*include\s+(\S+)\s*>\}\}|\{\{#include\s+([^\s}:]+)[^}]*\}\}")
KEYS = re.compile(r"\{\{<\s*kbd\s+(.+?)\s*>\}\}")
TEX = re.compile(r"\\(?P<name>@?[A-Za-z]+)\*?(?:\[(?P<option>[^\]]*)\])?(?:[{(](?P<argument>.*?)[})])?", re.DOTALL)
SIGNS = {
    "LaTeX": "LaTeX", "TeX": "TeX", "ldots": "…", "dots": "…", "textbackslash": "\\", "S": "§", "P": "¶", "copyright": "©",
    "ie": "i.e.", "eg": "e.g.",
    "textregistered": "®", "texttrademark": "™", "euro": "€", "pounds": "£", "dag": "†", "textasciitilde": "~", "textdegree": "°",
}  # fmt: skip
WRAPPED = {"textbf": "**", "emph": "*", "textit": "*", "textsl": "*", "sout": "~~"}
WITH_ROLES = {"textsc": "sc", "underline": "u"}
LAYOUT = {
    *(
        "newpage",
        "clearpage",
        "pagebreak",
        "bigskip",
        "medskip",
        "smallskip",
        "noindent",
        "centering",
        "vspace",
        "hspace",
        "hfill",
        "vfill",
    ),
    *(
        "mainmatter",
        "frontmatter",
        "backmatter",
        "tableofcontents",
        "listoffigures",
        "listoftables",
        "maketitle",
        "cleardoublepage",
    ),
}


@rule("template")
def _template(passage: ForeignPassage, node: SyntaxTreeNode) -> Pieces:
    found = VARIABLE.fullmatch(node.content)
    value = passage.page.shelf.variables.get(found[1] or found[2]) if found else None
    if value is not None:
        return inner(passage, value)
    if keys := KEYS.fullmatch(node.content):
        return role("kbd", keys[1])
    passage.tell("template", node, node.content, node.content)
    return []


@run
def put_in(page: ForeignPage, trees: Sequence[SyntaxTreeNode], at: int) -> tuple[list[Written], int] | None:
    """A paragraph that only puts a file in: `{{< include x.qmd >}}`, `{{#include x.md}}`."""
    holder = trees[at].children[0] if trees[at].type == "paragraph" and trees[at].children else None
    found = FILE.fullmatch(holder.content.strip()) if holder is not None else None
    if not found:
        return None
    return [Written(tuple(included(page, found[1] or found[2], page.line(trees[at]))))], at + 1


@rule("anchor")
def _anchor(passage: ForeignPassage, node: SyntaxTreeNode) -> Pieces:
    r"""`(\#fig:name)`: the name of a figure, table or formula, in a caption."""
    passage.page.waiting.append(str(node.meta["groups"][0]))
    return []


@rule("tex")
def _tex(passage: ForeignPassage, node: SyntaxTreeNode) -> Pieces:
    r"""A command of LaTeX in a sentence: `\index{a!b}`, `\ref{x}`, `\textbf{x}`."""
    found = TEX.match(node.content)
    name, argument = (found["name"], found["argument"] or "") if found else ("", "")
    if (command := COMMANDS.get(name)) and (argument or name in SIGNS):
        return command(passage, node, name, argument)
    passage.tell("output" if name in LAYOUT else "raw-latex", node, node.content, node.content)
    return []


def _index(passage: ForeignPassage, node: SyntaxTreeNode, name: str, argument: str) -> Pieces:
    entry = [part.split("@")[-1].strip() for part in re.sub(r"\|.*", "", argument).split("!")][:2]
    return role("index", "; ".join(re.sub(r"\\\w+\{([^{}]*)\}", r"\1", part) for part in entry))


def _cite(passage: ForeignPassage, node: SyntaxTreeNode, name: str, argument: str) -> Pieces:
    return role("cite:t" if name in ("citet", "textcite") else "cite", re.sub(r"\s*,\s*", ", ", argument.strip()))


def _label(passage: ForeignPassage, node: SyntaxTreeNode, name: str, argument: str) -> Pieces:
    passage.page.waiting.append(argument)
    return []


def _footnote(passage: ForeignPassage, node: SyntaxTreeNode, name: str, argument: str) -> Pieces:
    page = passage.page
    page.notes += 1
    page.below.append([f"[^in-line-{page.notes}]: {title_of(page, argument, passage.line)}"])
    return [mark(f"[^in-line-{page.notes}]")]


Command = Callable[[ForeignPassage, SyntaxTreeNode, str, str], Pieces]
COMMANDS: dict[str, Command] = {
    "index": _index,
    "label": _label,
    "footnote": _footnote,
    **dict.fromkeys(
        ("ref", "@ref", "autoref", "cref", "Cref", "eqref", "pageref"),
        lambda passage, node, name, argument: refer(passage, node, argument),
    ),
    **dict.fromkeys(("cite", "citep", "citet", "parencite", "textcite", "autocite"), _cite),
    **dict.fromkeys(WRAPPED, lambda passage, node, name, argument: around(WRAPPED[name], inner(passage, argument))),
    **dict.fromkeys(WITH_ROLES, lambda passage, node, name, argument: role(WITH_ROLES[name], argument)),
    **dict.fromkeys(("texttt", "verb", "code"), lambda passage, node, name, argument: code(argument)),
    **dict.fromkeys(SIGNS, lambda passage, node, name, argument: [literal(SIGNS[name])]),
}
"""The commands of LaTeX that have a counterpart."""
