"""A calculation that gives each part the highest level, as a later version of Parity might give other ones."""

import pytest

from scoring import score


def calculate_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that was computed before comes again, and nothing that is computed so stays when the test ends."""
    monkeypatch.setattr(score, "level_of", lambda *_: 4)
    for kept in ("_element", "_pillar"):
        monkeypatch.setattr(score, kept, getattr(score, kept).__wrapped__)
