"""`parity check`: whether this installation is sound, one line for each part; exit status 1 where one is not."""

import os
import platform
import shlex
import shutil
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Annotated

import typer
from pydantic import ValidationError

from app import VERSION
from app.access.identity import KEY_BYTES, KEY_FILE
from app.cli import permissions
from app.cli.check.database import CheckResult, clock_and_database
from app.cli.output import echo, give_up
from app.db.outages import problem_of_folder
from app.files.signing_keys import PRIVATE, DamagedKey, folder_of, signer_of
from app.jobs.mail_sender import PROBLEMS, Server, problem_of_server
from app.settings import PREFIX, Settings, problems_of
from app.web.health import kept_in
from questionnaires.catalogue import Broken, Catalogue, load

OF_TESTS = {"PARITY_TEST_DATABASE_URL", "PARITY_TEST_SEED"}


def check(
    offline: Annotated[bool, typer.Option("--offline", help="Do not connect to the mail server.")] = False,
) -> None:
    """Check this installation: settings, versions, disk, keys, database, clock and mail.

    Nothing is changed, and no email is sent.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        _print(CheckResult("settings", problem, is_sound=False) for problem in problems_of(error))
    else:
        _print(_all(settings, offline=offline))


def _print(results: Iterator[CheckResult]) -> None:
    is_sound = True
    for result in results:
        echo(f"{'ok    ' if result.is_sound else 'NOT OK'}  {result.part}: {result.sentence}")
        is_sound = is_sound and result.is_sound
    if not is_sound:
        give_up("This installation has problems: see the lines above that begin with NOT OK.")


def _all(settings: Settings, *, offline: bool) -> Iterator[CheckResult]:
    yield from _settings(settings)
    catalogue, versions = _versions()
    yield versions
    yield from _disk(settings)
    yield from _keys(settings)
    if all(path.is_dir() for path in kept_in(settings)):  # what is not there is not made by looking
        yield from clock_and_database(settings, catalogue)
    yield _mail(settings, offline=offline)


def _settings(settings: Settings) -> Iterator[CheckResult]:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    wrong = [_unknown(name, known) for name in sorted(os.environ) if name.startswith(PREFIX) and name not in known]
    if settings.evidence_scan and not shutil.which(program := shlex.split(settings.evidence_scan)[0]):
        wrong.append(f"PARITY_EVIDENCE_SCAN: there is no program {program}. No evidence file can be uploaded.")
    yield from (CheckResult("settings", problem, is_sound=False) for problem in wrong if problem)
    if not any(wrong):
        set_ones = sum(name in os.environ for name in known)
        yield CheckResult("settings", f"{set_ones} of {len(known)} are set, and all are valid.")


def _unknown(name: str, known: set[str]) -> str:
    if name in OF_TESTS:
        return ""
    meant = get_close_matches(name, known, 1)
    return f"There is no setting {name}. " + (f"Did you mean {meant[0]}?" if meant else "Remove it.")


def _versions() -> tuple[Catalogue | None, CheckResult]:
    programs = f"Parity {VERSION} on Python {platform.python_version()}"
    try:
        catalogue = load()
    except Broken as broken:
        return None, CheckResult("versions", f"{programs}; the questionnaires have mistakes: {broken}", is_sound=False)
    return catalogue, CheckResult("versions", f"{programs}; questionnaires {', '.join(sorted(catalogue.versions))}.")


def _disk(settings: Settings) -> Iterator[CheckResult]:
    for path, called in kept_in(settings).items():
        if not path.is_dir():
            yield CheckResult(
                "disk", f"There is no folder {path.resolve()}. `parity migrate` creates it.", is_sound=False
            )
        elif problem := problem_of_folder(path, f"{called} {path.resolve()}"):
            yield CheckResult("disk", problem, is_sound=False)
        else:
            free = shutil.disk_usage(path).free // 1_000_000
            yield CheckResult("disk", f"{called} {path.resolve()} can be written; {free:,} MB are free.")
    for path in permissions.open_to_others(settings):
        yield CheckResult("disk", f"Others can read {path}. Its owner should run: chmod go= {path}", is_sound=False)


def _keys(settings: Settings) -> Iterator[CheckResult]:
    path = settings.data_dir / KEY_FILE
    if settings.server_key:
        yield CheckResult("keys", "The server key is set in PARITY_SERVER_KEY.")
    elif not path.exists():
        yield CheckResult("keys", "There is no server key yet. The first start creates it.")
    elif path.stat().st_size != KEY_BYTES:
        yield CheckResult("keys", f"{path} is damaged. Restore it from a backup.", is_sound=False)
    else:
        yield CheckResult("keys", f"The server key is {path}.")
    if not (folder_of(settings) / PRIVATE).exists():
        yield CheckResult("keys", "There is no signing key yet. The first start creates it.")
        return
    try:
        yield CheckResult("keys", f"Reports are signed with the key {signer_of(settings).id}.")
    except (DamagedKey, OSError) as error:
        yield CheckResult("keys", str(error), is_sound=False)


def _mail(settings: Settings, *, offline: bool) -> CheckResult:
    if not settings.smtp_host:
        return CheckResult(
            "mail", "No mail server is configured, so emails stay in the outbox. Set PARITY_SMTP_HOST to send them."
        )
    place = f"{settings.smtp_host}:{settings.smtp_port}"
    if offline:
        return CheckResult("mail", f"{place} was not tested.")
    with Server(settings) as server:
        problem = problem_of_server(server)
    if problem:
        return CheckResult("mail", f"{place}: {PROBLEMS[problem]}", is_sound=False)
    return CheckResult(
        "mail", f"{place} responds{' and accepts the sign-in' if settings.smtp_user else ''}. Nothing was sent."
    )
