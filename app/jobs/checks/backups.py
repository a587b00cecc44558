"""How long ago `parity backup` last wrote a backup, and whether that is too long."""

from datetime import datetime, timedelta
from enum import StrEnum

from app.jobs.checks.results import CheckResult
from questionnaires.problems import N_

NONE = N_("No backup has been made with `parity backup`.")


class BackupAge(StrEnum):
    NONE = "none"
    FRESH = "fresh"
    OLD = "old"
    TOO_OLD = "too old"


OLD_AFTER, TOO_OLD_AFTER = timedelta(hours=24), timedelta(days=7)


def age_of(last: datetime | None, now: datetime) -> BackupAge:
    if last is None:
        return BackupAge.NONE
    if now - last > TOO_OLD_AFTER:
        return BackupAge.TOO_OLD
    return BackupAge.OLD if now - last > OLD_AFTER else BackupAge.FRESH


def of_backups(last: datetime | None) -> CheckResult:
    """Never a problem of the command's: others back up by copying the disk, and `parity check` cannot know of it."""
    if last is None:
        return CheckResult("backup", NONE)
    return CheckResult(
        "backup", N_("`parity backup` last wrote one on {last} UTC."), {"last": f"{last:%Y-%m-%d %H:%M}"}
    )
