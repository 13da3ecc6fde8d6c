"""The command line: doit's, with a border."""

from __future__ import annotations

import pytest
from doit.doit_cmd import DoitMain

from studyguide.tasks import __main__ as program
from tests.tinybook import ROOT


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize("error", [KeyError("x"), SystemExit(70), SystemExit("70")])
def test_a_failure_anywhere_has_its_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException, tmp_path: object
) -> None:
    """Before a command is known, and from another process of doit's, a fault of the program gives 70."""

    def run(*_: object) -> int:
        raise error

    monkeypatch.setattr(program, "ROOT", tmp_path)
    monkeypatch.setattr(DoitMain, "run", run)

    assert program.main([]) == 70
    assert "Traceback" not in capsys.readouterr().err


def test_a_command_that_fails_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: object
) -> None:
    """A failure inside a command of doit's comes out in our words, not as doit's traceback."""
    monkeypatch.setattr(program, "ROOT", tmp_path)
    monkeypatch.setattr("doit.cmd_base.Dependency", lambda *_, **__: 1 / 0)

    assert program.main(["info", "book"]) == 70
    err = capsys.readouterr().err
    assert err.startswith("guide: error[internal]: ./guide broke down: ZeroDivisionError: division by zero")
    assert "the details are kept in build/log/guide.txt" in err
    assert "Traceback" not in err
