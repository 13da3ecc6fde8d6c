"""The command line, and what dodo.py calls.

`commands` is the table of all that may be typed; `arguments`, `help` and `suggestions` read and explain it. `stages` does the
work, `record` knows whether it is done, `progress`, `reporter` and `summary` tell how far it is, `border` tells what went wrong.
"""

from studyguide.sources.project import INSTALLED, PACKAGED, SHIPPED

if INSTALLED and not PACKAGED:  # the tasks of a guide beside the repository are those of its dodo.py, which a package has in here
    __path__.append(str(SHIPPED))
