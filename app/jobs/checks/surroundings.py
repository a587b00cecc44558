"""What is checked of the surroundings of an installation: settings, disk and keys. Each is quick."""

import os
import shlex
import shutil
from collections.abc import Iterator
from difflib import get_close_matches

from app.access.identity import KEY_BYTES, KEY_FILE
from app.db.outages import kept_in, problem_of_folder
from app.files.signing_keys import PRIVATE, DamagedKey, folder_of, signer_of
from app.jobs.checks.file_permissions import open_to_others
from app.jobs.checks.results import CheckResult, problem, told
from app.settings import PREFIX, Settings
from questionnaires.problems import N_

OF_TESTS = {"PARITY_TEST_DATABASE_URL", "PARITY_TEST_SEED"}
MEGABYTE = 1_000_000


def of_surroundings(settings: Settings) -> Iterator[CheckResult]:
    yield from of_settings(settings)
    yield from of_disk(settings)
    yield from of_keys(settings)


def of_settings(settings: Settings) -> Iterator[CheckResult]:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    unknown = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known | OF_TESTS)
    wrong = [_unknown(name, known) for name in unknown]
    if settings.evidence_scan and not shutil.which(program := shlex.split(settings.evidence_scan)[0]):
        sentence = N_("PARITY_EVIDENCE_SCAN: there is no program {program}. No evidence file can be uploaded.")
        wrong.append(problem("settings", sentence, program=program))
    yield from wrong
    if not wrong:
        counts = {"set": sum(name in os.environ for name in known), "known": len(known)}
        yield CheckResult("settings", N_("{set} of {known} are set, and all are valid."), counts)


def _unknown(name: str, known: set[str]) -> CheckResult:
    if meant := get_close_matches(name, known, 1):
        sentence = N_("There is no setting {name}. Did you mean {meant}?")
        return problem("settings", sentence, name=name, meant=meant[0])
    return problem("settings", N_("There is no setting {name}. Remove it."), name=name)


def of_disk(settings: Settings) -> Iterator[CheckResult]:
    for path, called in kept_in(settings).items():
        if not path.is_dir():
            yield problem(
                "disk", N_("There is no folder {path}. `parity migrate` creates it."), path=str(path.resolve())
            )
        elif sentence := problem_of_folder(path, f"{called} {path.resolve()}"):
            yield told("disk", sentence)
        else:
            free = f"{shutil.disk_usage(path).free // MEGABYTE:,}"
            names = {"folder": called, "path": path.resolve(), "free": free}
            yield CheckResult("disk", N_("{folder} {path} can be written; {free} MB are free."), names)
    for path in open_to_others(settings):
        yield problem("disk", N_("Others can read {path}. Its owner should run: chmod go= {path}"), path=path)


def of_keys(settings: Settings) -> Iterator[CheckResult]:
    yield _server_key(settings)
    if not (folder_of(settings) / PRIVATE).exists():
        yield CheckResult("keys", N_("There is no signing key yet. The first start creates it."))
        return
    try:
        yield CheckResult("keys", N_("Reports are signed with the key {id}."), {"id": signer_of(settings).id})
    except (DamagedKey, OSError) as error:
        yield told("keys", str(error))


def _server_key(settings: Settings) -> CheckResult:
    path = settings.data_dir / KEY_FILE
    if settings.server_key:
        return CheckResult("keys", N_("The server key is set in PARITY_SERVER_KEY."))
    if not path.exists():
        return CheckResult("keys", N_("There is no server key yet. The first start creates it."))
    if path.stat().st_size != KEY_BYTES:
        return problem("keys", N_("{path} is damaged. Restore it from a backup."), path=path)
    return CheckResult("keys", N_("The server key is {path}."), {"path": path})
