"""Where things are: the folder of the guide, and what the program brings for it.

In the program's own repository all of it is one folder. Where the program is installed as a package, the guide is the folder in
which `./guide` runs, and theme, requirements and documents lie in the package. A guide beside the repository, such as those of
`examples/`, is named by the variable `GUIDE`, and takes them from there. Files in a guide's `styles/` stand in the place of files
of the theme that have the same name.
"""

import os
from pathlib import Path

GUIDE = "STUDYGUIDE_FOLDER"
"""The variable of the environment that names the folder of a guide which the program in its repository is to build."""

PROGRAM = Path(__file__).resolve().parents[1]
PACKAGED = not (PROGRAM.parent / "dodo.py").is_file()
INSTALLED = PACKAGED or GUIDE in os.environ
"""Whether the guide lies in another folder than the program."""
ROOT = Path(os.environ.get(GUIDE) or Path.cwd()) if INSTALLED else PROGRAM.parent
SHIPPED = PROGRAM if PACKAGED else PROGRAM.parent
THEME = SHIPPED / "styles" if INSTALLED else None
