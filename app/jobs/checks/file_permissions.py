"""The files of an installation are their owner's only: database, evidence, keys, and all that commands write.

New ones are, since every command, and every process that it starts, begins with this umask. Those that an earlier
version made are tightened when a command opens the installation.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.engine import make_url

from app.access.identity import KEY_FILE
from app.files.evidence_store import EvidenceFiles
from app.files.kept_reports import KeptReports
from app.files.signing_keys import PRIVATE, folder_of
from app.settings import Settings

OTHERS = 0o077
"""The rights of group and others."""


def close_to_others() -> None:
    os.umask(OTHERS)


def open_to_others(settings: Settings) -> list[Path]:
    """What somebody else on this machine could read."""
    ours = [path for path in _belongings(settings) if path.is_file() or path.is_dir()]  # never a device of all
    return [path for path in ours if path.stat().st_mode & OTHERS]


def keep_to_owner(path: Path) -> None:
    """Raises OSError where it belongs to somebody else."""
    path.chmod(stat.S_IMODE(path.stat().st_mode) & ~OTHERS)


def _belongings(settings: Settings) -> Iterator[Path]:
    """Named singly, since the data folder may hold what is not ours; what lies in a closed folder is closed with it."""
    own = make_url(settings.database)
    if own.get_backend_name() == "sqlite" and own.database:
        yield from (Path(own.database + ending) for ending in ("", "-wal", "-shm"))
    yield settings.data_dir / KEY_FILE
    yield folder_of(settings) / PRIVATE
    yield EvidenceFiles(settings.data_dir).folder
    yield KeptReports(settings.data_dir).folder
