"""The look that guide.toml asks for: an accent colour and the page of the printed book, wherever the standard ones stand.

Each blue of the design has its place: links and labels, their tint, shapes of drawings, the ground of the cover. A guide with an
accent of its own has there the accent, made as light or dark as that blue: so what could be read on it, or it on other grounds,
still can be.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from studyguide.sources.colour import contrast, css_colour, from_css, luminance, with_luminance
from studyguide.sources.diagnostics import Problems, Span
from studyguide.sources.folder import Sources
from studyguide.sources.renditions import RENDITIONS, UA2, PrintRendition

ACCENT, TINT, LARGE = "#005A9C", "#EAF2F9", "#00508C"
SCREEN = "#2E75B6"
BLUES = (ACCENT, TINT, LARGE, SCREEN, "#2E7EBB", "#1F6CA8", "#E4EFF8", "#0F2E4A", "#7F9CB6")
"""The blues of the design: of text, of boxes, of large print, of borders on e-readers, of shapes in drawings, of words and of
grounds there, of the cover."""
DRESSED = re.compile(r"styles/(?!.*\.(txt|csl)$).*\.(css|svg)|chapters/(cover|figures/.*)\.svg")
LEAST, LEAST_SHAPE = 4.5, 3.0  # of the contrast of text, and of what tells something by its shape (WCAG 2.2, 1.4.3 and 1.4.11)
GROUNDS = {"white": "#FFFFFF", "sepia": "#FBF0D9", "black": "#000000"}
"""The pages of e-readers, between which a reader chooses."""
EBOOK_SHEET = "styles/epub.css"
PAINT = re.compile(r"(?P<property>[\w-]+)\s*:[^;{}]*?(?P<colour>#[0-9A-Fa-f]{6})\b")
PAGES = {"A5": (148.0, 210.0), "B5": (176.0, 250.0), "6x9": (152.4, 228.6), "5.5x8.5": (139.7, 215.9), "7x10": (177.8, 254.0)}
SMALLEST, LARGEST = (120.0, 180.0), (230.0, 320.0)  # mm: what margins and type of the printed book are made for
BOUND = ("print", "print-bleed")
"""The renditions that are printed and bound."""


@dataclass(frozen=True)
class Look:
    """What a guide asks for: an accent, or “” for the blue of the design; the trimmed page of the bound book in mm, or None.

    `cover` says whether PDFs begin with one. An e-book always has its own, by which shops and shelves show it.
    """

    accent: str = ""
    page: tuple[float, float] | None = None
    cover: bool = True


def check_look(look: Look, span: Span, problems: Problems) -> None:
    """Report an accent in which text could not be read on white, or on its own tint: with the nearest that holds."""
    if not look.accent:
        return
    ground = with_luminance(from_css(look.accent), luminance(from_css(TINT)))
    ratio = contrast(from_css(look.accent), ground)
    if ratio < LEAST:
        most = (luminance(ground) + 0.05) / LEAST - 0.05
        nearest = css_colour(with_luminance(from_css(look.accent), most))
        message = f"the accent {look.accent} has a contrast of {ratio:.3g} : 1 on its tint; text needs {LEAST} : 1"
        problems.error(span, "low-contrast", message, f"the nearest colour that holds is {nearest}")


def check_screen_colours(sheet: str, problems: Problems) -> None:
    """Report every colour of the e-book's sheet that does not stand out from each of the grounds that readers choose."""
    text = re.sub(r"/\*.*?\*/", lambda remark: re.sub(r"[^\n]", " ", remark[0]), sheet, flags=re.DOTALL)
    for found in PAINT.finditer(text):
        least = LEAST if found["property"] == "color" else LEAST_SHAPE
        ratios = {name: contrast(from_css(found["colour"]), from_css(ground)) for name, ground in GROUNDS.items()}
        worst = min(ratios, key=lambda name: ratios[name])
        if ratios[worst] < least:
            at = found.start("colour")
            span = Span(EBOOK_SHEET, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at), len(found["colour"]))
            what = "text" if least == LEAST else "borders and rules"
            message = f"{found['colour']} has a contrast of {ratios[worst]:.3g} : 1 on a {worst} page; {what} need {least:g} : 1"
            problems.error(
                span, "low-contrast", message.replace("text need", "text needs"), _for_all_grounds(found["colour"], least)
            )


def _for_all_grounds(colour: str, least: float) -> str:
    """What to do about a colour that is lost on some page."""
    if least == LEAST:
        return "leave the colour of text to the reader: no colour can be read on white, sepia and black pages"
    return f"the nearest colour that holds is {css_colour(with_luminance(from_css(colour), luminance(from_css(SCREEN))))}"


def dressed(sources: Sources, look: Look) -> Sources:
    """The sources with the accent, and with the page of the bound book, in the places of the standard ones."""
    texts = dict(sources.texts)
    if look.accent:
        tones = _tones(look.accent)
        blue = re.compile("|".join(tones), re.IGNORECASE)
        for path in filter(DRESSED.fullmatch, sources.texts):
            texts[path] = blue.sub(lambda found: tones[found[0].upper()], sources.texts[path])
    if look.page:
        sheet = "styles/renditions/print.css"
        for name, length in zip(("width", "height"), look.page, strict=True):
            texts[sheet] = re.sub(rf"(--page-{name}:)[^;]*;", rf"\g<1> {length:g}mm;", texts[sheet])
    return replace(sources, texts=texts)


def _tones(accent: str) -> dict[str, str]:
    """For each blue of the design, the accent as dark or light as that."""
    colour = from_css(accent)
    made = {blue: css_colour(with_luminance(colour, luminance(from_css(blue)))) for blue in BLUES}
    large = accent if luminance(colour) <= luminance(from_css(LARGE)) else made[LARGE]
    return {**made, ACCENT: accent.upper(), LARGE: large.upper()}


def renditions(look: Look) -> Mapping[str, PrintRendition]:
    """The renditions of a guide, and A4 as PDF/UA-2: the bound book on the page that it asks for."""
    page, known = look.page, {**RENDITIONS, UA2.id: UA2}
    return {key: replace(each, page=page) if page and key in BOUND else each for key, each in known.items()}
