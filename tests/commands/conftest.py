"""The command line as a person types it, in an installation of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.commands.main import cli
from questionnaires.catalogue import Catalogue, load
from tests.cast import QUICK

Run = Callable[..., Result]


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    """Read once: a tenth of a second for each command adds up."""
    return load()


@pytest.fixture
def run(tmp_path: Path, shipped: Catalogue, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("score", "answers.json")` in an empty data folder."""
    monkeypatch.setenv("PARITY_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("PARITY_DATABASE_URL", raising=False)
    monkeypatch.setattr("app.passwords.PASSWORDS", QUICK)
    monkeypatch.setattr("app.commands.opening.load", lambda: shipped)
    return lambda *words: CliRunner().invoke(cli, [str(word) for word in words])
