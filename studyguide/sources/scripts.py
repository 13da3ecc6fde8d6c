"""Scripts of others that come with the program: temml with mhchem, as they stand in the npm registry."""

from functools import cache
from importlib import resources

VERSION = "0.13.5"
NAMES = ("temml.min.js", "mhchem.min.js")


@cache
def temml() -> str:
    """The program that reads formulas in TeX, for an engine of JavaScript."""
    folder = resources.files("studyguide.sources") / "temml"
    return "\n".join((folder / name).read_text("utf-8") for name in NAMES)
