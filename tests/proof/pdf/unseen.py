"""Faults that leave the words of the tiny guide's PDF as they are: what is drawn, what things are called, what else is there."""
# ruff: noqa: E501 (a fault a line)

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

from tests.proof.pdf.seeding import ARTIFACT, CHAPTER, QUESTIONS, RUNNING_HEAD, Fault, Pen

SANS = "SourceSans3-Regular"
SERIF = "SourceSerif4-Regular"
LINE = "neutrophils in a volume of "
COUNT = "One count"
Matrix = tuple[float, float, float, float]


# ---------------------------------------------------------------- fonts


def fonts(pen: Pen, name: str = SERIF) -> Any:
    """The font of a name, as a page of the first chapter has it."""
    found = pen.pdf.pages[CHAPTER].obj.Resources.Font
    return next(font for font in found.values() if str(font.BaseFont).endswith(name))


def codes(pen: Pen, name: str = SERIF) -> dict[str, int]:
    """The codes of a font by their characters."""
    from studyguide.proof.pdf.typefaces import to_unicode

    return {text: code for code, text in to_unicode(fonts(pen, name).ToUnicode.read_bytes()).items()}


def redrawn(pen: Pen, change: Callable[[TTFont, dict[str, int]], None], name: str = SERIF) -> None:
    """Change the program of a font."""
    file = fonts(pen, name).DescendantFonts[0].FontDescriptor.FontFile2
    face = TTFont(io.BytesIO(file.read_bytes()))
    change(face, codes(pen, name))
    made = io.BytesIO()
    face.save(made)
    file.write(made.getvalue())


def glyph(face: TTFont, code: int) -> str:
    """The name of a glyph."""
    return str(face.getGlyphName(code))


def exchange(one: str, other: str) -> Callable[[TTFont, dict[str, int]], None]:
    """Draw each of two characters as the other."""

    def change(face: TTFont, found: dict[str, int]) -> None:
        first, second = glyph(face, found[one]), glyph(face, found[other])
        for table in ("glyf", "hmtx"):
            face[table][first], face[table][second] = face[table][second], face[table][first]

    return change


def stretched(across: float, up: float, sign: str = "e") -> Callable[[TTFont, dict[str, int]], None]:
    """Draw a character wider, higher, mirrored or upside down."""

    def change(face: TTFont, found: dict[str, int]) -> None:
        face["glyf"][glyph(face, found[sign])].coordinates.scale((across, up))

    return change


def moved_glyph(face: TTFont, found: dict[str, int]) -> None:
    """Draw a character further up."""
    face["glyf"][glyph(face, found["e"])].coordinates.translate((0, 300))


def wider(face: TTFont, found: dict[str, int]) -> None:
    """Give a character more room."""
    name = glyph(face, found["e"])
    width, side = face["hmtx"][name]
    face["hmtx"][name] = (width + 200, side)


def said_otherwise(pen: Pen) -> None:
    """Have the codes of two figures mean each other."""
    found, map_ = codes(pen), fonts(pen).ToUnicode
    one, other = (b"<%04x><%04x>" % (found[sign], ord(sign)) for sign in "12")
    exchanged = (b"<%04x><%04x>" % (found[sign], ord(to)) for sign, to in ("12", "21"))
    data = map_.read_bytes()
    for old, new in zip((one, other), exchanged, strict=True):
        assert old in data
        data = data.replace(old, new)
    map_.write(data)


def renumbered(pen: Pen) -> None:
    """Choose other glyphs for all codes."""
    inner = fonts(pen).DescendantFonts[0]
    inner.CIDToGIDMap = pen.pdf.make_stream(b"".join((code ^ 1).to_bytes(2, "big") for code in range(2000)))


def narrow(pen: Pen) -> None:
    """Say that letters are narrower than they are."""
    widths = fonts(pen).DescendantFonts[0].W
    widths[1] = Array([float(width) * 0.8 for width in widths[1]])


# ---------------------------------------------------------------- letters


