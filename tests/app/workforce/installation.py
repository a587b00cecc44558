"""A drawn administration in the product: its numbers saved, signed and published in two rounds and their editions."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, insert, update
from sqlmodel import Session, col

from app.access.identity import utc_now
from app.assessments.lifecycle import State
from app.assessments.to_sign import figures_from
from app.db.session import Database
from app.db.tables.rounds import Assessment, Round
from app.db.tables.workforce import WorkforceCell
from questionnaires.catalogue import Catalogue
from questionnaires.workforce.definition import CellId
from tests.cast import ARDEN
from tests.scoring.protection.installations import STAFF, Year
from tests.states import publish_next, put_on_version

VERSION = "2027.1"
LAST, LAST_ROUND = "arden-2025", "last"
BY_ROUNDS_AGO = {0: ARDEN, 1: LAST}
PROFILE = {"profile.organisation": "administration", "profile.pay_data_available": "yes"}
Story = list[tuple[Year, int]]
"""As `tests.scoring.protection.published` tells it: years as they are published, each with its rounds ago."""


@dataclass
class Installation:
    """Arden with the round before, both on the questionnaire with tables; `tables` are those that it fills in."""

    database: Database
    catalogue: Catalogue
    tables: Collection[str] = ()
    published: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        with self.database.writing() as db:
            put_on_version(db, self.catalogue, VERSION)
            db.add(Round(id=LAST_ROUND, name="2025", questionnaire=VERSION, due_on="2025-12-18"))
            db.flush()
            db.add(self._last())

    def _last(self) -> Assessment:
        questionnaire = self.catalogue[VERSION]
        about: dict[str, Any] = {"questionnaire": VERSION, "fingerprint": questionnaire.fingerprint}
        about |= figures_from(questionnaire, {}, {}, "full")
        return Assessment(id=LAST, administration_id="arden", round_id=LAST_ROUND, state=State.NOT_OPENED, **about)

    def publish(self, year: Year, rounds_ago: int) -> str:
        """As the next edition of the assessment of that round, whose id it returns."""
        assessment = BY_ROUNDS_AGO[rounds_ago]
        with self.database.writing() as db:
            self._fill_in(db, assessment, year)
            publish_next(db, self.catalogue, assessment)
        self.published.append(assessment)
        return assessment

    def values(self, year: Year) -> dict[CellId, int | None]:
        """Of every cell of the tables; None where it is not filled in."""
        return {cell: value if self._fills_in(cell) else None for cell, value in year.values.items()}

    def _fills_in(self, cell: CellId) -> bool:
        return not self.tables or cell.table in self.tables

    def _fill_in(self, db: Session, assessment: str, year: Year) -> None:
        db.execute(delete(WorkforceCell).where(col(WorkforceCell.assessment_id) == assessment))
        profile = PROFILE | {STAFF: year.profile[STAFF]}
        db.execute(update(Assessment).where(col(Assessment.id) == assessment).values(profile=profile))
        saved = {
            "assessment_id": assessment,
            "source": "page",
            "revision": 1,
            "saved_by": "alice",
            "saved_at": utc_now(),
        }
        rows = [
            saved | _place(cell) | {"value": value, "salt": secrets.token_hex(16)}
            for cell, value in self.values(year).items()
            if value is not None
        ]
        db.execute(insert(WorkforceCell), rows)


def _place(cell: CellId) -> dict[str, str]:
    return {"table_id": cell.table, "row_id": cell.row, "column_id": cell.column}
