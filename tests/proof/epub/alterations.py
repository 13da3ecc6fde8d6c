"""Alterations of the synthetic book after it was packed, one a row: what a reader would not find, or find changed."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageOps

from tests.proof.epub.faults import CHAPTER, CSS, NAV, NCX, OPF, Files

RULER, COVER = "images/ruler.png", "images/cover.jpg"
PAINTING = Callable[[Image.Image], Image.Image]


@dataclass(frozen=True)
class Alteration:
    """What is altered, the file, how its bytes are, and the rule of the finding that must speak of that file."""

    name: str
    file: str
    change: Callable[[bytes], bytes | None]
    rule: str

    def seed(self, files: Files) -> None:
        """Alter the files of a book."""
        name = self.file if self.file.startswith(("META-INF", "mimetype")) else f"EPUB/{self.file}"
        if (made := self.change(files.get(name, b""))) is None:
            del files[name]
        else:
            files[name] = made


def put(old: str, new: str) -> Callable[[bytes], bytes]:
    """Put a text, as often as it is there, in the place of another."""

    def change(data: bytes) -> bytes:
        assert old.encode() in data, old
        return data.replace(old.encode(), new.encode())

    return change


def swap(one: str, other: str) -> Callable[[bytes], bytes]:
    """Exchange two texts."""
    return lambda data: put("\0", other)(put(other, one)(put(one, "\0")(data)))


def added(new: str) -> Callable[[bytes], bytes]:
    """Put a text at the end."""
    return lambda data: data + new.encode()


def painted(change: PAINTING, kind: str = "PNG") -> Callable[[bytes], bytes]:
    """Paint a picture otherwise."""

    def changed(data: bytes) -> bytes:
        made = io.BytesIO()
        change(Image.open(io.BytesIO(data)).convert("RGB")).save(made, kind, quality=90)
        return made.getvalue()

    return changed


def spot(picture: Image.Image) -> Image.Image:
    """A picture with a spot, no larger than a letter."""
    ImageDraw.Draw(picture).rectangle((400, 100, 412, 118), fill=(255, 255, 255))
    ImageDraw.Draw(picture).rectangle((700, 60, 712, 78), fill=(0, 0, 0))
    return picture


def cropped(picture: Image.Image) -> Image.Image:
    """The left four fifths of a picture, as large as the whole."""
    return picture.crop((0, 0, picture.width * 4 // 5, picture.height)).resize(picture.size)


def noise(picture: Image.Image) -> Image.Image:
    """Noise."""
    return Image.effect_noise(picture.size, 90).convert("RGB")


STEPS = "<p>The steps"
ATTRIBUTE, NODE, TEXT, STYLE, PICTURE, FILE, BYTES = (
    f"book-{rule}" for rule in ("attribute", "node", "text", "style", "picture", "file", "bytes")
)
ALTERATIONS = (
    # presence, by attributes
    Alteration("a paragraph that is hidden", CHAPTER, put(STEPS, '<p hidden="hidden">The steps'), ATTRIBUTE),
    Alteration("a paragraph that is not read", CHAPTER, put(STEPS, '<p aria-hidden="true">The steps'), ATTRIBUTE),
    Alteration("a paragraph out of reach", CHAPTER, put(STEPS, '<p inert="inert">The steps'), ATTRIBUTE),
    Alteration("text from right to left", CHAPTER, put(STEPS, '<p dir="rtl">The steps'), ATTRIBUTE),
    Alteration("a word turned round", CHAPTER, put("<em>severe</em>", '<bdo dir="rtl">severe</bdo>'), NODE),
    Alteration("a red flag without its class", CHAPTER, put("callout red-flag", "callout"), ATTRIBUTE),
    Alteration("a paragraph in the colour of its ground", CHAPTER, put(STEPS, '<p class="white">The steps'), ATTRIBUTE),
    Alteration("a paragraph that nobody may copy", CHAPTER, put(STEPS, '<p style="user-select: none">The steps'), ATTRIBUTE),
    Alteration(
        "a paragraph in a comment", CHAPTER, put("<p>The steps have names, and the names have limits.</p>", "<!-- -->"), NODE
    ),
    Alteration("a heading of another level", CHAPTER, put("h3", "h4"), NODE),
    # presence, by the style sheet
    *(
        Alteration(f"a style: {rule}", CSS, added(f"{rule}\n"), STYLE)
        for rule in (
            ".red-flag { display: none }",
            ".red-flag { visibility: hidden }",
            ".value { opacity: 0 }",
            ".value { font-size: 0 }",
            ".value { color: #FFFFFF }",
            "p { text-indent: -999em }",
            ".note { position: absolute; left: -9999px }",
            ".note { clip: rect(0 0 0 0) }",
            ".note { clip-path: inset(100%) }",
            ".note { height: 0; overflow: hidden }",
            ".note { transform: scaleX(-1) }",
            ".note { filter: blur(9px) }",
            '.value { content: "50" }',
            '.value::after { content: "0" }',
            ".value { letter-spacing: -1em }",
            ".value { text-decoration: line-through }",
            "ol { list-style: none }",
            "body { direction: rtl; unicode-bidi: bidi-override }",
            "th { text-transform: uppercase }",
        )
    ),
    # pictures
    Alteration("a figure mirrored", RULER, painted(ImageOps.mirror), PICTURE),
    Alteration("a figure upside down", RULER, painted(ImageOps.flip), PICTURE),
    Alteration("a figure cropped", RULER, painted(cropped), PICTURE),
    Alteration("a figure in negative", RULER, painted(ImageOps.invert), PICTURE),
    Alteration("a figure in grey", RULER, painted(ImageOps.grayscale), PICTURE),
    Alteration("a figure of noise", RULER, painted(noise), PICTURE),
    Alteration("a figure with a spot", RULER, painted(spot), PICTURE),
    Alteration("a figure of half its size", RULER, painted(lambda each: each.reduce(2)), PICTURE),
    Alteration("a figure cut off in its middle", RULER, lambda data: data[: len(data) // 2], PICTURE),
    Alteration("a figure without its end", RULER, lambda data: data[:-200], PICTURE),
    Alteration("a figure that is empty", RULER, lambda data: b"", PICTURE),
    Alteration("a figure with something behind it", RULER, lambda data: data + b"hidden", BYTES),
    Alteration("a cover mirrored", COVER, painted(ImageOps.mirror, "JPEG"), PICTURE),
    Alteration("a cover without its lower half", COVER, lambda data: data[: len(data) // 2], PICTURE),
    Alteration("a cover of another edition", COVER, painted(spot, "JPEG"), PICTURE),
    # what the package says
    Alteration("another title", OPF, put(">Leukopenia</dc:title>", ">Leukaemia</dc:title>"), TEXT),
    Alteration("another date", OPF, put("<dc:date>2026-11-23", "<dc:date>2024-11-23"), TEXT),
    Alteration("another time", OPF, put("2026-11-23T12:00:00Z", "2020-01-01T00:00:00Z"), TEXT),
    Alteration("another language", OPF, put("<dc:language>en-GB", "<dc:language>fr"), TEXT),
    Alteration("another identifier", OPF, put("7c01", "7c02"), TEXT),
    Alteration("another licence", OPF, put("CC BY 4.0", "CC BY-NC 4.0"), TEXT),
    Alteration("another creator", OPF, put(">The guide’s contributors<", ">Dr Nobody<"), TEXT),
    Alteration("another publisher", OPF, put("Study Guide Project", "Some House"), TEXT),
    Alteration("another description", OPF, put("A small book", "A cure"), TEXT),
    Alteration("another subject", OPF, put("D007970", "D007971"), TEXT),
    Alteration("another version", OPF, put("version 1.0</meta>", "version 2.0</meta>"), TEXT),
    Alteration("a claim of accessibility", OPF, put('Hazard">none', 'Hazard">flashing'), TEXT),
    Alteration(
        "another summary of accessibility",
        OPF,
        put("no conformance to an accessibility standard is claimed", "all is well"),
        TEXT,
    ),
    Alteration(
        "a document outside the line",
        OPF,
        put('<itemref idref="text-causes"/>', '<itemref idref="text-causes" linear="no"/>'),
        ATTRIBUTE,
    ),
    Alteration("two chapters in another order", OPF, swap('idref="text-counting"', 'idref="text-causes"'), ATTRIBUTE),
    Alteration("a chapter that is not in the spine", OPF, put('    <itemref idref="text-causes"/>\n', ""), NODE),
    Alteration(
        "pages from right to left", OPF, put('<spine toc="ncx"', '<spine page-progression-direction="rtl" toc="ncx"'), ATTRIBUTE
    ),
    # where links lead
    Alteration("two citations exchanged", CHAPTER, swap("#ref-ctcae5", "#ref-msd"), ATTRIBUTE),
    Alteration("a link to another site", CHAPTER, put("https://www.who.int/", "https://who.int.example/"), ATTRIBUTE),
    Alteration("a link without its lock", CHAPTER, put("https://www.who.int/", "http://www.who.int/"), ATTRIBUTE),
    Alteration("a link to another section", CHAPTER, put("causes.xhtml#sec-drugs", "causes.xhtml#causes"), ATTRIBUTE),
    Alteration("two answers exchanged", CHAPTER, swap("#a-q-bands", "#a-q-calc"), ATTRIBUTE),
    Alteration("two definitions exchanged", CHAPTER, swap("#g-leukocyte", "#g-leukopenia"), ATTRIBUTE),
    Alteration("another way back", "answers.xhtml", put("counting.xhtml#q-case", "counting.xhtml#q-calc"), ATTRIBUTE),
    Alteration("a locator that leads elsewhere", "index.xhtml", put("counting.xhtml#ix-1", "counting.xhtml#sec-myth"), ATTRIBUTE),
    Alteration(
        "an entry of the contents that leads elsewhere",
        NAV,
        put("counting.xhtml#sec-myth", "counting.xhtml#sec-units"),
        ATTRIBUTE,
    ),
    Alteration(
        "an entry of the NCX that leads elsewhere", NCX, put("counting.xhtml#sec-myth", "counting.xhtml#sec-units"), ATTRIBUTE
    ),
    Alteration("a page that begins elsewhere", NAV, put("counting.xhtml#page--2", "counting.xhtml#page--1"), ATTRIBUTE),
    Alteration("a landmark that leads elsewhere", NAV, put("index.xhtml#index", "glossary.xhtml#glossary"), ATTRIBUTE),
    Alteration("another base of all links", CHAPTER, put("<title>", '<base href="https://example.org/"/><title>'), NODE),
    Alteration(
        "a page that leaves",
        CHAPTER,
        put("<title>", '<meta http-equiv="refresh" content="0; url=https://example.org"/><title>'),
        NODE,
    ),
    # what things are
    Alteration("head cells that are cells", CHAPTER, put('<th scope="row">Mild</th>', "<td>Mild</td>"), NODE),
    Alteration("a head cell of another scope", CHAPTER, put('<th scope="col">Name', '<th scope="row">Name'), ATTRIBUTE),
    Alteration("a cell as wide as two", CHAPTER, put('<td class="n">499', '<td colspan="2" class="n">499'), ATTRIBUTE),
    Alteration("a note that is a paragraph", CHAPTER, put('epub:type="footnote" role="doc-footnote"', 'role="note"'), ATTRIBUTE),
    Alteration("a warning that is a tip", CHAPTER, put("doc-notice", "doc-tip"), ATTRIBUTE),
    Alteration("a term of another type", CHAPTER, put('epub:type="glossref"', 'epub:type="noteref"'), ATTRIBUTE),
    Alteration(
        "a figure of another name",
        CHAPTER,
        put('aria-labelledby="fig-ruler-caption"', 'aria-labelledby="counting-title"'),
        ATTRIBUTE,
    ),
    Alteration("a citation of another name", CHAPTER, put('aria-label="Reference 1"', 'aria-label="Reference 3"'), ATTRIBUTE),
    Alteration("another text alternative", CHAPTER, put("cut at 500, 1,000", "cut at 50, 1,000"), ATTRIBUTE),
    Alteration("foreign words of another language", CHAPTER, put('"grc-Latn"', '"de"'), ATTRIBUTE),
    Alteration("options that begin elsewhere", CHAPTER, put('<ol class="options"', '<ol start="2" class="options"'), ATTRIBUTE),
    Alteration("options with numbers", CHAPTER, put('class="options" type="A"', 'class="options" type="1"'), ATTRIBUTE),
    Alteration("an exponent on the line", CHAPTER, put("10<sup>x</sup>", "10x"), NODE),
    Alteration("stress taken away", CHAPTER, put("<strong>Duffy-null</strong>", "Duffy-null"), NODE),
    Alteration("an id of another name", CHAPTER, put('id="q-bands-b"', 'id="q-bands-d"'), ATTRIBUTE),
    # characters
    Alteration("a space that nobody sees in a number", CHAPTER, put("1,080", "1,0\u200b80"), TEXT),
    Alteration("a joiner in a word", CHAPTER, put("photograph", "photo\u2060graph"), TEXT),
    Alteration("a number from right to left", CHAPTER, put("1,080", "\u202e1,080\u202c"), TEXT),
    Alteration("a hyphen in a number", CHAPTER, put("1,080", "1,0\u00ad80"), TEXT),
    Alteration("a letter that looks alike", CHAPTER, put("photograph", "ph\u043etograph"), TEXT),
    Alteration("a digit that looks alike", CHAPTER, put("1,080", "1,O80"), TEXT),
    Alteration("a space that may be broken", CHAPTER, put("38.0\u00a0°C", "38.0 °C"), TEXT),
    Alteration("a sign the other way round", CHAPTER, put("÷", "×"), TEXT),
    Alteration("a word out of a sentence", CHAPTER, put("Do not wait", "Do wait"), TEXT),
    # what does something
    Alteration("a script", CHAPTER, put("</head>", "<script>1</script></head>"), NODE),
    Alteration("a handler", CHAPTER, put(STEPS, '<p onclick="x()">The steps'), ATTRIBUTE),
    Alteration("a frame", CHAPTER, put(STEPS, '<iframe src="https://example.org"></iframe><p>The steps'), NODE),
    Alteration(
        "a picture from elsewhere", CHAPTER, put('src="images/ruler.png"', 'src="https://example.org/ruler.png"'), ATTRIBUTE
    ),
    Alteration("a font from elsewhere", CSS, added("@font-face { font-family: X; src: url(https://example.org/x.ttf) }"), STYLE),
    # the container
    Alteration("a file more", "images/more.png", lambda _: b"x", FILE),
    Alteration("a file less", "faq.xhtml", lambda _: None, FILE),
    Alteration(
        "an instruction before the document",
        CHAPTER,
        put("<!DOCTYPE html>", '<?xml-stylesheet href="x.css"?>\n<!DOCTYPE html>'),
        BYTES,
    ),
    Alteration("a document without its type", CHAPTER, put("<!DOCTYPE html>\n", ""), BYTES),
    Alteration("another mimetype", "mimetype", put("epub+zip", "zip"), BYTES),
    Alteration("another root", "META-INF/container.xml", put("EPUB/package.opf", "EPUB/nav.xhtml"), ATTRIBUTE),
)
