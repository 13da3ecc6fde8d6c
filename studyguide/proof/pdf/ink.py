"""Gates on what is painted: it stays on the page, is large enough, in the guide's fonts, and stands out from its ground."""

from collections.abc import Iterator
from itertools import takewhile
from math import floor

from studyguide.pdf.contents import REORDERED
from studyguide.proof.pdf.facts import Example, PdfFacts, counted, short
from studyguide.proof.pdf.geometry import Box, Point, common, inside, meets
from studyguide.proof.pdf.typefaces import SPEECHLESS
from studyguide.proof.pdf.values import WHITE, MarkedContent, Paint, PaintedPage, Run
from studyguide.proof.report import finding
from studyguide.sources.colour import Colour, css_colour
from studyguide.sources.colour import contrast as ratio
from studyguide.sources.diagnostics import Diagnostic

SLACK = 0.5  # points that ink may reach beyond the page, or beyond what it is held to
ROUNDING = 0.05  # points of a size that do not count
LARGE, LARGE_BOLD = 18.0, 14.0  # points from which on text is large (WCAG 2.2, 1.4.3)
OPAQUE = 0.99
FAINT = 0.1  # what lets more shine through hides nothing
COVERED = 0.7  # points across and up, from which on paint hides a part of a letter
GRID = (0.2, 0.5, 0.8)  # where such a part is looked at
LINE, STRUCK = 2.0, 2.0  # points: how high a line is at most, and how much of a text it must go through
MIDDLE = (0.35, 0.8)  # of the height of a text's ink, from below
OVERLAP = 1.0  # points of ink, across and up, from which on texts lie on each other


def outside_the_page(facts: PdfFacts) -> Iterator[Diagnostic]:
    """No text reaches beyond the trimmed page, no colour beyond the sheet, no link off the page; and no text is cut off."""
    for number, page, run in facts.runs():
        if not inside(run.box, page.trim, SLACK):
            yield finding(facts.on(number), "outside-page", f"“{short(run.text)}” reaches beyond the page: {_shown(run.box)}")
        elif run.clip is not None and not inside(run.box, run.clip, 2 * SLACK):
            yield finding(facts.on(number), "cut-off", f"“{short(run.text)}” is cut off at the edge of its frame")
    for number, page in enumerate(facts.reading.pages):
        for paint in page.paints:
            if not inside(paint.box, page.sheet, SLACK) and not inside(paint.box, page.trim, facts.expected.limits.bleed):
                yield finding(facts.on(number), "outside-page", f"an area or line reaches beyond the sheet: {_shown(paint.box)}")
    for link in facts.reading.annotations:
        if not inside(link.box, facts.reading.pages[link.page].trim, 2 * SLACK):
            yield finding(facts.on(link.page), "outside-page", f"a link reaches beyond the page: “{short(link.contents)}”")


def _shown(box: Box) -> str:
    return " ".join(f"{side:.1f}" for side in box)


@counted
def text_size(facts: PdfFacts) -> Iterator[Example]:
    """No text is smaller than the rendition promises; words in drawings have a limit of their own."""
    limits = facts.expected.limits
    for number, _, run in facts.runs():
        drawn = facts.is_drawn(number, run)
        limit = limits.figure if drawn else limits.text
        if run.size < limit - ROUNDING:
            kind = "words in a drawing are" if drawn else "text is"
            what = f"{kind} set in {run.size:.2f} pt ({run.face.name}), less than {limit:g} pt"
            yield facts.on(number), "text-size", what, run.text


# ---------------------------------------------------------------- contrast


@counted
def contrast(facts: PdfFacts) -> Iterator[Example]:
    """Every text stands out from what lies under it, and nothing lies over it."""
    for number, page, run in facts.runs():
        if fault := _fault(facts, number, page, run):
            yield facts.on(number), "contrast", fault, run.text


def _fault(facts: PdfFacts, number: int, page: PaintedPage, run: Run) -> str:
    if run.hidden:
        return "text is there and is not painted"
    near = [paint for paint in page.paints if meets(paint.box, run.box)]
    if any(_strikes(paint, run.box) for paint in near) and MarkedContent(number, run.belongs.mark) not in facts.struck:
        return "text is struck through"
    near = [paint for paint in near if not paint.thin]
    if any(_covers(paint, run) for paint in near if paint.order > run.order):
        return "text is painted over"
    below = [paint for paint in near if paint.order < run.order]
    grounds = {ground(below, point) for point in run.points} if below else {WHITE}
    known = [each for each in grounds if each is not None]
    if run.colour is None or len(known) < len(grounds):
        return "text has a pattern or a picture for its colour or its ground, so its contrast cannot be told"
    least, under = min((ratio(blend(each, run.colour, run.alpha), each), each) for each in known)
    wanted = _wanted(facts, run)
    if least >= wanted:
        return ""
    colours = f"{css_colour(run.colour)} on {css_colour(under)}"
    return f"{colours} has a contrast of {floor(100 * least) / 100:.2f}, less than {wanted:g}"


