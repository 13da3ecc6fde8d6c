"""The book model: parsed files in, one immutable `Book` out: numbered, cross-referenced, with its back matter."""

from studyguide.book.assemble import assemble
from studyguide.book.model import Book

__all__ = ["Book", "assemble"]
