"""Pictures: the files that figures ask for are there, each under a name of its own, and photographs say whose they are."""

import re
from collections.abc import Collection, Iterable

from studyguide import nodes as n
from studyguide.sources.diagnostics import Name, Problems, Span
from studyguide.sources.folder import Sources

LICENCE = re.compile(
    r"\bCC(0| ?-?BY\b|-PDDC)|creative ?commons|©|\(c\)|copyright|\b(public domain|domaine public|gemeinfrei|dominio público)"
    r"|licen[cs]|lizenz|\b(permission|genehmigung|erlaubnis|permiso|autorisation)\b|rights reserved|رخصة|ترخيص|الملكية العامة"
    r"|\b(GFDL|OGL|MIT|Apache|A?L?GPL|BSD|Unlicense|Etalab|ODbL|CC-BY|PDM)\b",
    re.IGNORECASE,
)
"""What names a licence in a credit, in the languages that there are words in; any other stands behind `:licence:`."""


OF_A_CHART = "which says kind, title and source of a chart"


def openers(chapters: Iterable[n.Chapter]) -> tuple[n.Figure, ...]:
    """The drawings at the heads of chapters, as figures without words."""
    return tuple(
        n.Figure(f"{chapter.id}--opening", chapter.drawing, "", (), (), span=Span(chapter.span.path, chapter.drawing_line))
        for chapter in chapters
        if chapter.drawing
    )


def check_pictures(sources: Sources, figures: Collection[n.Figure], problems: Problems) -> None:
    """Every file that a figure shows is there under a name of its own, and every table belongs to a chart."""
    called: dict[str, str] = {}
    asked = {f"chapters/{figure.src.removesuffix('.svg')}" for figure in figures}
    for figure in figures:
        other = called.setdefault(figure.src.rpartition(".")[0], figure.src)
        if other != figure.src:
            message = f"{figure.src} and {other} have the same name"
            problems.error(figure.span, "bad-path", message, "their ending is not enough: give one of them another name")
        _check_file(sources, figure, problems)
    for path in (path for path in sources.texts if path.startswith("chapters/figures/") and path.endswith(".csv")):
        stem = path.removesuffix(".csv")
        if f"{stem}.toml" not in sources.texts and stem not in asked:
            hint, name = (
                f"write {stem}.toml, {OF_A_CHART}, or keep it outside this folder",
                Name("picture", path.rpartition("/")[2]),
            )
            problems.error(Span(path, 0), "stray-file", "no chart is made of this table", hint, needs=name)


def _check_file(sources: Sources, figure: n.Figure, problems: Problems) -> None:
    path = f"chapters/{figure.src}"
    if figure.photograph and path in sources.blobs:
        _check_credit(figure, problems)
    elif figure.photograph:
        _missing(figure, sources, "put it there, or correct the name", problems)
    elif path not in sources.texts and (data := path.removesuffix(".svg") + ".toml") not in sources.texts:
        table = data.removesuffix(".toml") + ".csv" in sources.texts
        _missing(figure, sources, f"write {data}, {OF_A_CHART}" if table else "draw it, or correct the name", problems)


def _missing(figure: n.Figure, sources: Sources, hint: str, problems: Problems) -> None:
    """Report a file that is not there; the hint names one that is called alike, if there is one and no table to be drawn."""
    stem = f"chapters/{figure.src}".rpartition(".")[0]
    other = (
        each for each in sources.named if each.rpartition(".")[0].casefold() == stem.casefold() and not each.endswith(".csv")
    )
    hint = next((f"{each} is there" for each in other), hint)
    name = Name("picture", figure.src.rpartition("/")[2])
    problems.error(figure.span, "missing-figure", f"there is no file chapters/{figure.src}", hint, needs=name)


def _check_credit(figure: n.Figure, problems: Problems) -> None:
    if not figure.credit:
        hint = "add a line :credit: Name, CC BY 4.0, that says who made it and how it may be used"
        problems.error(figure.span, "missing-option", "a photograph needs the option “credit”", hint)
    elif not figure.licence and not LICENCE.search(n.plain(figure.credit)):
        message = "the credit does not say under which licence the picture is used"
        hint = "name it there (CC BY 4.0, © 2026 Name, public domain), or add a line :licence: …"
        problems.error(figure.span, "missing-option", message, hint)
