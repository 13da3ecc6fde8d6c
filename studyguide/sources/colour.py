"""Colours and their contrast, as WCAG 2.2 measures it."""

Colour = tuple[float, float, float]
"""Red, green, blue, each from 0 to 1."""


def contrast(one: Colour, other: Colour, full: float = 1) -> float:
    """The contrast ratio of two colours, from 1 to 21. `full` is the largest value of a part, 255 in pixels."""
    light, dark = sorted((luminance(one, full), luminance(other, full)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Colour, full: float = 1) -> float:
    """The relative luminance of a colour, from 0 to 1."""
    parts = [part / full for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def css_colour(colour: Colour, full: float = 1) -> str:
    """The colour as style sheets write it."""
    return "#" + "".join(f"{round(255 * part / full):02X}" for part in colour)


def from_css(written: str) -> Colour:
    """The colour that a style sheet writes as #RRGGBB."""
    red, green, blue = (part / 255 for part in bytes.fromhex(written.removeprefix("#")))
    return red, green, blue


def with_luminance(colour: Colour, wanted: float) -> Colour:
    """The colour made darker or lighter, of the same hue, until it has a relative luminance; never lighter than that."""
    ground = (0.0, 0.0, 0.0) if luminance(colour) > wanted else (1.0, 1.0, 1.0)
    steps = range(4096) if ground == (0.0, 0.0, 0.0) else range(4095, -1, -1)
    mixed = (_mixed(colour, ground, step / 4096) for step in steps)
    return next((each for each in mixed if luminance(each) <= wanted), (0.0, 0.0, 0.0))


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    """So much of the other colour in one, as an eighth of a bit per part can show it."""
    red, green, blue = (round(255 * (a + (b - a) * share)) / 255 for a, b in zip(one, other, strict=True))
    return red, green, blue
