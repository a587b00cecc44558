"""When the database or the disk is away: what says so in an error, and whether a folder has room.

An outage ends by itself or is ended by whoever runs the installation; whoever asks can only wait. A mistake in the
program is none, and a database that is damaged is none either: no waiting helps there.
"""

import errno
import os
import tempfile
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection

from app.settings import Settings
from questionnaires.problems import N_

SQLITE = {5, 6, 8, 10, 13, 14, 15}
"""Primary result codes of SQLite: busy, locked, read-only, disk error, full, cannot be opened, locking failed."""
PRIMARY = 0xFF
POSTGRESQL = ("08", "25006", "40", "53", "55P03", "57", "58")
"""How the SQLSTATE begins: connection, read-only, told to try again, no room or memory, locked, ended from outside,
error of the system."""
DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE}
LEAST_ROOM = 50_000_000
"""Bytes that must be free: less than that, and one upload or one checkpoint of the database may fill the disk."""


def is_outage(error: BaseException) -> bool:
    if isinstance(error, NoConnection):
        return True
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or _is_away(error.orig)
    return isinstance(error, OSError) and error.errno in DISK


def has_all(error: BaseException) -> bool:
    """Whether it is no fault of the one file that was being made: the database or the disk fails for the others too."""
    return isinstance(error, SQLAlchemyError) or is_outage(error)


def _is_away(error: BaseException | None) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return code & PRIMARY in SQLITE
    state = getattr(error, "sqlstate", None)
    if state:
        return str(state).startswith(POSTGRESQL)
    return type(error).__name__ == "OperationalError"  # psycopg, before there was a connection or after it broke


def problem_of_folder(folder: Path, called: str, least: int = LEAST_ROOM) -> str:
    """A sentence where nothing more can be kept there, "" where it can. Cheap: one small file that is gone at once."""
    try:
        room = os.statvfs(folder)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(room.f_bsize))
    except OSError as error:
        return f"Nothing can be written in {called} ({error.strerror}). Free some space there, or make it writable."
    free = room.f_bavail * room.f_frsize
    if free < least:
        needed = f"{least // 1_000_000:,} MB are needed."
        return f"Only {free // 1_000_000:,} MB are free in {called}. Free some space: {needed}"
    return ""


def kept_in(settings: Settings) -> dict[Path, str]:
    """The folders that must have room, with what they are called: of the evidence, and of a database that is a file."""
    own = make_url(settings.database)
    is_file = own.get_backend_name() == "sqlite" and own.database
    database = {Path(own.database or "").parent: N_("the folder of the database")} if is_file else {}
    return database | {settings.data_dir: N_("the data folder")}
