"""Figures: every drawing the book asks for, from its SVG master or from its data, proven harmless."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from lxml import etree

from studyguide.art.chartdata import TALLEST, place_of_words, read_chart
from studyguide.art.charts import draw
from studyguide.art.drawings import read_drawing, read_symbols
from studyguide.art.fonts import FontFace, guide_fonts
from studyguide.art.lettering import overprints, words_outside
from studyguide.art.symbols import files_asked_for
from studyguide.html import Environment
from studyguide.nodes import Figure
from studyguide.sources.diagnostics import Problems
from studyguide.sources.folder import Sources
from studyguide.sources.remembered import Memory, given

FOLDER = "chapters/figures"


@dataclass(frozen=True)
class ChartTools:
    """What a chart is drawn with: the templates, the fonts, and the keys of the sources that it may name."""

    env: Environment
    faces: tuple[FontFace, ...]
    known: Collection[str]


def draw_figures(
    figures: Iterable[Figure],
    sources: Sources,
    env: Environment,
    known: Collection[str],
    problems: Problems,
    remembered: Memory | None = None,
) -> dict[str, str]:
    """The SVG text of each figure by its `src` (“figures/name.svg”). A data file beside the name wins over a drawing.

    `known` are the keys of the sources that a chart may name. What is `remembered` is not drawn again.
    """
    remembered = remembered or Memory()
    faces = given(guide_fonts(sources.blobs))
    tools = given(ChartTools(env, faces.value, known), sources.under("styles/templates"), faces, tuple(known))
    figures = tuple(figures)
    symbols = _symbols(sources, figures, problems, remembered)
    made: dict[str, str] = {}
    for figure in figures:
        path = f"chapters/{figure.src}"
        data = path.removesuffix(".svg") + ".toml"
        if figure.src in made:
            continue
        if data in sources.texts:
            made[figure.src] = remembered(draw_chart, data, sources.texts[data], tools).tell(problems)
        elif path in sources.texts:
            asked = {name: symbols[name] for name in sorted(files_asked_for(sources.texts[path]) & symbols.keys())}
            made[figure.src] = remembered(read_drawing, path, sources.texts[path], faces, asked).tell(problems)
    return made


def _symbols(sources: Sources, figures: Iterable[Figure], problems: Problems, remembered: Memory) -> dict[str, str]:
    """The files of symbols that drawings of the book ask for, by name, each read once."""
    paths = sorted({f"chapters/{figure.src}" for figure in figures} & sources.texts.keys())
    names = sorted({name for path in paths for name in files_asked_for(sources.texts[path])})
    there = {name: f"{FOLDER}/{name}" for name in names if f"{FOLDER}/{name}" in sources.texts}
    return {name: remembered(read_symbols, path, sources.texts[path]).tell(problems) for name, path in there.items()}


ROOM = "shorten the words, or give them room: a wider label-width, a pitch of 44 or more, fewer ticks"


def draw_chart(path: str, text: str, tools: ChartTools, problems: Problems) -> str:
    """The drawing of a data file, or “” where it has faults: also where words would overprint others, or leave the picture."""
    chart = read_chart(path, text, problems, tools.known)
    if chart is None:
        return ""
    drawing = draw(chart, tools.env)
    before = len(problems.errors)
    root = etree.fromstring(drawing.encode())
    height = float(root.get("viewBox", "").split()[3])
    if height > TALLEST:
        message = f"the chart is {height:g} units high, and at most {TALLEST} have room on a page"
        problems.error(place_of_words(path, text, ""), "bad-value", message, "fewer rows or notes, or a smaller pitch or height")
    for line, over in [*overprints(root, tools.faces)][:1] if tools.faces else ():
        message = f"“{line.words[:40]}” would be printed over “{over.words[:40]}”"
        problems.error(place_of_words(path, text, line.words), "bad-value", message, ROOM)
    for line in [*words_outside(root, tools.faces)][:1] if tools.faces else ():
        message = f"“{line.words[:60]}” would leave the picture"
        problems.error(place_of_words(path, text, line.words), "bad-value", message, ROOM)
    return "" if len(problems.errors) > before else drawing
