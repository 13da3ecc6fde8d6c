"""References: each can be found by a reader, and what rests on little is known.

What a reference must say depends on its CSL type. A grade says what kind of text was read (3 primary or guideline, 2 sound
secondary page, 1 weak page), `read` how much of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from studyguide import nodes as n
from studyguide.book.model import Book
from studyguide.lint.claims import numbers_with
from studyguide.lint.passages import Passage, chapter_passages
from studyguide.lint.rules import LintSubject, known_sources, rule
from studyguide.nodes.tree import walk
from studyguide.sources.diagnostics import Problems, Span
from studyguide.sources.folder import Sources
from studyguide.sources.reference_files import Source

WHO = "author|editor|publisher"
WEB = (WHO, "URL", "accessed")
# What a reader needs, by type: a row a thing, with the fields of which one must be there.
NEEDED = {
    "article-journal": ("author", "issued", "container-title", "DOI|PMID|PMCID|URL"),
    "article-magazine": (WHO, "issued", "container-title", "URL|DOI"),
    "article-newspaper": (WHO, "issued", "container-title", "URL|DOI"),
    "paper-conference": ("author", "issued", "container-title", "DOI|PMID|PMCID|URL"),
    "book": ("author|editor", "issued", "publisher"),
    "chapter": ("author|editor", "issued", "container-title"),
    "report": (WHO, "issued", "URL|DOI"),
    "legislation": (WHO, "issued", "URL"),
    "dataset": (WHO, "issued", "URL|DOI"),
    "webpage": WEB,
    "post-weblog": WEB,
    "entry-encyclopedia": WEB,
    "entry-dictionary": WEB,
}
ELSE = (WHO, "issued|accessed")
LEAST = 2  # the grade below which a source does not carry a number alone


@dataclass(frozen=True)
class Thin:
    """A passage of which every source was read in part only, with the keys of these."""

    span: Span
    keys: tuple[str, ...]
    words: str


@rule
def check_references(subject: LintSubject, problems: Problems) -> None:
    """Cited references are complete for their type, and no number rests on weak sources alone."""
    book, known = subject.book, subject.known
    _check_twice(known.values(), problems)
    for reference in book.references:
        source = known[reference.key]
        if missing := missing_parts(source):
            message = f"“{source.key}” ({source.csl['type']}) lacks {', '.join(missing)}"
            problems.warning(source.span, "incomplete-reference", message, "add it, or cite a source that has it")
    for value in book.values.values():
        if _weak(value.source, known):
            _report(value.span, f"the value “{value.key}”", value.source, problems)
    subject.tell(weakly_sourced, problems, book.guide.sourced_units, subject.sourced)


def weakly_sourced(tree: tuple[n.Node, ...], units: Iterable[str], known: Mapping[str, Source], problems: Problems) -> None:
    """The numbers in one tree that rest on weak sources alone. A step."""
    number = numbers_with(units)
    for passage in _cited_passages(each for each in tree if isinstance(each, n.Chapter)):
        loose = "".join(node.text for node in walk(passage.children) if isinstance(node, n.Text))
        if (found := number.search(loose)) and _weak(keys := _keys(passage), known):
            _report(passage.span, f"“{found[0]}”", keys, problems)


def _check_twice(known: Iterable[Source], problems: Problems) -> None:
    """Report a source that has two keys: its readers would find it twice in the list."""
    first: dict[tuple[str, str], Source] = {}
    for source in known:
        for name in ("DOI", "PMID"):
            number = str(source.csl.get(name, "")).casefold()
            other = first.setdefault((name, number), source)
            if number and other.key != source.key:
                message = f"“{source.key}” and “{other.key}” have the same {name}: {source.csl[name]}"
                problems.warning(source.span, "duplicate-source", message, "cite one of the two, and delete the other")
                break


def missing_parts(source: Source) -> list[str]:
    """What a reference lacks: names of fields, alternatives joined by “or”."""
    needed = (*NEEDED.get(str(source.csl.get("type")), ELSE), "grade")
    return [names.replace("|", " or ") for names in needed if not any(source.csl.get(name) for name in names.split("|"))]


def thin_passages(book: Book, sources: Sources) -> list[Thin]:
    """The passages that rest on abstracts or excerpts alone, in order."""
    known = known_sources(sources)
    found = ((passage, _keys(passage)) for passage in _cited_passages(book.prose))
    in_part = {key for key, source in known.items() if source.csl.get("read") in ("abstract", "excerpt")}
    return [Thin(p.span, keys, " ".join(p.words.split()[:8])) for p, keys in found if in_part.issuperset(keys)]


def unread(book: Book, sources: Sources) -> list[str]:
    """The cited references that do not say how much of them was read."""
    known = known_sources(sources)
    return [reference.key for reference in book.references if not known[reference.key].csl.get("read")]


def _cited_passages(chapters: Iterable[n.Chapter]) -> Iterator[Passage]:
    found = chapter_passages(chapters)
    return (passage for passage in found if passage.kind in ("text", "table") and _keys(passage))


def _keys(passage: Passage) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for node in walk(passage.children) if isinstance(node, n.Citation) for key in node.keys))


def _weak(keys: tuple[str, ...], known: Mapping[str, Source]) -> bool:
    return bool(keys) and all(known[key].csl.get("grade", 0) < LEAST for key in keys)


def _report(span: Span, what: str, keys: tuple[str, ...], problems: Problems) -> None:
    hint = f"find a source of grade {LEAST} or 3 for the number, or leave the number out"
    problems.error(span, "weak-number", f"{what} rests on {', '.join(keys)} alone, of a grade below {LEAST}", hint)
