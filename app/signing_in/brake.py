"""The brake on guessing: failures are counted by what was guessed at and by network address, for a quarter of an hour.

Five failures stop one address from guessing at one account; it takes more, from several addresses, to stop the account
for everybody, so that a stranger cannot easily lock a person out.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from app.identity import hashed
from app.tables.people import SignInFailure

WINDOW = timedelta(minutes=15)
MOST_FAILURES = {"pair": 5, "account": 25, "address": 50, "code": 5, "reset": 3, "asker": 20}
"""Many people of one administration may share one address."""


@dataclass(frozen=True)
class Attempt:
    """A try, and what is counted of it: kind -> whose. No e-mail address is kept, only its hash."""

    subjects: dict[str, str]

    @classmethod
    def at_password(cls, email: str, address: str) -> Self:
        return cls({"pair": hashed(f"{email}\n{address}"), "account": hashed(email), "address": address})

    @classmethod
    def at_code(cls, person_id: str, address: str) -> Self:
        return cls({"code": person_id, "address": address})

    @classmethod
    def at_passkey(cls, address: str) -> Self:
        """Of a passkey, or an account elsewhere, that nobody has here: only where it came from is known."""
        return cls({"address": address})

    @classmethod
    def at_reset(cls, email: str, address: str) -> Self:
        """Each one counts, since each may send a mail."""
        return cls({"reset": hashed(email), "asker": address})


def is_throttled(db: Session, attempt: Attempt, now: datetime) -> bool:
    most = {f"{kind}:{whose}": MOST_FAILURES[kind] for kind, whose in attempt.subjects.items()}
    subject = col(SignInFailure.subject)
    counted = (
        select(subject, func.count()).where(subject.in_(most), col(SignInFailure.at) > now - WINDOW).group_by(subject)
    )
    return any(count >= most[subject] for subject, count in db.execute(counted).all())


def count(db: Session, attempt: Attempt, *, at: datetime) -> None:
    db.execute(delete(SignInFailure).where(col(SignInFailure.at) <= at - WINDOW))
    db.add_all(SignInFailure(subject=f"{kind}:{whose}", at=at) for kind, whose in attempt.subjects.items())


def release(db: Session, attempt: Attempt) -> None:
    """After a success, what was guessed at starts anew; the network address does not."""
    own = [f"{kind}:{whose}" for kind, whose in attempt.subjects.items() if kind != "address"]
    db.execute(delete(SignInFailure).where(col(SignInFailure.subject).in_(own)))
