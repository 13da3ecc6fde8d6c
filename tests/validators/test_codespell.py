"""codespell finds known misspellings in any text."""

from dataclasses import replace
from pathlib import Path

from studyguide.proof.finished import FinishedGuide
from studyguide.proof.others.spelling import check_misspellings
from studyguide.sources.messages import show


def misspellings(folder, tools, text):
    (folder / "README.md").write_text(text)
    (folder / "pyproject.toml").write_text((tools.root / "pyproject.toml").read_text("utf-8"), "utf-8")  # words to let pass
    found = check_misspellings(FinishedGuide(replace(tools, root=folder), Path()))
    return [show(finding, {}) for finding in found.findings]


def test_known_misspelling_is_found(tmp_path, tools):
    """A known misspelling is found with its line."""
    found = misspellings(tmp_path, tools, "# one\n# we recieve it\n")

    assert found == ["README.md:2: error[misspelling]: recieve ==> receive"]


def test_clean_text_passes(tmp_path, tools):
    """A text without misspellings passes, British spelling and ANC included."""
    assert misspellings(tmp_path, tools, "The colour of the ANC.\n") == []
