"""What is kept is what would be drawn now: after every act, for every reader."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from app.access.identity import Visitor
from app.access.loaders import NotAllowed, NotYours, open_assessment
from app.assessments.lifecycle import NotNow
from app.assessments.report.gap_report import report_of
from app.assessments.rights import Permission
from app.db.session import Database
from app.files.kept_reports import KeptReports
from app.jobs.report_job import MadeReport, ReportSource, WantedReport, report_for
from app.web.app_state import AppState
from exports.content import GapReport
from questionnaires.catalogue import Catalogue
from tests.app.reports.acts import World, act, world_of
from tests.cast import ARDEN
from tests.sampling import chance

ACTS = 20
READERS = ("alice", "sofia", "sam")
"""The administration itself; the secretariat; and who reviews second, without a sight of the first decisions."""


def as_text(report: GapReport) -> bytes:
    """In place of a workbook, which is drawn of nothing else (test_same_bytes.py)."""
    return repr(report).encode()


@dataclass
class Reading:
    """Reads reports as downloads do, and counts how many were kept. `source` keeps them in a folder of its own, since
    people who act download workbooks too."""

    world: World
    source: ReportSource
    kept: int = 0
    drawn: int = 0
    told: list[str] = field(default_factory=list)

    def served(self, wanted: WantedReport) -> MadeReport:
        drawn = list[GapReport]()

        def draw(report: GapReport) -> bytes:
            drawn.append(report)
            return as_text(report)

        made = report_for(self.source, wanted, draw)
        self.drawn += len(drawn)
        self.kept += not drawn
        return made

    def fresh(self, wanted: WantedReport) -> GapReport:
        with self.world.database.reading() as db:
            catalogue = self.world.app.state.catalogue
            access = open_assessment(db, catalogue, wanted.visitor, wanted.assessment_id, Permission.EXPORT)
            with_moderated = access.may(Permission.SEE_MODERATED)
            return report_of(db, access.assessment, wanted.language, with_moderated=with_moderated)

    def is_right(self, wanted: WantedReport) -> bool:
        try:
            fresh = self.fresh(wanted)
        except (NotYours, NotAllowed, NotNow) as refusal:
            with pytest.raises(type(refusal)):
                self.served(wanted)
            return True
        made = self.served(wanted)
        return (made.content, made.data) == (as_text(fresh), fresh.about["changed_at"][:10])


def visitors(database: Database) -> Iterator[Visitor]:
    with database.reading() as db:
        for name in READERS:
            of_one = text("SELECT id, name, email, language, office FROM person WHERE id = :id")
            yield Visitor(*db.execute(of_one, {"id": name}).one())


@pytest.mark.long(keep=1)
@pytest.mark.parametrize("number", range(40))
def test_after_every_act_what_is_kept_is_what_would_be_drawn(
    number: int, app: FastAPI, database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    world = world_of(app, database, catalogue, chance(f"acts {number}"))
    reading = Reading(world, replace(cast(AppState, app.state), kept_reports=KeptReports(tmp_path)))
    for _ in range(ACTS):
        reading.told.append(act(world))
        wanted = [WantedReport(ARDEN, "en", who) for who in visitors(database)]
        assert [each for each in wanted if not reading.is_right(each)] == [], reading.told
    assert reading.kept
    assert reading.drawn
