"""Drawings that a screen shows by itself, in an `img`, where no font of the guide can be reached."""

from lxml import etree

SCREEN_FONTS = "'Source Sans 3', 'Source Sans Pro', 'Open Sans', system-ui, sans-serif"


def for_screens(svg: str) -> str:
    """The drawing with words in a font that the screen has (CSS Fonts 4, 2.1: other names than those of a guide's fonts)."""
    root = etree.fromstring(svg.encode())
    for element in root.iter(etree.Element):
        if "font-family" in element.attrib:
            element.set("font-family", SCREEN_FONTS)
    return str(etree.tostring(root, encoding="unicode"))
