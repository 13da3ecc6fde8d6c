"""Whether every document fits the smallest screen at the largest text, can be seen on every ground, and touched: by Chromium."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from studyguide.proof.epub.figures import NON_TEXT
from studyguide.proof.epub.opened import OpenedBook
from studyguide.proof.epub.screens import GROUNDS, Browser, View, device_font, find_browser, run_node
from studyguide.proof.finished import FinishedGuide
from studyguide.proof.report import Outcome, finding
from studyguide.sources.colour import contrast, css_colour
from studyguide.sources.diagnostics import Diagnostic

SCRIPT = Path(__file__).with_name("fit.mjs")
SMALLEST = (360, 640)
LARGEST = 200  # per cent of the reader's usual size of text; WCAG 2.2, 1.4.4
STRICT = ("sepia", "dark")
FORCED = "forced colours"  # of the system, for those who need them (CSS Color Adjustment 1, 3)
VIEWS = len(GROUNDS) + len(STRICT) + 1
SPACED = "spaced text"
SPACED_WIDTH = 320  # CSS pixels, to which text must reflow (WCAG 2.2, 1.4.10)
SPACING = (  # what must be borne without loss (WCAG 2.2, 1.4.12)
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"
    " p { margin-bottom: 2em !important }"
)
MARGIN = "html { padding: 0 3% }"  # what readers keep free at both sides


def check(guide: FinishedGuide) -> Outcome:
    """Every document on a phone at 200 % text: all is shown, nothing cut off (WCAG 2.2, 1.4.4), at least 3:1 on every ground.

    So it is on 320 pixels with lines, letters and words set apart (WCAG 2.2, 1.4.10 and 1.4.12).
    At the usual size of text, links that stand by themselves are 24 pixels large, or as far apart (WCAG 2.2, 2.5.8).
    """
    found, texts = misfits(guide.epub.read_bytes(), find_browser(guide.tools))
    return Outcome(found, "", f"{texts:,} runs of text at {LARGEST} % on a phone, in {VIEWS} colourings", looked=texts)


def misfits(epub: bytes, browser: Browser) -> tuple[tuple[Diagnostic, ...], int]:
    """What is hidden, cut off, paler than 3:1, or hard to touch on a phone; and how many runs of text there are."""
    book = OpenedBook.read(epub)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, data in book.files.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(data)
        request = {
            "documents": [str(folder / "EPUB" / document) for document in book.spine],
            "nodeModules": str(browser.node_modules.resolve()),
            "chromium": str(browser.chromium),
            "width": SMALLEST[0],
            "height": SMALLEST[1],
            "usual": _basis(browser),
            "spaced": {
                "name": SPACED,
                "css": f"{_basis(browser)} html {{ font-size: {LARGEST}% }} {SPACING}",
                "width": SPACED_WIDTH,
            },
            "views": [{"name": view, "css": css, "forced": view == FORCED} for view, css in views(browser)],
        }
        answer = json.loads(run_node(browser, SCRIPT, request, folder))
    return tuple(_misfits(answer)), answer["texts"]


def views(browser: Browser) -> Iterator[tuple[str, str]]:
    """The settings of readers by name: every ground as a mild one sets it, sepia and dark also as a strict one forces them.

    The last has the colours of the system, whatever the book says.
    """
    basis = _basis(browser)
    for name, (ground, ink) in GROUNDS.items():
        mild = f"html {{ font-size: {LARGEST}%; background: {css_colour(ground, 255)}; color: {css_colour(ink, 255)} }}"
        yield name, basis + mild
    for theme in STRICT:
        yield f"{theme}, forced", basis + View(*SMALLEST, theme, LARGEST).css
    yield FORCED, basis + f"html {{ font-size: {LARGEST}%; background: Canvas; color: CanvasText }}"


def _basis(browser: Browser) -> str:
    return device_font(browser.fonts.resolve().as_uri()) + MARGIN


def _misfits(answer: dict[str, list[dict[str, Any]]]) -> Iterator[Diagnostic]:
    for found in answer["over"]:
        yield finding(_place(found), "cut-off", f"{found['what']} runs over the edge by {found['by']} pixels")
    for found in answer["tight"]:
        yield finding(_place(found), "target", found["what"])
    for found in answer["unseen"]:
        yield finding(_place(found), "unseen", f"{found['what']} is not shown")
    for found in answer["colours"]:
        ratio = contrast(found["ink"], found["ground"], 255)
        if ratio < NON_TEXT:
            yield finding(_place(found), "contrast", f"{found['what']} stands out by {ratio:.2f}:1")


def _place(found: dict[str, Any]) -> str:
    return f"{found['document']} ({found['view']})"