def turned(pen: Pen, by: Matrix, text: str = LINE) -> None:
    """Multiply the matrix of a text."""
    page, at, _ = pen.find(text)
    operators = pen.operators(page)
    place = max(index for index in range(at) if str(operators[index][1]) == "Tm")
    a, b, c, d, e, f = map(float, operators[place][0])
    p, q, r, s = by
    made = [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, e, f]
    operators[place] = (made, pikepdf.Operator("Tm"))
    pen.write(page, operators)


def set_for(pen: Pen, operator: str, *values: float, text: str = LINE) -> None:
    """Set a parameter of text for one text alone."""
    page, at, _ = pen.find(text)
    operators = pen.operators(page)
    operators[at : at + 1] = [
        ([], pikepdf.Operator("q")) if operator == "w" else (list(values), pikepdf.Operator(operator)),
        operators[at],
    ]
    neutral = {"Tz": 100, "Tc": 0, "Tw": 0, "Ts": 0, "Tr": 0}[operator]
    operators.insert(at + 2, ([neutral], pikepdf.Operator(operator)))
    pen.write(page, operators)


def pushed(pen: Pen) -> None:
    """Set the letters of a text on each other, by moving back after each."""
    page, at, _ = pen.find(LINE)
    operators = pen.operators(page)
    strings = b"".join(bytes(piece) for piece in operators[at][0][0] if isinstance(piece, pikepdf.String))
    pieces: list[Any] = []
    for index in range(0, len(strings), 2):
        pieces += [pikepdf.String(strings[index : index + 2]), 480]
    operators[at] = ([Array(pieces)], pikepdf.Operator("TJ"))
    pen.write(page, operators)


def box_of(pen: Pen, text: str) -> tuple[int, tuple[float, float, float, float]]:
    """Where a text stands: its page, and its ink."""
    from studyguide.proof.pdf.painting import painted

    page, _, _ = pen.find(text)
    runs = painted(pen.pdf.pages[page], {}).runs
    found = next(run for run in runs if "".join(" " if sign.isspace() else sign for sign in run.text) == text)
    return page, found.box


def painted_on(pen: Pen, colour: bytes, left: float, bottom: float, right: float, top: float) -> None:
    """Fill a part of the place where a text stands; the part is given in shares of it."""
    page, (x, y, end, head) = box_of(pen, LINE)
    width, height = end - x, head - y
    area = (x + left * width, y + bottom * height, (right - left) * width, (top - bottom) * height)
    pen.after(page, ARTIFACT % (colour + b" %f %f %f %f re f" % area))


def struck(pen: Pen) -> None:
    """Draw a line through a text."""
    page, (left, bottom, right, top) = box_of(pen, LINE)
    middle = (bottom + top) / 2
    pen.after(page, ARTIFACT % (b"0 0 0 RG 0.6 w %f %f m %f %f l S" % (left, middle, right, middle)))


def picture_on(pen: Pen) -> None:
    """Lay a picture over a text."""
    picture_at(pen, *box_of(pen, LINE))


def stray_picture(pen: Pen) -> None:
    """Show a picture where there is nothing."""
    picture_at(pen, CHAPTER, (200.0, 20.0, 240.0, 34.0))


def picture_at(pen: Pen, page: int, box: tuple[float, float, float, float]) -> None:
    """Show a white picture at a place."""
    left, bottom, right, top = box
    image = pen.pdf.make_stream(
        b"\xff", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, ColorSpace=Name.DeviceGray, BitsPerComponent=8
    )
    resources = pen.pdf.pages[page].obj.Resources
    resources.XObject = Dictionary({**dict(resources.get("/XObject", Dictionary())), "/patch": image})
    pen.after(page, ARTIFACT % (b"q %f 0 0 %f %f %f cm /patch Do Q" % (right - left, top - bottom, left, bottom)))


def exchanged_lines(pen: Pen) -> None:
    """Put two lines of a paragraph each in the place of the other, and leave them their order."""
    page, at, _ = pen.find(LINE)
    operators = pen.operators(page)
    places = [index for index in range(len(operators)) if str(operators[index][1]) == "Tm"]
    here = max(index for index in places if index < at)
    line = float(operators[here][0][5])
    there = next(index for index in places if index > at and float(operators[index][0][5]) - line > 5)
    one, other = operators[here][0][5], operators[there][0][5]
    for place, height in ((here, other), (there, one)):
        operators[place] = ([*operators[place][0][:5], height], pikepdf.Operator("Tm"))
    pen.write(page, operators)


