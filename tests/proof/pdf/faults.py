"""Faults that are put into the PDF of the tiny guide, one a row: what is done, and which rules must speak."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from pikepdf import Array, Name, String

from tests.proof.pdf.seeding import ARTIFACT, CHAPTER, QUESTIONS, RUNNING_HEAD, Fault, Pen
from tests.proof.pdf.unseen import UNSEEN

HEAD = b"60 780 190 30 re f"  # the place of the running head
WHITE_BOX = b"1 1 1 rg 60 60 300 700 re f"


def swap_kids(pen: Pen) -> None:
    """Have two answers of a question read in the other order."""
    bodies = [body for body in pen.elements("LBody") if body.get("/Pg") == pen.pdf.pages[QUESTIONS].obj]
    first, second = bodies[-3], bodies[-2]
    first.K, second.K = second.K, first.K
    parents = pikepdf.NumberTree(pen.root.StructTreeRoot.ParentTree)
    marks = parents[int(pen.pdf.pages[QUESTIONS].obj.StructParents)]
    marks[int(first.K)], marks[int(second.K)] = first, second


def lead_elsewhere(pen: Pen) -> None:
    """Have the entry of the outline for chapter 2 lead to chapter 1."""
    items = {str(item.title): item for item in _bookmarks(pen)}
    items["2\u2002Keeping calm"].obj.Dest = items["1\u2002Counting"].obj.Dest


def lead_above(pen: Pen) -> None:
    """Have the entry of the outline for a section lead to another heading of its page."""
    items = {str(item.title): item for item in _bookmarks(pen)}
    items["A closer look"].obj.Dest = items["Worked example: One count"].obj.Dest


def rename_bookmark(pen: Pen) -> None:
    """Call a section by another name in the outline."""
    next(item for item in _bookmarks(pen) if str(item.title) == "A closer look").obj.Title = String("A look")


def _bookmarks(pen: Pen) -> list[_Bookmark]:
    found, waiting = [], [pen.root.Outlines.First]
    while waiting:
        item = waiting.pop(0)
        found.append(_Bookmark(str(item.Title), item))
        waiting += [item[key] for key in ("/First", "/Next") if key in item]
    return found


@dataclass(frozen=True)
class _Bookmark:
    title: str
    obj: pikepdf.Object


def second_parent(pen: Pen) -> None:
    """Have a marked content lead to another's element."""
    marks = pikepdf.NumberTree(pen.root.StructTreeRoot.ParentTree)[int(pen.pdf.pages[CHAPTER].obj.StructParents)]
    marks[2] = marks[3]


def call_heading(pen: Pen, role: str, old: str = "H3") -> None:
    """Make another element of a heading."""
    pen.elements(old)[0].S = Name(role)


def no_language(pen: Pen) -> None:
    """Take the language from a foreign word."""
    del next(each for each in pen.elements("Span") if "/Lang" in each)["/Lang"]


def other_name(pen: Pen) -> None:
    """Call a link what it does not say."""
    pen.links("ref-paper-b")[0].Contents = String("click here")


def other_target(pen: Pen) -> None:
    """Have a citation lead to another reference."""
    pen.links("ref-paper-b")[0].Dest = String("ref-book-a")


def dead_target(pen: Pen) -> None:
    """Have a citation lead nowhere."""
    pen.links("ref-paper-b")[0].Dest = String("ref-nobody")


def without(pen: Pen, key: str) -> None:
    """Take an entry from a citation's link."""
    del pen.links("ref-paper-b")[0][key]


def lost_page(pen: Pen) -> None:
    """Have a citation lead to a page that is none of the document's."""
    page = pen.pdf.make_indirect(pikepdf.Dictionary(Type=Name.Page))
    pen.links("ref-paper-b")[0].Dest = Array([page, Name.Fit])


def stray_area(pen: Pen) -> None:
    """Add an active area that the structure does not know."""
    area = pikepdf.Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[90, 90, 99, 99], Dest="counting", Contents="top")
    pen.pdf.pages[CHAPTER].obj.Annots.append(pen.pdf.make_indirect(area))


