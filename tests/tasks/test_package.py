"""`./guide package`: the program as a wheel."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyguide.tasks import package


@pytest.fixture
def pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A pip that writes an empty wheel, unless it is asked a second time; what it was asked."""
    asked: list[list[str]] = []

    def call(command: list[str], cwd: Path) -> int:
        asked.append(command)
        folder = cwd / command[command.index("--wheel-dir") + 1]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "studyguide-1-py3-none-any.whl").touch()
        return len(asked) - 1

    monkeypatch.setattr(package, "ROOT", tmp_path)
    monkeypatch.setattr("subprocess.call", call)
    return asked


def test_the_wheel_is_named_when_it_is_built(pip: list[list[str]], capsys: pytest.CaptureFixture[str]) -> None:
    """Its path is the only line of the output, so that it can be copied; without pip's help there is none, and a reason."""
    assert package.main(()) == 0
    assert capsys.readouterr().out == "build/package/studyguide-1-py3-none-any.whl\n"
    assert package.main(()) == 1
    assert "pip could not build" in capsys.readouterr().err
    assert all("--no-deps" in each for each in pip)


def test_a_guide_that_has_the_package_builds_none(
    pip: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The package is built where the program is written."""
    monkeypatch.setattr(package, "INSTALLED", True)
    assert package.main(()) == 1
    assert "own repository" in capsys.readouterr().err
    assert pip == []
