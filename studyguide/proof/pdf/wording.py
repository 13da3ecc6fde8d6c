"""Gates on the words: all of the source are in the PDF, none is more, in the source's order, language and headings."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from studyguide.proof.pdf.alignment import moved
from studyguide.proof.pdf.facts import PdfFacts, short
from studyguide.proof.report import finding
from studyguide.sources.diagnostics import Diagnostic


def words(facts: PdfFacts) -> Iterator[Diagnostic]:
    """Every word of the source is in the PDF, none twice, none that is not in the source, and all in the source's order."""
    source, said, found = facts.source.stream.words, facts.shown.words, facts.source.words
    lost = [[source[number] for number in stretch] for stretch in found.missing]
    more = [[said[number] for number in stretch] for stretch in found.extra]
    elsewhere = moved(_flat(lost), _flat(more))
    left = elsewhere.copy()
    for stretch, texts in zip(found.extra, more, strict=True):
        where, text = facts.at(facts.shown.positions[stretch.start]), short(" ".join(texts))
        if _take(left, texts):
            yield finding(where, "reading-order", f"“{text}” is read out of its place")
        else:
            yield finding(where, "word-extra", f"“{text}” is in the PDF and not in the source, or twice")
    for stretch, texts in zip(found.missing, lost, strict=True):
        if not _take(elsewhere, texts):
            where, text = _before(facts, stretch.start), short(" ".join(texts))
            yield finding(where, "word-missing", f"“{text}” is not in the PDF")


def _flat(stretches: Iterable[Sequence[str]]) -> list[str]:
    return [word for stretch in stretches for word in stretch]


def _take(elsewhere: Counter[str], texts: Sequence[str]) -> bool:
    """Whether most words of a stretch are among those that stand elsewhere; they are used up."""
    wanted = Counter(texts)
    found = wanted & elsewhere
    if 2 * found.total() <= wanted.total():
        return False
    elsewhere -= found
    return True


def _before(facts: PdfFacts, number: int) -> str:
    """The page of the last word before one that is missing."""
    before = next((partner for partner in reversed(facts.source.words.partners[:number]) if partner >= 0), 0)
    return facts.at(facts.shown.positions[before]) if facts.shown.positions else facts.reading.name


def languages(facts: PdfFacts) -> Iterator[Diagnostic]:
    """Every word is marked as of the language that the source gives it."""
    source, said = facts.source.stream, facts.shown
    for number, partner in enumerate(facts.source.words.partners):
        if partner >= 0 and source.positions[number].lang != said.positions[partner].lang:
            wanted, marked = source.positions[number].lang, said.positions[partner].lang or "none"
            where, word = facts.at(said.positions[partner]), source.words[number]
            yield finding(where, "language", f"“{word}” is {wanted}, marked as {marked}")


def headings(facts: PdfFacts) -> Iterator[Diagnostic]:
    """The headings are those of the source, on its levels."""
    for stretch in facts.source.headings.missing:
        for heading in facts.source.stream.headings[stretch.start : stretch.stop]:
            yield finding(facts.reading.name, "heading", f"“{short(heading.text)}” is not a heading of level {heading.level}")
    for stretch in facts.source.headings.extra:
        for heading in facts.shown.headings[stretch.start : stretch.stop]:
            message = f"“{short(heading.text)}” is a heading of level {heading.level} in the PDF alone"
            yield finding(facts.at(heading.position), "heading", message)


GATES = (words, languages, headings)
