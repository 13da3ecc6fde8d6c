"""epub:type drives readers, role drives assistive technology: both, in agreement, each where it is allowed."""

from collections.abc import Iterator

from lxml import etree

from studyguide.html.headings import HEADINGS
from studyguide.proof.epub.opened import TYPE, ContentDocument, text
from studyguide.proof.epub.rules.rule import page_rule

OWN_ROLES = (
    "abstract appendix backlink biblioref bibliography chapter colophon footnote glossary glossref index noteref notice "
    "pagebreak part preface qna subtitle tip toc"
)
ROLES = {**{name: f"doc-{name}" for name in OWN_ROLES.split()}, "page-list": "doc-pagelist"}
"""epub:type → role, after “EPUB Type to ARIA Role” (W3C)."""

UNNAMED = ("backlink", "biblioref", "footnote", "glossref", "noteref", "pagebreak", "subtitle")
HEADED = ("abstract", "colophon", "notice", "qna", "tip")
"""No landmarks (DPUB-ARIA 1.1): what heads them names them, and is not said twice."""
LANDMARK_ROLES = frozenset(ROLES.values()) - {f"doc-{name}" for name in (*UNNAMED, *HEADED)}
BOXES = ("callout", "notice", "objectives", "question", "key-terms")


@page_rule("role", "a screen reader calls a note a paragraph, or a link a footnote", everywhere=True)
def role(page: ContentDocument) -> Iterator[str]:
    """§1.5: each epub:type with its role."""
    for node in page.find("//*[@e:type]") if not page.typed("cover") else ():
        for kind in ROLES.keys() & set(node.get(TYPE).split()):
            if node.get("role") != ROLES[kind]:
                yield f"<{etree.QName(node).localname}> of type {kind} has not the role {ROLES[kind]}"


@page_rule("label", "a list of landmarks without names", everywhere=True)
def label(page: ContentDocument) -> Iterator[str]:
    """§1.5: every landmark role has a name."""
    for node in page.find("//*[@role]"):
        if node.get("role") in LANDMARK_ROLES and not (node.get("aria-labelledby") or node.get("aria-label")):
            yield f"the role {node.get('role')} has no name"


@page_rule("box-label", "with publisher styles off, or by ear, a red flag is a paragraph like any other")
def box_label(page: ContentDocument) -> Iterator[str]:
    """S4: what a box is stands in its first element as text of the class label, or in the heading right before it."""
    for name in BOXES:
        for node in page.classed(name):
            first = next(iter(node), None)
            before = node.getprevious()
            if "titled" in node.get("class").split() and before is not None and before.tag in HEADINGS and text(before):
                continue
            if first is None or "label" not in (first.get("class") or "").split() or not text(first):
                yield f"a box of the class {name} does not begin with its label"
