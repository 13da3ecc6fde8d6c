"""What every finished file depends on besides the sources and the code: Python, the pinned libraries, and Pango with its own."""

import ctypes
import os
import re
import sys
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from studyguide.sources.project import SHIPPED

PINS = SHIPPED / "requirements" / "build.txt"
# A name of the file and the function that tells the version, for each library that pip does not install.
SYSTEM = {
    "Pango": ("pango-1.0", 0, "pango_version_string"),
    "HarfBuzz": ("harfbuzz", 0, "hb_version_string"),
    "fontconfig": ("fontconfig", 1, "FcGetVersion"),
}
NAMES = {"darwin": "lib{}.{}.dylib", "win32": "lib{}-{}.dll"}


@lru_cache(maxsize=1)
def environment() -> tuple[str, ...]:
    """Names with versions. Imports none of the libraries."""
    system = (f"{name} {_version(*library)}" for name, library in SYSTEM.items())
    return (f"Python {sys.version}", *installed(), *system)


def installed() -> list[str]:
    """The pinned libraries as pip names the folders that hold their versions, such as `weasyprint-70.0.dist-info`."""
    spec = find_spec("weasyprint")
    if spec is None or spec.origin is None:
        return []
    pinned = {_plain(name) for name in re.findall(r"^([\w.-]+)==", PINS.read_text("utf-8"), re.MULTILINE)}
    found = (entry.name for entry in os.scandir(Path(spec.origin).parent.parent) if entry.name.endswith(".dist-info"))
    return sorted(name for name in found if _plain(name.partition("-")[0]) in pinned)


def versions() -> dict[str, str]:
    """The same by name, for people and without what differs from one building of Python to another."""
    libraries = (each.removesuffix(".dist-info").partition("-") for each in installed())
    system = {name: _version(*library) for name, library in SYSTEM.items()}
    return {"Python": sys.version.split()[0], **{_plain(name): version for name, _, version in libraries}, **system}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _version(library: str, number: int, function: str) -> str:
    """What a shared library says of its version; “” where it cannot be asked, and then it cannot lay out either."""
    try:
        call = getattr(ctypes.CDLL(NAMES.get(sys.platform, "lib{}.so.{}").format(library, number)), function)
    except (OSError, AttributeError):
        return ""
    call.restype = ctypes.c_int if function == "FcGetVersion" else ctypes.c_char_p
    told = call()
    return told.decode() if isinstance(told, bytes) else str(told)
