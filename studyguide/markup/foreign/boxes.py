"""Boxes: admonitions of MyST, Quarto, MkDocs and GitHub, theorems and exercises, and whatever keeps its text without a box."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from markdown_it.tree import SyntaxTreeNode

from studyguide.markup.foreign.blocks import Rows, block, bold, fenced, joined, parsed_rows, rows_of
from studyguide.markup.foreign.inlines import text_of, title_of
from studyguide.markup.foreign.page import ForeignPage
from studyguide.sources.identifiers import slug

NOTES = (
    *("abstract", "info", "todo", "question", "faq", "help", "success", "done", "failure", "fail", "missing", "bug", "important"),
    *("admonition", "topic", "card", "deprecated", "versionadded", "versionchanged", "versionremoved"),
)
"""Boxes of others that are notes with their name as title."""
BOXES: Mapping[str, tuple[str, str]] = {
    "note": ("note", ""),
    "tip": ("tip", ""),
    "hint": ("tip", "Hint"),
    "warning": ("warning", ""),
    **{name: ("warning", name.capitalize()) for name in ("caution", "danger", "error", "attention")},
    **{name: ("note", "" if name in ("admonition", "topic", "card") else name.capitalize()) for name in NOTES},
    "seealso": ("note", "See also"),
    "see-also": ("note", "See also"),
    "example": ("example", ""),
    **dict.fromkeys(("quote", "cite", "epigraph", "pull-quote", "highlights", "blockquote"), ("quote", "")),
    "summary": ("note", "Summary"),
    "tldr": ("note", "TL;DR"),
    "exercise": ("exercise", ""),
    **{name: (name, "") for name in ("theorem", "lemma", "proposition", "corollary", "definition", "remark", "proof")},
    "conjecture": ("note", "Conjecture"),
    "axiom": ("note", "Axiom"),
    "property": ("note", "Property"),
    "observation": ("note", "Observation"),
    "assumption": ("note", "Assumption"),
    "criterion": ("note", "Criterion"),
    "algorithm": ("note", "Algorithm"),
    "claim": ("note", "Claim"),
}
"""The boxes of others: the box of a guide, and the title where the name of theirs says more than that of the box."""
REFERRED = (
    "exercise",
    "theorem",
    "lemma",
    "proposition",
    "corollary",
    "definition",
    "remark",
    "proof",
    "note",
    "tip",
    "warning",
    "example",
    "quote",
)
NO_BOX = ("quote", "note", "definition", "cell")
"""Where a guide has no boxes."""
ALERT = re.compile(r"\[!(?P<name>[A-Za-z-]+)\][+-]?[ \t]*(?P<title>[^\n]*)(?:\n|$)")


def box(page: ForeignPage, name: str, title: str, body: Rows, line: int, names: Sequence[str] = ()) -> Rows:
    """A box with a title as it is written in a guide; `name` is that of others. Without words there is none."""
    kind, said = BOXES.get(name.lower(), ("note", title or name.replace("-", " ").capitalize()))
    title = title or said
    if title.casefold() == kind:
        title = ""
    names = [*page.names(), *names]
    if not body and title:
        body, title = [title], ""
    if not body:
        return []
    if page.place in NO_BOX:
        for each in names:
            page.label(each, "place")
        return joined([[bold(title)] if title else [], body])
    ids = [page.label(each, kind) for each in names]
    key = next(filter(None, ids), "")
    return fenced(kind, title, body, [f":id: {key}"] if key else [])


def unboxed(page: ForeignPage, title: str, body: Rows) -> Rows:
    """Text without its box, below its title."""
    return joined([[bold(title)] if title else [], body])


def alert(page: ForeignPage, tree: SyntaxTreeNode) -> Rows | None:
    """`> [!NOTE]` of GitHub and Obsidian; None if a quotation is none."""
    first = tree.children[0] if tree.children else None
    holder = first.children[0] if first is not None and first.type == "paragraph" and first.children else None
    found = ALERT.match(holder.content) if holder is not None else None
    if first is None or holder is None or not found:
        return None
    line, rest = page.line(first), holder.content[found.end() :]
    with page.inside("box"):
        head = parsed_rows(page, rest, line + 1) if rest.strip() else []
        body = joined([head, rows_of(page, tree.children[1:])])
    return box(page, found["name"], title_of(page, found["title"], line) if found["title"].strip() else "", body, line)


@block("admonition")
def _admonition(page: ForeignPage, tree: SyntaxTreeNode) -> Rows:
    """`!!! note "Title"` and `??? note`, which folds."""
    line = page.line(tree)
    title = next((child for child in tree.children if child.type == "admonition_title"), None)
    opening = tree.nester_tokens.opening if tree.nester_tokens else None
    info, name = (opening.info, str(opening.meta.get("tag", "note"))) if opening else ("", "note")
    if opening is not None and opening.markup.startswith("???"):
        page.tell("dropdown", line)
    words = text_of(page, title) if title is not None and info.strip().lower() != name else ""
    words = words.removeprefix('"').removesuffix('"')
    with page.inside("box"):
        body = rows_of(page, [child for child in tree.children if child.type != "admonition_title"])
    return box(page, name, words, body, line)


@block("tab")
def _tab(page: ForeignPage, tree: SyntaxTreeNode) -> Rows:
    page.tell("tabs", page.line(tree), tree.info)
    return unboxed(
        page, title_of(page, tree.info, page.line(tree)), parsed_rows(page, tree.content, page.line(tree) + 1, page.place)
    )


def solution(page: ForeignPage, of: str, title: str, body: Rows, names: Sequence[str] = ()) -> Rows:
    """The solution of an exercise of the file that has a name; of none that is there, a note."""
    target = page.target(of) if of else None
    for each in [*page.names(), *names]:
        page.label(each, "place")
    if not body:
        return []
    if target and target.kind == "exercise" and target.file == page.shelf.files.get(page.path):
        solved = page.env.setdefault("solved", set())
        if (
            target.id not in solved
            and page.place == "text"
            and not any(re.match(r":::|\$\$ \(|`{3,}\{code-block\}.*", row) for row in body)
        ):
            solved.add(target.id)
            return fenced("solution", target.id, body)
    return box(page, "note", title or "Solution", body, 0)


def name_for(kind: str, name: str) -> str:
    """What a name is without the beginning that says its kind: `thm-x`, `exr-x`, `my_prop`."""
    bare = re.sub(
        rf"^(?:{kind}|thm|lem|cor|prp|def|exm|exr|rem|ex|sec|fig|tbl|tab|eq|equation|figure|table|lst|code|note|nte|tip|wrn)(?:[-:_.])",
        "",
        name,
        flags=re.IGNORECASE,
    )
    return slug(re.sub(r"[^\w]+", "-", bare).replace("_", "-")) or "x"
