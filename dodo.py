"""The tasks, by name and file. What they do is in studyguide/; `./guide list` prints this page as a table of contents."""

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from doit.exceptions import TaskFailed

HERE = Path(__file__).parent.resolve()
if (HERE / "studyguide").is_dir():
    sys.path.insert(0, str(HERE))

from studyguide.publish.names import (  # noqa: E402  (the project is importable only now)
    SITE,
    bank_paths,
    cards_paths,
    chapter_names,
    epub_paths,
    guide_name,
    pdf_path,
    wants_kindle,
    wants_ua2,
)
from studyguide.sources.folder import digests  # noqa: E402
from studyguide.sources.project import INSTALLED, ROOT  # noqa: E402
from studyguide.sources.renditions import REFERENCE, RENDITIONS, UA2  # noqa: E402
from studyguide.tasks.record import RECORD, TaskFiles, entry, made_by, still_today, unchanged  # noqa: E402

Task = dict[str, Any]  # what doit reads a task from

NAME = guide_name(ROOT)
EPUBS = epub_paths(NAME, kindle=wants_kindle(ROOT))
PDFS = {key: pdf_path(NAME, key) for key in (*RENDITIONS, UA2.id)}
WANTED = [key for key in PDFS if key != UA2.id or wants_ua2(ROOT)]
BEFORE = ["book", "_warnings"]
"""What every build does before it makes something: what is doubtful in the text is counted, whatever is made."""
MADE = [*BEFORE, f"pdf:{REFERENCE}", "epub", *(f"pdf:{key}" for key in WANTED if key != REFERENCE)]
"""All that is published, in the order in which it is made, and first what comes before. (doit takes tasks that wait for the same
one in any order: what several wait for stands first in every list here, and is done by the time they are looked at.)"""

DOIT_CONFIG = {"dep_file": RECORD, "backend": "sealed", "default_tasks": MADE, "verbosity": 2}


def option(name: str, text: str) -> dict[str, Any]:
    """An option of a task; a variable of the environment gives it to all tasks that have it."""
    return {"name": name, "long": name, "default": "", "help": text, "env_var": f"STUDYGUIDE_{name.upper()}"}


SCHEDULER = option("scheduler", "address of a Dask cluster that lays out, such as tcp://host:8786")
CACHE = option("cache", "URL of a cache that machines share, such as s3://bucket/folder")
ONE_PASS = {
    "name": "one_pass",
    "long": "one-pass",
    "type": bool,
    "default": False,
    "help": "let WeasyPrint write the file in one piece: slow, without the better tags, but the simplest way there is",
}
RECORD_CARDS = {
    "name": "record",
    "long": "record",
    "type": bool,
    "default": False,
    "help": "note in chapters/cards.csv since when each card says what it says: for an edition that learners get",
}
WITHOUT = option("without", "names of checks, with commas between them, that are not made")
ALOUD = {"io": {"capture": False}}  # else doit keeps to itself what a task has to say, if it is told to be quiet
CHAPTERS = chapter_names(ROOT)


def stage(name: str, *args: str, aloud: bool = False) -> Callable[..., dict[str, Any] | TaskFailed | bool]:
    """The action that calls `studyguide.tasks.stages.<name>`; imported when it runs, so that an idle build stays quick.

    It has a line that tells how far it is, unless it tells so much itself, `aloud`.
    """

    def action(task: Any, **options: Any) -> dict[str, Any] | TaskFailed | bool:
        from studyguide.tasks.border import inside
        from studyguide.tasks.progress import lined

        disk = TaskFiles(ROOT)
        made_by()  # the program as it is before the work, not after it

        def work() -> bool | None:
            return _stages(name)(disk, *args, **options)

        fine = inside(work if aloud else lambda: lined(work, task.name, disk), task.name, ROOT)
        return entry(disk) if fine is None else fine

    return action


def _stages(name: str) -> Callable[..., bool | None]:
    from studyguide.tasks import stages

    return getattr(stages, name)  # type: ignore[no-any-return]


def command(*words: str) -> list[str]:
    """The command line that runs a Python module of the environment."""
    return [sys.executable, "-m", *words]


