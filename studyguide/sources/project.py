"""Where things are: the folder of the guide, and what the program brings for it.

In the program's own repository all of it is one folder. Where the program is installed as a package, the guide is the folder in
which `./guide` runs, and theme, requirements and documents lie in the package; files in the guide's `styles/` stand in the place
of files of the theme that have the same name.
"""

from pathlib import Path

PROGRAM = Path(__file__).resolve().parents[1]
INSTALLED = not (PROGRAM.parent / "dodo.py").is_file()
ROOT = Path.cwd() if INSTALLED else PROGRAM.parent
SHIPPED = PROGRAM if INSTALLED else PROGRAM.parent
THEME = SHIPPED / "styles" if INSTALLED else None
