"""Text: what `./guide check` tells of the text besides its faults: the items, what awaits a signature, what rests on little."""

from studyguide.lint.items.run import item_rows
from studyguide.lint.references import thin_passages, unread
from studyguide.proof.release import awaited
from studyguide.proof.report import aligned
from studyguide.publish.compiled import Compiled

TITLE = 40  # the width of the first column


def text_tables(compiled: Compiled) -> list[str]:
    """The lines of the report, with an empty one before each part that has something to say."""
    return [*_items(compiled), *_thin(compiled), *_signatures(compiled)]


def _items(compiled: Compiled) -> list[str]:
    rows = [(row[0][:TITLE], *row[1:]) for row in item_rows(compiled.book.chapters)]
    return ["", "Questions", *aligned(rows, right=True)]


def _thin(compiled: Compiled) -> list[str]:
    book, sources = compiled.book, compiled.sources
    rows = [f"  {t.span.path}:{t.span.line}: {', '.join(t.keys)}: {t.words} …" for t in thin_passages(book, sources)]
    silent = len(unread(book, sources))
    part = (
        f"{silent} of {len(book.references)} cited sources do not say how much of them was read (read: full, abstract, excerpt)"
    )
    return ["", f"Claims that rest on abstracts or excerpts alone: {len(rows)}", *rows, *([part] if silent else [])]


def _signatures(compiled: Compiled) -> list[str]:
    waiting = awaited(compiled.book)
    rows = [f"  {sign_off.role}: {sign_off.scope}" for sign_off in waiting]
    guide = compiled.book.guide
    return ["", f"Awaiting a signature (version {guide.version}):", *rows] if rows else []
