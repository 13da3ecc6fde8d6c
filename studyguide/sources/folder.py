"""Sources: everything the guide is made of, read once, before any other stage runs. The only reader.

What a source is stands in `SOURCE`, for the reader and for the question whether anything changed.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from studyguide.sources import files
from studyguide.sources.blanks import check_blanks
from studyguide.sources.characters import check_characters, without_hidden
from studyguide.sources.conflicts import without_conflicts
from studyguide.sources.diagnostics import ANY_NAME, WHOLE_FILE, Name, Problems, Span
from studyguide.sources.pasted import check_spread, said_once, with_plain_spaces
from studyguide.sources.project import THEME
from studyguide.sources.remembered import Memory

TEXT = {
    *(".md", ".toml", ".yaml", ".json", ".bib", ".csv", ".txt", ".po"),
    *(".svg", ".css", ".html", ".xhtml", ".opf", ".ncx", ".xml", ".csl"),
}
FOLDERS = ("chapters", "styles")
SOURCE = re.compile(
    r"chapters/([^/]+\.md|(guide|values|coverage|renamed)\.toml|references\.(yaml|json|bib)|(words|other-numbers)\.txt|wording\.po|LICENSE|cover\.svg|cards\.csv|figures/[^/]+\.(svg|toml|csv|jpe?g|png|webp))"
    r"|styles/(renditions/)?[^/]+\.css|styles/(references\.csl|words/[^/]+\.po|fonts/[^/]+\.([ot]tf|txt))"
    r"|styles/templates/([^/]+/)*[^/]+\.(css|html|ncx|opf|svg|txt|xhtml|xml)"
)
"""The paths of sources. Whatever else stands in their folders is an error, but for `SCRATCH`."""
PICTURE = re.compile(
    r"\.(svg|jpe?g|png|webp|jfif|gif|tiff?|bmp|hei[cf]|avif|jxl|jp2|psd|raw|dng|cr2|nef|svgz|eps|pdf|ai)", re.IGNORECASE
)
"""The endings of pictures that somebody may lay down, whether the guide takes them or not."""
CHAPTER_LIKE = re.compile(r"chapters/.*\.(md|markdown|mkd|txt)(\.txt)?", re.IGNORECASE)
SCRATCH = re.compile(
    r"\..*|.*~|~\$.*|\#.*\#|4913|sed\w{6}|___jb_(tmp|old)___|.*___jb_(tmp|old)___|.*\.(sw[a-p]|tmp|temp|part|crdownload)"
    r"|Thumbs\.db|desktop\.ini|Icon\r|__MACOSX|__pycache__",
    re.IGNORECASE,
)
"""Names that editors and systems leave lying about, for a moment or for good; nobody means them as a source."""
COPY = re.compile(r"(.+)\.(bak|orig)", re.IGNORECASE)
"""Names of copies that editors and merges leave beside a file. Where that is gone, the copy may be all that is left of it."""


OF_WINDOWS = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
"""What bytes that are no UTF-8 are in the encoding of Windows."""
LARGEST = {"text": 8 * 1024**2, "bytes": 40 * 1024**2}  # of a text, and of anything else
LONGEST = 100_000  # characters of a line that somebody writes
WRITTEN = {".md", ".toml", ".yaml", ".txt", ".po"}


@dataclass(frozen=True)
class Sources:
    """The project's files by path relative to its root (“/” between parts): `texts`, and in `blobs` fonts and other bytes.

    `read` are the digests of the bytes that were read, before line ends and the like were made the same; `strays` the texts of
    files that are no part of the guide, but may be meant as one.
    """

    texts: Mapping[str, str]
    blobs: Mapping[str, bytes]
    read: Mapping[str, str] = field(default_factory=dict)
    strays: Mapping[str, str] = field(default_factory=dict, compare=False)

    def digest(self) -> str:
        """SHA-256 over every path and content: names the exact sources a guide was made from."""
        whole = hashlib.sha256()
        for path, data in sorted({**{p: t.encode() for p, t in self.texts.items()}, **self.blobs}.items()):
            whole.update(f"{path}\0{len(data)}\0".encode())
            whole.update(data)
        return whole.hexdigest()

    @property
    def named(self) -> dict[str, str]:
        """The texts by path, and among them the photographs, which have names and no words."""
        return {**self.texts, **{path: "" for path in self.blobs if path.startswith("chapters/figures/")}}

    def under(self, folder: str, suffix: str = "") -> dict[str, str]:
        """The texts below a folder, by path relative to it."""
        start = folder.rstrip("/") + "/"
        return {p[len(start) :]: t for p, t in self.texts.items() if p.startswith(start) and p.endswith(suffix)}


def read_sources(root: Path, problems: Problems, folders: tuple[str, ...] = FOLDERS) -> Sources:
    """Read every source. What is none, and a link that leads out of the project, is an error and is not read.

    Raises OSError where a file may not be read.
    """
    texts: dict[str, str] = {}
    blobs: dict[str, bytes] = {}
    read: dict[str, str] = {}
    strays: dict[str, str] = {}
    for name, path in listed(root, folders):
        if not SOURCE.fullmatch(name) and (meant := _meant_by(name, path)):
            strays[_unknown(name)] = f"{strays.get(_unknown(name), '')}{meant}\n"
        if _refused(name, path, root, problems) or (data := _bytes(path)) is None:
            continue
        read[name] = files.digest(data)
        if path.suffix in TEXT:
            texts[name] = decoded(name, data, problems)
        else:
            blobs[name] = data
    return Sources(texts, blobs, read, strays)


def readable(sources: Sources, problems: Problems, remembered: Memory | None = None) -> Sources:
    """The sources without what nobody can see, and without passages in two versions; each of them is an error in its place.

    This is for files of `chapters`, in which an author types; what is designed in `styles` may hold any sign.
    """
    texts, remembered = dict(sources.texts), remembered or Memory()
    for path, text in sources.texts.items():
        if path.startswith("chapters/"):
            meant = remembered(readable_text, path, text).tell(problems)
            texts[path] = text if meant is None else meant
    return replace(sources, texts=texts)


def readable_text(path: str, text: str, problems: Problems) -> str | None:
    """A text without what nobody can see, and without passages in two versions; None if it has none of them. A step."""
    check_characters(text, Span(path, 1, 1), problems)
    check_blanks(path, text, problems)
    meant = without_conflicts(path, without_hidden(text), problems)
    check_spread(path, meant, problems)
    meant = said_once(path, with_plain_spaces(path, meant, problems), problems)
    return None if meant == text else meant


def listed(root: Path, folders: tuple[str, ...] = FOLDERS) -> Iterator[tuple[str, Path]]:
    """Every file of the folders by name, in the order of the names, that is not just left lying about.

    Where a theme is installed, its files are among them, but for those in whose place the guide has a file of its own.
    """
    found = {path.relative_to(root): path for folder in folders for path in (root / folder).rglob("*")}
    if THEME and THEME.name in folders:
        found = {path.relative_to(THEME.parent): path for path in THEME.rglob("*")} | found
    for name, path in sorted(found.items()):
        copied = COPY.fullmatch(name.name)
        spare = copied is not None and name.with_name(copied[1]) in found
        if path.is_file() and not spare and not any(SCRATCH.fullmatch(part) for part in name.parts):
            yield name.as_posix(), path


def digests(root: Path) -> dict[str, str]:
    """The digests of the sources as they stand on the disk; “” for what a reader would refuse."""
    return {name: "" if _refused(name, path, root, Problems()) else files.digest_of(path) for name, path in listed(root)}


def _refused(name: str, path: Path, root: Path, problems: Problems) -> bool:
    if not any(path.resolve().is_relative_to(place.resolve()) for place in (root, *([THEME] if THEME else []))):
        problems.error(Span(name, 0), "outside-project", "this link leads out of the project", "copy the file into the project")
    elif not SOURCE.fullmatch(name):
        stray = _unknown(name)
        kind = "folder" if stray.endswith("/") else "file"
        lost = (
            WHOLE_FILE if kind == "folder" or CHAPTER_LIKE.search(name) or _is_picture(name) else None
        )  # what is meant by it is unread
        message, needs = f"this {kind} is no part of the guide", Name("picture", path.name) if _is_picture(name) else None
        problems.error(Span(stray, 0), "stray-file", message, _place_for(stray), needs=needs, lost=lost)
    elif _length(path) > (most := LARGEST["text" if path.suffix in TEXT else "bytes"]):
        message = f"the file has more than {most // 1024**2} megabytes"
        hint = "save it smaller" if PICTURE.fullmatch(path.suffix) else "split it, or take out what is not needed"
        problems.error(Span(name, 1), "too-large", message, hint)
    else:
        return False
    return True


def _is_picture(name: str) -> bool:
    """Whether a figure may be meant to show a file."""
    return name.startswith("chapters/figures/") and PICTURE.fullmatch(Path(name).suffix) is not None


def _meant_by(name: str, path: Path) -> str:
    """The text of a stray file that is meant as a chapter, the names under which figures would ask for one that is a picture."""
    if _is_picture(name):
        return " ".join(f"{path.stem}{ending}" for ending in (".svg", ".jpg", ".jpeg", ".png", ".webp"))
    return (_bytes(path) or b"").decode("utf-8", "replace") if CHAPTER_LIKE.search(name) else ""


def _unknown(name: str) -> str:
    """The file, or the whole folder of which no file is a source."""
    chapters, folder, *rest = name.split("/")
    return f"{chapters}/{folder}/" if rest and chapters == "chapters" and folder != "figures" else name


def _place_for(name: str) -> str:
    if name.endswith(".rej"):
        return "it holds changes that found no place: make them by hand, then delete it"
    if copied := COPY.fullmatch(name):
        return f"if it is all that is left of {copied[1]}, give it that name; else delete it"
    if re.search(r"\.(md|markdown|mkd|txt|docx?|odt|rtf)$", name, re.IGNORECASE):
        return "chapters are named 03-some-words.md; keep everything else outside this folder"
    if re.search(r"\.(ya?ml|json|bib|bibtex|ris|nbib|enw|rdf)$", name, re.IGNORECASE):
        return "sources stand in references.yaml, .json or .bib; ./guide cite FILE takes in those of another file"
    if _is_picture(name):
        return "save it as SVG, JPEG, PNG or WebP, under a name in small letters: figures/some-words.jpg"
    return "keep it outside this folder"


def _length(path: Path) -> int:
    """The bytes of a file; 0 if an editor is just putting another in its place."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _bytes(path: Path) -> bytes | None:
    """The bytes of a file; None if an editor is just putting another in its place."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _as_meant(data: bytes) -> str | None:
    """The text of a file in one of the encodings that editors wrote before UTF-8, or None if it is no text.

    The mistake is told, the rest can be read: among bytes of UTF-8, others are those of Windows.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    if b"\0" in data:
        wide = data.decode("utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be", "replace")
        return wide if sum(map(str.isprintable, wide)) + wide.count("\n") + wide.count("\r") >= 0.9 * len(wide) else None
    return data.decode("utf-8", "surrogateescape").translate(OF_WINDOWS)


