"""The log as people read it, and as a CSV file."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BufferedRandom, TextIOWrapper
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from app.db import audit_log
from app.features.audit.queries import Rows, Sought, all_names_of, entries, names_of
from app.features.audit.sentences import MOST_IN_A_LIST, WHO, Translate, sentence_of
from app.web.downloads import CsvForm, round_text, write_rows

COLUMNS = ("Row", "Moment (UTC)", "Person", "Action", "Administration", "Round", "Details", "Hash")
AT_ONCE = 2_000
NOT_SHOWN = {
    "decision saved": ("before", "after"),
    "decisions saved together": ("indicators",),
    "level validated": ("value",),
    "recommendation followed": ("status",),
}
"""Levels, and what became of a recommendation, stand in the log for the record, but are shown only where the table of
rights shows them."""


@dataclass(frozen=True)
class LogLine:
    """A row of the log with names in place of ids."""

    id: int
    at: datetime
    person: str
    action: str
    administration: str
    round: str
    details: tuple[tuple[str, str], ...]
    hash: str


def lines_of(db: Session, rows: Rows) -> list[LogLine]:
    """Ids of people that stand in the details are shown as names: one query for all."""
    ids = {str(value) for row in rows for value in row.details.values() if isinstance(value, str)}
    names = names_of(db, ids) if ids else {}
    return [_line(row, names) for row in rows]


def _line(row: Row[Any], names: dict[str, str]) -> LogLine:
    details = tuple((name, names.get(str(value), _plain(value))) for name, value in _shown(row).items())
    person, place = row.person or row.by, row.administration or ""
    return LogLine(row.id, row.at, person, row.action, place, row.round or "", details, row.hash)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@dataclass(frozen=True)
class Told:
    """A row of the log in a sentence, which begins with the verb: `who` stands before it."""

    id: int
    at: datetime
    who: str
    what: str
    assessment_id: str
    administration: str
    round: str


def told(db: Session, rows: Rows, translate: Translate) -> list[Told]:
    """One query for all names."""
    names = all_names_of(db, {part for row in rows for value in row.details.values() for part in _parts(value)})
    return [
        Told(
            row.id,
            row.at,
            row.person or translate(WHO.get(row.by, row.by)),
            sentence_of(row.action, _shown(row), names, translate),
            row.assessment_id,
            row.administration or "",
            row.round or "",
        )
        for row in rows
    ]


def _parts(value: Any) -> list[str]:
    parts = value[:MOST_IN_A_LIST] if isinstance(value, list) else [value]
    return [part for part in parts if isinstance(part, str)]


def _shown(row: Row[Any]) -> dict[str, Any]:
    hidden = NOT_SHOWN.get(row.action, ())
    return {name: value for name, value in row.details.items() if name not in hidden}


def as_json(row: Row[Any]) -> str:
    """The details as the log holds them, but for what is shown elsewhere only."""
    return json.dumps(_shown(row), ensure_ascii=False)


def is_whole(row: Row[Any]) -> bool:
    return len(_shown(row)) == len(row.details)


def write_csv(db: Session, sought: Sought, file: BufferedRandom, form: CsvForm) -> None:
    """What is filtered, the newest first, and at its end the head of the whole log. Each row carries its own hash."""
    text = TextIOWrapper(file, encoding=form.encoding, newline="", write_through=True)
    write_rows(text, [COLUMNS], form)
    result = db.execute(entries(sought), execution_options={"yield_per": AT_ONCE})
    for rows in result.partitions():
        write_rows(text, (_cells(line) for line in lines_of(db, rows)), form)
    write_rows(text, [("", "", "", "Head of the log when this was written", "", "", "", audit_log.head_of(db))], form)
    text.detach()


def _cells(line: LogLine) -> Sequence[str | int | datetime]:
    details = "; ".join(f"{name}: {value}" for name, value in line.details)
    texts = (line.person, line.action, line.administration, round_text(line.round), details)
    return (line.id, line.at, *texts, line.hash)
