"""The state of the installation, for the technical administrator: counts, sizes and dates, and nothing of content."""

import platform
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, ScalarSelect, Select, func, literal_column, select
from sqlmodel import Session, col

from app import VERSION
from app.access.accounts import DISABLED, INVITED, NO_SECOND_STEP, is_in_state, offices_in_need
from app.access.identity import utc_now
from app.db.audit_log import last_backup
from app.db.migrations import newest
from app.db.outages import kept_in
from app.db.tables.answers import Evidence
from app.db.tables.people import Person
from app.files.kept_reports import KeptReports
from app.jobs.checks.backups import BackupAge, age_of
from app.jobs.checks.database import of_database
from app.jobs.checks.emails import NotSent, not_sent, of_emails
from app.jobs.checks.results import CheckResult
from app.jobs.checks.surroundings import of_surroundings
from app.settings import Settings
from questionnaires.catalogue import Catalogue, age
from questionnaires.problems import N_

WAITING = {
    INVITED: N_("Invitations not accepted"),
    NO_SECOND_STEP: N_("Second step missing"),
    DISABLED: N_("Disabled accounts"),
}
"""The accounts that are counted, by the name that the list of accounts has for them."""
FILES = (
    select(func.max(col(Evidence.size)).label("size"))
    .where(col(Evidence.kind) == "file")
    .group_by(col(Evidence.sha256))
    .subquery()
)
"""Each file once, as it is kept once."""
EVIDENCE = select(func.count().label("files"), func.coalesce(func.sum(FILES.c.size), 0).label("bytes"))
OF_EVIDENCE = EVIDENCE.select_from(FILES).subquery()

DATABASE_SIZE: Mapping[str, ColumnElement[int]] = {
    "sqlite": literal_column(
        "(SELECT page_count FROM pragma_page_count()) * (SELECT page_size FROM pragma_page_size())", Integer
    ),
    "postgresql": func.pg_database_size(func.current_database()),
}
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Counter:
    """How many of something, and where one sees which."""

    title: str
    address: str
    count: int


@dataclass(frozen=True)
class Storage:
    """In bytes; `free` of each folder that must have room, by its name."""

    database: int
    evidence: int
    evidence_files: int
    reports: int
    free: Mapping[str, int]


@dataclass(frozen=True)
class Installation:
    checks: list[CheckResult]
    counters: list[Counter]
    emails: list[NotSent]
    storage: Storage
    versions: list[tuple[str, str]]
    questionnaires: list[tuple[str, bool]]
    """Each version, and whether it is published."""
    last_backup: datetime | None
    backup: BackupAge

    @property
    def problems(self) -> list[CheckResult]:
        return [check for check in self.checks if not check.is_sound]


def installation_of(db: Session, settings: Settings, catalogue: Catalogue) -> Installation:
    """Six quick queries. What takes longer, such as reading the whole database, is left to `parity check`."""
    figures = db.connection().execute(_figures(db, offices_in_need(db, settings))).one()
    emails = not_sent(db)
    checks = [*of_surroundings(settings), *of_database(db, catalogue), *of_emails(emails)]
    return Installation(
        checks=checks,
        counters=_counters(checks, emails, figures._mapping),
        emails=emails,
        storage=_storage(settings, figures._mapping),
        versions=_versions(db),
        questionnaires=[
            (name, name in catalogue.published) for name in sorted(catalogue.versions, key=age, reverse=True)
        ],
        last_backup=figures.last_backup,
        backup=age_of(figures.last_backup, utc_now()),
    )


def _figures(db: Session, in_need: Collection[str]) -> Select[*tuple[Any, ...]]:
    counts = [_people(is_in_state(state, in_need)).label(state) for state in WAITING]
    size = DATABASE_SIZE[db.connection().dialect.name]
    evidence = (OF_EVIDENCE.c.files.label("evidence_files"), OF_EVIDENCE.c.bytes.label("evidence"))
    return select(*counts, *evidence, size.label("database"), last_backup().label("last_backup"))


def _people(condition: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(Person).where(condition).scalar_subquery()


def _counters(checks: list[CheckResult], emails: list[NotSent], figures: Mapping[Any, Any]) -> list[Counter]:
    problems = sum(not check.is_sound for check in checks)
    accounts = [Counter(title, f"/accounts?show={state}#found", figures[state]) for state, title in WAITING.items()]
    return [
        Counter(N_("Problems found"), "#problems", problems),
        Counter(N_("Unsent emails"), "/mails/waiting", sum(waiting.count for waiting in emails)),
        *accounts,
    ]


def _storage(settings: Settings, figures: Mapping[Any, Any]) -> Storage:
    return Storage(
        database=figures["database"],
        evidence=figures["evidence"],
        evidence_files=figures["evidence_files"],
        reports=KeptReports(settings.data_dir).total_bytes,
        free={called: shutil.disk_usage(path).free for path, called in kept_in(settings).items() if path.is_dir()},
    )


def _versions(db: Session) -> list[tuple[str, str]]:
    dialect = db.connection().dialect
    number = ".".join(str(part) for part in dialect.server_version_info or ())
    return [
        ("Parity", VERSION),
        ("Python", platform.python_version()),
        (ENGINES[dialect.name], number),
        (N_("Migration"), newest()),
    ]
