"""What a database is, before anything opens it: whether it is there, ours and of this version."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import NullPool, create_engine, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from app.db.migrations import newest, reached
from app.db.session import OUT_OF_REACH
from app.settings import Settings

OURS = "assessment"
"""The table that every version of Parity has."""
MOST_OF_A_REASON = 300


class DatabaseState(NamedTuple):
    """The names of the tables of a database, and the migrations that it says to be at."""

    tables: frozenset[str]
    migrations: tuple[str, ...]


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
