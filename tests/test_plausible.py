"""What is well written and cannot be meant: one mistake, one message, at its place."""

from __future__ import annotations

import re

import pytest

from tests.tinybook import changed, complaints, tiny_sources

CALM, COUNTING, GLOSSARY = "chapters/02-calm.md", "chapters/01-counting.md", "chapters/glossary.md"
ENTRY = "\n:::{{entry}} plasma\n:id: plasma\n{}\nThe liquid part.\n:::\n"
ADDED = {  # what is added to a file, and what is said of it
    "an entry that sees itself": (GLOSSARY, ENTRY.format(":see-also: plasma"), "“plasma” (see-also) is this entry itself"),
    "an entry that is its own synonym": (GLOSSARY, ENTRY.format(":synonyms: Plasma"), "“Plasma” (synonyms) is this entry itself"),
    "a synonym twice": (GLOSSARY, ENTRY.format(":synonyms: serum, serum"), "“serum” (synonyms) is this entry itself, or"),
    "a table without rows": (CALM, "\n:::{table} T\n:id: tab-t\n| A | B |\n|---|---|\n:::\n", "the table has a head and no rows"),
    "a link to a host that is none": (
        CALM,
        "\n[a](https://)\n",
        "“https://” is not an address on the web: the address has no host",
    ),
    "a link to a name and a host": (
        CALM,
        "\n[a](https://who.int@evil.example)\n",
        "an address holds no name or password before @",
    ),
    "a link to no port": (CALM, "\n[a](https://example.org:99999)\n", "the address cannot be read"),
    "a mail address that is none": (CALM, "\n[a](mailto:nobody)\n", "“mailto:nobody” is not an address on the web"),
    "words in no language": (CALM, "\n[a]{lang=xx}\n", "“xx” is not a language"),
    "a check of nothing": (CALM, "\n:::{worked-example} A\n:check: ; ;\nText.\n:::\n", "nothing is compared"),
}


@pytest.mark.parametrize("name", ADDED)
def test_what_cannot_be_meant_is_told(name: str) -> None:
    """Entries that lead to themselves, tables of a head alone, addresses of nothing, languages that nobody speaks."""
    path, text, message = ADDED[name]
    told = complaints(changed(**{path: tiny_sources().texts[path] + text}))

    assert told.count(" error[") == 1, told
    assert message in told
    assert f"{path}:" in told


def test_an_alternative_of_no_words_is_told() -> None:
    """A point is no description of a picture."""
    text = re.sub(r"(?m)^:alt: .*$", ":alt: .", tiny_sources().texts[COUNTING], count=1)

    assert "error[weak-alt]: the text alternative says nothing" in complaints(changed(**{COUNTING: text}))
