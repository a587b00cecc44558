"""What commands open first: settings, questionnaires, database; each failure in one line that says what to do."""

from pathlib import Path

from sqlalchemy.exc import OperationalError

from app.assessments import refuse_other_questionnaires
from app.commands.speaking import give_up
from app.database import Database
from app.settings import Settings
from app.web.migrations import migrate
from questionnaires.catalogue import Broken, Catalogue, load


def open_catalogue() -> Catalogue:
    try:
        return load()
    except Broken as broken:
        give_up(f"The questionnaires have mistakes:\n{broken}")


def open_settings() -> Settings:
    """Refuses a data folder that cannot be written, before anything half-works."""
    settings = Settings()
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
    return settings


def open_migrated(settings: Settings, catalogue: Catalogue) -> Database:
    """Brings the database to the newest migration and checks that every assessment's questionnaire is here."""
    try:
        migrate(settings.database)
        database = Database(settings.database)
        with database.reading() as db:
            problems = refuse_other_questionnaires(db, catalogue)
    except OperationalError as error:
        give_up(f"The database cannot be reached: {str(error.orig).splitlines()[0]}. Check PARITY_DATABASE_URL.")
    if problems:
        give_up("\n".join(problems))
    return database
