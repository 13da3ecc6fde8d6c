"""Whether what the documents of a publication lead to is there: every link, picture and style sheet (EPUB 3.3, 3.6)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from lxml import etree

from studyguide.html.pages import UnitPlace

ADDRESSES = ("href", "src")
ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")  # a scheme: the web, mail
SHOWN = 40


def dead_links(documents: Mapping[str, Any], others: Collection[str]) -> Iterator[tuple[UnitPlace, str]]:
    """Where a document leads to no place of the publication, and the address; an id that stands twice is no place either.

    `documents` gives the root of each by its name, `others` are the names of all other files, relative to the documents.
    """
    ids = {name: Counter(each.get("id") for each in root.iter(etree.Element)) for name, root in documents.items()}
    for name, root in documents.items():
        for element in root.iter(etree.Element):
            for address in filter(None, map(element.get, ADDRESSES)):
                file, _, anchor = address.partition("#")
                there = ids.get(file or name, {}).get(anchor) == 1 if anchor else file in documents or file in others
                if not there and not ELSEWHERE.match(address):
                    yield _place(element), address


def _place(element: Any) -> UnitPlace:
    around = [element, *element.iterancestors()]
    words = " ".join("".join(element.itertext()).split())[:SHOWN]
    return UnitPlace("", 0, ids=tuple(each.get("id") for each in around if each.get("id")), words=words)
