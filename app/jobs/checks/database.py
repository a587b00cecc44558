"""What is checked of the database, and of the clock beside it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, select, text
from sqlmodel import Session, col

from app.access.identity import utc_now
from app.assessments.deadlines import ZONES
from app.db.audit_log import ENTRIES, HEAD
from app.db.migrations import REACHED, newest
from app.db.reachable import OURS, DatabaseState, problem_of_version
from app.db.tables.people import Administration
from app.db.tables.rounds import Assessment
from app.jobs.checks.results import CheckResult, problem, told
from questionnaires.catalogue import Catalogue
from questionnaires.problems import N_

AHEAD = timedelta(minutes=5)
"""By which the clocks of several machines may differ."""
LOG = select(
    select(func.max(ENTRIES.c.id)).scalar_subquery().label("rows"),
    select(func.max(ENTRIES.c.at)).scalar_subquery().label("last"),
    select(HEAD.c.entries).scalar_subquery().label("expected"),
    select(REACHED.c.version_num).scalar_subquery().label("migration"),
)
"""Where the log ends and where it should, and at which migration the database is: each in its own subquery, since
SQLite finds only a single largest value by an index."""


def of_database(db: Session, catalogue: Catalogue | None) -> Iterator[CheckResult]:
    """What a page can wait for: three queries, none of which reads a whole table of answers."""
    log = db.connection().execute(LOG).one()
    wrong = list(_wrong(db, log, catalogue))
    yield from wrong
    if not wrong:
        dialect = db.connection().dialect
        version = ".".join(str(part) for part in dialect.server_version_info or ())
        names = {"kind": dialect.name, "version": version, "migration": newest()}
        yield CheckResult("database", N_("{kind} {version} answers and is at migration {migration}."), names)
    yield _clock(db, log.last)


def of_whole_file(db: Session) -> Iterator[CheckResult]:
    """Reads all of a database that is a file, so no page waits for it. PostgreSQL checks what it reads itself."""
    if db.connection().dialect.name != "sqlite":
        return
    damage = [str(sentence) for sentence in db.execute(text("PRAGMA quick_check(3)")).scalars()]
    wrong = [sentence for sentence in damage if sentence != "ok"]
    for sentence in wrong:
        yield problem("database", N_("It is damaged: {damage}. Restore it from a backup."), damage=sentence)
    if not wrong:
        yield CheckResult("database", N_("It passes a quick check."))


def _wrong(db: Session, log: Row[*tuple[Any, ...]], catalogue: Catalogue | None) -> Iterator[CheckResult]:
    if sentence := problem_of_version(DatabaseState(frozenset({OURS}), (log.migration,))):
        yield told("database", sentence)
    if (log.rows or 0) != log.expected:
        counts = {"rows": f"{log.rows or 0:,}", "expected": f"{log.expected:,}"}
        sentence = N_("The audit log ends at row {rows} and should end at {expected}. Run `parity audit verify`.")
        yield problem("database", sentence, **counts)
    for sentence in refuse_other_questionnaires(db, catalogue) if catalogue else ():
        yield told("database", sentence)


def _clock(db: Session, last: datetime | None) -> CheckResult:
    now = utc_now()
    says = {"now": f"{now:%Y-%m-%d %H:%M}"}
    if last and last > now + AHEAD:
        sentence = N_("It says {now} UTC, but the log has a row from {last} UTC.")
        return problem("clock", sentence, **says, last=f"{last:%Y-%m-%d %H:%M}")
    zones = set(db.execute(select(col(Administration.time_zone)).distinct()).scalars())
    if unknown := sorted(zones - ZONES):
        sentence = N_("This machine does not know the time zone {zones}. Install the package tzdata.")
        return problem("clock", sentence, zones=", ".join(unknown))
    return CheckResult("clock", N_("It says {now} UTC, not before the latest row of the log."), says)


def refuse_other_questionnaires(db: Session, catalogue: Catalogue) -> list[str]:
    """Sentences on assessments whose questionnaire is gone or no longer the one they were started with."""
    used = db.connection().execute(select(col(Assessment.questionnaire), col(Assessment.fingerprint)).distinct())
    return [
        f"Assessments were started with questionnaire {version} as published (fingerprint {fingerprint[:12]}); "
        "it is missing or changed. Bring that version back before you start."
        for version, fingerprint in used
        if version not in catalogue.versions or catalogue[version].fingerprint != fingerprint
    ]
