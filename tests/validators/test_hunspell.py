"""The real dictionaries know medicine and British spelling, and no misspelling."""

import pytest

from studyguide.proof.others.spelling import unknown_words

NAMES = ("en_GB", "en_med_glut")
KNOWN = ["haematology", "leukaemia", "neutrophils", "agranulocytosis", "carbimazole", "leukopenia", "lymphocytes", "doesn't"]
MISSPELT = ["agranulocytosys", "neutrophills", "haematolgy", "recieve", "leukopaenia"]


@pytest.mark.parametrize("word", KNOWN)
def test_medical_and_british_words_are_known(tools, word):
    """A word of medicine, or in British spelling, is in the dictionaries."""
    assert unknown_words([word], tools, NAMES) == []


@pytest.mark.parametrize("word", MISSPELT)
def test_misspellings_are_found(tools, word):
    """A misspelt word is in none of them."""
    assert unknown_words([word], tools, NAMES) == [word]
