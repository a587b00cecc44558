"""What the log vouches for: which columns of which tables, and the hash of a row as it stands.

A row of the log holds the hash of each record that it speaks of (`contents` of `audit_log.record`), under a place such
as `answer demo-1/EQ-04`: the name of the part and the key of the row. `parity audit verify` compares.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Delete, Insert, Table, Update, select
from sqlmodel import Session, SQLModel

from app.db.tables import answers, people, records, reviews, rounds, workforce  # noqa: F401 - fills the metadata
from app.db.tables.columns import table_of
from app.validation.organisations import ADMINISTRATION
from questionnaires.canonical_json import canonical

Contents = dict[str, str]
"""Place -> SHA-256 of what stands there, "" for what is gone."""

BOOKKEEPING = "How far a mail or a reminder has come: it changes with each try, and goes with the purge."
SIGNS_IN = "What signs people in: secrets and times of use, which change with each sign-in and are purged."
NOT_COVERED = {
    "audit": "The log itself: its rows are chained.",
    "audit_head": "Where the log ends: compared with the chain.",
    "mail": BOOKKEEPING,
    "reminder": BOOKKEEPING,
    "notice": "What somebody was told of, and whether they opened it: the act itself is covered. It goes after a year.",
    "mail_choice": "Which mails a person wants: it changes nothing of what is recorded.",
    "presence": "Who was last seen where: a hint for a minute.",
    "session": SIGNS_IN,
    "api_token": SIGNS_IN,
    "link": SIGNS_IN,
    "second_factor": SIGNS_IN,
    "recovery_code": SIGNS_IN,
    "passkey": SIGNS_IN,
    "external_identity": SIGNS_IN,
    "invitation_mail": "What counts against the limits of invitations: it goes after a week.",
}
"""Tables that the log does not vouch for, each with the reason. Every other one is covered, new ones too."""
NOT_HASHED = {
    ("assessment", "last_levels"): "What a jump is measured by, looked up in the last round: no page shows it itself.",
    ("person", "password_hash"): SIGNS_IN,
    ("signature", "audit_head"): "It must be the hash of the very row of the log that tells of the signature.",
}
FIGURES = {
    "assessment": (
        "asked",
        "done",
        "blockers",
        "level",
        "levels",
        "scores",
        "progress",
        "validated",
        "moderated",
        "published",
    )
}
"""Columns that scoring gives of others: computed anew and compared, so that a better scoring breaks no hash."""
APART = {"assessment": {"profile": ("profile", "profile_revision")}}
"""Columns that have a place of their own: a profile is long, and most writes leave it as it is."""

AS_BEFORE = {("administration", "kind"): ADMINISTRATION}
"""What a column that was added later says of every row from before: it leaves their hashes alone, as an empty one."""


@dataclass(frozen=True)
class Part:
    """A row of a table, or some of its columns, under one name. `columns` are hashed, the key among them."""

    name: str
    table: Table
    keys: tuple[str, ...]
    columns: tuple[str, ...]

    def place(self, row: Mapping[str, Any]) -> str:
        return f"{self.name} {'/'.join([str(row[key]) for key in self.keys])}"

    def hash_of(self, row: Mapping[str, Any]) -> str:
        """Over all that is not empty, so that a column added later, empty in old rows, leaves their hashes alone."""
        full = {
            name: value
            for name in self.columns
            if not _is_empty(value := _plain(row[name])) and value != AS_BEFORE.get((self.table.name, name))
        }
        return hashlib.sha256(canonical(full)).hexdigest()


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value


def _is_empty(value: Any) -> bool:
    """Each type has one of them; 0 is a value."""
    return value is None or value is False or value in ("", [], {})


def _parts_of(table: Table) -> Iterator[Part]:
    keys = tuple(column.name for column in table.primary_key)
    apart = APART.get(table.name, {})
    left_out = {name for owner, name in NOT_HASHED if owner == table.name} | {*FIGURES.get(table.name, ())}
    left_out |= {name for columns in apart.values() for name in columns}
    yield Part(table.name, table, keys, tuple(column.name for column in table.c if column.name not in left_out))
    for name, columns in apart.items():
        yield Part(name, table, keys, (*keys, *columns))


PARTS = {table: tuple(_parts_of(table)) for table in SQLModel.metadata.sorted_tables if table.name not in NOT_COVERED}
BY_NAME = {part.name: part for parts in PARTS.values() for part in parts}


def of_values(table: Table, row: Mapping[str, Any]) -> Contents:
    """Of a row whose every value is known. A column that is missing is a programmer's mistake: KeyError."""
    return {part.place(row): part.hash_of(row) for part in PARTS[table]}


def of_part(name: str, row: Mapping[str, Any]) -> Contents:
    return {BY_NAME[name].place(row): BY_NAME[name].hash_of(row)}


def of(*rows: SQLModel) -> Contents:
    """Of objects as they now are, which is how they will be written."""
    contents: Contents = {}
    for row in rows:
        table = table_of(type(row))
        contents |= of_values(table, {column.name: getattr(row, column.name) for column in table.c})
    return contents


def gone(*rows: SQLModel) -> Contents:
    return dict.fromkeys(of(*rows), "")


def written(db: Session, statement: Insert | Update | Delete, rows: Sequence[Mapping[str, Any]] = ()) -> Contents:
    """Carries it out, and returns all that it touched as it now stands; {} where it touched nothing."""
    db.flush()
    table: Table = statement.table  # type: ignore[assignment]  # always one of ours
    touched = db.connection().execute(statement.returning(*table.c), list(rows) or None)
    contents = _of_all(table, touched.mappings())
    return dict.fromkeys(contents, "") if statement.is_delete else contents


def _of_all(table: Table, rows: Iterable[Mapping[Any, Any]]) -> Contents:
    return {place: hash_ for row in rows for place, hash_ in of_values(table, row).items()}


AT_ONCE = 1_000


def every_row(db: Session, table: Table) -> Iterator[Mapping[Any, Any]]:
    """Every row in the order of its key, a portion at a time; of one that cannot be read any more, its key alone."""
    read = 0
    everything = select(table).order_by(*table.primary_key)
    try:
        for row in db.connection().execute(everything, execution_options={"yield_per": AT_ONCE}).mappings():
            yield row
            read += 1
    except (ValueError, TypeError):  # changed by hand into something that is no moment or no JSON
        yield from _one_by_one(db, table, read)


def _one_by_one(db: Session, table: Table, after: int) -> Iterator[Mapping[Any, Any]]:
    keys = list(table.primary_key)
    for key in db.connection().execute(select(*keys).order_by(*keys).offset(after)).mappings().all():
        same = [column == key[column.name] for column in keys]
        try:
            yield db.connection().execute(select(table).where(*same)).mappings().one()
        except (ValueError, TypeError):
            yield key


def everything(db: Session) -> Iterator[tuple[str, str]]:
    """Place and hash of all that the log vouches for."""
    for table in PARTS:
        for row in every_row(db, table):
            if len(row) == len(table.c):  # else it cannot be read, and verifying says so
                yield from of_values(table, row).items()