def exchanged_blocks(pen: Pen) -> None:
    """Put a heading in the place of the text after it, and the text in its place."""
    pen.shift("A closer look", 0, 37, CHAPTER)


def held(pen: Pen, outline: bytes) -> None:
    """Hold all of a page in an outline."""
    pen.before(CHAPTER, outline + b" W n")


# ---------------------------------------------------------------- pages and file


def on_page(pen: Pen, page: int = CHAPTER, **entries: Any) -> None:
    """Add entries to a page."""
    for key, value in entries.items():
        pen.pdf.pages[page].obj[f"/{key}"] = value


def on_file(pen: Pen, **entries: Any) -> None:
    """Add entries to the catalogue."""
    for key, value in entries.items():
        pen.root[f"/{key}"] = value


def script() -> Dictionary:
    """An action that runs something."""
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def area(pen: Pen, kind: str) -> None:
    """Add something of a kind that lies on a page."""
    made = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=[90, 90, 200, 200], Contents=String("x"), F=4)
    pen.pdf.pages[CHAPTER].obj.Annots.append(pen.pdf.make_indirect(made))


def addressed(pen: Pen, change: Callable[[Any], None]) -> None:
    """Change the first link to the web."""
    links = (link for page in pen.pdf.pages for link in page.obj.get("/Annots", Array()) if "/A" in link)
    change(next(links))


def wide_area(pen: Pen) -> None:
    """Let the active area of a link reach over half of its page."""
    pen.links("ref-paper-b")[0].Rect = Array([70, 100, 500, 700])


def faint_state(pen: Pen, **entries: Any) -> None:
    """Add a graphics state to the resources of a page, and use it."""
    page = pen.pdf.pages[QUESTIONS].obj
    states = dict(page.Resources.get("/ExtGState", Dictionary()))
    page.Resources.ExtGState = Dictionary({**states, "/odd": Dictionary({f"/{key}": value for key, value in entries.items()})})
    pen.set_before(RUNNING_HEAD, "gs", Name.odd, page=QUESTIONS)


def described(pen: Pen, old: bytes, new: bytes) -> None:
    """Change the packet of metadata."""
    data = pen.root.Metadata.read_bytes()
    assert old in data, old
    pen.root.Metadata.write(data.replace(old, new))


def blank_page(pen: Pen, at: int) -> None:
    """Put a page in on which there is nothing."""
    pen.pdf.add_blank_page(page_size=(595.28, 841.89))
    page = pen.pdf.pages[-1]
    del pen.pdf.pages[-1]
    pen.pdf.pages.insert(at, page)


# ---------------------------------------------------------------- structure


def called(pen: Pen, old: str, new: str, at: int = 0) -> None:
    """Make another element of one."""
    pen.elements(old)[at].S = Name(f"/{new}")


def entry(pen: Pen, role: str, key: str, value: Any, at: int = 0) -> None:
    """Say something of an element."""
    pen.elements(role)[at][f"/{key}"] = value


def attribute(pen: Pen, role: str, key: str, value: Any) -> None:
    """Change an attribute of the first element that has attributes."""
    element = next(each for each in pen.elements(role) if "/A" in each)
    element.A = Dictionary({**dict(element.A), f"/{key}": value})


def without(pen: Pen, role: str, key: str) -> None:
    """Take what is said of the first element of which it is said."""
    del next(each for each in pen.elements(role) if key in each)[key]


def unwrapped(pen: Pen, role: str) -> None:
    """Put what is in an element in its place."""
    element = pen.elements(role)[0]
    parent = element.P
    kids = list(parent.K)
    place = next(index for index, kid in enumerate(kids) if isinstance(kid, Dictionary) and kid.objgen == element.objgen)
    inner = list(element.K) if isinstance(element.K, Array) else [element.K]
    for kid in inner:
        kid.P = parent
    parent.K = Array([*kids[:place], *inner, *kids[place + 1 :]])


# ---------------------------------------------------------------- drawings


