"""What commands open first: settings, questionnaires, database; each failure in one line that says what to do."""

from contextlib import suppress
from pathlib import Path

from alembic.util import CommandError
from pydantic import ValidationError
from sqlalchemy.exc import DatabaseError

from app.assessments import refuse_other_questionnaires
from app.commands.belongings import keep_to_owner, open_to_others
from app.commands.filling import fill_figures, record_contents
from app.commands.speaking import give_up
from app.database import Database
from app.identity import key_of, utc_now
from app.settings import Settings, problems_of
from app.signing_keys import DamagedKey, folder_of, signer_of
from app.web.migrations import migrate
from questionnaires.catalogue import Broken, Catalogue, load


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
            f"The key that signs cannot be used in {folder_of(settings).resolve()} ({error.strerror}). "
            "Make the folder readable and writable, or name another with PARITY_SIGNING_DIR."
        )


def require_server_key(settings: Settings) -> bytes:
    """It is made where there is none yet."""
    try:
        return key_of(settings)
    except ValueError as damaged:
        give_up(str(damaged))
    except OSError as error:
        give_up(f"The server's key in {settings.data_dir.resolve()} cannot be used ({error.strerror}).")


def open_migrated(settings: Settings, catalogue: Catalogue) -> Database:
    """Brings the database to the newest migration, with the figures that it could not fill, then opens it."""
    try:
        migrate(settings.database)
    except DatabaseError as error:
        give_up(_unreachable(error))
    except CommandError as error:
        give_up(f"The database was made by another version of Parity: {error}. Use that one, or a newer one.")
    database = open_database(settings, catalogue)
    with database.writing() as db:
        fill_figures(db, catalogue, at=utc_now())
        record_contents(db, at=utc_now())
    return database


def open_database(settings: Settings, catalogue: Catalogue) -> Database:
    """Refuses a database without tables, or one whose assessments need a questionnaire that is not here as it was."""
    database = Database(settings.database)
    try:
        with database.reading() as db:
            if not db.connection().dialect.has_table(db.connection(), "assessment"):
                give_up("The database has no tables yet. Run `parity migrate` first.")
            problems = refuse_other_questionnaires(db, catalogue)
    except DatabaseError as error:
        give_up(_unreachable(error))
    if problems:
        give_up("\n".join(problems))
    return database


def _unreachable(error: DatabaseError) -> str:
    return f"The database cannot be used: {str(error.orig).splitlines()[0]}. Check PARITY_DATABASE_URL."
