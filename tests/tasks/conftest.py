"""How many random saves, stops and damages are tried: few in the tests, many in ./guide edits. And a project that all share."""

from pathlib import Path

import pytest

from tests.project import Project


def pytest_addoption(parser: pytest.Parser) -> None:
    """All are known where this folder's tests are named on the command line."""
    parser.addoption("--saves", type=int, default=0, help="so many saves at random moments of a build instead of a few")
    parser.addoption("--stops", type=int, default=0, help="so many builds that are ended at random moments instead of one each")
    parser.addoption("--damages", type=int, default=0, help="so many random damages of kept and finished files instead of a few")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project of which the reference PDF and the EPUB were made; copy it, and leave it as it is."""
    project = Project.at(tmp_path_factory.mktemp("built") / "guide")
    made = project.run("pdf:a4", "epub", pool=True)
    assert made.code == 0, made
    return project


@pytest.fixture
def project(built: Project, tmp_path: Path) -> Project:
    """A copy of the built project."""
    return built.copied(tmp_path / "guide")
