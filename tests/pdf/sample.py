"""A small book for the tests of the PDF stage, and ways to look into what comes out."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast

import pikepdf
import pypdfium2
import pytest

from studyguide.pdf import Artifact, Cache, LateUnit, PageMap, PdfMetadata, Rendition, Stylesheet, Unit, build
from studyguide.pdf import compile as compile_
from studyguide.pdf.compile import Job
from studyguide.pdf.emit import Emitter
from studyguide.pdf.fragment import UnitFacts, UnitFragment
from studyguide.pdf.layout import LayoutEngine, StyleSet
from studyguide.pdf.workers import Here
from studyguide.sources.diagnostics import Problems

ROOT = Path(__file__).parents[2]
FONTS = {f"styles/fonts/{path.name}": path.read_bytes() for path in sorted((ROOT / "styles/fonts").glob("*.ttf"))}
CSS = (Path(__file__).parent / "sample.css").read_text("utf-8")
METADATA = PdfMetadata(
    "Small: a book", ("A. Writer", "B. Wärter"), subject="Tests", keywords=("one", "two"), rights="CC BY 4.0", edition="1",
    identifier="urn:uuid:00000000-0000-0000-0000-000000000001", publisher="Nobody",
    modified="2026-01-02T03:04:05Z", digest="sha256:00",
)  # fmt: skip
PROSE = "The quick brown fox of the ward jumps over many a lazy dog and never looks behind. "


def document(body: str, kind: str = "chapter") -> str:
    """A unit's HTML."""
    head = '<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>x</title></head>'
    return f'{head}<body class="{kind}">{body}</body></html>'


def chapter(number: int, others: Iterable[int], sentences: int = 8) -> Unit:
    """A chapter with footnotes, a list, a table, a picture and references to all sections of other chapters."""
    sections = []
    for section in range(3):
        links = ", ".join(f'<a class="xref" href="#c{other}s{section}">Section {other}.{section}</a>' for other in others)
        note = f'<span class="footnote" id="n{number}-{section}">Note {number}.{section} says this.</span>'
        sections.append(
            f'<section id="c{number}s{section}"><h2>Section {number}.{section}</h2>'
            f"<p>{PROSE * sentences}{note} See {links}. {PROSE * 2}</p>"
            f'<span class="index-mark" id="ix{number}-{section}"></span></section>'
        )
    table = "<table><caption>Counts</caption><thead><tr><th scope='col'>A</th><th scope='col'>B</th></tr></thead><tbody>"
    table += "".join(f"<tr><th scope='row'>Row {row}</th><td>{row}</td></tr>" for row in range(12)) + "</tbody></table>"
    figure = '<figure><img src="figures/square.svg" alt="A square"/><figcaption>A square</figcaption></figure>'
    rest = f"<ul><li>one</li><li>two</li></ul>{table}{figure}"
    body = f'<section id="c{number}"><h1>Chapter {number}</h1>{"".join(sections)}{rest}</section>'
    return Unit(f"chapter-{number}", document(body), source=f"chapters/{number}.md")


def book(chapters: int = 3, sentences: int = 8) -> list[Unit | LateUnit]:
    """Front matter with contents, chapters that refer to each other, an index that needs page numbers."""
    numbers = range(1, chapters + 1)
    rows = "".join(f'<li><a class="toc" href="#c{number}">Chapter {number}</a></li>' for number in numbers)
    rows += '<li><a class="toc" href="#index">Index</a></li>'
    front = f'<section id="title"><h1>Small</h1></section><nav class="contents"><ol>{rows}</ol></nav>'

    def index(pages: PageMap) -> str:
        marks = {pages.label(f"ix{number}-{section}"): f"ix{number}-{section}" for number in numbers for section in range(3)}
        links = ", ".join(f'<a class="locator" href="#{mark}" aria-label="fox">&#8203;</a>' for mark in marks.values())
        return document(f'<section id="index" role="doc-index"><h1>Index</h1><ul><li>fox {links}</li></ul></section>')

    body = [chapter(number, [other for other in numbers if other != number], sentences) for number in numbers]
    return [Unit("front", document(front, "front"), "roman"), *body, LateUnit("index", index)]


FIGURES = {
    "figures/square.svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" viewBox="0 0 40 40">'
    b'<rect width="40" height="40" fill="#137"/></svg>'
}


def look(css: str = "", **options: object) -> Rendition:
    """The rendition of the small book, with more CSS."""
    sheets = (
        (Stylesheet("styles/sample.css", CSS), Stylesheet("styles/more.css", css))
        if css
        else (Stylesheet("styles/sample.css", CSS),)
    )
    return Rendition("sample", sheets, {**FONTS, **FIGURES}, **options)  # type: ignore[arg-type]


