"""./guide new: a skeleton in its place. What a person has to write is a blank, and each blank is one message of the build.

So nothing half-written is published, and the messages are the list of what is left to do. What is not text is filled in: ids,
numbers, nesting. Nothing is ever written over.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from string import Template

from studyguide.book.collation import Collation
from studyguide.book.occurrences import PlacedText, occurrences
from studyguide.markup.outline import TopBlock, top_blocks
from studyguide.sources.blanks import BLANK
from studyguide.sources.chapter_files import ChapterFile, chapter_files
from studyguide.sources.config import read_guide
from studyguide.sources.diagnostics import Problems, Span, did_you_mean
from studyguide.sources.folder import read_sources
from studyguide.sources.identifiers import ascii_slug, is_name, slug
from studyguide.sources.messages import place
from studyguide.sources.project import ROOT
from studyguide.tasks.editing import new_guide
from studyguide.tasks.editing.edits import Edit, EditRefused, TextChange, prove, remembered_at, write_change
from studyguide.tasks.editing.words import UNKNOWN, Words, reader, run

SKELETONS = Path(__file__).parent / "skeletons"
LEVELS = {"calculation": "apply", "case": "apply"}
QUESTIONS = ("single", "true-false", "calculation", "matching", "case")
CHARTS = tuple(sorted(path.stem.removeprefix("chart-") for path in SKELETONS.glob("chart-*.toml")))
CLOSING = {"question", "summary", "key-terms", "item-table", ""}
"""What the sections that end a chapter hold besides text and headings: what is new comes before them."""
TOP_LEVEL = 2
HEADS = {"chapters/glossary.md": ("glossary", "Glossary"), "chapters/faq.md": ("faq", "Frequently asked questions")}
LONGEST = 5  # words of an id that is made of a question


@dataclass(frozen=True)
class Wish:
    """What somebody wants to have: the words that were typed behind ./guide new, by name; “” where nothing was."""

    kind: str
    words: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.words.get(name) or ""


def main(words: Words) -> int:
    """Make what the words ask for and print where; returns what the process has to return."""
    if words[1:2] == ["guide"]:
        return new_guide.main(words[2:])
    names = reader("new", "new question what-the-numbers-mean single")
    kinds = names.add_subparsers(dest="kind", required=True, metavar="|".join([*MAKERS, "guide"]))
    for kind, (options, _) in MAKERS.items():
        one = kinds.add_parser(kind, prog=f"./guide new {kind}", allow_abbrev=False)
        for option in options:
            one.add_argument(option.strip("[]"), nargs="?" if option.startswith("[") else None, default="")
    if words[1:] and words[1] not in MAKERS:
        print(f"There is no skeleton for “{words[1]}”; {did_you_mean(words[1], MAKERS) or LISTED}", file=sys.stderr)
        return UNKNOWN
    read = vars(names.parse_args(words[1:]))
    wish = Wish(read.pop("kind"), {name.strip("-"): value for name, value in read.items()})
    return run(lambda: made(ROOT, wish))


def made(root: Path, wish: Wish) -> str:
    """Make it on the disk; returns where, a line each, and how many blanks there are. Raises EditRefused and BuildFailed."""
    sources = read_sources(root, Problems())
    change = skeleton(sources.named, wish)
    prove(sources, change, remembered_at(root))
    write_change(root, change)
    texts = [*change.added.values(), *(edit.text for edit in change.edits)]
    blanks = sum(len(BLANK.findall(text)) for text in texts)
    many = "one blank ‹…› is" if blanks == 1 else f"{blanks} blanks ‹…› are"
    left = f"Now {many} to be written; ./guide book names each." if blanks else "The guide builds."
    return "\n".join([*(place(span) for span in change.places()), left])


def skeleton(texts: Mapping[str, str], wish: Wish) -> TextChange:
    """The change that makes what is wished for. Raises EditRefused."""
    return MAKERS[wish.kind][1](texts, wish)


def filled(skeleton_file: str, **words: str) -> str:
    """A skeleton with words in its places."""
    return Template((SKELETONS / skeleton_file).read_text("utf-8")).substitute(words)


# ---------------------------------------------------------------- places


def after(source: PlacedText, line: int, block: str) -> Edit:
    """A block behind a line, with a blank line between."""
    return Edit(Span(source.path, line, len(source.rows[line - 1]) + 1), "\n\n" + block.rstrip("\n"))


def last_line(source: PlacedText, before: int = 0) -> int:
    """The last line with words, in all or before a line."""
    end = before - 1 if before else len(source.rows)
    return next(line for line in range(end, 0, -1) if source.rows[line - 1].strip())


def at_end(texts: Mapping[str, str], path: str, block: str) -> TextChange:
    """A block at the end of a file, which is made if it is not there."""
    if not texts.get(path, "").strip():
        key, title = HEADS[path]
        return _first_of_file(texts, path, f"---\nid: {key}\ntitle: {title}\n---\n\n{block}")
    source = PlacedText(path, texts[path])
    return TextChange((after(source, last_line(source), block),))


def _first_of_file(texts: Mapping[str, str], path: str, text: str) -> TextChange:
    """A text in a file that is not there, or that holds nothing but blank lines."""
    return TextChange((Edit(Span(path, 1, 1), text),)) if path in texts else TextChange(added={path: text})


def chapter_of(texts: Mapping[str, str], name: str) -> ChapterFile:
    """The chapter of a name: its id, its number or its file. Raises EditRefused."""
    files = chapter_files(texts)
    stem = PurePosixPath(name).stem
    for file in files:
        if name in (file.id, str(file.number), file.path) or stem == PurePosixPath(file.path).stem:
            return file
    hint = did_you_mean(name, [file.id for file in files]) or f"name it by its number, 1 to {len(files)}, or by its id"
    raise EditRefused(f"There is no chapter “{name}”; {hint}")


def end_of_section(source: PlacedText, blocks: tuple[TopBlock, ...], section: str) -> int:
    """The line behind which something stands at the end of a section; without one, of the last before the closing ones."""
    headings = [block for block in blocks if block.level]
    if section:
        start = next((i for i, block in enumerate(headings) if f"{{#{section}}}" in source.rows[block.first - 1]), None)
        if start is None:
            raise EditRefused(f"{source.path} has no section “{section}”.")
        following = [block.first for block in headings[start + 1 :] if block.level <= headings[start].level]
        return last_line(source, following[0] if following else 0)
    return last_line(source, _closing(blocks))


def _closing(blocks: tuple[TopBlock, ...]) -> int:
    """The line of the heading from which on all sections close the chapter: summary and self-test; 0 where none do."""
    first = 0
    names: set[str] = set()
    for block in reversed(blocks):
        names.add(block.name)
        if block.level == TOP_LEVEL:
            if not names <= CLOSING or len(names) == 1:
                break
            first, names = block.first, set()
    return first


def _free(texts: Mapping[str, str], kind: str, name: str) -> str:
    """The name, if nothing has it. Raises EditRefused."""
    for each in occurrences(texts):
        if each.defines and each.kind == kind and name.casefold() in (each.text.casefold(), each.name.casefold()):
            raise EditRefused(f"“{name}” is there already: {place(each.span)}.")
    return name


def _prefixed(prefix: str, name: str, words: str) -> str:
    """An id of a kind: the one that was typed, or one made of words."""
    key = name or slug(words)
    key = key if key.startswith(prefix) else prefix + key
    if not is_name(key):
        raise EditRefused(f"“{key}” cannot be an id: write small letters, digits and hyphens.")
    return key


# ---------------------------------------------------------------- makers


def _chapter(texts: Mapping[str, str], wish: Wish) -> TextChange:
    title, kind = wish["title"], wish.kind
    key = wish["id"] or slug(title)
    if not is_name(key):
        raise EditRefused(f"“{key}” cannot name a chapter: write its id behind the title, in small letters, digits and hyphens.")
    files = chapter_files(texts)
    width = max((len(PurePosixPath(file.path).stem.partition("-")[0]) for file in files), default=2)
    words = {"id": _free(texts, "id", key), "title": _quoted(title)}
    path = f"chapters/{_number(texts, files, kind):0{width}}-{key}.md"
    if kind != "chapter":
        return TextChange(added={path: filled("matter.md", kind=kind, **words)})
    question = _question_text(texts, "single", f"q-{key}-1", f"{key}-first", f"sec-{key}-first")
    return TextChange(added={path: filled("chapter.md", **words) + question})


def _number(texts: Mapping[str, str], files: list[ChapterFile], kind: str) -> int:
    """The number of a new file: before all others, behind the last chapter, or behind all. Raises EditRefused."""
    appendices = [file for file in files if re.search(r"^kind: *appendix", texts[file.path], re.MULTILINE)]
    before = [file.number for file in files if kind == "appendix" or file not in appendices]
    number = min((file.number for file in files), default=1) - 1 if kind == "preface" else max(before, default=0) + 1
    taken = next((file.path for file in files if file.number == number), "")
    if taken:
        raise EditRefused(f"{taken} has the number that is wanted here. Give it and those behind it larger ones first.")
    if number < 0:
        raise EditRefused(f"No number is left before {files[0].path}. Give it and those behind it larger ones first.")
    return number


def _quoted(text: str) -> str:
    """A text as YAML takes it."""
    return (
        text
        if re.fullmatch(r"[A-Za-z][^:#\"'{}\[\]&*!|>%@`]*", text)
        else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    )


def _section(texts: Mapping[str, str], wish: Wish) -> TextChange:
    file = chapter_of(texts, wish["chapter"])
    source = PlacedText(file.path, texts[file.path])
    key = _free(texts, "id", _prefixed("sec-", wish["id"], wish["title"]))
    line = end_of_section(source, top_blocks(file.path, source.text), wish["after"])
    return TextChange((after(source, line, filled("section.md", id=key, title=wish["title"])),))


def _question(texts: Mapping[str, str], wish: Wish) -> TextChange:
    file, kind = chapter_of(texts, wish["chapter"]), wish["kind-of-question"] or "single"
    if kind not in QUESTIONS:
        raise EditRefused(f"There is no kind of question “{kind}”; the kinds are {', '.join(QUESTIONS)}.")
    source = PlacedText(file.path, texts[file.path])
    blocks = top_blocks(file.path, source.text)
    key = _free(texts, "id", _prefixed("q-", wish["id"], _numbered(texts, file.id)))
    objective = wish["objective"] or _first(
        _objectives(texts, file), f"{file.path} has no objectives. Write one in its head first."
    )
    section = wish["section"] or _first(_sections(source, blocks), f"{file.path} has no section with an id.")
    text = _question_text(texts, kind, key, objective, section)
    last = next((block.last for block in reversed(blocks) if block.name == "question"), 0)
    if not last:
        text = filled("check.md", id=file.id) + text
    return TextChange((after(source, last or last_line(source), text),))


def _question_text(texts: Mapping[str, str], kind: str, key: str, objective: str, section: str) -> str:
    hard = any(re.search(r"^:difficulty:", text, re.MULTILINE) for path, text in texts.items() if path.endswith(".md"))
    facts = {"id": key, "objective": objective, "section": section, "level": LEVELS.get(kind, "understand")}
    return filled(f"question-{kind}.md", difficulty=":difficulty: middle\n" if hard else "", **facts)


def _numbered(texts: Mapping[str, str], chapter: str) -> str:
    taken = {each.name for each in occurrences(texts) if each.defines}
    return next(name for i in range(1, 1000) if f"q-{(name := f'{chapter}-{i}')}" not in taken)


def _first(found: Iterator[str], refusal: str) -> str:
    one = next(found, None)
    if one is None:
        raise EditRefused(refusal)
    return one


def _objectives(texts: Mapping[str, str], file: ChapterFile) -> Iterator[str]:
    """The objectives of a chapter, those first that no question tests."""
    found = [each for each in occurrences(texts) if each.kind == "objective" and each.span.path == file.path]
    tested = {each.name for each in found if not each.defines}
    given = [each for each in found if each.defines]
    yield from (each.text for each in sorted(given, key=lambda each: each.name in tested))


def _sections(source: PlacedText, blocks: tuple[TopBlock, ...]) -> Iterator[str]:
    """The ids of the sections before the closing ones, the last first."""
    closing = _closing(blocks) or len(source.rows) + 1
    for block in reversed(blocks):
        found = re.search(r"\{#(sec-[^\s{}]+)\}\s*$", source.rows[block.first - 1]) if block.level else None
        if found and block.first < closing:
            yield found[1]


def _figure(texts: Mapping[str, str], wish: Wish) -> TextChange:
    photographs = [f"{_picture_name(wish)}.{ending}" for ending in ("jpg", "jpeg", "png", "webp")]
    there = [name for name in photographs if f"chapters/figures/{name}" in texts]
    if there:
        return _box_of_picture(texts, wish, filled("photograph.md", name=there[0], stem=_picture_name(wish)), {})
    return _picture(texts, wish, f"chapters/figures/{_picture_name(wish)}.svg", filled("drawing.svg"))


def _chart(texts: Mapping[str, str], wish: Wish) -> TextChange:
    kind = wish["kind-of-chart"] or "bars"
    if kind not in CHARTS:
        raise EditRefused(f"There is no kind of chart “{kind}”; the kinds are {', '.join(CHARTS)}.")
    name = _picture_name(wish)
    return _picture(texts, wish, f"chapters/figures/{name}.toml", filled(f"chart-{kind}.toml", name=name))


def _picture_name(wish: Wish) -> str:
    name = PurePosixPath(wish["name"]).stem
    if ascii_slug(name) != name:
        raise EditRefused(f"“{name}” cannot name a figure: write small letters (a–z), digits and hyphens.")
    return name


def _picture(texts: Mapping[str, str], wish: Wish, path: str, drawing: str) -> TextChange:
    name = _free(texts, "picture", _picture_name(wish))
    return _box_of_picture(texts, wish, filled("figure.md", name=name), {path: drawing})


def _box_of_picture(texts: Mapping[str, str], wish: Wish, box: str, added: dict[str, str]) -> TextChange:
    file = chapter_of(texts, wish["chapter"])
    _free(texts, "id", f"fig-{_picture_name(wish)}")
    source = PlacedText(file.path, texts[file.path])
    line = end_of_section(source, top_blocks(file.path, source.text), wish["after"])
    return TextChange((after(source, line, box),), added)


def _entry(texts: Mapping[str, str], wish: Wish) -> TextChange:
    path, term = "chapters/glossary.md", wish["term"]
    text = filled("entry.md", term=_free(texts, "term", term), abbr=f":abbr: {wish['abbr']}\n" if wish["abbr"] else "")
    guide = read_guide("chapters/guide.toml", texts.get("chapters/guide.toml", ""), Problems())
    order = Collation(guide.language if guide else "en")
    blocks = top_blocks(path, texts.get(path, ""))
    following = next((b for b in blocks if b.name == "entry" and order.key(b.words) > order.key(term)), None)
    if following is None:
        return at_end(texts, path, text)
    source = PlacedText(path, texts[path])
    return TextChange((after(source, last_line(source, following.first), text),))


def _faq(texts: Mapping[str, str], wish: Wish) -> TextChange:
    words = "-".join(slug(wish["question"]).split("-")[:LONGEST])
    key = _free(texts, "id", _prefixed("faq-", wish["id"], words))
    return at_end(texts, "chapters/faq.md", filled("faq.md", question=wish["question"], id=key))


def _reference(texts: Mapping[str, str], wish: Wish) -> TextChange:
    path, key = "chapters/references.yaml", wish["key"]
    if not re.fullmatch(r"\w[\w.-]*", key):
        raise EditRefused(f"“{key}” cannot name a source: write letters, digits and hyphens, as smith-2024.")
    text = filled("reference.yaml", key=_free(texts, "source", key), type=wish["type"] or "webpage")
    if not texts.get(path, "").strip():
        return _first_of_file(texts, path, text)
    source = PlacedText(path, texts[path])
    return TextChange((after(source, last_line(source), text),))


Maker = Callable[[Mapping[str, str], Wish], TextChange]
MAKERS: Mapping[str, tuple[tuple[str, ...], Maker]] = {
    **dict.fromkeys(("chapter", "preface", "appendix"), (("title", "[id]"), _chapter)),
    "section": (("chapter", "title", "[id]", "--after"), _section),
    "question": (("chapter", "[kind-of-question]", "[id]", "--objective", "--section"), _question),
    "figure": (("chapter", "name", "--after"), _figure),
    "chart": (("chapter", "name", "[kind-of-chart]", "--after"), _chart),
    "entry": (("term", "--abbr"), _entry),
    "faq": (("question", "[id]"), _faq),
    "reference": (("key", "[type]"), _reference),
}
"""What can be made: the words and options that it takes, and how it is made."""
LISTED = f"there are some for {', '.join((*MAKERS, 'guide'))}"
