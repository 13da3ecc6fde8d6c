"""Lists of the front matter: figures, tables, listings, abbreviations. `LISTS` has them by the names that guide.toml knows."""

from collections.abc import Callable, Iterator, Mapping

from studyguide import nodes as n
from studyguide.book.collation import Collation
from studyguide.book.model import Book, ContentsItem
from studyguide.nodes.tree import walk


def figures(book: Book) -> tuple[ContentsItem, ...]:
    """The figures in their order."""
    return tuple(ContentsItem(each.number, n.phrase(each.caption), each.id) for each in book.figures)


def tables(book: Book) -> tuple[ContentsItem, ...]:
    """The tables that have a number, in their order."""
    found = (node for node in _prose(book) if isinstance(node, n.Table) and node.number)
    return tuple(ContentsItem(each.number, n.phrase(each.caption), each.id) for each in found)


def listings(book: Book) -> tuple[ContentsItem, ...]:
    """The code that has a number, in its order."""
    found = (node for node in _prose(book) if isinstance(node, n.Listing))
    return tuple(ContentsItem(each.number, n.phrase(each.caption), each.id) for each in found)


def equations(book: Book) -> tuple[ContentsItem, ...]:
    """The formulas that have a number, in their order, as they stand in a line."""
    found = (node for node in _prose(book) if isinstance(node, n.Equation))
    return tuple(ContentsItem(each.number, (_in_a_line(each),), each.id) for each in found)


def _in_a_line(formula: n.Equation) -> n.Maths:
    mathml = formula.mathml.replace(' display="block"', "", 1)
    return n.Maths(formula.tex, mathml, formula.alt, formula.picture, span=formula.span)


def abbreviations(book: Book) -> tuple[ContentsItem, ...]:
    """The abbreviations of the glossary, in the order of the language, with what they stand for."""
    found = (entry for _, entries in book.glossary for entry in entries if entry.abbr)
    order = Collation(book.guide.language).in_order(found, lambda entry: entry.abbr)
    return tuple(ContentsItem(entry.abbr, (n.Text(entry.term),), entry.anchor) for entry in order)


def _prose(book: Book) -> Iterator[n.Node]:
    return walk((book.prose, book.news))


LISTS: Mapping[str, Callable[[Book], tuple[ContentsItem, ...]]] = {
    "figures": figures,
    "tables": tables,
    "listings": listings,
    "equations": equations,
    "abbreviations": abbreviations,
}