def _text_of(name: str, data: bytes, problems: Problems) -> str:
    """The text of a file; what cannot be understood of its bytes is told at its line."""
    hint = "save the file with the encoding UTF-8"
    try:
        if data.count(b"\0") <= len(data) / 8:
            return data.decode("utf-8-sig")
        line = 1
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
    text = _as_meant(data)
    if text is None:
        problems.error(
            Span(name, 1), "not-utf-8", "this is no text file", f"{hint}, as plain text", lost=WHOLE_FILE, hides=(ANY_NAME,)
        )
        return ""
    problems.error(Span(name, line), "not-utf-8", "this line is not UTF-8 text", hint)
    return text


def decoded(name: str, data: bytes, problems: Problems) -> str:
    """The text of a file that somebody writes; what is wrong with its bytes is told at its line."""
    text = _text_of(name, data, problems).replace("\r\n", "\n").replace("\r", "\n")
    if Path(name).suffix in WRITTEN and len(text) > LONGEST:
        for i, row in enumerate(text.split("\n"), 1):
            if len(row) > LONGEST:
                problems.error(
                    Span(name, i), "too-large", f"this line has {len(row):,} characters", f"at most {LONGEST:,}: break it"
                )
    control = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text)
    if control:
        line = text[: control.start()].count("\n") + 1
        col = control.start() - text.rfind("\n", 0, control.start())
        problems.error(Span(name, line, col, 1), "control-character", f"control character U+{ord(control[0]):04X}", "delete it")
        text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", " ", text)
    return text
