"""The tasks, by name and file. What they do is in studyguide/; `./guide list` prints this page as a table of contents."""

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from doit.exceptions import TaskFailed

ROOT = Path(__file__).parent.resolve()
sys.path.insert(0, str(ROOT))
(ROOT / "build" / ".cache").mkdir(parents=True, exist_ok=True)

from studyguide.sources.renditions import REFERENCE, RENDITIONS  # noqa: E402  (the project is importable only now)

Task = dict[str, Any]  # what doit reads a task from

NAME = "leukopenia"
BOOK = "build/.cache/book.pickle"
PAGES = f"build/.cache/pages-{REFERENCE}.json"
EPUB = f"build/{NAME}.epub"
PDFS = {key: f"build/{NAME}-{key}.pdf" for key in RENDITIONS}

DOIT_CONFIG = {"dep_file": "build/.doit.db", "default_tasks": ["pdf", "epub"], "verbosity": 2}


def files(*patterns: str) -> list[str]:
    """The project's files by pattern, without hidden ones and Python's own."""
    found = {p for pattern in patterns for p in ROOT.glob(pattern) if p.is_file()}
    return sorted(str(p.relative_to(ROOT)) for p in found if "__pycache__" not in p.parts and not p.name.startswith((".", "#")))


def option(name: str, text: str) -> dict[str, Any]:
    """An option of a task; a variable of the environment gives it to all tasks that have it."""
    return {"name": name, "long": name, "default": "", "help": text, "env_var": f"STUDYGUIDE_{name.upper()}"}


CODE = files("studyguide/**/*.py", "studyguide/**/*.json", "requirements/build.txt")
CONTENT = files("chapters/**/*")
STYLES = files("styles/**/*")
SCHEDULER = option("scheduler", "address of a Dask cluster that lays out, such as tcp://host:8786")
CACHE = option("cache", "URL of a cache that machines share, such as s3://bucket/folder")
ONE_PASS = {
    "name": "one_pass",
    "long": "one-pass",
    "type": bool,
    "default": False,
    "help": "let WeasyPrint write the file in one piece: slow, without the better tags, but the simplest way there is",
}
CHAPTERS = [Path(name).stem[3:] for name in files("chapters/[0-9][0-9]-*.md")]


def publish(function: Callable[..., bool | None], *args: str, **options: Any) -> TaskFailed | None:
    """Run a stage; what is wrong in the sources, or with the disk, is printed in words, and fails the task."""
    from studyguide.sources.diagnostics import BuildFailed

    try:
        fine = function(ROOT, *args, **options)
    except BuildFailed as failed:
        print(failed.report(), file=sys.stderr)
        return TaskFailed("", report=False)
    except OSError as error:  # a full disk, a folder that may not be written to: the message says all
        print(error, file=sys.stderr)
        return TaskFailed("", report=False)
    return TaskFailed("", report=False) if fine is False else None


def stage(name: str, *args: str) -> Callable[..., TaskFailed | None]:
    """The action that calls `studyguide.tasks.<name>`; imported when it runs, so that an idle build stays quick."""

    def action(**options: Any) -> TaskFailed | None:
        from studyguide import tasks

        return publish(getattr(tasks, name), *args, **options)

    return action


def command(*words: str) -> list[str]:
    """The command line that runs a Python module of the environment."""
    return [sys.executable, "-m", *words]


def task_book() -> Task:
    """Read, parse and number the chapters; every mistake in them is reported"""
    return {"actions": [stage("store_book")], "file_dep": CONTENT + STYLES + CODE, "targets": [BOOK], "clean": [clean_build]}


def task_html() -> Iterator[Task]:
    """The guide as web pages in build/html, a sub-task for each chapter, for a quick look"""
    what = "front and back matter, figures, style sheet"
    yield {"name": "frame", "doc": what, **page("frame"), "targets": ["build/html/contents.xhtml"]}
    for chapter in CHAPTERS:
        yield {"name": chapter, "doc": f"the chapter {chapter}", **page(chapter), "targets": [f"build/html/{chapter}.xhtml"]}


def page(unit: str) -> Task:
    """The action and dependencies of a web page."""
    return {"actions": [stage("write_html", unit)], "file_dep": [BOOK, *STYLES, *CODE]}


def task_pdf() -> Iterator[Task]:
    """The guide as PDF, a sub-task for each rendition"""
    for key, rendition in RENDITIONS.items():
        pages = [PAGES] if key == REFERENCE else []
        yield {
            "name": key,
            "doc": rendition.title,
            "actions": [stage("write_pdf", key)],
            "file_dep": [BOOK, *STYLES, *CODE],
            "targets": [PDFS[key], *pages],
            "params": [SCHEDULER, CACHE, ONE_PASS],
        }


def task_epub() -> Task:
    """The guide as EPUB, with the page numbers of the A4 PDF"""
    return {"actions": [stage("write_epub")], "file_dep": [BOOK, PAGES, *STYLES, *CODE], "targets": [EPUB]}


def task_check() -> Task:
    """The lints, and every validator on the finished files"""
    return {
        "actions": [stage("check"), command("pytest", "-q", "tests/validators")],
        "file_dep": [BOOK, EPUB, *PDFS.values()],
        "uptodate": [False],
    }


def task_oracle() -> Iterator[Task]:
    """Linked PDFs against what WeasyPrint makes of the same units in one piece: renditions, and generated books"""
    for name in ("a4", "phone", "print", "book-230", "book-570"):
        yield {"name": name, "doc": name, "actions": [stage("hold_to_oracle", name)], "file_dep": [BOOK], "uptodate": [False]}


def task_lint() -> Task:
    """Ruff and mypy on the code, import-linter on the structure"""
    imports = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-logo"]
    return {"actions": [command("ruff", "check", "."), command("ruff", "format", "--check", "."), command("mypy"), imports]}


def task_test() -> Task:
    """Pytest on everything that needs no validator; what follows -- goes to pytest"""
    return {"actions": [(run_pytest,)], "pos_arg": "args"}


def task_edits() -> Task:
    """Hundreds of random sequences of edits: a build with an old cache has the bytes of a clean one"""
    return {"actions": [command("pytest", "-q", "tests/pdf/test_edits.py", "--sequences=200")]}


def task_bench() -> Task:
    """The linker against WeasyPrint alone on generated books; a table in docs/benchmark.md"""
    return {"actions": [command("tests.bench")]}


def task_pictures() -> Task:
    """Pictures of pages and e-reader screens for the README and for a look"""
    return {"actions": [stage("write_pictures")], "file_dep": [EPUB, PDFS[REFERENCE], *CODE]}


def task_release() -> Task:
    """Everything built and checked, with checksums beside the files"""
    return {
        "actions": [stage("write_checksums")],
        "task_dep": ["lint", "test", "check"],
        "file_dep": [EPUB, *PDFS.values()],
        "targets": ["build/SHA256SUMS"],
    }


def run_pytest(args: Sequence[str] | None) -> bool:
    """Run pytest in this terminal."""
    import subprocess

    return subprocess.run([*command("pytest"), *(args or [])], cwd=ROOT, check=False).returncode == 0


def clean_build() -> None:
    """Take away everything that tasks made, the cache too; doit's own record goes with the next build."""
    import shutil

    for path in (ROOT / "build").iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
