"""epub:type drives readers, role drives assistive technology: both, in agreement, each where it is allowed."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from studyguide.proof.epub.opened import TYPE, OpenedBook, text
from studyguide.proof.epub.rules.rule import rule

# epub:type → role, after “EPUB Type to ARIA Role” (W3C).
ROLES = {
    "abstract": "doc-abstract",
    "appendix": "doc-appendix",
    "backlink": "doc-backlink",
    "biblioref": "doc-biblioref",
    "bibliography": "doc-bibliography",
    "chapter": "doc-chapter",
    "colophon": "doc-colophon",
    "footnote": "doc-footnote",
    "glossary": "doc-glossary",
    "glossref": "doc-glossref",
    "index": "doc-index",
    "noteref": "doc-noteref",
    "notice": "doc-notice",
    "page-list": "doc-pagelist",
    "pagebreak": "doc-pagebreak",
    "part": "doc-part",
    "qna": "doc-qna",
    "subtitle": "doc-subtitle",
    "tip": "doc-tip",
    "toc": "doc-toc",
}
LANDMARK_ROLES = frozenset(ROLES.values()) - {
    "doc-backlink",
    "doc-biblioref",
    "doc-footnote",
    "doc-glossref",
    "doc-noteref",
    "doc-pagebreak",
    "doc-subtitle",
} | {"doc-example", "group"}
ONLY_ON = {
    "doc-tip": "aside",
    "doc-footnote": "aside",
    "doc-notice": "section",
    "doc-chapter": "section",
    "doc-qna": "section",
    "doc-glossary": "section",
    "doc-bibliography": "section",
    "doc-index": "section",
    "doc-abstract": "section",
}
OUTDATED_ROLES = frozenset({"doc-biblioentry", "doc-endnote"})
# In the mapping note, but EPUBCheck calls them unknown (OPF-088).
OUTDATED_TYPES = frozenset(
    {
        "question",
        "questions",
        "answer",
        "answers",
        "learning-objective",
        "learning-objectives",
        "assessment",
        "assessments",
        "practice",
    }
)
BOXES = ("callout", "notice", "objectives", "question", "key-terms")


@rule("role", "a screen reader calls a note a paragraph, or a link a footnote")
def role(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """§1.5: each epub:type with its role, no outdated ones, each role on an element where it is allowed, none on body."""
    for page in book.pages.values():
        for node in page.root.iter(etree.Element):
            name, types, given = etree.QName(node).localname, (node.get(TYPE) or "").split(), node.get("role") or ""
            for kind in types:
                if kind in OUTDATED_TYPES:
                    yield page.name, f"the type {kind} is unknown to EPUB 3.3"
                if kind in ROLES and given != ROLES[kind] and not page.typed("cover"):
                    yield page.name, f"<{name}> of type {kind} has the role “{given}”, not {ROLES[kind]}"
            if given in OUTDATED_ROLES:
                yield page.name, f"the role {given} is outdated"
            if ONLY_ON.get(given, name) != name or (given and name == "body"):
                yield page.name, f"the role {given} is not allowed on <{name}>"


@rule("label", "a list of landmarks without names")
def label(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """§1.5: every landmark role has a name, and every aria-labelledby names an element of its file."""
    for page in book.pages.values():
        ids = {node.get("id") for node in page.find("//*[@id]")}
        for node in page.root.iter(etree.Element):
            named = (node.get("aria-labelledby") or "").split()
            if node.get("role") in LANDMARK_ROLES and not named and not node.get("aria-label"):
                yield page.name, f"the role {node.get('role')} has no name"
            for target in named:
                if target not in ids:
                    yield page.name, f"aria-labelledby names {target}, which is not in the file"


@rule("box-label", "with publisher styles off, or by ear, a red flag is a paragraph like any other")
def box_label(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """S4: what a box is stands in its first element as text of the class label."""
    for page in book.content():
        for name in BOXES:
            for node in page.classed(name):
                first = next(iter(node), None)
                if first is None or "label" not in (first.get("class") or "").split() or not text(first):
                    yield page.name, f"a box of the class {name} does not begin with its label"
