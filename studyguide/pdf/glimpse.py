"""A glimpse: a page that was edited, before the file is linked in which it will stand."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from studyguide.pdf.contents import DIGEST
from studyguide.pdf.link import FIRST_UNIT, PlacedUnit, link
from studyguide.pdf.place import place_contents, place_objects

if TYPE_CHECKING:
    from studyguide.pdf.build import LinkedBook
    from studyguide.pdf.sheets import NewPage, PageWatcher


def watch_for(before: LinkedBook, tell: Callable[[int, bytes], None]) -> PageWatcher:
    """Tells of the first page that looks like none of its unit in an earlier file: its number in that, and a file of it alone.

    Numbers of pages are those of the earlier file; a page whose letters that file has not is not told of.
    """
    from studyguide.pdf.emit import look

    def watch(new: NewPage) -> bool:
        known, data = before.looks.get(new.unit, ()), b""
        if known and look(new.page) not in known:
            with suppress(Exception):  # all pages are on their way: what cannot be shown now is shown then
                data = _alone(new, before)
        if data:
            tell(before.pages.units[new.unit][0] + new.number, data)
        return bool(data)

    return watch


def _alone(new: NewPage, before: LinkedBook) -> bytes:
    """A file of one page; nothing if its letters or numbers are not those of the earlier file."""
    from studyguide.pdf.emit import Emitter
    from studyguide.pdf.weasyprint70 import PaintedDocument

    fragment, facts = Emitter(PaintedDocument([new.page], dict(new.files)), new.root, new.unit, {}).run(new.numbering)
    pages, place = before.pages, before.pages.units[new.unit][0] + new.number
    labels = {target: before.metadata.digest if target == DIGEST else pages.label(target) for target in facts.printed}
    there = {face.digest: {glyph for glyph, _ in face.characters} for face in before.faces}
    lettered = all(glyphs.keys() <= there.get(digest, set()) for digest, glyphs in facts.fonts.items())
    if not lettered or place >= len(pages.labels) or not all(labels.values()):
        return b""
    contents = place_contents(fragment, FIRST_UNIT, lambda target, _: labels[target] if target else pages.labels[place])
    objects = place_objects(fragment, FIRST_UNIT, trimmed=before.trimmed)
    return link([PlacedUnit(facts, FIRST_UNIT, contents, objects)], before.faces)
