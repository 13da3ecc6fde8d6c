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
