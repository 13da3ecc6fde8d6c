"""The style sheets: what they may use, what they use, and the pages they make."""

import logging
import re
from functools import cache
from pathlib import Path

import pytest
import tinycss2
import weasyprint
from fontTools.ttLib import TTFont
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from studyguide import html
from studyguide.html import Rendering, environment
from studyguide.html.pages import PRINTED
from studyguide.html.typography import set_gaps
from studyguide.html.units import Templates, print_units
from studyguide.html.xhtml import NAMESPACE, serialise
from studyguide.markup.highlighting import TOKENS
from studyguide.nodes.boxes import BOXES
from studyguide.sources import colour
from studyguide.sources.renditions import LANGUAGE_SHEET, RENDITIONS
from tests.tinybook import tiny_book

ROOT = Path(__file__).parents[2]
STYLES = ROOT / "styles"
SHEETS = [
    "tokens.css",
    "templates/language.css",
    "content.css",
    "print.css",
    *(f"renditions/{path.name}" for path in sorted((STYLES / "renditions").glob("*.css"))),
]
FONTS = sorted((STYLES / "fonts").glob("*.ttf"))
SLANTED_CODE = "SourceCodePro-It"  # Greek in a comment comes from the face behind it
TAGGING = {"opacity": "leaves text out of the tags", "target-counter": "loses footnotes", "dotted": "draws a path a dot"}
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="72" height="30"><title>A picture</title><path d="M0 0h72"/></svg>'


def sheet(name):
    return (STYLES / name).read_text(encoding="utf-8")


def bare(css):
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def contrast(one, other):
    (a, b, c), (d, e, f) = (bytes.fromhex(each[1:]) for each in (one, other))
    return colour.contrast((a, b, c), (d, e, f), 255)


