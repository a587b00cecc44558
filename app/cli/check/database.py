"""What `parity check` finds of the database, and of the clock beside it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col

from app.access.identity import utc_now
from app.assessments.deadlines import ZONES
from app.assessments.reads import refuse_other_questionnaires
from app.cli.bootstrap import problem_of_another, problem_of_version, state_of, unreachable
from app.db.audit_log import ENTRIES, whole_head_of
from app.db.migrations import newest
from app.db.session import Database
from app.db.tables.people import Administration
from app.db.tables.records import Mail
from app.jobs.mail_sender import FOR_GOOD
from app.settings import Settings
from questionnaires.catalogue import Catalogue

AHEAD = timedelta(minutes=5)
"""By which the clocks of several machines may differ."""


class CheckResult(NamedTuple):
    """What was found of a part: a sentence, and whether it is sound."""

    part: str
    sentence: str
    is_sound: bool = True


def clock_and_database(settings: Settings, catalogue: Catalogue | None) -> Iterator[CheckResult]:
    try:
        state = state_of(settings)
        if not state.tables:
            yield CheckResult("database", "There is none yet. `parity migrate` creates it.", is_sound=False)
        elif problem := problem_of_another(state) or problem_of_version(state):
            yield CheckResult("database", problem, is_sound=False)
        else:
            with Database(settings.database) as database, database.reading() as db:
                yield from _database(db, catalogue)
    except DBAPIError as error:
        yield CheckResult("database", unreachable(error, settings), is_sound=False)


def _database(db: Session, catalogue: Catalogue | None) -> Iterator[CheckResult]:
    kind = db.connection().dialect.name
    wrong = [*_damage(db, kind), *(refuse_other_questionnaires(db, catalogue) if catalogue else ())]
    yield from (CheckResult("database", problem, is_sound=False) for problem in wrong)
    if not wrong:
        version = ".".join(str(part) for part in db.connection().dialect.server_version_info or ())
        yield CheckResult(
            "database", f"{kind} {version} answers, is at migration {newest()}, and passes a quick check."
        )
    yield _clock(db)
    yield from _mails(db)


def _damage(db: Session, kind: str) -> Iterator[str]:
    if kind == "sqlite":
        damage = [str(sentence) for sentence in db.execute(text("PRAGMA quick_check(3)")).scalars()]
        yield from (f"It is damaged: {sentence}. Restore it from a backup." for sentence in damage if sentence != "ok")
    rows = db.connection().execute(select(func.max(ENTRIES.c.id))).scalar() or 0
    if rows != (expected := whole_head_of(db).entries):
        yield f"The audit log ends at row {rows:,} and should end at {expected:,}. Run `parity audit verify`."


def _clock(db: Session) -> CheckResult:
    now = utc_now()
    last: datetime | None = db.connection().execute(select(func.max(ENTRIES.c.at))).scalar()
    if last and last > now + AHEAD:
        return CheckResult(
            "clock",
            f"It says {now:%Y-%m-%d %H:%M} UTC, but the log has a row from {last:%Y-%m-%d %H:%M}.",
            is_sound=False,
        )
    zones = set(db.execute(select(col(Administration.time_zone)).distinct()).scalars())
    if unknown := sorted(zones - ZONES):
        return CheckResult(
            "clock",
            f"This machine does not know the time zone {', '.join(unknown)}. Install the package tzdata.",
            is_sound=False,
        )
    return CheckResult("clock", f"It says {now:%Y-%m-%d %H:%M} UTC, not before the latest row of the log.")


def _mails(db: Session) -> Iterator[CheckResult]:
    """A fault of the installation shows in mails that wait; those that went to a wrong address do not count."""
    waiting = select(func.count()).where(col(Mail.sent_at).is_(None), col(Mail.problem).not_in({"", *FOR_GOOD}))
    if count := db.execute(waiting).scalar_one():
        yield CheckResult(
            "mail", f"{count:,} emails could not be sent so far: see /mails/waiting for the reasons.", is_sound=False
        )
