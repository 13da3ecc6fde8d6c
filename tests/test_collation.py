"""Collation: the order of index and glossary, and the letters that names stand under."""

from __future__ import annotations

import pytest

from studyguide.book.collation import DIGITS, SYMBOLS, Collation

# Names in their order, a row for a language.
ORDERS = [
    ("en", ["C", "C#", "C++", "Ca", "D"]),
    ("en", ["%", "5-HT", "10⁹", "A", "b", "CD4", "CD8", "CD34"]),
    ("en", ["aids", "AIDS", "aidses"]),
    ("en", ["Na", "Na⁺", "nab"]),
    ("en", ["new moon", "newborn"]),
    ("en", ["T cell", "T cells", "tall", "T-cell", "thymus"]),
    ("en", ["beta", "β", "beta wave", "β-lactam", "bethel"]),
    ("en", ["alpha", "α-fetoprotein", "lambda", "λ", "mica", "µL", "mid"]),
    ("en", ["odd", "Œdema", "oedipal", "Œuvre", "of"]),
    ("en", ["Öfen", "zebra"]),
    ("en", ["cafe", "café", "caffeine"]),
    ("de", ["ofen", "Ofen", "Öfen", "Ofenrohr", "Strasse", "Straße", "Strassen"]),
    ("sv", ["zebra", "åska", "ärta", "öga"]),
    ("da", ["zebra", "æble", "øre", "å"]),
    ("es", ["nube", "ñandú", "oso"]),
    ("cs", ["cibule", "hora", "chata", "ikona"]),
    ("ru", ["елка", "ёлка", "ель", "жук", "икра", "йод", "край"]),
    ("el", ["άλφα", "βήτα", "γάμμα"]),
    ("ja", ["あい", "アウ", "いえ"]),
    ("ar", ["ابن", "بيت", "تمر"]),
    ("ko", ["가", "나", "다"]),
    ("tr", ["ılık", "iğne"]),
]


@pytest.mark.parametrize(("language", "names"), ORDERS)
def test_names_stand_in_the_order_of_the_language(language, names) -> None:
    """Letters first, accents where letters are the same, then capitals, then signs; digits before letters."""
    assert Collation(language).in_order(reversed(names), str) == names


@pytest.mark.parametrize(
    ("language", "name", "letter"),
    [
        ("en", "neutrophil", "N"),
        ("en", "Öfen", "O"),
        ("en", "Œuvre", "O"),
        ("en", "β-lactam", "B"),
        ("en", "Ψωμί", "Ψ"),
        ("el", "β", "Β"),
        ("en", "µL", "M"),
        ("en", "5-HT", DIGITS),
        ("en", "½ dose", DIGITS),
        ("en", "%", SYMBOLS),
        ("en", "“quoted”", "Q"),
        ("sv", "åska", "Å"),
        ("es", "ñandú", "Ñ"),
        ("cs", "chata", "CH"),
        ("de", "Öfen", "O"),
        ("en", "мука", "М"),
        ("ru", "мука", "М"),
    ],
)
def test_a_name_stands_under_a_letter(language, name, letter) -> None:
    """That of the language's alphabet, or of the name's own script; signs and digits have groups of their own."""
    assert Collation(language).letter(name) == letter


def test_each_letter_stands_once() -> None:
    """Names are gathered in their order, and no group comes twice."""
    names = ["β", "Beta", "%", "5", "a", "Á", "z", "мука", "ель", "+", "½", "Œ", "#1"]
    groups = Collation("en").by_letter(names, str)

    assert [letter for letter, _ in groups] == [SYMBOLS, DIGITS, "A", "B", "O", "Z", "Е", "М"]
    assert sorted(name for _, group in groups for name in group) == sorted(names)
