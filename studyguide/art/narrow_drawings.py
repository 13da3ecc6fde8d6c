"""Drawings for columns of 80 mm: on a phone's page and a narrow screen their words have 10 points at least.

A chart is drawn a second time from its data, narrower. A drawing has a narrow master of its own beside it, `NAME.narrow.svg`,
which says the same words. What has neither is shown as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from lxml import etree

from studyguide.art.axes import in_language
from studyguide.art.chartdata import read_chart
from studyguide.art.charts import draw
from studyguide.art.drawings import TALLEST_NARROW, read_narrow_drawing, view_box
from studyguide.art.figures import FOLDER, ChartTools, symbols_of, table_of, tools_of
from studyguide.art.fonts import asking_all, guide_fonts
from studyguide.art.lettering import overprints, words_outside
from studyguide.art.measure import SLIM
from studyguide.art.named_values import chart_with_values, drawing_with_values
from studyguide.art.plotdata import TableFile
from studyguide.art.plots import NoRoom
from studyguide.art.raster import CAPITAL, smallest_capital, view_size
from studyguide.art.symbols import files_asked_for
from studyguide.book.model import Book
from studyguide.html import Environment, xhtml
from studyguide.sources.diagnostics import Problems, Span
from studyguide.sources.folder import Sources
from studyguide.sources.remembered import Memory, given

NARROW = ".narrow.svg"
COLUMN = 80 / 25.4 * 72  # points
WORDS = 10  # points
LOW = 1.2  # times as high as wide


def draw_narrow(
    book: Book, sources: Sources, env: Environment, drawn: Mapping[str, str], problems: Problems, remembered: Memory
) -> dict[str, str]:
    """The SVG of each drawing of a book that has one for narrow columns, by its `src`; `drawn` are all of them."""
    tools, faces = tools_of(book, sources, env), given(guide_fonts(sources.blobs))
    symbols = symbols_of(sources, [narrow_path(src) for src in drawn], problems, remembered)
    made: dict[str, str] = {}
    for src, wide in drawn.items():
        data, path = f"chapters/{src.removesuffix('.svg')}.toml", narrow_path(src)
        if data in sources.texts:
            text = chart_with_values(data, sources.texts[data], book.values, Problems())
            made[src] = remembered(draw_narrow_chart, data, text, table_of(data, sources, book), tools).value
        elif path in sources.texts:
            text = drawing_with_values(path, sources.texts[path], book.values, problems)
            asked = {name: symbols[name] for name in sorted(files_asked_for(text) & symbols.keys())}
            made[src] = remembered(read_narrow_drawing, path, text, faces, asked).tell(problems)
            _check(path, made[src], wide, problems)
    return {src: asking_all(svg, faces.value) for src, svg in made.items() if svg}


def is_low(svg: str) -> bool:
    """Whether a drawing is so low for its width that a page of a phone holds text beside it."""
    box = view_box(etree.fromstring(svg.encode()))
    return box is not None and box[3] <= LOW * box[2]


def narrow_path(src: str) -> str:
    """Where the narrow master of a drawing stands."""
    return f"{FOLDER}/{src.rpartition('/')[2].removesuffix('.svg')}{NARROW}"


def draw_narrow_chart(path: str, text: str, table: TableFile | None, tools: ChartTools, problems: Problems) -> str:
    """A chart for narrow columns, or “” where its words have no room there. A step, which has nothing to tell."""
    chart = read_chart(path, text, Problems(), tools.known, table)
    if chart is None:
        return ""
    try:
        with in_language(tools.words):
            drawing = draw(chart, tools.env, tools.faces, SLIM)
    except NoRoom:
        return ""
    root = xhtml.parse(drawing, path)
    crowded = any(overprints(root, tools.faces)) or any(words_outside(root, tools.faces)) if tools.faces else False
    return "" if crowded or view_size(drawing.encode())[1] > TALLEST_NARROW * SLIM else drawing


def points(svg: str) -> float:
    """How large the smallest words of a drawing are where it is 80 mm wide, in points; nought, if it has none."""
    return smallest_capital(svg.encode(), COLUMN) / CAPITAL


def said(svg: str) -> Counter[str]:
    """The words of a drawing, and how often each stands in it."""
    root = etree.fromstring(svg.encode())
    return Counter(word for text in root.iter("{*}text") for word in " ".join(map(str, text.itertext())).split())


def _check(path: str, svg: str, wide: str, problems: Problems) -> None:
    """Report a narrow master that says something else than the drawing, or has small words."""
    if not svg:
        return
    lost, new = said(wide) - said(svg), said(svg).keys() - said(wide).keys()
    hint = "a drawing and the one for narrow columns say the same words"
    if lost:
        message = f"the drawing beside it says “{' '.join([*lost][:6])}” more often than this one"
        problems.error(Span(path, 1), "bad-svg", message, hint)
    elif new:
        problems.error(Span(path, 1), "bad-svg", f"the drawing beside it does not say “{' '.join(sorted(new)[:6])}”", hint)
    elif 0 < (size := points(svg)) < WORDS:
        message = f"its smallest words have {size:.1f} points where it is 80 mm wide, not {WORDS}"
        problems.error(Span(path, 1), "bad-svg", message, "make it at most 498 units wide, with words of 22 units or more")
