"""What commands open first: settings, questionnaires, database; each failure in one line that says what to do."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from app import Deferred
from app.access.identity import key_of, utc_now
from app.cli.backfill import fill_figures, record_contents
from app.cli.output import give_up
from app.db.migrations import migrate
from app.db.reachable import DatabaseState, problem_of_another, problem_of_version, state_of, unreachable
from app.db.session import Database
from app.files.kept_reports import KeptReports
from app.files.signing_keys import DamagedKey, folder_of, signer_of
from app.jobs.checks.database import refuse_other_questionnaires
from app.jobs.checks.file_permissions import keep_to_owner, open_to_others
from app.settings import Settings, problems_of
from questionnaires.catalogue import Catalogue, load
from questionnaires.problems import Broken

if TYPE_CHECKING:
    from alembic import util as alembic_util
else:
    alembic_util = Deferred("alembic.util")


def open_catalogue(code: int = 1) -> Catalogue:
    try:
        return load()
    except Broken as broken:
        give_up(f"The questionnaires have mistakes:\n{broken}", code)


def read_settings(code: int = 1) -> Settings:
    """Without a look at the data folder, which need not be there."""
    try:
        return Settings()
    except ValidationError as error:
        give_up("\n".join(problems_of(error)), code)


def open_settings() -> Settings:
    """Refuses settings and a data folder that cannot work, before anything half-works."""
    settings = read_settings()
    folder: Path = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.touch()
        probe.unlink()
    except OSError as error:
        give_up(
            f"The data folder {folder.resolve()} cannot be written ({error.strerror}). "
            "Make it writable, or name another with PARITY_DATA_DIR."
        )
    for path in open_to_others(settings):  # of an installation that an earlier version made
        with suppress(OSError):  # somebody else's: `parity check` tells it
            keep_to_owner(path)
    return settings


def require_signing_key(settings: Settings) -> None:
    """It is made where there is none yet."""
    try:
        signer_of(settings)
    except DamagedKey as damaged:
        give_up(str(damaged))
    except OSError as error:
        give_up(
            f"The signing key in {folder_of(settings).resolve()} cannot be used ({error.strerror}). "
            "Make the folder readable and writable, or name another with PARITY_SIGNING_DIR."
        )


def require_server_key(settings: Settings) -> bytes:
    """It is made where there is none yet."""
    try:
        return key_of(settings)
    except ValueError as damaged:
        give_up(str(damaged))
    except OSError as error:
        give_up(f"The server key in {settings.data_dir.resolve()} cannot be used ({error.strerror}).")


def without_kept_reports(settings: Settings) -> int:
    """Removes them: they hold what was true before. How many there were."""
    kept_reports = KeptReports(settings.data_dir)
    try:
        return kept_reports.empty()
    except OSError as error:
        give_up(f"Done, but gap reports remain in {kept_reports.folder} ({error.strerror}). Remove that folder.")


def open_migrated(settings: Settings, catalogue: Catalogue) -> Database:
    """Brings the database to the newest migration, with the figures that it could not fill, then opens it."""
    state = _state_of(settings)
    if problem := problem_of_another(state):
        give_up(problem)
    try:
        migrate(settings.database)
    except DBAPIError as error:
        give_up(unreachable(error, settings))
    except alembic_util.CommandError as error:
        give_up(f"The database was created by another version of Parity: {error}. Use that version, or a newer one.")
    database = open_database(settings, catalogue)
    with database.writing() as db:
        fill_figures(db, catalogue, at=utc_now())
        record_contents(db, at=utc_now())
    return database


def open_database(settings: Settings, catalogue: Catalogue) -> Database:
    """Refuses a database that is not there, not ours or not of this version, or one whose assessments need a
    questionnaire that is not here as it was."""
    state = _state_of(settings)
    if problem := problem_of_another(state) or problem_of_version(state):
        give_up(problem)
    database = Database(settings.database)
    try:
        with database.reading() as db:
            problems = refuse_other_questionnaires(db, catalogue)
    except DBAPIError as error:
        give_up(unreachable(error, settings))
    if problems:
        give_up("\n".join(problems))
    return database


def _state_of(settings: Settings) -> DatabaseState:
    try:
        return state_of(settings)
    except DBAPIError as error:
        give_up(unreachable(error, settings))