def task_book() -> Task:
    """Read, parse and number the chapters; every mistake in them is reported"""
    return {"actions": [stage("write_book")], "uptodate": [unchanged(ROOT, digests)], "clean": [clean_build], **ALOUD}


def task_html() -> Iterator[Task]:
    """The guide as web pages in build/html, a sub-task for each chapter, for a quick look"""
    yield {"name": None, "doc": task_html.__doc__, "task_dep": BEFORE}
    what = "front and back matter, figures, style sheet"
    yield {"name": "frame", "doc": what, **of_book("write_html", "frame")}
    for chapter in CHAPTERS:
        yield {"name": chapter, "doc": "a chapter", **of_book("write_html", chapter), "task_dep": [*BEFORE, "html:frame"]}


def of_book(name: str, *args: str, aloud: bool = False) -> Task:
    """What every task has in common that makes something of the book alone."""
    return {"actions": [stage(name, *args, aloud=aloud)], "task_dep": BEFORE, "uptodate": [unchanged(ROOT)], **ALOUD}


def task__warnings() -> Task:
    """What the lints say of the text, kept to be counted in every build; it stops none"""
    return {**of_book("find_warnings", aloud=True), "task_dep": ["book"], "uptodate": [unchanged(ROOT), still_today]}


def task_pdf() -> Iterator[Task]:
    """The guide as PDF, a sub-task for each rendition"""
    yield {"name": None, "doc": task_pdf.__doc__, "task_dep": BEFORE}
    for key, rendition in RENDITIONS.items():
        settings = {"targets": [PDFS[key]], "params": [SCHEDULER, CACHE, ONE_PASS]}
        yield {"name": key, "doc": rendition.title, **of_book("write_pdf", key), **settings}
    settings = {"targets": [PDFS[UA2.id]], "params": [SCHEDULER, CACHE]}
    yield {"name": UA2.id, "doc": UA2.title, **of_book("write_pdf", UA2.id), **settings}


def task_epub() -> Task:
    """The guide as EPUB, with the page numbers of the A4 PDF; a second one is for Kindle and old e-readers"""
    return {**of_book("write_epub"), "task_dep": [*BEFORE, f"pdf:{REFERENCE}"], "targets": [*EPUBS.values()]}


def task_cards() -> Task:
    """Flashcards of glossary, questions and drawings: a deck for Anki, and a text for other programs"""
    return {**of_book("write_cards"), "targets": [*cards_paths(NAME)], "params": [RECORD_CARDS]}


def task_questions() -> Task:
    """The questions as banks that schools import: Moodle XML, QTI 2.1 and 3.0, GIFT"""
    return {**of_book("write_bank"), "targets": [*bank_paths(NAME)]}


def wish(name: str, text: str) -> dict[str, Any]:
    """An option that says what is wished for."""
    return {"name": name, "long": name, "default": "", "help": text}


WISHES = [
    wish("chapters", "the numbers or ids of chapters whose questions are taken, as 2,3 or 2-5; without it, all"),
    wish("questions", "how many questions; without it, 20, or all if there are fewer"),
    wish("seed", "a number or a word: another one draws other questions (1)"),
    wish("kinds", "kinds of questions that are taken: single, true-false, calculation, matching, case"),
    wish("objectives", "the ids of objectives whose questions are taken"),
    wish("title", "what stands at the head"),
    wish("versions", "how many versions with the same questions in other orders: A, B, … (1)"),
]


def task_paper() -> Task:
    """A test of the guide's questions in build/papers: the paper, an answer sheet, the key"""
    return {**of_book("write_exam"), "params": WISHES, "uptodate": [False]}


def task_papers() -> Task:
    """Sheets to use in build/papers: a worksheet, and those that guide.toml asks for: summary, card, poster, leaflet"""
    return of_book("write_papers")


def task_site() -> Task:
    """A static site: a page to download from, and the web edition with its search"""
    settings = of_book("write_site")
    return {**settings, "task_dep": [*MADE, "cards", "papers"], "targets": [f"{SITE}/index.html"]}


def task_check() -> Task:
    """The lints, and every validator on the finished files"""
    return {**checked("check"), "params": [WITHOUT]}


def task__whole_check() -> Task:
    """As check, and fails where one of the checks was not made"""
    return checked("check_whole")