def _covers(paint: Paint, run: Run) -> bool:
    """Whether something that is painted later lies on a part of a text."""
    left, bottom, right, top = common(paint.box, run.box)
    if paint.alpha < FAINT or right - left < COVERED or top - bottom < COVERED:
        return False
    spots = ((left + x * (right - left), bottom + y * (top - bottom)) for x in GRID for y in GRID)
    return any(map(paint.covers, spots))


def _strikes(paint: Paint, text: Box) -> bool:
    """Whether a line goes through a text, neither under it nor over it."""
    left, bottom, right, top = common(paint.box, text)
    if paint.box[3] - paint.box[1] > LINE or right - left < STRUCK or paint.alpha < FAINT:
        return False
    height = ((bottom + top) / 2 - text[1]) / (text[3] - text[1] or 1)
    return MIDDLE[0] < height < MIDDLE[1]


def _wanted(facts: PdfFacts, run: Run) -> float:
    large = run.size >= LARGE - ROUNDING or (run.face.bold and run.size >= LARGE_BOLD - ROUNDING)
    return facts.expected.limits.large if large else facts.expected.limits.contrast


def ground(paints: list[Paint], point: Point) -> Colour | None:
    """The colour that paints, the lowest first, give a point of a white page; None if it cannot be told."""
    colour: Colour | None = WHITE
    for paint in paints:
        if paint.covers(point):
            known = paint.colour is not None and (colour is not None or paint.alpha >= OPAQUE)
            colour = blend(colour or WHITE, paint.colour or WHITE, paint.alpha) if known else None
    return colour


def blend(below: Colour, above: Colour, alpha: float) -> Colour:
    """A colour that lets another shine through."""
    red, green, blue = (one * (1 - alpha) + other * alpha for one, other in zip(below, above, strict=True))
    return (red, green, blue)


# ---------------------------------------------------------------- fonts


@counted
def fonts(facts: PdfFacts) -> Iterator[Example]:
    """Every text is set in a font of the guide, and the file holds it."""
    for number, _, run in facts.runs():
        if run.face.name not in facts.expected.fonts:
            yield facts.on(number), "font", f"{run.face.name} is not a font of the guide", run.text
        elif not run.face.embedded:
            yield facts.on(number), "font", f"{run.face.name} is not in the file", run.text


def glyphs(facts: PdfFacts) -> Iterator[Diagnostic]:
    """Every glyph is one of its font, leaves ink unless it is a space, and says what character it stands for."""
    for number, page in enumerate(facts.reading.pages):
        for run in page.runs:
            said = page.replacements[run.belongs.replaced] if run.belongs.replaced >= 0 else ""
            speaks = REORDERED.search(said) is not None  # what is read in their place tells what its glyphs stand for
            faults = (fault for fault in run.faults if not (speaks and fault.endswith(SPEECHLESS)))
            yield from (finding(facts.on(number), "glyph", f"{fault} in “{short(run.text)}”") for fault in faults)


def overlaps(facts: PdfFacts) -> Iterator[Diagnostic]:
    """No text lies on another. Words in drawings are placed letter by letter, so they are not looked at."""
    for number, page in enumerate(facts.reading.pages):
        plain = [run for run in page.runs if not run.blank and not facts.is_drawn(number, run)]
        runs = sorted(plain, key=lambda run: run.box[1])
        for index, lower in enumerate(runs):
            for upper in takewhile(lambda run: run.box[1] <= lower.box[3], runs[index + 1 :]):  # noqa: B023 (used at once)
                left, bottom, right, top = common(lower.box, upper.box)
                if right - left > OVERLAP and top - bottom > OVERLAP:
                    what = f"“{short(lower.text)}” and “{short(upper.text)}” lie on each other"
                    yield finding(facts.on(number), "overlap", what)


GATES = (outside_the_page, text_size, contrast, fonts, glyphs, overlaps)
