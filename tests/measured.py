"""What the whole suite has run of the code: `python -m tests.measured`, after `coverage run -m pytest`.

Fails where less is run than pyproject asks, in all or in any one module: code that no test runs is code that nobody knows.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from coverage import Coverage

ROOT = Path(__file__).parents[1]
LEAST = 60
"""Per cent of a module's lines. Of other processes those are seen that were started with `tests.project.measured`."""


def shares(measured: Coverage) -> dict[str, float]:
    """The per cent of lines that were run, by module."""
    found = {}
    for path in sorted((ROOT / "studyguide").rglob("*.py")):
        _, lines, _, missing, _ = measured.analysis2(str(path))
        if lines:
            found[path.relative_to(ROOT).as_posix()] = 100 * (1 - len(missing) / len(lines))
    return found


def main() -> int:
    """Print the total and what falls short; 0 if nothing does."""
    measured = Coverage(data_file=str(ROOT / ".coverage"), config_file=str(ROOT / "pyproject.toml"))
    measured.combine()
    total = measured.report(file=io.StringIO())
    least = float(str(measured.get_option("report:fail_under")))
    poor = {name: share for name, share in shares(measured).items() if share < LEAST}
    print(f"Coverage: {total:.1f} % of the lines of studyguide/ (at least {least:.0f}), each module at least {LEAST}.")
    for name, share in poor.items():
        print(f"  {name}: {share:.0f} %")
    return int(bool(poor) or total < least)


if __name__ == "__main__":
    sys.exit(main())