def checked(name: str) -> Task:
    """What both have in common."""
    ours = [] if INSTALLED else [stage("check_examples", aloud=True), command("pytest", "-q", "tests/validators")]
    return {"actions": [stage(name, aloud=True), *ours], "task_dep": MADE, "uptodate": [False], **ALOUD}


def task_oracle() -> Iterator[Task]:
    """Linked PDFs against what WeasyPrint makes of the same units in one piece: renditions, and generated books"""
    for name in ("a4", "phone", "print", "book-230", "book-570"):
        yield {"name": name, "doc": f"of {name}", **of_book("hold_to_oracle", name, aloud=True), "uptodate": [False]}


def task_lint() -> Iterator[Task]:
    """What is doubtful: in the text, and in the code"""
    shown = {"actions": [stage("show_warnings", aloud=True)], "task_dep": BEFORE, "uptodate": [False], **ALOUD}
    yield {"name": "text", "doc": "what is doubtful in the text, at its place", **shown}
    if INSTALLED:
        return
    imports = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-logo"]
    actions = [command("ruff", "check", "."), command("ruff", "format", "--check", "."), command("mypy"), imports]
    yield {"name": "code", "doc": "Ruff and mypy on the code, import-linter on the structure", "actions": actions}


def task_test() -> Task:
    """Pytest on everything that needs no validator; what follows -- goes to pytest. In CI coverage is measured"""
    return {"actions": [(run_pytest,)], "pos_arg": "args"}


def task_edits() -> Task:
    """Hundreds of random edits, saves, stops and damages end with the bytes of a clean build; texts full of notes lose none"""
    places = (
        "tests/pdf/test_edits.py",
        "tests/pdf/test_book_edits.py",
        "tests/pdf/test_resume.py",
        "tests/pdf/test_notes.py",
        "tests/pdf/test_session.py",
        "tests/tasks",
    )
    many = ("--sequences=200", "--layouts=200", "--texts=40", "--saves=50", "--stops=30", "--damages=100", "--edits=1000")
    return {"actions": [command("pytest", "-q", *places, *many)]}


def task_bench() -> Task:
    """The guide and generated books beside WeasyPrint alone and other programs; tables in docs/benchmark.md"""
    return {"actions": [command("tests.bench")]}


def task_pictures() -> Task:
    """Pictures of pages and e-reader screens for the README and for a look"""
    return {"actions": [stage("write_pictures", aloud=True)], "task_dep": MADE, "uptodate": [False], **ALOUD}


def task_release() -> Task:
    """Everything built twice and checked, in build/release, with checksums, a report, notes and a bill of materials"""
    before = [
        "book",
        "_may_release",
        "lint",
        *([] if INSTALLED else ["test"]),
        "_whole_check",
        "cards",
        "questions",
        "papers",
        "site",
    ]
    actions = [stage(name, aloud=True) for name in ("build_twice", "write_release")]
    return {"actions": actions, "task_dep": before, "uptodate": [False], **ALOUD}


def task__may_release() -> Task:
    """What keeps a guide from being published, told before hours of work"""
    return {"actions": [stage("may_release", aloud=True)], "task_dep": ["book"], "uptodate": [False], **ALOUD}


def run_pytest(args: Sequence[str] | None) -> bool:
    """Run pytest in this terminal. In CI it is measured what the whole suite runs, and there is a least; it takes longer."""
    import os
    import subprocess

    def succeeds(*words: str) -> bool:
        return subprocess.run(command(*words), cwd=ROOT, check=False).returncode == 0

    if args or not os.environ.get("CI"):
        return succeeds("pytest", *(args or []))
    return succeeds("coverage", "erase") and succeeds("coverage", "run", "-m", "pytest") and succeeds("tests.measured")


def clean_build() -> Any:
    """Take away everything that tasks made, under whatever name, and all that doit remembers of it."""
    from doit import Globals

    from studyguide.tasks.border import inside
    from studyguide.tasks.stages import clear

    Globals.dep_manager.remove_all()
    return inside(lambda: clear(ROOT), "clean", ROOT)


if INSTALLED:  # a guide in its own folder has no program to test
    del task_oracle, task_test, task_edits, task_bench
