"""Page figures: a style sheet whose pages are counted in the figures of another script than Latin, in a font that has them."""

import re

FACE = re.compile(r'(@font-face \{ font-family: "Folio (?:Text|Margin)"; src: url\()[^)]*')
COUNTED = re.compile(r"counter\((pages?)\)")
USED = re.compile(r'("Folio (?:Text|Margin)")(?!; src)')
DIGEST = re.compile(r'(\.hash [^{}]*\{[^{}]*)"Folio Text"')
LATIN = '"Guide Sans"'
"""What sets the figures that stay Latin: those of Roman numbers and of digests."""


def paged(sheet: str, counter: str, font: str) -> str:
    """The sheet with its pages counted in a counter style of CSS, and their numbers set in a font at an address."""
    counted = COUNTED.sub(rf"counter(\1, {counter})", sheet)
    if not font:
        return counted
    latin = DIGEST.sub(rf"\1{LATIN}", counted)
    return FACE.sub(rf"\1{font}", USED.sub(rf"\1, {LATIN}", latin))
