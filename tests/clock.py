"""Another day: the product takes its clock from one function, `identity.utc_now`, and so does everything here."""

from datetime import datetime, tzinfo
from typing import Self

import pytest


def stop_clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """From now on it is this moment, until the test ends."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromtimestamp(moment.timestamp(), tz)

    monkeypatch.setattr("app.access.identity.datetime", Stopped)