def other_area(pen: Pen) -> None:
    """Move the active area of a link away from its text."""
    link = pen.links("fig-ruler")[0]
    link.Rect = Array([*link.Rect[:1], 300, *link.Rect[2:3], 312])


def area_off_page(pen: Pen) -> None:
    """Let the active area of a link reach beyond the page."""
    link = pen.links("fig-ruler")[0]
    link.Rect = Array([*link.Rect[:2], 700, link.Rect[3]])


def second_stop(pen: Pen) -> None:
    """Make two active areas of one."""
    link = pen.links("fig-ruler")[0]
    again = pen.pdf.make_indirect(pikepdf.Dictionary(link))
    element = next(each for each in pen.elements("Link") if any("/Obj" in kid and kid.Obj == link for kid in _dictionaries(each)))
    page = next(page for page in pen.pdf.pages if link in page.obj.get("/Annots", []))
    page.obj.Annots.append(again)
    element.K.append(pikepdf.Dictionary(Type=Name.OBJR, Pg=page.obj, Obj=again))


def _dictionaries(element: Any) -> list[Any]:
    return [kid for kid in element.K if isinstance(kid, pikepdf.Dictionary)] if isinstance(element.K, Array) else []


def no_area(pen: Pen) -> None:
    """Take the active area from the page, not from the structure."""
    for page in pen.pdf.pages:
        areas = page.obj.get("/Annots", Array())
        page.obj.Annots = Array([area for area in areas if str(area.get("/Dest", "")) != "sec-count"])


def other_place(pen: Pen) -> None:
    """Have an id stand for a place on another page."""
    pen.names()["sec-closer"] = Array([pen.pdf.pages[9].obj, Name.XYZ, 0, 800, 0])


def dead_bookmark(pen: Pen) -> None:
    """Have the first entry of the outline lead nowhere."""
    pen.root.Outlines.First.Dest = String("nowhere")


def wordless_bookmark(pen: Pen) -> None:
    """Take the words from the first entry of the outline."""
    pen.root.Outlines.First.Title = String("")


def late_labels(pen: Pen) -> None:
    """Let the labels begin at the second page."""
    pen.root.PageLabels.Nums[0] = 1


def labels_from_two(pen: Pen) -> None:
    """Begin the body on page 2."""
    pen.root.PageLabels.Nums[3].St = 2


def big_labels(pen: Pen) -> None:
    """Count the front matter in capitals."""
    pen.root.PageLabels.Nums[1].S = Name.R


def no_rights(pen: Pen) -> None:
    """Take the licence from the metadata."""
    _packet(pen, b"<dc:rights>", b"<dc:relation>", b"</dc:rights>", b"</dc:relation>")


def other_edition(pen: Pen) -> None:
    """Say another edition in the metadata."""
    _packet(pen, b"First edition", b"Second edition")


def _packet(pen: Pen, *pairs: bytes) -> None:
    data = pen.root.Metadata.read_bytes()
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert old in data
        data = data.replace(old, new)
    pen.root.Metadata.write(data)


def other_author(pen: Pen) -> None:
    """Name another author in the information dictionary."""
    pen.pdf.docinfo["/Author"] = "B. Tester"


def heavy(pen: Pen) -> None:
    """Put more into the file than it may weigh."""
    pen.root.Ballast = pen.pdf.make_indirect(pen.pdf.make_stream(os.urandom(5 * 1024 * 1024 + 1)))


def rename_font(pen: Pen, name: str) -> None:
    """Set a text in a font of another name."""
    resources = pen.pdf.pages[CHAPTER].obj.Resources
    next(font for font in resources.Font.values() if "Serif4-It" in str(font.BaseFont)).BaseFont = Name(name)


def strip_font(pen: Pen) -> None:
    """Take a font out of the file."""
    resources = pen.pdf.pages[CHAPTER].obj.Resources
    font = next(font for font in resources.Font.values() if "Serif4-It" in str(font.BaseFont))
    del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


def shining(pen: Pen) -> None:
    """Let the paper shine through a text."""
    page = pen.pdf.pages[QUESTIONS].obj
    page.Resources.ExtGState = pikepdf.Dictionary({**dict(page.Resources.ExtGState), "/faint": pikepdf.Dictionary(ca=0.5)})
    pen.set_before(RUNNING_HEAD, "gs", Name.faint, page=QUESTIONS)


