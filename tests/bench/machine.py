"""What the figures were measured on and with."""

from __future__ import annotations

import datetime
import importlib.metadata
import os
import platform
from pathlib import Path

LIBRARIES = ("weasyprint", "pydyf", "pikepdf", "doit")


def described() -> dict[str, str]:
    """Date, machine and versions, as the text about the figures names them."""
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": f"{_processor()}, {os.cpu_count()} processors, {_memory()}{platform.system()} {platform.release()}",
        "versions": ", ".join(["Python " + platform.python_version(), *(f"{name} {_version(name)}" for name in LIBRARIES)]),
        "load": _load(),
    }


def _version(name: str) -> str:
    return importlib.metadata.version(name)


def _processor() -> str:
    """What Linux calls the processor; elsewhere its kind."""
    try:
        rows = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        rows = []
    return next((row.partition(":")[2].strip() for row in rows if row.startswith("model name")), platform.machine())


def _memory() -> str:
    names = getattr(os, "sysconf_names", {})
    if "SC_PHYS_PAGES" not in names:
        return ""
    return f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GiB, "


def _load() -> str:
    """How busy the machine was before: 0.0 is idle."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
