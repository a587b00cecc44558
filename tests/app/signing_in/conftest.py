"""Passwords that take no time, for tests that look at something else."""

import pytest
from argon2.exceptions import VerifyMismatchError

from tests.cast import PASSWORD


class PlainPasswords:
    """Takes the password of the tests for right, whatever the hash."""

    def hash(self, password: str) -> str:
        return password

    def verify(self, _hash: str, password: str) -> None:
        if password != PASSWORD:
            raise VerifyMismatchError


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 takes its time on purpose."""
    monkeypatch.setattr("app.signing_in.actions.PASSWORDS", PlainPasswords())
    monkeypatch.setattr("app.signing_in.actions._UNKNOWN", ["no hash"])