def on_figure(pen: Pen, change: Callable[[list[Any], int, int], None]) -> None:
    """Change the operators of the picture in the first chapter: they stand between its mark and the end of that."""
    figure = pen.elements("Figure")[-1]
    page = next(number for number, each in enumerate(pen.pdf.pages) if each.obj.objgen == figure.Pg.objgen)
    mark = int(figure.K[0] if isinstance(figure.K, Array) else figure.K)
    operators = pen.operators(page)
    begin = next(at for at, each in enumerate(operators) if str(each[1]) == "BDC" and _mark(each) == mark)
    end = next(at for at in range(begin, len(operators)) if str(operators[at][1]) == "EMC")
    change(operators, begin, end)
    pen.write(page, operators)


def _mark(instruction: Any) -> int:
    properties = instruction[0][1]
    return int(properties.get("/MCID", -1)) if isinstance(properties, Dictionary) else -1


def other_figure(pen: Pen) -> None:
    """Have the picture show 000 for 500."""
    forms = (form for page in pen.pdf.pages for form in page.obj.Resources.get("/XObject", Dictionary()).values())
    form = next(each for each in forms if each.Subtype == Name.Form and b"TJ" in each.read_bytes())
    operators: list[Any] = list(pikepdf.parse_content_stream(form))
    first, second, *_ = (at for at, (_, operator) in enumerate(operators) if str(operator) == "TJ")
    operators[first] = operators[second]
    form.write(pikepdf.unparse_content_stream(operators))


def placed(pen: Pen, *matrix: float) -> None:
    """Draw the picture under another matrix, about its middle."""
    figure = pen.elements("Figure")[-1]
    left, bottom, right, top = map(float, figure.A.BBox)
    sheet = float(pen.pdf.pages[CHAPTER].mediabox[3])
    x, y = (left + right) / 2 / 0.75, (sheet - (bottom + top) / 2) / 0.75
    a, b, c, d, e, f = matrix
    values = [a, b, c, d, x - a * x - c * y + e, y - b * x - d * y + f]

    def change(operators: list[Any], begin: int, end: int) -> None:
        operators.insert(end, ([], pikepdf.Operator("Q")))
        operators[begin + 1 : begin + 1] = [([], pikepdf.Operator("q")), (values, pikepdf.Operator("cm"))]

    on_figure(pen, change)


def paints(pen: Pen, data: bytes) -> None:
    """Paint something more where the picture is, as a part of it."""
    figure = pen.elements("Figure")[-1]
    left, bottom, right, top = map(float, figure.A.BBox)
    page = next(number for number, each in enumerate(pen.pdf.pages) if each.obj.objgen == figure.Pg.objgen)
    x, y = (left + right) / 2, (bottom + top) / 2
    pen.after(page, ARTIFACT % (b"q 1 0 0 1 %f %f cm %s Q" % (x, y, data)))


def figure(pen: Pen) -> Any:
    """The picture of the first chapter."""
    return pen.elements("Figure")[-1]


def set_box(pen: Pen, *box: float) -> None:
    """Say that the picture is elsewhere."""
    element = figure(pen)
    element.A = Dictionary({**dict(element.A), "/BBox": Array(list(box))})


def entry_of(pen: Pen, key: str, value: str) -> None:
    """Change or (“”) take what is said of the first element of which it is said."""
    element = next(each for role in ("Span", "P") for each in pen.elements(role) if f"/{key}" in each)
    if value:
        element[f"/{key}"] = String(value)
    else:
        del element[f"/{key}"]