def _element_of(pen: Pen, role: str, page: int) -> Any:
    """The last element of a type that has a text on a page."""
    wanted = pen.pdf.pages[page].obj
    found: list[pikepdf.Object] = [e for e in pen.elements(role) if e.get("/Pg") == wanted and isinstance(e.get("/K"), int)]
    return found[-1]


def forgotten(pen: Pen) -> None:
    """Take a text out of the structure."""
    del _element_of(pen, "P", CHAPTER)["/K"]


def repeated(pen: Pen) -> None:
    """Have a text read twice."""
    element = _element_of(pen, "P", CHAPTER)
    element.K = Array([element.K, element.K])


def uncalled(pen: Pen) -> None:
    """Take the call for a note out of the structure."""
    del next(each for each in pen.elements("Reference") if isinstance(each.K, int))["/K"]


def blank(pen: Pen) -> None:
    """Take the ink from a glyph of the running heads."""
    _, _, font = pen.find(RUNNING_HEAD, QUESTIONS)
    code = next(code for code, text in font.inside.texts.items() if text == "g")
    fonts = pen.pdf.pages[QUESTIONS].obj.Resources.Font
    found = next(each for each in fonts.values() if str(each.BaseFont).endswith("SourceSans3-Semibold"))
    file = found.DescendantFonts[0].FontDescriptor.FontFile2
    face = TTFont(io.BytesIO(file.read_bytes()))
    face["glyf"][face.getGlyphName(code)] = Glyph()
    written = io.BytesIO()
    face.save(written)
    file.write(written.getvalue())


def small(pen: Pen) -> None:
    """Set a running head in four points."""
    fonts = pen.pdf.pages[QUESTIONS].obj.Resources.Font
    face = next(name for name, font in fonts.items() if str(font.BaseFont).endswith("SourceSans3-Semibold"))
    pen.set_before(RUNNING_HEAD, "Tf", Name(face), 5.3, page=QUESTIONS)


@dataclass(frozen=True)
class Restyled:
    """A fault of page make-up: what is added to the style sheet of the tiny guide, and the finding that it must give.

    All are put into one book, as each is on a page of its own.
    """

    name: str
    css: str
    said: str
    rules: tuple[str, ...]


DOWN = "body { orphans: 1; widows: 1 } .colophon .opener { padding-bottom: 214mm }"
LABELS = "dl.definitions dt { break-after: page }"
TORN = (
    ".with-margin .check-yourself { columns: auto } .question { break-inside: auto } "
    ".question .to-answer { break-before: page; margin-bottom: 60mm }"
)
APART = ".margin-notes { position: static; display: block; break-before: page }"
LONG = ".emergency > ul:last-child { break-before: page }"
RESTYLED = (
    Restyled("a heading apart from its text", ".level-3 > h3 { break-after: page }", "“A closer look” stands at", ("stranded",)),
    Restyled("a caption apart from its table", "caption { break-after: page }", "“Table 1.1 Limits by", ("stranded",)),
    Restyled("a label apart from its item", LABELS, "the label of a list item stands apart", ("stranded",)),
    Restyled("a line that stands alone", DOWN, "the first line of “The text is set in", ("line-alone",)),
    Restyled("a question that is torn", TORN, "goes on over the page, though it has room on one", ("torn-question",)),
    Restyled("a note on the page behind its word", APART, "a note in the margin is on another page", ("note-apart",)),
    Restyled("an emergency page that goes on", LONG, "what to do in an emergency goes on", ("emergency-long",)),
    Restyled("a page left half empty", "#counting .objectives { break-before: page }", "p. 1: error[gap]", ("gap",)),
)

