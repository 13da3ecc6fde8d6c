"""The table of commands: all that a person may type after ./guide, by purpose. Help, hints and docs/commands.md are made of it.

A row is a task of dodo.py, a command of doit's, or a command of its own: then `module` names the module that has its
`main(words) -> int`, which is imported only when the command is called. So a new command is a row here, and its module.
Nothing is imported in this module that takes time.
"""

from __future__ import annotations

from dataclasses import dataclass

from studyguide.sources.project import INSTALLED

PURPOSES = {
    "make": "Make",
    "look": "Look",
    "write": "Write",
    "check": "Check",
    "publish": "Publish",
    "learners": "Learners",
    "program": "Program",
    "builds": "Builds",
}
"""What commands are for, in the order of the help, and how it is headed there."""
IN_ONE_LINE = ("learners", "program", "builds")
"""Purposes of which the help names the commands in one line; `./guide list` has a line for each."""


@dataclass(frozen=True, slots=True)
class Command:
    """A word that a person may type: what it is for, and what it does, in a line of at most 57 characters.

    `words` are what may follow it, as help shows them, `options` those of its own with what they do; `example` follows ./guide;
    `also` are other words that people type for it; `needs` names the files in requirements/ that it wants besides those of a
    build (`SETS` in ./guide says the same). What is `at_home` is there in the program's own repository alone.
    """

    name: str
    purpose: str
    summary: str
    words: str = ""
    example: str = ""
    options: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()
    module: str = ""
    needs: tuple[str, ...] = ()
    at_home: bool = False


TEST = ("watch", "editor", "test")
ALL = ("watch", "editor", "test", "check", "check-nodeps", "check-java", "check-node")
HELP = "studyguide.tasks.help"
EDITING = "studyguide.tasks.editing"
RUN = (
    ("-a", "make it even if it is up to date"),
    ("-c", "after a mistake, go on with what does not depend on it"),
    ("-n NUMBER", "so many tasks side by side"),
    ("-s", "only the tasks that are named, not what they need"),
)

