"""Editors: the addresses under which programs open a file at its line and column.

Each is a template. `{path}` stands in it for the absolute path of the file, percent-encoded; `{line}` and `{column}` stand for
numbers that count from 1.
"""

from __future__ import annotations

from studyguide.sources.diagnostics import did_you_mean

EDITORS = {
    "vscode": "vscode://file/{path}:{line}:{column}",
    "vscode-insiders": "vscode-insiders://file/{path}:{line}:{column}",
    "vscodium": "vscodium://file/{path}:{line}:{column}",
    "cursor": "cursor://file/{path}:{line}:{column}",
    "windsurf": "windsurf://file/{path}:{line}:{column}",
    "zed": "zed://file/{path}:{line}:{column}",
    "idea": "idea://open?file=/{path}&line={line}&column={column}",
    "pycharm": "pycharm://open?file=/{path}&line={line}&column={column}",
    "webstorm": "webstorm://open?file=/{path}&line={line}&column={column}",
    "textmate": "txmt://open?url=file:///{path}&line={line}&column={column}",
    "macvim": "mvim://open?url=file:///{path}&line={line}&column={column}",
    "bbedit": "x-bbedit://open?url=file:///{path}&line={line}&column={column}",
    "none": "",
}


def editor_address(name: str) -> str:
    """The template of an editor by its name, or a template as it stands. Raises ValueError with words for a person."""
    if name in EDITORS:
        return EDITORS[name]
    if "{path}" in name and ":" in name.partition("{path}")[0]:
        return name
    hint = (
        did_you_mean(name, EDITORS) or "it is one of " + ", ".join(EDITORS) + ", or an address with {path}, {line} and {column}"
    )
    raise ValueError(f"there is no editor “{name}”; {hint}")
