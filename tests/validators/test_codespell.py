"""codespell finds known misspellings in any text."""

from studyguide.proof.others.spelling import check_misspellings
from studyguide.proof.report import Status


def test_known_misspelling_is_found(tmp_path, tools):
    """A known misspelling is found with its line."""
    file = tmp_path / "a.py"
    file.write_text("# one\n# we recieve it\n")

    result = check_misspellings([file], tools)

    assert [str(finding) for finding in result.findings] == [f"{file}:2: [misspelling] recieve ==> receive"]


def test_clean_text_passes(tmp_path, tools):
    """A text without misspellings passes, British spelling and ANC included."""
    file = tmp_path / "a.md"
    file.write_text("The colour of the ANC.\n")

    assert check_misspellings([file], tools).status is Status.PASS
