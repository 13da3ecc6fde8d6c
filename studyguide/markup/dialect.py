"""The dialect of a guide: what its guide.toml says of how its chapters are read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from studyguide.nodes.boxes import BOXES, Box

Solved = Literal["below", "chapter", "end"]


@dataclass(frozen=True)
class Dialect:
    """What chapters are read by.

    The boxes by name that guide.toml declares, new ones and ready ones that it changes; where solutions are printed; the marks
    that straight quotation marks become, outer and inner ones (none: they stay).
    """

    boxes: Mapping[str, Box] = field(default_factory=dict)
    solutions: Solved = "below"
    quotes: tuple[str, ...] = ()

    def box(self, name: str) -> Box | None:
        """The kind of box of a name."""
        return self.boxes.get(name) or BOXES.get(name)
