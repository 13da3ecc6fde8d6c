"""The tasks, by name and file. What they do is in studyguide/; `./guide list` prints this page as a table of contents."""

import sys
from pathlib import Path

from doit import create_after
from doit.exceptions import TaskFailed
from doit.tools import config_changed

ROOT = Path(__file__).parent.resolve()
sys.path.insert(0, str(ROOT))
(ROOT / "build" / ".cache").mkdir(parents=True, exist_ok=True)

from studyguide.renditions import REFERENCE, RENDITIONS  # noqa: E402  (the project is importable only now)

NAME = "leukopenia"
BOOK = "build/.cache/book.pickle"
PAGES = f"build/.cache/pages-{REFERENCE}.json"
EPUB = f"build/{NAME}.epub"
PDFS = {key: f"build/{NAME}-{key}.pdf" for key in RENDITIONS}

DOIT_CONFIG = {"dep_file": "build/.doit.db", "default_tasks": ["pdf", "epub"], "verbosity": 2}


def files(*patterns):
    """The project's files by pattern, without hidden ones and Python's own."""
    found = {p for pattern in patterns for p in ROOT.glob(pattern) if p.is_file()}
    return sorted(str(p.relative_to(ROOT)) for p in found if "__pycache__" not in p.parts and not p.name.startswith((".", "#")))


CODE = files("studyguide/**/*.py", "studyguide/**/*.json", "requirements/build.txt")
CONTENT = files("chapters/**/*")
STYLES = files("styles/**/*")


def publish(function, *args):
    """Run a stage; what is wrong in the sources is printed as its diagnostics say it, and fails the task."""
    from studyguide.diagnostics import BuildFailed

    try:
        function(ROOT, *args)
    except BuildFailed as failed:
        print(failed.report(), file=sys.stderr)
        return TaskFailed("", report=False)
    return None


def stage(name, *args):
    """The action that calls `studyguide.project.<name>`; imported when it runs, so that a build with nothing to do stays quick."""

    def action():
        from studyguide import project

        return publish(getattr(project, name), *args)

    return action


def task_book():
    """read, parse and number the chapters; every mistake in them is reported"""
    return {"actions": [stage("store_book")], "file_dep": CONTENT + STYLES + CODE, "targets": [BOOK], "clean": True}


def task_pdf():
    """the guide as PDF, a sub-task for each rendition"""
    for key, rendition in RENDITIONS.items():
        pages = [PAGES] if key == REFERENCE else []
        yield {
            "name": key,
            "doc": rendition.title,
            "actions": [stage("write_pdf", key)],
            "file_dep": [BOOK, *STYLES, *CODE],
            "targets": [PDFS[key], *pages],
            "clean": True,
        }


def task_epub():
    """the guide as EPUB, with the page numbers of the A4 PDF"""
    return {"actions": [stage("write_epub")], "file_dep": [BOOK, PAGES, *STYLES, *CODE], "targets": [EPUB], "clean": True}
