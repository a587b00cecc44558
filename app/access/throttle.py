"""The throttle on guessing: it slows strangers down and shuts nobody out.

Failures count for a quarter of an hour. Some are free; then each further try waits twice as long as the one before, so
that only so many pass in any time. A browser that the account was signed in from before (`known.py`) is counted for
itself, whatever strangers do; and a mailed link passes always. Nothing of it is written, so that guessing takes nobody
the turn to write: each process counts for itself, and anew when it starts.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from threading import Lock
from typing import Self

from app.access.identity import hashed

WINDOW = timedelta(minutes=15)
FIRST_WAIT = timedelta(seconds=15)
FREE = {"device": 5, "pair": 5, "account": 25, "network": 50, "code": 5, "mails": 3, "asker": 20}
"""How many tries are free. Many people of one administration may share one address."""
STRICT = {"mails"}
"""Beyond the free ones none passes until the time is over."""
MOST_SUBJECTS = 20_000
"""Of each kind, the oldest going first: more than two cores can hash passwords for while failures count."""


@dataclass(frozen=True)
class Attempt:
    """A try, and what is counted of it: kind -> whose. `device` is that of a known browser, "" for strangers."""

    subjects: dict[str, str]

    @classmethod
    def at_password(cls, email: str, network: str, device: str) -> Self:
        if device:
            return cls({"device": device})
        return cls({"pair": hashed(f"{email}\n{network}"), "account": hashed(email), "network": network})

    @classmethod
    def at_code(cls, person_id: str, device: str) -> Self:
        return cls({"code": device or person_id})

    @classmethod
    def at_passkey(cls, network: str, device: str) -> Self:
        """Of a passkey, or an account elsewhere, that nobody has here: only where it came from is known."""
        return cls({"network": device or network})

    @classmethod
    def at_asking(cls, network: str, device: str) -> Self:
        """For a mail with a link, whoever's."""
        return cls({"asker": device or network})

    @classmethod
    def at_mail(cls, email: str, device: str) -> Self:
        """A mail to this account: those that strangers ask for leave others for the person."""
        return cls({"mails": device or hashed(email)})


class Throttle:
    """Of one process. A try counts as a failure from its beginning, so that none slips by beside another."""

    def __init__(self) -> None:
        self._failures: dict[str, OrderedDict[str, list[datetime]]] = {kind: OrderedDict() for kind in FREE}
        self._refused: dict[tuple[str, str], int] = {}
        self._hour: datetime | None = None
        self._lock = Lock()

    def enter(self, attempt: Attempt, at: datetime) -> int:
        """0 where the try may be made, and it is counted; else how many seconds are still to wait, and it is not."""
        with self._lock:
            wait = max(self._wait(kind, subject, at) for kind, subject in attempt.subjects.items())
            if wait > timedelta():
                return ceil(wait.total_seconds())
            for kind, subject in attempt.subjects.items():
                self._count(kind, subject, at)
            return 0

    def release(self, attempt: Attempt) -> None:
        """After a success, what was guessed at starts anew; of the network only this try is taken back."""
        with self._lock:
            for kind, subject in attempt.subjects.items():
                if kind == "network":
                    self._failures[kind].get(subject, [])[-1:] = []
                else:
                    self._failures[kind].pop(subject, None)

    def to_tell(self, what: str, by: str, at: datetime) -> int:
        """Counts a refusal. Its number in this hour where the log is to tell of it, the 1st, 10th, 100th; else 0."""
        hour = at.replace(minute=0, second=0, microsecond=0)
        with self._lock:
            if hour != self._hour:
                self._refused, self._hour = {}, hour
            count = self._refused[what, by] = self._refused.get((what, by), 0) + 1
        return count if str(count).rstrip("0") == "1" else 0

    def _wait(self, kind: str, subject: str, at: datetime) -> timedelta:
        failures = [failure for failure in self._failures[kind].get(subject, ()) if failure > at - WINDOW]
        beyond = len(failures) - FREE[kind]
        if beyond < 0:
            return timedelta()
        wait = WINDOW if kind in STRICT else min(FIRST_WAIT * 2**beyond, WINDOW)
        return failures[-1] + wait - at

    def _count(self, kind: str, subject: str, at: datetime) -> None:
        subjects = self._failures[kind]
        subjects[subject] = [*(failure for failure in subjects.get(subject, ()) if failure > at - WINDOW), at]
        subjects.move_to_end(subject)
        if len(subjects) > MOST_SUBJECTS:
            subjects.popitem(last=False)
