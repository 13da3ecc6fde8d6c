"""What a good PDF keeps and veraPDF does not ask for: catalogue entries, fonts, links, bookmarks, headings. Read with pikepdf.

A link that leads nowhere, a heading level that is skipped, a font that crept in from the computer: all of them pass PDF/UA.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pikepdf

from studyguide.proof.others.tools import Tools
from studyguide.proof.report import CheckResult, Finding, Outcome, measured

MAX_DEPTH = 60  # of the structure tree and of nested bookmarks; a deeper one is a loop
_HEADING = re.compile(r"/H([1-6])")


def check_syntax(pdfs: Sequence[Path], tools: Tools) -> CheckResult:
    """Let qpdf, inside pikepdf, read every object and decode every stream; each complaint is a finding."""

    def body() -> Outcome:
        findings = []
        for path in pdfs:
            with pikepdf.open(path) as pdf:
                findings += [Finding(path.name, "syntax", complaint) for complaint in pdf.check_pdf_syntax()]
        return Outcome(findings, f"qpdf {pikepdf.__libqpdf_version__}", ", ".join(path.name for path in pdfs))

    return measured("PDF syntax", body)


def check_structure(pdfs: Sequence[Path], tools: Tools) -> CheckResult:
    """Audit PDF files. The fonts that may appear in them are those of styles/fonts, by the names of their files."""
    fonts = {font.stem for font in (tools.root / "styles" / "fonts").glob("*.[ot]tf")}

    def body() -> Outcome:
        findings: list[Finding] = []
        looked_at = []
        for path in pdfs:
            with pikepdf.open(path) as pdf:
                findings += audit(pdf, path.name, fonts)
                links = sum(1 for _ in _links(pdf))
                looked_at.append(f"{path.name}: {len(pdf.pages)} pages, {links:,} links")
        return Outcome(findings, f"pikepdf {pikepdf.__version__}", "; ".join(looked_at))

    return measured("PDF audit", body)


def page_count(path: Path) -> int:
    """The number of pages of a file."""
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def audit(pdf: pikepdf.Pdf, name: str, fonts: Collection[str]) -> list[Finding]:
    """All findings on one open file. `name`: what they say of where they are; `fonts`: the fonts that may appear, by name."""
    parts: list[Callable[[], Iterator[Finding]]] = [
        lambda: _catalogue(pdf, name),
        lambda: _fonts(pdf, name, fonts),
        lambda: _link_targets(pdf, name),
        lambda: _tags(pdf, name),
        lambda: _bookmarks(pdf, name),
    ]
    return [finding for part in parts for finding in part()]


# ---------------------------------------------------------------- catalogue


def _catalogue(pdf: pikepdf.Pdf, name: str) -> Iterator[Finding]:
    root: Any = pdf.Root
    if not str(root.get("/Lang", "")).strip():
        yield Finding(name, "language", "the document does not say its language (/Lang)")
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        yield Finding(name, "tagged", "the document does not say that it is tagged (/MarkInfo /Marked)")
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield Finding(name, "window-title", "a viewer will show the file's name in place of the title (/DisplayDocTitle)")
    if "/PageLabels" not in root:
        yield Finding(name, "page-labels", "a viewer will count pages from 1 whatever the pages say (/PageLabels)")
    elif 0 not in pikepdf.NumberTree(root.PageLabels):
        yield Finding(name, "page-labels", "the page labels do not begin at the first page")


# ---------------------------------------------------------------- fonts


def _fonts(pdf: pikepdf.Pdf, name: str, allowed: Collection[str]) -> Iterator[Finding]:
    seen: set[tuple[int, int]] = set()
    for number, page in enumerate(pdf.pages, 1):
        for font in _page_fonts(page.obj, 0):
            if font.objgen in seen:
                continue
            seen.add(font.objgen)
            base = str(font.get("/BaseFont", "/?")).removeprefix("/").split("+")[-1]
            where = f"{name}: page {number}"
            if not _is_embedded(font):
                yield Finding(where, "font-embedded", f"{base} is not embedded, or does not say what its characters mean")
            if base not in allowed:
                yield Finding(where, "font-family", f"{base} is not the project's: does a character lack in the project's fonts?")


def _page_fonts(holder: Any, depth: int) -> Iterator[Any]:
    """The fonts of a page, and of the drawings (form XObjects) that it shows."""
    resources = holder.get("/Resources", {})
    yield from resources.get("/Font", pikepdf.Dictionary()).values()
    for drawing in resources.get("/XObject", pikepdf.Dictionary()).values():
        if drawing.get("/Subtype") == "/Form" and depth < MAX_DEPTH:
            yield from _page_fonts(drawing, depth + 1)


def _is_embedded(font: Any) -> bool:
    descendants = font.get("/DescendantFonts")
    descriptor = (descendants[0] if descendants is not None else font).get("/FontDescriptor", {})
    has_file = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    return "/ToUnicode" in font and (has_file or font.get("/Subtype") == "/Type3")


# ---------------------------------------------------------------- links


def _links(pdf: pikepdf.Pdf) -> Iterator[tuple[int, Any]]:
    """Every link annotation, with the number of its page counted from 1."""
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.obj.get("/Annots", pikepdf.Array()):
            if annotation.get("/Subtype") == "/Link":
                yield number, annotation


def _link_targets(pdf: pikepdf.Pdf, name: str) -> Iterator[Finding]:
    resolves = destination_test(pdf)
    for number, link in _links(pdf):
        where = f"{name}: page {number}"
        target = link.get("/Dest", link.get("/A", {}).get("/D"))
        address = link.get("/A", {}).get("/URI")
        if target is None and address is None:
            yield Finding(where, "link-target", "a link has no target")
        if target is not None and not resolves(target):
            yield Finding(where, "link-target", f"a link leads to “{_shown(target)}”, which is nowhere")
        if not str(link.get("/Contents", "")).strip():
            shown = _shown(target if address is None else address)
            yield Finding(where, "link-text", f"a link to “{shown}” has no text alternative (/Contents)")


def named_destinations(pdf: pikepdf.Pdf) -> dict[str, Any]:
    """The destinations of a file by name."""
    if "/Dests" not in pdf.Root.get("/Names", {}):
        return {}
    return {str(key): value for key, value in pikepdf.NameTree(pdf.Root.Names.Dests).items()}


def page_of(target: Any, names: Mapping[str, Any]) -> tuple[int, int] | None:
    """The page object that a destination leads to, as (object, generation); None if it leads nowhere.

    A destination is a name, an array that begins with a page, or a dictionary that holds such an array (ISO 32000-1, 12.3.2).
    """
    if target is not None and not isinstance(target, pikepdf.Array):
        target = names.get(str(target))
    if isinstance(target, pikepdf.Dictionary):
        target = target.get("/D")
    return getattr(target[0], "objgen", None) if isinstance(target, pikepdf.Array) and len(target) > 0 else None


def destination_test(pdf: pikepdf.Pdf) -> Callable[[Any], bool]:
    """A function that says whether a destination leads to a page of this file."""
    pages = {page.obj.objgen for page in pdf.pages}
    names = named_destinations(pdf)
    return lambda target: page_of(target, names) in pages


def _shown(target: Any) -> str:
    return "a place on a page" if isinstance(target, pikepdf.Array) else str(target)


# ---------------------------------------------------------------- tags


def _tags(pdf: pikepdf.Pdf, name: str) -> Iterator[Finding]:
    if "/StructTreeRoot" not in pdf.Root:
        yield Finding(name, "tagged", "the document has no structure tree")
        return
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    in_tree: set[tuple[int, int]] = set()
    level = 0
    for element in _elements(pdf.Root.StructTreeRoot, 0):
        role = str(element.get("/S", ""))
        where = f"{name}: page {pages.get(element.Pg.objgen, '?')}" if "/Pg" in element else name
        if role == "/Figure" and not str(element.get("/Alt", "")).strip():
            yield Finding(where, "figure-alt", "a figure has no text alternative")
        if role == "/Link":
            annotations = {kid.Obj.objgen for kid in kids(element) if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid}
            in_tree |= annotations
            if not annotations:
                yield Finding(where, "link-dead", "a link in the text has no active area on the page")
        if heading := _HEADING.fullmatch(role):
            if int(heading[1]) > level + 1:
                yield Finding(where, "heading-level", f"a heading of level {heading[1]} follows one of level {level}")
            level = int(heading[1])
    for number, link in _links(pdf):
        if link.objgen not in in_tree:
            where = f"{name}: page {number}"
            yield Finding(where, "link-untagged", f"a link to “{_shown(link.get('/Dest', '?'))}” is outside the structure tree")


def _elements(parent: Any, depth: int) -> Iterator[Any]:
    """The structure elements below one, in reading order."""
    for kid in kids(parent):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid and depth < MAX_DEPTH:
            yield kid
            yield from _elements(kid, depth + 1)


def kids(element: Any) -> Sequence[Any]:
    """What hangs below a structure element; one kid may stand without its array."""
    kids = element.get("/K")
    if kids is None:
        return ()
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


# ---------------------------------------------------------------- bookmarks


def _bookmarks(pdf: pikepdf.Pdf, name: str) -> Iterator[Finding]:
    resolves = destination_test(pdf)
    root: Any = pdf.Root
    first = root.get("/Outlines", {}).get("/First")
    if first is None:
        yield Finding(name, "bookmarks", "the document has no bookmarks")
        return
    for item in _outline(first, 0):
        title = str(item.get("/Title", "")).strip()
        target = item.get("/Dest", item.get("/A", {}).get("/D"))
        if not title:
            yield Finding(name, "bookmarks", "a bookmark has no title")
        if target is None or not resolves(target):
            yield Finding(name, "bookmarks", f"the bookmark “{title}” leads nowhere")


def _outline(item: Any, depth: int) -> Iterator[Any]:
    """A bookmark, those below it, and those after it."""
    while item is not None:
        yield item
        if "/First" in item and depth < MAX_DEPTH:
            yield from _outline(item.First, depth + 1)
        item = item.get("/Next")