SMALLER = ("outside-page", "sheet")
TRIMMED = ("outside-page", "sheet")
ACTING = ("link-dead", "link-target", "stranger")
RED = b"1 0 0 rg"
WHITE = b"1 1 1 rg"
UNSEEN = (
    # what letters look like
    Fault("two figures exchanged in a font", lambda pen: redrawn(pen, exchange("1", "2")), ("shape",)),
    Fault("two letters exchanged in a font", lambda pen: redrawn(pen, exchange("e", "o")), ("shape",)),
    Fault("a letter mirrored in a font", lambda pen: redrawn(pen, stretched(-1, 1)), ("shape",)),
    Fault("a letter upside down in a font", lambda pen: redrawn(pen, stretched(1, -1)), ("shape",)),
    Fault("a letter made small in a font", lambda pen: redrawn(pen, stretched(0.5, 0.5)), ("shape",)),
    Fault("a letter lifted in a font", lambda pen: redrawn(pen, moved_glyph), ("shape",)),
    Fault("a letter with more room in a font", lambda pen: redrawn(pen, wider), ("shape",)),
    Fault("codes that mean each other", said_otherwise, ("link-text", "reading-order", "shape", "word-extra", "word-missing")),
    Fault("codes that choose other glyphs", renumbered, ("shape",)),
    Fault("widths that are not the font's", narrow, ("shape",)),
    # how they stand
    Fault("a line upside down", lambda pen: turned(pen, (-1, 0, 0, -1)), ("overlap", "posture")),
    Fault("a line mirrored", lambda pen: turned(pen, (-1, 0, 0, 1)), ("overlap", "posture")),
    Fault("a line on its side", lambda pen: turned(pen, (0, 1, -1, 0)), ("line-order", "overlap", "posture")),
    Fault("a line squeezed by its matrix", lambda pen: turned(pen, (0.3, 0, 0, 1)), ("posture",)),
    Fault("a line slanted", lambda pen: turned(pen, (1, 0, 0.5, 1)), ("posture",)),
    Fault("letters squeezed", lambda pen: set_for(pen, "Tz", 10), ("posture",)),
    Fault("letters stretched", lambda pen: set_for(pen, "Tz", 150), ("posture",)),
    Fault("letters on each other", lambda pen: set_for(pen, "Tc", -4), ("posture",)),
    Fault("letters far apart", lambda pen: set_for(pen, "Tc", 30), ("outside-page", "posture")),
    Fault("letters pushed on each other one by one", pushed, ("posture",)),
    Fault("words far apart", lambda pen: set_for(pen, "Tw", 90), ("outside-page", "posture")),
    Fault("a line lifted", lambda pen: set_for(pen, "Ts", 60), ("line-order",)),
    Fault("letters drawn as outlines", lambda pen: set_for(pen, "Tr", 1), ("posture",)),
    Fault("letters filled and drawn round", lambda pen: set_for(pen, "Tr", 2), ("posture",)),
    Fault("letters that clip", lambda pen: set_for(pen, "Tr", 7), ("contrast",)),
    Fault("two paragraphs exchanged", exchanged_blocks, ("line-order", "overlap")),
    Fault("two lines exchanged", exchanged_lines, ("line-order",)),
    # what lies on them
    Fault("a word painted over", lambda pen: painted_on(pen, WHITE, 0.3, -0.1, 0.4, 1.1), ("contrast",)),
    Fault("the middle of a line painted over", lambda pen: painted_on(pen, WHITE, 0.2, 0.3, 0.6, 0.7), ("contrast",)),
    Fault("a colour over a line", lambda pen: painted_on(pen, RED, 0, 0, 1, 1), ("contrast",)),
    Fault("a line struck through", struck, ("contrast",)),
    Fault("a picture over a line", picture_on, ("contrast", "stranger")),
    Fault("text held in a triangle", lambda pen: held(pen, b"0 842 m 595 842 l 595 841 l h"), ("contrast", "cut-off", "drawing")),
    Fault("white text on white", lambda pen: pen.set_before(RUNNING_HEAD, "rg", 1, 1, 1, page=QUESTIONS), ("contrast",)),
    Fault("text mixed into its ground", lambda pen: faint_state(pen, BM=Name.Screen), ("stranger",)),
    Fault("text behind a mask", lambda pen: faint_state(pen, SMask=Dictionary(S=Name.Alpha)), ("stranger",)),
    # pages
    Fault("a page upside down", lambda pen: on_page(pen, Rotate=180), ("sheet",)),
    Fault("a page on its side", lambda pen: on_page(pen, Rotate=90), ("sheet",)),
    Fault("a page of double size", lambda pen: on_page(pen, UserUnit=2), ("sheet",)),
    Fault("a page that shows its middle", lambda pen: on_page(pen, CropBox=Array([100, 100, 400, 500])), ("outside-page", "sheet")),
    Fault("a page that is cut", lambda pen: on_page(pen, MediaBox=Array([0, 0, 595, 600])), SMALLER),
    Fault("a page to be trimmed", lambda pen: on_page(pen, TrimBox=Array([70, 50, 545, 792])), TRIMMED),
    Fault("a blank page", lambda pen: blank_page(pen, 15), ("blank-page",)),
    Fault("a picture that is no figure", stray_picture, ("stranger",)),
    Fault("a mark that says another thing", lambda pen: pen.replace(CHAPTER, b"/Span<</MCID 2>>BDC", b"/Span<</MCID 2/Alt(no)>>BDC"), ("stranger",)),
    Fault("a page with an action", lambda pen: on_page(pen, AA=Dictionary(O=script())), ("stranger",)),
    Fault("a page that turns by itself", lambda pen: on_page(pen, Dur=1), ("stranger",)),
    # the file
    Fault("a file in another language", lambda pen: on_file(pen, Lang=String("fr")), ("language", "metadata")),
    Fault("a file that runs something", lambda pen: on_file(pen, OpenAction=script()), ("stranger",)),
    Fault("a file with a form", lambda pen: on_file(pen, AcroForm=Dictionary(Fields=Array())), ("stranger",)),
    Fault("a file with layers", lambda pen: on_file(pen, OCProperties=Dictionary()), ("stranger",)),
    Fault("a file with something in it", lambda pen: pen.root.Names.__setitem__("/EmbeddedFiles", Dictionary()), ("stranger",)),
    Fault("a file read from right to left", lambda pen: pen.root.ViewerPreferences.__setitem__("/Direction", Name.R2L), ("metadata",)),
    Fault("types that mean others", lambda pen: pen.root.StructTreeRoot.__setitem__("/RoleMap", Dictionary(P=Name.H1)), ("stranger",)),
    Fault("a file that hides its menu", lambda pen: on_file(pen, PageMode=Name.FullScreen), ("stranger",)),
    # active areas
    Fault("a note on a page", lambda pen: area(pen, "Text"), ("stranger",)),
    Fault("a stamp on a page", lambda pen: area(pen, "Stamp"), ("stranger",)),
    Fault("a link to another site", lambda pen: addressed(pen, lambda link: link.A.__setitem__("/URI", String("https://who.example"))), ("link-target",)),
    Fault("a link that runs something", lambda pen: addressed(pen, lambda link: link.__setitem__("/A", script())), ACTING),
    Fault("a link that goes on", lambda pen: addressed(pen, lambda link: link.A.__setitem__("/Next", script())), ("stranger",)),
    Fault("a link over half a page", wide_area, ("link-area",)),
    Fault("a link that is hidden", lambda pen: addressed(pen, lambda link: link.__setitem__("/F", 2)), ("stranger",)),
    Fault("a link with a picture", lambda pen: addressed(pen, lambda link: link.__setitem__("/AP", Dictionary())), ("stranger",)),
    # furniture
    Fault("another title at the head", lambda pen: pen.show(RUNNING_HEAD, "1 Country", QUESTIONS), ("furniture",)),
    Fault("another chapter at the head", lambda pen: pen.show("1 Counting", "1 Counts", 6), ("furniture",)),
    Fault("a claim beside the text", lambda pen: pen.show("Check yourself", "heck your count", 6), ("furniture",)),
    # metadata
    Fault("another title", lambda pen: described(pen, b"Tiny", b"Tin"), ("metadata",)),
    Fault("another licence", lambda pen: described(pen, b"Attribution", b"Attribution-NonCommercial"), ("metadata",)),
    Fault("another date", lambda pen: described(pen, b"2026-01-02", b"2020-01-02"), ("metadata",)),
    Fault("another publisher", lambda pen: described(pen, b"dc:publisher", b"dc:contributor"), ("metadata",)),
    Fault("another source", lambda pen: described(pen, b"0123456789abcdef0123", b"ffff456789abcdef0123"), ("metadata",)),
    Fault("other key words", lambda pen: pen.pdf.docinfo.__setitem__("/Keywords", "cure"), ("metadata",)),
    # roles
    Fault("a head cell that is a cell", lambda pen: called(pen, "TH", "TD"), ("role",)),
    Fault("a cell that is a head cell", lambda pen: called(pen, "TD", "TH"), ("role",)),
    Fault("another scope", lambda pen: attribute(pen, "TH", "Scope", Name.Row), ("role",)),
    Fault("no scope", lambda pen: without(pen, "TH", "/A"), ("role",)),
    Fault("a cell as wide as two", lambda pen: entry(pen, "TD", "A", Dictionary(O=Name.Table, ColSpan=2)), ("role",)),
    Fault("a paragraph that is a division", lambda pen: called(pen, "P", "Div", 9), ("role",)),
    Fault("a note that is a paragraph", lambda pen: called(pen, "Note", "P"), ("notes", "role", "word-extra")),
    Fault("a caption that is a paragraph", lambda pen: called(pen, "Caption", "P"), ("role",)),
    Fault("a list that is a division", lambda pen: called(pen, "L", "Div", 1), ("role", "word-extra")),
    Fault("an item that is a paragraph", lambda pen: called(pen, "LI", "P", 1), ("role",)),
    Fault("a body that is a paragraph", lambda pen: called(pen, "LBody", "P", 1), ("role",)),
    Fault("a section that is a division", lambda pen: called(pen, "Sect", "Div", 1), ("role",)),
    Fault("a head of a table that is its body", lambda pen: called(pen, "THead", "TBody"), ("role",)),
    Fault("a line of contents that is a paragraph", lambda pen: called(pen, "TOCI", "P"), ("role",)),
    Fault("contents that are a list", lambda pen: called(pen, "TOC", "L"), ("role",)),
    Fault("an index that is a section", lambda pen: called(pen, "Index", "Sect"), ("role",)),
    Fault("text that stands for an element", lambda pen: entry(pen, "P", "ActualText", String("Nothing"), 9), ("role",)),
    Fault("an alternative to a paragraph", lambda pen: entry(pen, "P", "Alt", String("Nothing"), 9), ("role",)),
    Fault("another expansion", lambda pen: entry_of(pen, "E", "another thing"), ("role",)),
    Fault("no expansion", lambda pen: entry_of(pen, "E", ""), ("role",)),
    Fault("a title of an element", lambda pen: entry(pen, "Sect", "T", String("Other"), 1), ("role",)),
    Fault("words of another language", lambda pen: entry_of(pen, "Lang", "de"), ("language", "role")),
    Fault("a paragraph of another language", lambda pen: entry(pen, "P", "Lang", String("fr"), 9), ("language", "role")),
    Fault("a list that counts otherwise", lambda pen: attribute(pen, "L", "ListNumbering", Name.LowerRoman), ("role",)),
    Fault("another identifier", lambda pen: entry(pen, "Note", "ID", String("other")), ("role",)),
    # drawings
    Fault("a picture mirrored", lambda pen: placed(pen, -1, 0, 0, 1, 0, 0), ("drawing", "posture")),
    Fault("a picture upside down", lambda pen: placed(pen, -1, 0, 0, -1, 0, 0), ("drawing",)),
    Fault("a picture made small", lambda pen: placed(pen, 0.5, 0, 0, 0.5, 0, 0), ("drawing", "text-size")),
    Fault("a picture moved", lambda pen: placed(pen, 1, 0, 0, 1, 20, 5), ("drawing",)),
    Fault("another figure in a picture", other_figure, ("drawing",)),
    Fault("a spot on a picture", lambda pen: paints(pen, b"1 0 0 rg 0 0 8 8 re f"), ("drawing",)),
    Fault("a line through a picture", lambda pen: paints(pen, b"0 0 0 RG 2 w -80 -20 m 80 20 l S"), ("drawing",)),
    Fault("a picture of another place", lambda pen: set_box(pen, 100, 100, 300, 200), ("drawing",)),
    Fault("a picture of no place", lambda pen: figure(pen).__delitem__("/A"), ("drawing",)),
)  # fmt: skip
"""All of them, in the order of what is at fault."""