def made(
    units: Sequence[Unit | LateUnit], rendition: Rendition | None = None, cache: Cache | None = None, *, one_pass: bool = False
) -> Artifact:
    """The PDF of some units, in this process alone."""
    return build(
        units, rendition or look(), METADATA, problems=Problems(), cache=cache or Cache(), executor=Here(), one_pass=one_pass
    )


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The units that are laid out from now on, in this process."""
    done: list[str] = []

    def compile_unit(cache: Cache, job: Job) -> UnitFacts:
        done.append(job.unit)
        return compile_.compile_unit(cache, job)

    monkeypatch.setattr("studyguide.pdf.settle.compile_unit", compile_unit)
    return done


@cache
def linked() -> Artifact:
    """The small book, linked."""
    return made(book())


@cache
def in_one() -> Artifact:
    """The small book as WeasyPrint writes it in one piece."""
    return made(book(), one_pass=True)


def compiled(body: str, css: str = "") -> tuple[UnitFragment, UnitFacts]:
    """The fragment of one unit, and the facts about it."""
    import hashlib

    from studyguide.pdf.weasyprint70 import paint

    rendition = look(css)
    laid = LayoutEngine(StyleSet.of(rendition)).lay_out(document(body), 1, rendition.files)
    files = {hashlib.sha256(data).hexdigest(): name for name, data in rendition.files.items()}
    return Emitter(paint(laid.document), laid.root, "unit", files).run("arabic")


def opened(artifact: Artifact) -> pikepdf.Pdf:
    """The file, for a look inside."""
    return pikepdf.open(io.BytesIO(artifact.data))


def texts(data: bytes) -> list[str]:
    """The text of each page, as PDFium finds it."""
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_bounded() for page in document]


def pictures(data: bytes) -> list[bytes]:
    """The picture of each page."""
    document = pypdfium2.PdfDocument(data)
    return [page.render(scale=1).to_pil().tobytes() for page in document]


def _characters(font: pikepdf.Object) -> Mapping[bytes, str]:
    rows = re.findall(rb"<([0-9a-f]{4})> *<([0-9a-f]+)>", font.ToUnicode.read_bytes())
    return {glyph: bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in rows}


def marked(pdf: pikepdf.Pdf) -> dict[tuple[int, int], str]:
    """The text of every marked content by page and number, with ActualText in place of what it stands for."""
    found: dict[tuple[int, int], str] = {}
    for number, page in enumerate(pdf.pages):
        fonts = {name: _characters(font) for name, font in page.Resources.Font.items()}
        font: Mapping[bytes, str] = {}
        stack: list[tuple[int | None, str | None]] = []
        for operands, operator in cast("list[tuple[Any, Any]]", pikepdf.parse_content_stream(page)):
            name = str(operator)
            if name == "BDC":
                entries = operands[1]
                actual = entries.get("/ActualText")
                inherited = stack[-1][0] if stack else None
                mark = int(entries["/MCID"]) if "/MCID" in entries else None if operands[0] == "/Artifact" else inherited
                stack.append((mark, None if actual is None else str(actual)))
                if actual is not None and mark is not None:
                    found[number, mark] = found.get((number, mark), "") + str(actual)
            elif name == "BMC":
                stack.append((None, None))
            elif name == "EMC":
                stack.pop()
            elif name == "Tf":
                font = fonts[str(operands[0])]
            elif name == "TJ" and stack and stack[-1][0] is not None and stack[-1][1] is None:
                glyphs = "".join(bytes(part).hex() for part in operands[0] if isinstance(part, pikepdf.String)).encode()
                text = "".join(font[glyphs[at : at + 4]] for at in range(0, len(glyphs), 4))
                found[number, stack[-1][0]] = found.get((number, stack[-1][0]), "") + text
    return found


def read_aloud(pdf: pikepdf.Pdf) -> str:
    """The text in the order of the structure tree, a line for each element that is not within a line."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    text = marked(pdf)

    def walk(element: Any, page: int) -> str:
        page = pages[element.Pg.objgen] if "/Pg" in element else page
        kids = element.get("/K", pikepdf.Array([]))
        parts = []
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                parts.append(text.get((page, kid), ""))
            elif kid.get("/Type") == "/MCR":
                parts.append(text.get((pages[kid.Pg.objgen], int(kid.MCID)), ""))
            elif kid.get("/Type") != "/OBJR":
                parts.append(walk(kid, page))
        inline = str(element.S) in ("/Link", "/Span", "/Reference", "/Code", "/Quote")
        return "".join(parts) if inline else "\n" + "".join(parts) + "\n"

    return re.sub(r"\n+", "\n", walk(pdf.Root.StructTreeRoot.K, 0)).strip()


def destinations(pdf: pikepdf.Pdf) -> dict[str, tuple[int, float, float]]:
    """Where every named destination leads: page, x, y."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    tree = pikepdf.NameTree(pdf.Root.Names.Dests)
    return {
        str(name): (pages[place[0].objgen], round(float(place[2]), 3), round(float(place[3]), 3)) for name, place in tree.items()
    }


def links(pdf: pikepdf.Pdf) -> list[tuple[int, str, tuple[float, ...]]]:
    """Every link: page, where it leads, its area."""
    found = []
    for number, page in enumerate(pdf.pages):
        for link in page.get("/Annots", []):
            target = str(link.Dest) if "/Dest" in link else str(link.A.URI)
            corners = [round(float(side), 2) for side in link.get("/QuadPoints", ())]
            lines = [(*corners[at + 4 : at + 6], *corners[at + 2 : at + 4]) for at in range(0, len(corners), 8)]
            for left, one, right, other in lines or [tuple(round(float(side), 2) for side in link.Rect)]:
                found.append((number, target, (left, min(one, other), right, max(one, other))))
    return sorted(found)
