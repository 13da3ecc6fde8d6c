"""Figures: every drawing the book asks for, from its SVG master or from its data, proven harmless."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from studyguide.art.axes import in_language
from studyguide.art.characters import drawn_words
from studyguide.art.chartdata import place_of_words, read_chart
from studyguide.art.chartparts import TALLEST
from studyguide.art.charts import draw
from studyguide.art.cover import ART
from studyguide.art.drawings import read_drawing, read_symbols
from studyguide.art.fonts import FontFace, asking_all, guide_fonts
from studyguide.art.lettering import overprints, words_outside
from studyguide.art.named_values import chart_with_values, drawing_with_values
from studyguide.art.plotdata import PLOTS, TableFile
from studyguide.art.plots import NoRoom
from studyguide.art.symbols import files_asked_for
from studyguide.book.model import Book
from studyguide.book.pictures import openers
from studyguide.html import Environment, xhtml
from studyguide.html.failure import TemplateFailed
from studyguide.html.templates import FOLDER as TEMPLATES
from studyguide.nodes import Figure
from studyguide.sources.diagnostics import Problems, Span
from studyguide.sources.folder import Sources
from studyguide.sources.remembered import Memory, Part, given
from studyguide.sources.wording import ENGLISH, Wording

FOLDER = "chapters/figures"
VIEW_BOX = re.compile(r"0 0 720 ([\d.]+)")


@dataclass(frozen=True)
class ChartTools:
    """What a chart is drawn with: templates, fonts, the keys of the sources that it may name, and the words of its numbers."""

    env: Environment
    faces: tuple[FontFace, ...]
    known: Collection[str]
    words: Wording = ENGLISH


def draw_figures(
    book: Book, sources: Sources, env: Environment, problems: Problems, remembered: Memory | None = None
) -> dict[str, str]:
    """The SVG text of each figure of a book by its `src` (“figures/name.svg”). A data file beside the name wins over a drawing.

    Pictures may show the values of the book by name, and charts its sources. What is `remembered` is not drawn again.
    """
    remembered = remembered or Memory()
    faces = given(guide_fonts(sources.blobs))
    tools = tools_of(book, sources, env)
    symbols = symbols_of(sources, [ART, *(f"chapters/{figure.src}" for figure in book.drawn)], problems, remembered)
    check_shown(sources, book.drawn, problems)
    made: dict[str, str] = {}
    for figure in book.drawn:
        path = f"chapters/{figure.src}"
        data = path.removesuffix(".svg") + ".toml"
        if figure.src in made:
            continue
        if data in sources.texts:
            before = len(problems.errors)
            text = chart_with_values(data, sources.texts[data], book.values, problems)
            if len(problems.errors) > before:  # words in the place of a number would be told a second time
                continue
            table = table_of(data, sources, book)
            made[figure.src] = remembered(draw_chart, data, text, table, tools).tell(problems) if text else ""
        elif path in sources.texts:
            text = drawing_with_values(path, sources.texts[path], book.values, problems)
            asked = {name: symbols[name] for name in sorted(files_asked_for(text) & symbols.keys())}
            empty = not sources.texts[path]  # which is told as what it is; else what stands in the drawing has been told
            made[figure.src] = remembered(read_drawing, path, text, faces, asked).tell(problems) if text or empty else ""
    check_silent(book, made, problems)
    return {src: asking_all(svg, faces.value) for src, svg in made.items()}


def check_silent(book: Book, made: Mapping[str, str], problems: Problems) -> None:
    """A drawing at the head of a chapter has no words: it is for the eye alone, and nobody would hear them."""
    for opener in openers(book.chapters):
        if words := drawn_words(made[opener.src]) if made.get(opener.src) else "":
            message = f"the drawing at the head of the chapter has words, “{words[:40]}”, which a screen reader does not say"
            problems.error(opener.span, "bad-svg", message, "take them out of the drawing, or show it as a figure: :::{figure}")


def tools_of(book: Book, sources: Sources, env: Environment) -> Part[ChartTools]:
    """What the charts of a book are drawn with."""
    faces, words = given(guide_fonts(sources.blobs)), book.guide.words
    tools = ChartTools(env, faces.value, book.known, words)
    return given(tools, sources.under("styles/templates"), faces, tuple(book.known), (words.language, words.numerals))


def check_shown(sources: Sources, figures: Iterable[Figure], problems: Problems) -> None:
    """Every file of the folder is shown by a figure, or holds the numbers or the symbols of one that is."""
    drawn = (ART, *(f"chapters/{figure.src}" for figure in figures))
    shown = {used for path in drawn for used in _files_of(path, sources)}
    for path in sorted(path for path in sources.named if path.startswith(f"{FOLDER}/") and path not in shown):
        data = f"{path.rpartition('.')[0]}.toml"  # of which a drawing of the same name may wait to be deleted
        if not (path.endswith(".svg") and data in shown) and not (path.endswith(".csv") and data in sources.texts):
            src = re.sub(r"\.toml$", ".svg", path.removeprefix("chapters/"))
            hint = f"show it: :::{{figure}} {src}, or keep it outside this folder"
            problems.error(Span(path, 0), "stray-file", "no figure shows this picture", hint)


def _files_of(path: str, sources: Sources) -> set[str]:
    """The files that a picture is made of: the drawing, its narrow master, their symbols; or data and table of a chart."""
    stem = path.removesuffix(".svg")
    if f"{stem}.toml" in sources.texts:
        return {f"{stem}.toml", f"{stem}.csv"}
    both = (path, f"{stem}.narrow.svg")
    return {*both, *(f"{FOLDER}/{name}" for each in both for name in files_asked_for(sources.texts.get(each, "")))}


def table_of(data: str, sources: Sources, book: Book) -> TableFile | None:
    """The CSV file beside a data file; the values of the book, if its cells name any."""
    path = data.removesuffix(".toml") + ".csv"
    text = sources.texts.get(path)
    return None if text is None else TableFile(path, text, book.values if "{value}" in text else {})


def symbols_of(sources: Sources, drawings: Iterable[str], problems: Problems, remembered: Memory) -> dict[str, str]:
    """The files of symbols that drawings, by their paths, ask for, by name, each read once."""
    names = sorted({name for path in {*drawings} & sources.texts.keys() for name in files_asked_for(sources.texts[path])})
    there = {name: f"{FOLDER}/{name}" for name in names if f"{FOLDER}/{name}" in sources.texts}
    return {name: remembered(read_symbols, path, sources.texts[path]).tell(problems) for name, path in there.items()}


ROOM = "shorten the words, or give them room: a wider label-width, a pitch of 44 or more, fewer ticks"


def draw_chart(path: str, text: str, table: TableFile | None, tools: ChartTools, problems: Problems) -> str:
    """The drawing of a data file, or “” where it has faults: also where words would overprint others, or leave the picture.

    `table` is the CSV file beside it, if there is one.
    """
    chart = read_chart(path, text, problems, tools.known, table)
    if chart is None:
        return ""
    try:
        with in_language(tools.words):
            drawing = draw(chart, tools.env, tools.faces)
    except NoRoom as crowded:
        problems.error(place_of_words(path, text, ""), "bad-value", "the labels of this chart have no room", str(crowded))
        return ""
    before = len(problems.errors)
    template = f"{TEMPLATES}/charts/{'plot' if chart.kind in PLOTS else chart.kind}.svg"
    root = xhtml.parse(drawing, template)
    if not (box := VIEW_BOX.fullmatch(root.get("viewBox", ""))):
        raise TemplateFailed(Span(template, 0), "the drawing does not say how high it is", 'viewBox="0 0 720 …"')
    height = float(box[1])
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