OTHER_WORDS = ("overlap", "word-extra", "word-missing")
UNTAGGED = ("drawing", "gap", "heading", "link-area", "link-target", "structure", "word-missing")
MARK = b"/Span<</MCID 1>>BDC"
HEADER = b"/Artifact<</Type/Pagination/Subtype/Header>>BDC"
OTHER = b"/Artifact<</Type/Pagination/Subtype/Header/ActualText(Not this)>>BDC"
FAULTS = (
    # ink
    Fault("a running head beyond the edge", lambda pen: pen.shift(RUNNING_HEAD, 800, 0, QUESTIONS), ("outside-page",)),
    Fault("a colour beyond the sheet", lambda pen: pen.after(CHAPTER, ARTIFACT % b"1 1 0 rg -9 20 50 9 re f"), ("outside-page",)),
    Fault("a link beyond the edge", area_off_page, ("link-area", "outside-page")),
    Fault("a text that its frame cuts", lambda pen: pen.before(CHAPTER, b"0 0 500 842 re W n"), ("contrast", "cut-off")),
    Fault("a text of 4 points", small, ("text-size",)),
    Fault("grey text", lambda pen: pen.set_before(RUNNING_HEAD, "rg", 0.6, 0.6, 0.6, page=QUESTIONS), ("contrast",)),
    Fault("text on a dark ground", lambda pen: pen.before(QUESTIONS, ARTIFACT % (b"0.1 0.1 0.1 rg " + HEAD)), ("contrast",)),
    Fault("text on a pattern", lambda pen: pen.before(QUESTIONS, ARTIFACT % (b"/Pattern cs /p0 scn " + HEAD)), ("contrast",)),
    Fault("text under paint", lambda pen: pen.after(CHAPTER, ARTIFACT % WHITE_BOX), ("contrast", "drawing")),
    Fault("text that is not painted", lambda pen: pen.set_before(RUNNING_HEAD, "Tr", 3, page=QUESTIONS), ("contrast",)),
    Fault("text that shines through", shining, ("contrast",)),
    Fault("a font of the computer", lambda pen: rename_font(pen, "/DejaVuSans"), ("font",)),
    Fault("a font of nearly the same name", lambda pen: rename_font(pen, "/SourceSerif4-Italic"), ("font",)),
    Fault("a font that is not in the file", strip_font, ("font",)),
    Fault("a missing glyph", lambda pen: pen.show(RUNNING_HEAD, "\0", QUESTIONS), ("glyph",)),
    Fault("a glyph without ink", blank, ("drawing", "glyph", "shape")),
    Fault("text on text", lambda pen: pen.shift("One count", 0, 20), ("line-order", "overlap")),
    # marks
    Fault("a line outside all marks", lambda pen: pen.after(CHAPTER, b"0 0 0 RG 20 20 m 40 20 l S"), ("unmarked",)),
    Fault("a running head outside all marks", lambda pen: pen.replace(QUESTIONS, HEADER, b"/Span BMC"), ("unmarked",)),
    Fault("an artifact in the text", lambda pen: pen.replace(CHAPTER, MARK, MARK + b"\n/Artifact BMC EMC"), ("nesting",)),
    Fault("text in an artifact", lambda pen: pen.replace(CHAPTER, MARK, b"/Artifact<</MCID 1>>BDC"), ("nesting",)),
    Fault("a mark without an end", lambda pen: pen.after(CHAPTER, b"/Artifact BMC"), ("nesting",)),
    Fault("an end without a mark", lambda pen: pen.after(CHAPTER, b"EMC"), ("nesting",)),
    Fault("a mark that leads to another element", second_parent, ("structure",)),
    Fault("a text that the structure forgets", forgotten, ("structure", "word-missing")),
    Fault("a text that the structure has twice", repeated, ("line-order", "structure", "word-extra")),
    Fault("a call for a note that the structure forgets", uncalled, ("notes", "structure")),
    Fault("a link that is two stops", second_stop, ("link-area",)),
    Fault("something else is read", lambda pen: pen.replace(QUESTIONS, HEADER, OTHER), ("actual-text",)),
    Fault("a note of another letter", lambda pen: pen.show("[a] ", "[b] "), ("notes",)),
    Fault("a call that runs into a number", lambda pen: pen.show("[a]", "1"), ("call", "notes")),
    Fault("a citation that runs into a number", lambda pen: pen.show("[", "5", CHAPTER), ("call", *OTHER_WORDS)),
    Fault("a list that leaves out a letter", lambda pen: pen.show("B. ", "D. ", QUESTIONS), ("list",)),
    # words
    Fault("a lost word", lambda pen: pen.forget("Drawn from"), ("word-missing",)),
    Fault("a lost line", lambda pen: pen.forget("neutrophils in a volume of "), ("word-missing",)),
    Fault("a line that is printed twice", lambda pen: pen.shift("Limits differ.", 200, 0, copy=True), ("word-extra",)),
    Fault("answers in another order", swap_kids, ("line-order", "reading-order")),
    Fault("a foreign word without its language", no_language, ("language", "role")),
    Fault("a heading of another level", lambda pen: call_heading(pen, "/H2"), ("heading", "role")),
    Fault("a heading that skips a level", lambda pen: call_heading(pen, "/H4", "H2"), ("heading", "role")),
    Fault("a first heading of level 2", lambda pen: call_heading(pen, "/H2", "H1"), ("heading", "role")),
    Fault("a figure without its words", lambda pen: pen.elements("Figure")[-1].__delitem__("/Alt"), ("role", "word-missing")),
    Fault("a file without structure", lambda pen: pen.root.__delitem__("/StructTreeRoot"), UNTAGGED),
    Fault("a heading that is a paragraph", lambda pen: call_heading(pen, "/P"), ("heading", "role")),
    # labels
    Fault("a body that begins on page 2", labels_from_two, ("folio", "page-label", "page-number")),
    Fault("a front that is counted in capitals", big_labels, ("folio", "page-label", "page-number")),
    Fault("pages without labels", lambda pen: pen.root.__delitem__("/PageLabels"), ("folio", "page-label", "page-number")),
    Fault("labels that begin late", late_labels, ("folio", "page-label", "page-number")),
    Fault("another number at the foot", lambda pen: pen.show("3", "7", 7), ("folio",)),
    Fault("no number at the foot", lambda pen: pen.forget("10", 14), ("folio",)),
    # links
    Fault("a link that leads nowhere", dead_target, ("link-dead", "link-target")),
    Fault("a link to no page of the file", lost_page, ("link-dead", "link-target")),
    Fault("a link without a target", lambda pen: without(pen, "/Dest"), ("link-dead", "link-target")),
    Fault("a link without a name", lambda pen: without(pen, "/Contents"), ("link-name",)),
    Fault("a link outside the structure", stray_area, ("link-area", "stranger")),
    Fault("a link that leads elsewhere", other_target, ("link-target",)),
    Fault("a link that is active elsewhere", other_area, ("link-area",)),
    Fault("a link without an active area", no_area, ("link-area", "link-target")),
    Fault("a link of other words", lambda pen: pen.show("the table", "the label"), ("link-text", "word-extra", "word-missing")),
    Fault("a link of another name", other_name, ("link-name",)),
    Fault("a page number that is wrong", lambda pen: pen.show(" (p. 2)", " (p. 3)", CHAPTER), ("page-number",)),
    Fault("an index that names another page", lambda pen: pen.show("3", "1", 13), ("page-number",)),
    Fault("a contents line that names another page", lambda pen: pen.show("8", "9", 4), ("page-number",)),
    # outline and places
    Fault("an outline that leads elsewhere", lead_elsewhere, ("outline",)),
    Fault("an outline that leads further up", lead_above, ("outline",)),
    Fault("an outline of other words", rename_bookmark, ("outline",)),
    Fault("no outline", lambda pen: pen.root.__delitem__("/Outlines"), ("outline",)),
    Fault("an outline that leads nowhere", dead_bookmark, ("outline",)),
    Fault("an entry of the outline without words", wordless_bookmark, ("outline",)),
    Fault("an id at another place", other_place, ("destination",)),
    # the file
    Fault("no licence in the metadata", no_rights, ("metadata",)),
    Fault("another edition in the metadata", other_edition, ("metadata",)),
    Fault("another author in the information dictionary", other_author, ("metadata",)),
    Fault("a file too heavy for a mail", heavy, ("file-size", "stranger")),
    Fault("a file that shows nothing until it is there", lambda pen: None, ("not-linearized",), linearized=False),
    *UNSEEN,
)  # fmt: skip
