"""`parity check`: whether this installation is sound, one line for each part; exit status 1 where one is not.

What is looked at, and in which words it is told, is in `app/jobs/checks`, so that a page says the same. Here is what no
page waits for: the questionnaires read anew, the whole file of the database, and the mail server.
"""

import platform
from collections.abc import Iterator
from typing import Annotated

import typer
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from app import VERSION
from app.cli.output import echo, give_up
from app.db.audit_log import last_backup
from app.db.outages import kept_in
from app.db.reachable import problem_of_another, problem_of_version, state_of, unreachable
from app.db.session import Database
from app.jobs.checks.backups import of_backups
from app.jobs.checks.database import of_database, of_whole_file
from app.jobs.checks.emails import not_sent, of_emails
from app.jobs.checks.results import CheckResult, told
from app.jobs.checks.surroundings import of_disk, of_keys, of_settings
from app.jobs.mail_sender import PROBLEMS, Server, problem_of_server
from app.settings import Settings, problems_of
from questionnaires.catalogue import Catalogue, load
from questionnaires.problems import Broken

NO_SERVER = "No mail server is configured, so emails stay in the outbox. Set PARITY_SMTP_HOST to send them."


def check(
    offline: Annotated[bool, typer.Option("--offline", help="Do not connect to the mail server.")] = False,
) -> None:
    """Check this installation: settings, versions, disk, keys, database, clock and mail.

    Nothing is changed, and no email is sent.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        _print(told("settings", problem) for problem in problems_of(error))
    else:
        _print(_all(settings, offline=offline))


def _print(results: Iterator[CheckResult]) -> None:
    is_sound = True
    for result in results:
        echo(f"{'ok    ' if result.is_sound else 'NOT OK'}  {result.part}: {result.text()}")
        is_sound = is_sound and result.is_sound
    if not is_sound:
        give_up("This installation has problems: see the lines above that begin with NOT OK.")


def _all(settings: Settings, *, offline: bool) -> Iterator[CheckResult]:
    yield from of_settings(settings)
    catalogue, versions = _versions()
    yield versions
    yield from of_disk(settings)
    yield from of_keys(settings)
    if all(path.is_dir() for path in kept_in(settings)):  # what is not there is not made by looking
        yield from _database(settings, catalogue)
    yield _mail(settings, offline=offline)


def _versions() -> tuple[Catalogue | None, CheckResult]:
    programs = f"Parity {VERSION} on Python {platform.python_version()}"
    try:
        catalogue = load()
    except Broken as broken:
        return None, told("versions", f"{programs}; the questionnaires have mistakes: {broken}")
    versions = ", ".join(sorted(catalogue.versions))
    return catalogue, told("versions", f"{programs}; questionnaires {versions}.", is_sound=True)


def _database(settings: Settings, catalogue: Catalogue | None) -> Iterator[CheckResult]:
    try:
        state = state_of(settings)
        if not state.tables:
            yield told("database", "There is none yet. `parity migrate` creates it.")
        elif problem := problem_of_another(state) or problem_of_version(state):
            yield told("database", problem)
        else:
            with Database(settings.database) as database, database.reading() as db:
                yield from of_whole_file(db)
                yield from of_database(db, catalogue)
                yield from of_emails(not_sent(db))
                yield of_backups(db.execute(select(last_backup())).scalar_one())
    except DBAPIError as error:
        yield told("database", unreachable(error, settings))


def _mail(settings: Settings, *, offline: bool) -> CheckResult:
    if not settings.smtp_host:
        return CheckResult("mail", NO_SERVER)
    place = f"{settings.smtp_host}:{settings.smtp_port}"
    if offline:
        return told("mail", f"{place} was not tested.", is_sound=True)
    with Server(settings) as server:
        problem = problem_of_server(server)
    if problem:
        return told("mail", f"{place}: {PROBLEMS[problem]}")
    does = "responds and accepts the sign-in" if settings.smtp_user else "responds"
    return told("mail", f"{place} {does}. Nothing was sent.", is_sound=True)
