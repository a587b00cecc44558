"""Who saved which number of a table, and when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from app.access.loaders import AssessmentAccess
from app.assessments.history import names_of
from app.assessments.workforce.cells import cell_of, history_of_table
from app.features.workforce.pages import base_context, titles_of
from questionnaires.problems import N_
from questionnaires.workforce.definition import CellId, Table, number_text

MOST_SHOWN = 500
SOURCES = {
    "page": N_("typed on the page"),
    "workbook": N_("from a workbook"),
    "staff list": N_("counted from a list of staff"),
    "last round": N_("taken from the last round"),
}


@dataclass(frozen=True)
class Change:
    """A save of a number; "" is not known."""

    title: str
    before: str
    after: str
    by: str
    at: datetime
    source: str


def history_context(access: AssessmentAccess, table: Table, db: Session) -> dict[str, Any]:
    """The newest first, up to a limit."""
    rows, context = history_of_table(db, access.assessment.id, table.id, MOST_SHOWN + 1), base_context(access)
    changes = list(_changes(table, rows[:MOST_SHOWN], titles_of(table, context["named"])))
    people = names_of(db, {change.by for change in changes})
    more = {"sources": SOURCES, "is_cut": len(rows) > MOST_SHOWN, "most": MOST_SHOWN}
    return context | {"table": table, "changes": changes, "people": people} | more


def _changes(table: Table, rows: Sequence[Row[Any]], titles: dict[CellId, str]) -> Iterator[Change]:
    for row in rows:
        cell = cell_of(row)
        unit = table.measure(cell.measure).unit
        before, after = number_text(row.before, unit), number_text(row.value, unit)
        yield Change(titles[cell], before, after, row.saved_by, row.saved_at, row.source)
