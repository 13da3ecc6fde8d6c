"""Dictionaries: which one a language is spelt after, and what brings it."""

from __future__ import annotations

import pytest

from studyguide.proof.others.spelling import dictionaries
from studyguide.proof.report import MissingTool
from studyguide.sources.dictionaries import dictionary, names
from tests.examples import FOLDER

ROWS = [
    ("en-GB", ("en_GB", "en"), "hunspell-en-gb"),
    ("de", ("de", "de_DE"), "hunspell-de-de"),
    ("de-AT", ("de_AT", "de_DE", "de"), "hunspell-de-at"),
    ("fr-CA", ("fr_CA", "fr_FR", "fr"), "hunspell-fr"),
    ("ar", ("ar",), "hunspell-ar"),
    ("zh-Hant", ("zh_Hant", "zh"), "hunspell-zh"),
]


@pytest.mark.parametrize(("language", "called", "package"), ROWS)
def test_a_language_has_its_dictionary(language, called, package):
    """It is looked for by the whole tag, then for the region that is usual, then for the language alone."""
    assert names(language) == called
    assert dictionary(language).line("apt-get").endswith(f" {package}")


def test_a_guide_is_spelt_after_the_dictionary_that_is_there():
    """The first name that hunspell knows is taken; without any the package is named."""
    assert dictionaries(FOLDER / "brot", {"de_DE", "en_GB"}) == ("de_DE",)
    with pytest.raises(MissingTool, match="hunspell-de-de"):
        dictionaries(FOLDER / "brot", {"en_GB"})
