"""Pictures of what a reader sees: foliate-js in Chromium for today's engines, mutool for the oldest; contact sheets of both.

The node modules (foliate-js 1.0.1, playwright-core) are installed by whoever calls, in a folder given as a parameter.
"""

import io
import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from studyguide.proof.others.tools import CHROMIUM_REMEDY, Tools, node_folder, required
from studyguide.sources.colour import css_colour

SCRIPT = Path(__file__).with_name("screens.mjs")
GROUNDS = {"white": ((255, 255, 255), (0, 0, 0)), "sepia": ((251, 240, 217), (58, 46, 30)), "black": ((0, 0, 0), (224, 224, 224))}
"""Reading ground and colour of text, as reading systems set them."""

THEMES = dict(zip(("light", "sepia", "dark"), GROUNDS.values(), strict=True))
TIMEOUT = 900  # seconds for the screens of a whole book in every view
FACES = (("Regular", "400", "normal"), ("It", "400", "italic"), ("Bold", "700", "normal"), ("BoldIt", "700", "italic"))


@dataclass(frozen=True, slots=True)
class View:
    """A reading device and its settings: size in CSS pixels, theme (light, sepia, dark), size of text in per cent."""

    width: int
    height: int
    theme: str = "light"
    text: int = 100

    @property
    def name(self) -> str:
        """E.g. `360x640-dark-200`."""
        return f"{self.width}x{self.height}-{self.theme}-{self.text}"

    @property
    def css(self) -> str:
        """What a reading system forces on the book: its size of text, and for sepia and dark its colours."""
        ground, ink = THEMES[self.theme]
        rules = f"html {{ font-size: {self.text}%; background: {css_colour(ground, 255)}; color: {css_colour(ink, 255)} }}"
        if self.theme == "light":
            return rules
        forced = "background-color: transparent !important; color: inherit !important; border-color: currentColor !important"
        return f"{rules} body, body * {{ {forced} }}"


SIZES = ((360, 640), (600, 800), (1024, 768))
STANDARD_VIEWS = tuple(View(*size, theme, text) for size in SIZES for theme in THEMES for text in (100, 200))


@dataclass(frozen=True, slots=True)
class ScreenPlace:
    """Where to open the book (`counting.xhtml#fig-ruler`) and how many pages to turn."""

    name: str
    href: str
    pages: int = 1


@dataclass(frozen=True, slots=True)
class Screens:
    """The pictures, what was wider than its column, what the browser complained of, and what the reader found in the book."""

    pictures: tuple[Path, ...]
    overflow: tuple[str, ...]
    errors: tuple[str, ...]
    contents: dict[str, int]


@dataclass(frozen=True, slots=True)
class Browser:
    """The programs: the folder `node_modules` that holds foliate-js and playwright-core, Chromium, and Node.

    `fonts` is a folder with Source Serif 4 that plays the device's own typeface, so that pictures do not depend on the machine.
    """

    node_modules: Path
    chromium: Path
    node: str
    fonts: Path


def find_browser(tools: Tools) -> Browser:
    """The programs of this computer, with the project's fonts. Raises MissingTool."""
    chromium = required(tools.chromium, "Chromium", CHROMIUM_REMEDY)
    return Browser(node_folder(tools) / "node_modules", chromium, str(tools.node), tools.root / "styles" / "fonts")


def foliate_screens(
    epub: Path, out: Path, browser: Browser, places: Sequence[ScreenPlace], views: Sequence[View] = STANDARD_VIEWS
) -> Screens:
    """PNGs of every place in every view, in `out`. Raises RuntimeError with the browser's words if it fails."""
    face = device_font("{fonts}")
    out.mkdir(parents=True, exist_ok=True)
    request = {
        "book": str(epub.resolve()),
        "out": str(out.resolve()),
        "nodeModules": str(browser.node_modules.resolve()),
        "chromium": str(browser.chromium),
        "fonts": str(browser.fonts.resolve()),
        "views": [{"name": v.name, "width": v.width, "height": v.height, "css": face + v.css} for v in views],
        "places": [{"name": place.name, "href": f"EPUB/{place.href}", "pages": place.pages} for place in places],
    }
    answer = json.loads(run_node(browser, SCRIPT, request, out))
    return Screens(
        tuple(out / name for name in answer["screens"]), tuple(answer["overflow"]), tuple(answer["errors"]), answer["contents"]
    )


def run_node(browser: Browser, script: Path, request: Mapping[str, object], folder: Path) -> str:
    """What a script prints that takes its request from a file, for a while in `folder`. Raises RuntimeError if it fails."""
    asked = folder / "request.json"
    asked.write_text(json.dumps(request), encoding="utf-8")
    answer = _run([_program(browser.node), str(script), str(asked)])
    asked.unlink()
    return answer


def device_font(folder: str) -> str:
    """The rules that make Source Serif 4, in a folder given by its URL, the device's own typeface."""
    faces = "".join(
        f"@font-face {{ font-family: Device; font-weight: {weight}; font-style: {style}; "
        f"src: url({folder}/SourceSerif4-{face}.ttf) }} "
        for face, weight, style in FACES
    )
    return f"{faces}html {{ font-family: Device }} "


def mutool_screens(
    epub: Path, out: Path, pages: str = "1-N", size: tuple[int, int] = (450, 600), text: int = 11
) -> tuple[Path, ...]:
    """PNGs of pages laid out by MuPDF's small CSS engine, a stand-in for old e-ink readers. `text` is in points."""
    out.mkdir(parents=True, exist_ok=True)
    width, height = size
    sizes = f"-r 80 -W {width} -H {height} -S {text}".split()
    _run([_program("mutool"), "draw", "-o", str(out / "mutool-%03d.png"), *sizes, str(epub), pages])
    return tuple(sorted(out.glob("mutool-*.png")))


def contact_sheet(pictures: Sequence[Path], columns: int = 4, width: int = 0) -> bytes:
    """One PNG with all `pictures` in rows of `columns`, each scaled to `width` pixels (0: as it is), on a grey ground."""
    images = [_scaled(path, width) for path in pictures]
    if not images:
        raise ValueError("no pictures for a contact sheet")
    cell = (max(image.width for image in images) + 12, max(image.height for image in images) + 12)
    rows = -(-len(images) // columns)
    sheet = Image.new("RGB", (cell[0] * min(columns, len(images)) + 12, cell[1] * rows + 12), (128, 128, 128))
    for number, image in enumerate(images):
        sheet.paste(image, (12 + number % columns * cell[0], 12 + number // columns * cell[1]))
    buffer = io.BytesIO()
    sheet.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _scaled(path: Path, width: int) -> Image.Image:
    with Image.open(path) as opened:
        image = opened.convert("RGB")
    if not width or width == image.width:
        return image
    return image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)


def _program(name: str) -> str:
    found = shutil.which(name)
    if not found:
        raise RuntimeError(f"{name} is not installed")
    return found


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=False)
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name} failed: {done.stderr.strip()[-2000:]}")
    return done.stdout
