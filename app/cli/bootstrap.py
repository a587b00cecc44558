"""What commands open first: settings, questionnaires, database; each failure in one line that says what to do."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError
from sqlalchemy import NullPool, create_engine, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from app import Deferred
from app.access.identity import key_of, utc_now
from app.assessments.reads import refuse_other_questionnaires
from app.cli.backfill import fill_figures, record_contents
from app.cli.output import give_up
from app.cli.permissions import keep_to_owner, open_to_others
from app.db.migrations import migrate, newest, reached
from app.db.session import OUT_OF_REACH, Database
from app.files.kept_reports import KeptReports
from app.files.signing_keys import DamagedKey, folder_of, signer_of
from app.settings import Settings, problems_of
from questionnaires.catalogue import Broken, Catalogue, load

if TYPE_CHECKING:
    from alembic import util as alembic_util
else:
    alembic_util = Deferred("alembic.util")

OURS = "assessment"
"""The table that every version of Parity has."""
MOST_OF_A_REASON = 300


def open_catalogue() -> Catalogue:
    try:
        return load()
    except Broken as broken:
        give_up(f"The questionnaires have mistakes:\n{broken}")


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


class DatabaseState(NamedTuple):
    """The names of the tables of a database, and the migrations that it says to be at."""

    tables: frozenset[str]
    migrations: tuple[str, ...]


def _state_of(settings: Settings) -> DatabaseState:
    try:
        return state_of(settings)
    except DBAPIError as error:
        give_up(unreachable(error, settings))


def state_of(settings: Settings) -> DatabaseState:
    """Without a trace: a database of another program stays as it is, and none is made. Raises DBAPIError."""
    own = make_url(settings.database)
    is_file = own.get_backend_name() == "sqlite"
    if is_file and not (own.database or "").startswith("file:") and not Path(own.database or "").exists():
        return DatabaseState(frozenset(), ())
    in_time = {} if is_file or "connect_timeout" in own.query else {"connect_timeout": OUT_OF_REACH}
    engine = create_engine(own, poolclass=NullPool, hide_parameters=True, connect_args=in_time)
    with engine.connect() as connection:
        tables = frozenset(inspect(connection).get_table_names())
        return DatabaseState(tables, reached(connection))


def problem_of_another(state: DatabaseState) -> str:
    """A sentence where another program keeps its data there."""
    if not state.tables or OURS in state.tables:
        return ""
    examples = ", ".join(sorted(state.tables)[:3])
    return (
        f"The database contains tables of another program ({examples}). Name another database with PARITY_DATABASE_URL."
    )


def problem_of_version(state: DatabaseState) -> str:
    if not state.tables:
        return (
            "The database has no tables yet. Run `parity migrate` first. "
            "To use another database, name it with PARITY_DATABASE_URL."
        )
    if state.migrations == (newest(),):
        return ""
    at, this = ", ".join(state.migrations) or "none", newest()
    return f"The database is at migration {at}, and this program at {this}. {_what_to_do(state.migrations, this)}"


def _what_to_do(at: Sequence[str], this: str) -> str:
    if max(at, default="") > this:
        return "Use the version of Parity that created it, or a newer one."
    return "Run `parity migrate` first."


def unreachable(error: SQLAlchemyError, settings: Settings) -> str:
    """Without the password, wherever a driver repeats it."""
    password = make_url(settings.database).password
    why = " ".join(str(getattr(error, "orig", None) or error).split())
    reason = why.replace(str(password), "***") if password else why
    what = "the disk" if "disk" in reason else "PARITY_DATABASE_URL"
    return f"The database cannot be used: {reason[:MOST_OF_A_REASON].rstrip('.')}. Check {what}."