EVERY = (
    Command("pdf", "make", "every PDF; pdf:a4 makes one", example="pdf:a4 epub", also=("pdfs", "print")),
    Command("epub", "make", "the EPUB, and one for Kindle; pages as in A4", also=("ebook", "e-book", "kindle", "kobo")),
    Command(
        "cards",
        "learners",
        "flashcards for Anki, and as text for other programs",
        options=(("--record", "notes in chapters/cards.csv since when each says so"),),
        also=("flashcards", "anki", "deck"),
    ),
    Command(
        "questions",
        "learners",
        "banks of questions: Moodle XML, QTI 2.1 and 3.0, GIFT",
        also=("bank", "quiz", "moodle", "qti", "gift"),
    ),
    Command(
        "paper",
        "learners",
        "a test with answer sheet and key, as PDFs",
        example="paper --chapters 2,3 --questions 20 --seed 7",
        also=("exam", "test-paper"),
    ),
    Command("papers", "learners", "worksheet, summary, wallet card, poster, leaflet", also=("worksheet", "handouts", "sheets")),
    Command("site", "learners", "a site to download from and to read: build/site", also=("website", "download")),
    Command("html", "make", "web pages in build/html; html:CHAPTER makes one", also=("web", "pages")),
    Command("book", "make", "reads the chapters and tells all mistakes; makes nothing", also=("compile", "read", "validate")),
    Command(
        "watch",
        "look",
        "shows pages, e-reader and web while you write",
        example="watch --editor vscode",
        options=(
            ("--no-browser", "opens no browser; the address is told"),
            ("--port NUMBER", "where it listens on this computer (4860; 0: any free one)"),
            ("--editor NAME", "opens a clicked word there: vscode, zed, … or an address with {path}, {line}, {column}"),
        ),
        also=("preview", "serve", "live", "open"),
        module="studyguide.tasks.watch.command",
        needs=("watch",),
    ),
    Command("pictures", "program", "pictures of pages and of e-reader screens", also=("screens", "images"), needs=ALL),
    Command(
        "new",
        "write",
        "a chapter, section, question, figure … to fill in",
        "KIND WORD …",
        "new question counting single",
        (
            ("chapter TITLE [ID]", "a chapter file with the next number"),
            ("section CHAPTER TITLE [ID]", "before summary and self-test; --after ID: behind a section"),
            ("question CHAPTER [KIND] [ID]", "behind the last one; --objective ID, --section ID"),
            ("figure CHAPTER NAME", "a drawing and its box; --after ID"),
            ("chart CHAPTER NAME [KIND]", "a data file and its box; --after ID"),
            ("entry TERM", "a glossary entry in its place; --abbr WORD"),
            ("faq QUESTION [ID]", "a frequent question, the last one"),
            ("reference KEY [TYPE]", "a source, the last one"),
            ("guide FOLDER", "a folder that is a guide; --title WORDS, --language TAG, --program FILE"),
        ),
        also=("add", "create", "init"),
        module=f"{EDITING}.new",
    ),
    Command(
        "rename",
        "write",
        "gives a name another, everywhere; old links live",
        "OLD NEW",
        "rename fig-ruler fig-scale",
        (("--dry-run", "shows the differences, and changes nothing"),),
        also=("move", "mv"),
        module=f"{EDITING}.rename",
    ),
    Command(
        "where",
        "write",
        "every place of a value, term, source, id or figure",
        "NAME",
        "where oven.hot",
        also=("find", "grep", "uses"),
        module=f"{EDITING}.where",
    ),
    Command(
        "cite",
        "write",
        "takes in sources that Zotero or another exports",
        "FILE",
        "cite ~/export.json",
        (("--overwrite KEY …", "for these sources, what the file says stands from now on"),),
        also=("zotero", "bibtex", "sources"),
        module=f"{EDITING}.cite",
    ),
    Command(
        "import",
        "write",
        "a book of MyST, Quarto, mdBook, MkDocs … as a guide",
        "FILE|FOLDER",
        "import ../their-book ../our-book",
        (
            ("FILE", "one Markdown file becomes a chapter of this guide"),
            ("FOLDER [NEW-FOLDER]", "a book becomes a guide in a folder of its own"),
            ("--title WORDS, --language TAG", "instead of what the book says of itself"),
            ("--credit WORDS", "who made its pictures, and under which licence, where it does not say so"),
        ),
        also=("convert", "myst", "quarto", "pandoc", "mdbook", "mkdocs", "markdown"),
        module="studyguide.tasks.importing.command",
    ),
    Command(
        "changes",
        "write",
        "what changed since a version, a passage at a time",
        "[VERSION]",
        "changes v1.0.0 --markdown",
        (
            ("--markdown", "as a section of CHANGELOG.md"),
            ("--page", "as chapters/new-in-this-edition.md, if there is none"),
        ),
        also=("diff", "changelog", "news"),
        module=f"{EDITING}.changes",
    ),
    Command(
        "listen",
        "builds",
        "a chapter as a screen reader says it, of EPUB or PDF",
        "CHAPTER",
        "listen counting --pdf",
        (("--pdf", "of the A4 PDF, as it was built last"),),
        also=("hear", "aloud", "transcript", "read-aloud"),
        module="studyguide.tasks.listen",
    ),
    Command("lint:text", "check", "shows what is doubtful in the text, at its place", also=("warnings", "proofread", "style")),
    Command("check", "check", "lints, and all validators on the finished files", also=("validators",), needs=ALL),
    Command(
        "package",
        "program",
        "the program as a wheel, for guides in folders of their own",
        also=("wheel", "dist"),
        module="studyguide.tasks.package",
        at_home=True,
    ),
    Command(
        "doctor",
        "check",
        "what this computer lacks, and the line that mends it",
        also=("setup", "diagnose"),
        module="studyguide.tasks.doctor",
    ),
    Command("release", "publish", "all is built, tested and checked, with checksums", also=("publish", "ship"), needs=ALL),
    Command(
        "verify",
        "learners",
        "which edition a file is, if it is unchanged and newest",
        "FILE …",
        "verify build/book.epub",
        (("--index FOLDER", "where SHA256SUMS or build-report.json lies, if not beside it"),),
        also=("checksum", "authentic", "edition"),
        module="studyguide.tasks.verify",
    ),
    Command(
        "test",
        "program",
        "the tests; what follows goes to pytest",
        "[WORD …]",
        "test -k links",
        also=("tests", "pytest"),
        needs=TEST,
        at_home=True,
    ),
    Command("lint", "program", "lint:text" if INSTALLED else "lint:text and lint:code", needs=TEST),
    Command("lint:code", "program", "Ruff, mypy and the import contracts", also=("ruff", "mypy"), needs=TEST, at_home=True),
    Command("edits", "program", "random edits end with the bytes of clean builds", also=("fuzz",), needs=TEST, at_home=True),
    Command(
        "oracle",
        "program",
        "linked PDFs against WeasyPrint's own",
        example="oracle:a4",
        also=("compare",),
        needs=ALL,
        at_home=True,
    ),
    Command(
        "lsp",
        "program",
        "the language server that an editor starts",
        also=("language-server", "editor"),
        module="studyguide.tasks.lsp.command",
        needs=("editor",),
    ),
    Command("bench", "program", "measures the linker, for docs/benchmark.md", also=("benchmark", "measure"), at_home=True),
    Command(
        "help", "builds", "one page; help WORD tells more of a word", "[WORD]", "help pdf:a4", also=("usage", "man"), module=HELP
    ),
    Command(
        "explain",
        "builds",
        "the code of a message: wrong, right, and why",
        "CODE",
        "explain unknown-term",
        also=("code", "error", "message"),
        module="studyguide.tasks.explain",
    ),
    Command(
        "list",
        "builds",
        "all that may be typed, with renditions and chapters",
        options=(
            ("--quiet", "names alone, one a line"),
            ("--status", "what would be made (R) and what is up to date (U)"),
            ("--deps", "the files that a task depends on"),
        ),
        also=("ls", "tasks", "commands"),
        module=HELP,
    ),
    Command("version", "builds", "the versions of the guide and of the program", also=("about",), module=HELP),
    Command(
        "clean", "builds", "takes away all that was made", also=("delete", "remove", "reset"), module="studyguide.tasks.clean"
    ),
    Command(
        "info",
        "builds",
        "what a task needs, and whether it is up to date",
        "TASK",
        "info pdf:a4",
        options=(("--no-status", "without the reasons why it would be made"),),
        also=("status", "why"),
    ),
    Command(
        "forget",
        "builds",
        "what is named is made anew next time",
        "[TASK …]",
        "forget pdf:a4",
        options=(("-a", "forget all tasks"), ("-s", "forget what the tasks need, too")),
        also=("force", "rebuild"),
    ),
    Command("ignore", "builds", "a task is left out until it is forgotten", "TASK …", "ignore pdf:phone", also=("skip",)),
    Command(
        "run",
        "builds",
        "makes what is named; the word may be left out",
        "[TASK …]",
        "run -a pdf:a4",
        RUN,
        also=("make", "build", "all"),
    ),
    Command("reset-dep", "builds", "takes all files as they are for those that were built from", "[TASK …]"),
    Command("dumpdb", "builds", "the record of what was built, as it is kept", module="studyguide.tasks.record"),
    Command(
        "tabcompletion",
        "builds",
        "lets a shell complete names: source <(./guide tabcompletion)",
        options=(("--shell NAME", "bash or zsh; without it, the shell that is used"),),
        also=("completion",),
        module="studyguide.tasks.completion",
    ),
    Command("strace", "builds", "the files that a task opens (needs strace)", "TASK", "strace book", also=("trace",)),
)
COMMANDS = tuple(command for command in EVERY if not (INSTALLED and command.at_home))
"""The commands that there are here."""
OPTIONS = (
    ("--quiet (-q)", "says nothing but errors"),
    ("--verbose", "says also what was up to date, and how far long work is"),
    ("--format json", "tells mistakes to programs, an object a line"),
    ("--help (-h)", "the help of the command before it"),
    ("--version", "the versions of the guide and of the program"),
)
"""What may stand anywhere on the command line."""
RETURNS = {
    0: "All is done, or was done before. Warnings change nothing.",
    1: "Something is wrong with the sources, a disk or a finished file; verify: it was changed. It was told.",
    2: "A task or the set-up cannot go on for another reason, or verify does not know a file. It was told.",
    3: "There is no such command, task, option or format.",
    70: "The program itself is at fault; build/log has the details.",
    130: "Stopped by Ctrl-C. Finished files are whole.",
}
"""What ./guide returns to the shell, and why."""
VARIABLES = {
    "STUDYGUIDE_FORMAT": "“json” tells mistakes to programs, as --format does.",
    "STUDYGUIDE_OUTPUT": "“quiet” or “verbose”, as the options of these names.",
    "STUDYGUIDE_SCHEDULER": "The address of a Dask cluster that lays out, as --scheduler.",
    "STUDYGUIDE_CACHE": "The URL of a cache that machines share, as --cache.",
    "STUDYGUIDE_WITHOUT": "Names of checks, with commas between them, that ./guide check does not make, as --without.",
    "STUDYGUIDE_FOLDER": "The folder of a guide that the program builds from its own repository; the guide's launcher sets it.",
    "STUDYGUIDE_EDITOR": "What ./guide watch opens words in, as --editor.",
    "CI": "Whatever it is set to: plain lines, no progress; ./guide test measures coverage.",
    "GITHUB_ACTIONS": "“true”: every mistake is shown at its line in the change, too.",
    "NO_COLOR": "Whatever it is set to: no colour (https://no-color.org/).",
    "TERM": "“dumb”: plain lines, no progress.",
    "COLUMNS": "The width of the screen in characters, where no terminal tells it.",
}
"""The variables of the environment that ./guide heeds."""


OWN = {command.name: command for command in COMMANDS if command.module}
"""The commands that have a module."""


def command_of(word: str) -> Command | None:
    """The command of a word, or of the task that it is a part of: of `pdf:a4`, that is `pdf`."""
    rows = {command.name: command for command in COMMANDS}
    return rows.get(word) or rows.get(word.partition(":")[0])
