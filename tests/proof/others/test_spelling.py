"""Spelling: what becomes of hunspell's and codespell's words. Hunspell itself is played by a small program here."""

import sys
from pathlib import Path

import pytest

from studyguide.proof.finished import FinishedGuide
from studyguide.proof.others.spelling import check_spelling, read_list
from studyguide.proof.others.tools import Tools
from studyguide.proof.report import Status, measured
from studyguide.sources.messages import show

HUNSPELL = """#!{python}
import sys
if "-D" in sys.argv:
    print("{dictionaries}", file=sys.stderr)
elif "--version" in sys.argv:
    print("(but really Hunspell 1.7.1)")
else:
    print("\\n".join(word for word in sys.stdin.read().split() if word.lower() not in {{"blood", "counts"}}))
"""


@pytest.fixture
def project(tmp_path):
    """A project with a hunspell that knows two words."""

    def make(text, own="", dictionaries="/d/en_GB\\n/d/en_med_glut"):
        program = tmp_path / "hunspell"
        program.write_text(HUNSPELL.format(python=sys.executable, dictionaries=dictionaries))
        program.chmod(0o755)
        (tmp_path / "chapters").mkdir()
        (tmp_path / "chapters" / "guide.toml").write_text(
            'language = "en-GB"\ndictionaries = ["en_med_glut"]\n', encoding="utf-8"
        )
        (tmp_path / "chapters" / "a.md").write_text(text, encoding="utf-8")
        (tmp_path / "chapters" / "words.txt").write_text(own, encoding="utf-8")
        guide = FinishedGuide(Tools(tmp_path, hunspell=program), Path())
        return measured("Spelling", lambda: check_spelling(guide))

    return make


def test_known_words_pass(project):
    """A text of known words passes, with hunspell's version."""
    result = project("Blood counts")

    assert (result.status, result.version) == (Status.PASS, "hunspell 1.7.1")


def test_unknown_word_is_found_at_its_place(project):
    """A word that no dictionary knows is one finding, at its first place, with how often it stands there."""
    result = project("Blood cuonts\n\ncuonts")

    assert [show(finding, {}) for finding in result.findings] == [
        "chapters/a.md:1:7: error[spelling]: “cuonts” is in no dictionary, nor in words.txt (2 times)"
    ]


@pytest.mark.parametrize(("text", "own"), [("Neutropenia", "neutropenia"), ("Amara’s", "Amara  # an invented person")])
def test_the_projects_own_words_pass(project, text, own):
    """A word of the project's list passes: in small letters in any case, a name as it stands, remarks aside."""
    assert project(text, own).status is Status.PASS


def test_names_stand_for_themselves_alone(project):
    """A name in the list does not excuse the same word in small letters."""
    assert project("Amara amara", "Amara").status is Status.FAIL


def test_unused_words_of_the_list_are_found(project):
    """A word in the list that no source uses is a finding: it could hide a misspelling one day."""
    assert [finding.code for finding in project("blood", "leuko").findings] == ["unused"]


def test_missing_dictionary_is_skipped(project):
    """Where a dictionary is missing, which hunspell itself does not say, the check is skipped."""
    result = project("blood", dictionaries="/d/en_GB")

    assert result.status is Status.SKIPPED
    assert "en_med_glut" in result.detail


def test_lists_may_have_remarks(tmp_path):
    """A list is read without blank lines and remarks."""
    file = tmp_path / "words.txt"
    file.write_text("# names\n\nAmara # invented\nleuko\n")

    assert read_list(file) == {"Amara", "leuko"}
