"""The canvas that a page's operators paint on: the graphics state, the open marks, and what has been painted so far."""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from studyguide.proof.pdf.geometry import IDENTITY, Area, Box, Matrix, Point, common
from studyguide.proof.pdf.typefaces import PdfFont
from studyguide.proof.pdf.values import BLACK, Belonging, Paint, Run
from studyguide.sources.colour import Colour

Operands = Sequence[Any]


@dataclass(slots=True)
class GraphicsState:
    """The graphics state. `clips` are the areas that painting is held to, `clip` the box around what they leave."""

    matrix: Matrix = IDENTITY
    fill: Colour | None = BLACK
    stroke: Colour | None = BLACK
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0
    width: float = 1.0
    clips: tuple[Area, ...] = ()
    clip: Box | None = None
    font: PdfFont | None = None
    size: float = 0.0
    character: float = 0.0
    word: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


@dataclass(slots=True)
class Canvas:
    """A page while it is painted. `troubles` are what is wrong with its marks, as (rule, what)."""

    fonts: dict[tuple[int, int], PdfFont]
    state: GraphicsState = field(default_factory=GraphicsState)
    stack: list[GraphicsState] = field(default_factory=list)
    marks: list[Belonging] = field(default_factory=list)
    path: list[list[Point]] = field(default_factory=list)
    clipping: str = ""
    text: Matrix = IDENTITY
    line: Matrix = IDENTITY
    resources: Any = None
    depth: int = 0
    order: int = 0
    runs: list[Run] = field(default_factory=list)
    paints: list[Paint] = field(default_factory=list)
    replacements: list[str] = field(default_factory=list)
    troubles: list[tuple[str, str]] = field(default_factory=list)

    def resource(self, kind: str, name: Any) -> Any:
        """What a name means among the resources, or None."""
        return self.resources.get(kind, {}).get(str(name)) if self.resources is not None else None

    def save(self) -> None:
        """Remember the graphics state."""
        self.stack.append(copy.copy(self.state))

    def restore(self) -> None:
        """Go back to the state that was remembered last."""
        if self.stack:
            self.state = self.stack.pop()

    def belonging(self, what: str) -> Belonging:
        """Where what is painted now belongs. Every content is text or an artifact (ISO 14289-1, 7.1)."""
        self.order += 1
        belongs = self.marks[-1] if self.marks else Belonging()
        if belongs.mark < 0 and not belongs.artifact:
            self.troubles.append(("unmarked", what))
        return belongs

    def hold(self, area: Area) -> None:
        """Keep what is painted from now on inside an area."""
        self.state.clips = (*self.state.clips, area)
        self.state.clip = area.box if self.state.clip is None else common(self.state.clip, area.box)

    def note(self, area: Area, colour: Colour | None, alpha: float, belongs: Belonging, kind: str = "") -> None:
        """Note what was painted, as far as it may be seen; the kind is that of a “thin” line, or of a “picture”."""
        box = area.box if self.state.clip is None else common(area.box, self.state.clip)
        if alpha > 0 and box[0] <= box[2] and box[1] <= box[3]:
            self.paints.append(
                Paint(area, self.state.clips, colour, alpha, box, belongs, self.order, kind == "thin", kind == "picture")
            )


def setting(canvas: Canvas, operands: Operands, name: str, unit: float = 1.0) -> None:
    """Operators w, Tc, Tw, Tz, TL, Ts and Tr: one number each."""
    value = float(operands[0]) * unit
    setattr(canvas.state, name, int(value) if name == "mode" else value)


Action = Callable[[Canvas, Operands], None]
"""What an operator does to a canvas."""
