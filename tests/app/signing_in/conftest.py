"""Passwords that take no time, for tests that look at something else."""

import pytest

from tests.cast import QUICK


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """For accounts that do not exist: those of the cast are quick anyway."""
    monkeypatch.setattr("app.passwords.PASSWORDS", QUICK)
    monkeypatch.setattr("app.passwords._NOBODY", [])