class Pictures(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Fonts from the disk; every figure is the same small drawing."""

    def fetch(self, url, headers=None):  # noqa: D102 (see the class)
        if url.endswith((".ttf", ".icc")):
            return super().fetch(url, headers)
        return URLFetcherResponse(url, PICTURE.encode(), {"Content-Type": "image/svg+xml"})


@cache
def faces():
    return FontConfiguration()


@cache
def compiled_sheet(path):
    if path == LANGUAGE_SHEET:
        return weasyprint.CSS(string=tiny_book().sources.texts[path], font_config=faces())
    return weasyprint.CSS(filename=str(ROOT / path), font_config=faces())


def laid_out(rendition, text):
    sheets = [compiled_sheet(path) for path in RENDITIONS[rendition].stylesheets]
    source = weasyprint.HTML(string=text, base_url=f"{STYLES}/", url_fetcher=Pictures())
    return source.render(stylesheets=sheets, font_config=faces(), pdf_variant="pdf/ua-1")


@cache
def tiny_units(rendition):
    """Documents that use every rule, by unit, with a page number at every link that prints one."""
    compiled = tiny_book()
    images = {figure.src: f"{figure.src}.svg" for figure in compiled.book.figures}
    units = print_units(Templates.of(compiled.sources, compiled.book), RENDITIONS[rendition], images, "cover.svg")
    numbered = {
        unit.id: re.sub(r'<a class="(xref|toc|back)"', r'<a data-page="7" class="\1"', unit.html)
        for unit in units
        if hasattr(unit, "html")
    }
    return {unit: numbered[unit] for unit in ("front", "counting", "answers", "glossary")}


@cache
def document(rendition, unit):
    return laid_out(rendition, tiny_units(rendition)[unit])


def boxes(made):
    """Every box with the number of its page, in the order of painting."""
    for number, page in enumerate(made.pages):
        waiting = [page._page_box]
        while waiting:
            box = waiting.pop()
            yield number, box
            waiting += reversed(getattr(box, "children", ()))


@pytest.mark.parametrize("name", SHEETS)
def test_sheets_avoid_what_spoils_a_pdf(name):
    """No sheet uses what WeasyPrint 70 draws wrongly, tags wrongly or swells the file with."""
    css = bare(sheet(name))

    assert [f"{word}: {reason}" for word, reason in TAGGING.items() if word in css] == []
    assert "flex" not in css
    assert "!important" not in css


@pytest.mark.parametrize("name", SHEETS[1:])
def test_colours_have_names(name):
    """A colour stands in tokens.css, or in a rendition under the name it has there."""
    rules = re.sub(r"--[\w-]+:[^;]+;", "", bare(sheet(name)))

    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b|rgba?\(|hsl", rules) == []


@pytest.mark.parametrize("name", ["content.css", "epub.css"])
@pytest.mark.parametrize("box", BOXES)
def test_every_box_has_its_look(box, name):
    """Each kind of box is told from the others in print and in the EPUB."""
    assert re.search(rf"\.{box}\b", bare(sheet(name)))


def test_every_token_is_used_and_every_used_token_exists():
    """Names of measures and colours are neither left over nor misspelt."""
    everything = {name: bare(sheet(name)) for name in SHEETS}
    defined = {name: set(re.findall(r"(--[\w-]+)\s*:", css)) for name, css in everything.items()}
    used = {token for css in everything.values() for token in re.findall(r"var\((--[\w-]+)", css)}

    assert used - set().union(*defined.values()) == set()
    assert defined["tokens.css"] - used == set()
    assert set().union(*defined.values()) - defined["tokens.css"] == {
        "--inner",
        "--bleed",
        "--page-before",
        "--page-after",
        "--colon",
        "--size",
        "--rows",
    }


def test_text_is_readable_on_its_ground():
    """Every colour of text keeps 4.5:1 on white, and every kind of box on its own tint."""
    colours = dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6});", sheet("tokens.css")))
    tints = {name.removesuffix("-tint"): value for name, value in colours.items() if name.endswith("-tint")}

    for name in ("ink", "muted", "ochre", *tints):
        assert contrast(colours[name], colours["paper"]) >= 4.5, name
    for name, tint in tints.items():
        assert contrast(colours[name], tint) >= 4.5, name
        assert contrast(colours["ink"], tint) >= 7, name
    assert contrast(colours["rule"], colours["paper"]) >= 3


CODE = re.compile(r"(?P<kinds>\.tok-[^{]+)\{(?P<rules>[^}]*)\}")


@pytest.mark.parametrize(("rendition", "least"), [("", 4.5), ("renditions/large-print.css", 7)])
def test_code_is_readable_on_its_ground(rendition, least):
    """Each kind of token has a look, and each colour of code keeps its contrast with the ground of code."""
    colours = dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6});", sheet("tokens.css") + (sheet(rendition) if rendition else "")))
    rules = [(found["kinds"], found["rules"]) for found in CODE.finditer(sheet("content.css"))]
    used = [colour for _, rule in rules for colour in re.findall(r"\bcolor: var\(--([\w-]+)\)", rule)]

    assert set(re.findall(r"tok-(\w+)", "".join(kinds for kinds, _ in rules))) == set(TOKENS.values())
    assert len(used) >= 5
    for name in ("ink", *used):
        assert contrast(colours[name], colours["slate-tint"]) >= least, name


def test_code_is_told_apart_without_colour():
    """In an e-book, where no colour is set, and in grey, weight and slope tell names and comments from the rest."""
    rules = declarations(sheet("epub.css"))

    assert rules[".tok-keyword"] == rules[".tok-name"] == {"font-weight": "bold"}
    assert rules[".tok-comment"] == {"font-style": "italic"}
    assert not any("color" in rule for selector, rule in rules.items() if "tok-" in selector)


def test_large_print_stands_out_more():
    """In large print every colour of text keeps 7:1 on white, and every kind of box on its own tint."""
    both = sheet("tokens.css") + sheet("renditions/large-print.css")
    colours = dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6});", both))
    tints = {name.removesuffix("-tint"): value for name, value in colours.items() if name.endswith("-tint")}

    for name in ("ink", "muted", "ochre", *tints):
        assert contrast(colours[name], colours["paper"]) >= 7, name
        assert contrast(colours[name], tints.get(name, colours["paper"])) >= 7, name


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_fonts_can_set_a_medical_text(path):
    """Each face has the signs of the text, figures of one width, and the right to be embedded."""
    font = TTFont(path)
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}

    wanted = "µ×÷≥≤≈–°⁹₂→“”’" + ("" if path.stem == SLANTED_CODE else "αβ")

    assert [sign for sign in wanted if ord(sign) not in font.getBestCmap()] == []
    widths = {font["hmtx"][font.getBestCmap()[ord(figure)]][0] for figure in "0123456789"}
    assert "tnum" in features or len(widths) == 1
    assert font["OS/2"].fsType == 0
    assert path.stat().st_size < 1_000_000


def test_fonts_come_with_their_licences():
    """Each family stands beside the text of the Open Font License."""
    for name in ("SourceCodePro", "SourceSans3", "SourceSerif4"):
        assert "SIL OPEN FONT LICENSE" in (STYLES / "fonts" / f"OFL-{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("rendition", RENDITIONS)
def test_a_rendition_lays_the_tiny_guide_out_in_silence(rendition, caplog):
    """WeasyPrint has no complaint about a sheet or a document, except about links into other documents."""
    caplog.set_level(logging.WARNING, "weasyprint")
    logging.getLogger("weasyprint").propagate = True
    pages = [page for unit in tiny_units(rendition) for page in document(rendition, unit).pages]

    width, height = RENDITIONS[rendition].page
    assert len(pages) > 7
    assert {(round(page.width * 25.4 / 96), round(page.height * 25.4 / 96)) for page in pages} == {(round(width), round(height))}
    assert [message for message in caplog.messages if not message.startswith("No anchor")] == []


def test_nothing_of_large_print_is_small():
    """In the large-print rendition no character is set under 16 points, and none slanted."""
    for unit in tiny_units("large-print"):
        for _, box in boxes(document("large-print", unit)):
            if getattr(box, "text", "").strip():
                assert box.style["font_size"] * 0.75 >= 15.99, box.text
                assert box.style["font_style"] == "normal", box.text


def test_page_numbers_have_faces_of_their_own():
    """What the linker may patch, and nothing else, is drawn in the two folio faces, with figures of one width."""
    drawn: dict[str, set[str]] = {PRINTED.text_face: set(), PRINTED.folio_face: set()}
    for _, box in boxes(document("a4", "counting")):
        family = box.style["font_family"][0]
        if getattr(box, "text", "").strip() and family in drawn:
            drawn[family].add(box.text.strip())
            assert "tabular-nums" in box.style["font_variant_numeric"]

    assert drawn[PRINTED.text_face] == {"(p.\u00a07)", "7"}
    assert drawn[PRINTED.folio_face] <= {str(number) for number in range(1, 9)}


def declarations(css):
    """Every rule of a sheet: selector → property → value."""
    found: dict[str, dict[str, str]] = {}
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            for selector in tinycss2.serialize(rule.prelude).split(","):
                rows = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
                values = {row.name: tinycss2.serialize(row.value).strip() for row in rows if row.type == "declaration"}
                found.setdefault(selector.strip(), {}).update(values)
    return found


def test_the_sheet_prints_numbers_as_agreed():
    """Behind each class of link stands the agreed text with the agreed attribute, in the agreed face, and in no other rule."""
    rules = declarations(sheet("print.css"))
    number = f"[{PRINTED.attribute}]::after"
    printing = {
        selector: rule["content"] for selector, rule in rules.items() if f"attr({PRINTED.attribute})" in rule.get("content", "")
    }

    number_alone = f"attr({PRINTED.attribute})"
    for kind, worded in PRINTED.links.items():
        made = next(
            value for selector, value in printing.items() if selector.endswith(f"a.{kind}{number}") and ".key-" not in selector
        )
        assert made == (f"var(--page-before) {number_alone} var(--page-after)" if worded else number_alone), kind
    assert {re.search(r"a\.(\w+)\[", selector)[1] for selector in printing} == PRINTED.links.keys()  # type: ignore[index]
    assert rules[f"a{number}"]["font-family"].partition(",")[0] == f'"{PRINTED.text_face}"'
    faces = re.findall(r'@font-face \{ font-family: "([^"]+)"', sheet("print.css"))
    assert {PRINTED.text_face, PRINTED.folio_face} <= set(faces)


def test_no_line_breaks_after_its_first_word():
    """A line that is full but for the space before an element is kept, whatever the width of the page.

    WeasyPrint 70 would otherwise break it after the first word of the text; the templates set that space apart.
    """
    page = f"<html xmlns='{NAMESPACE}' lang='en'><title>x</title><body><p>{{{{ words }}}} <i>italic</i> words.</p></body></html>"
    words = "Call now, day or night, if the temperature is"
    root = html.document(environment({"page.html": page}), "page.html", Rendering(), words=words)
    set_gaps(root)
    for width in range(60, 92, 2):
        css = f"@page {{ size: {width}mm 100mm; margin: 0 }} body {{ margin: 0; font: 12pt serif }} p {{ margin: 0 }}"
        source = weasyprint.HTML(string=serialise(root))
        made = source.render(stylesheets=[weasyprint.CSS(string=css)])
        lines = [box.width for _, box in boxes(made) if type(box).__name__ == "LineBox"]
        assert lines[0] > 0.6 * width * 96 / 25.4, width
