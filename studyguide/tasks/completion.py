"""`./guide tabcompletion`: what lets a shell complete commands, renditions and chapters."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import PurePath

UNKNOWN = 3
SCRIPTS = {
    # bash parts words at colons, and wants what follows the last one
    "bash": """\
_guide() {
    local typed="${COMP_LINE:0:COMP_POINT}"
    typed="${typed##* }"
    COMPREPLY=($(compgen -W "$("$1" list --quiet 2>/dev/null)" -- "$typed"))
    COMPREPLY=("${COMPREPLY[@]#"${typed%"${typed##*:}"}"}")
}
complete -F _guide guide""",
    "zsh": """\
_guide() {
    local -a names
    names=("${(@f)$("${words[1]}" list --quiet 2>/dev/null)}")
    compadd -a names
}
compdef _guide guide""",
}


def main(words: Sequence[str]) -> int:
    """Print the script for a shell: that of `--shell NAME`, or the one that is used here; returns 0, or 3 if there is none."""
    named = " ".join(words[1:]).replace("=", " ").split()
    shell = named[-1] if named else PurePath(os.environ.get("SHELL", "bash")).name
    script = SCRIPTS.get(shell)
    if script is None and named:
        print(f"there is no completion for “{shell}”; write --shell {' or '.join(SCRIPTS)}", file=sys.stderr)
        return UNKNOWN
    print(script or SCRIPTS["bash"])
    return 0
