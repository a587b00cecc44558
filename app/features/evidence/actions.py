"""The writes of the register. Nothing is ever deleted from it but uses: a withdrawn item stays, with its file.

The caller holds the assessment's row locked (`access.loaders` does so for every write), so two writers never cross.
"""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session

from app.assessments.evidence.limit import without_room
from app.assessments.lifecycle import NotNow, State
from app.assessments.reads import OneAssessment, item_line
from app.assessments.transitions import Cause, note_work
from app.db import audit_log, fingerprints
from app.db.tables.columns import table_of
from app.db.tables.rounds import Assessment
from app.features.evidence.forms import NewItem
from app.features.evidence.queries import EVIDENCE, USES, Item, may_change
from app.features.evidence.quota import quota_of
from app.settings import Settings
from questionnaires.problems import Problem

ASSESSMENT = table_of(Assessment)


@dataclass(frozen=True)
class ChangedUses:
    """The questions that an item shall serve, and those that it shall no longer serve."""

    item_id: str
    add: frozenset[str] = frozenset()
    remove: frozenset[str] = frozenset()


def problems_with(db: Session, assessment: OneAssessment, item: NewItem, settings: Settings) -> list[Problem]:
    """What stands against adding it. Asked in the turn to write, so that of two at once the second sees the first."""
    audit_log.take_turn(db)
    columns = asdict(item)
    wanted = columns.pop("indicators")
    same = _same(db, assessment, columns)
    new = wanted - _served(db, same) if same else wanted
    problems = [] if same else quota_of(db, assessment, settings).problems_with(item)
    return [*problems, *without_room(db, assessment.id, item_line(item), new)]


def add_item(db: Session, assessment: OneAssessment, item: NewItem, *, by: str, at: datetime) -> str:
    """Its id. The same item sent twice is kept once, and serves the questions of both. Raises NotNow."""
    columns = asdict(item)
    wanted = columns.pop("indicators")
    if same := _same(db, assessment, columns):
        _change(db, assessment, ChangedUses(same, add=wanted), by=by, at=at)
        return same
    id_ = str(uuid4())
    row = columns | {"id": id_, "assessment_id": assessment.id, "added_by": by, "added_at": at}
    added = fingerprints.written(db, insert(EVIDENCE), [row | {"withdrawn_by": "", "withdrawn_at": None}])
    added |= note_work(db, assessment, Cause(by, at))
    details = {"evidence": id_, "kind": item.kind, "sha256": item.sha256}
    audit_log.record(db, "evidence added", by=by, at=at, assessment_id=assessment.id, details=details, contents=added)
    in_progress = replace(assessment, state=opened(assessment.state))
    _change(db, in_progress, ChangedUses(id_, add=wanted), by=by, at=at)
    return id_


def change_uses(
    db: Session, assessment: OneAssessment, item: Item, uses: ChangedUses, *, by: str, at: datetime
) -> None:
    """What is so already stays so, whoever did it first. Raises NotNow."""
    if item.is_withdrawn:
        raise NotNow("withdrawn")
    _change(db, assessment, uses, by=by, at=at)


def replace_item(db: Session, assessment: OneAssessment, item: Item, new: NewItem, *, by: str, at: datetime) -> str:
    """The id of the newer item. The older one is withdrawn, and the log says for which. Raises NotNow."""
    id_ = add_item(db, assessment, new, by=by, at=at)
    withdraw(db, replace(assessment, state=opened(assessment.state)), item, by=by, at=at, replaced_by=id_)
    return id_


def withdraw(
    db: Session, assessment: OneAssessment, item: Item, *, by: str, at: datetime, replaced_by: str = ""
) -> None:
    """Out of use, but not out of the register. Withdrawing it twice changes nothing. Raises NotNow."""
    if item.is_withdrawn:
        return
    id_ = item.row.id
    _change(db, assessment, ChangedUses(id_, remove=frozenset(item.indicators)), by=by, at=at)
    gone = update(EVIDENCE).where(EVIDENCE.c.id == id_).values(withdrawn_by=by, withdrawn_at=at)
    touched = fingerprints.written(db, gone) | note_work(db, assessment, Cause(by, at))
    details = {"evidence": id_} | ({"replaced_by": replaced_by} if replaced_by else {})
    audit_log.record(
        db, "evidence withdrawn", by=by, at=at, assessment_id=assessment.id, details=details, contents=touched
    )


def _same(db: Session, assessment: OneAssessment, columns: dict[str, Any]) -> str | None:
    alike = [EVIDENCE.c[name] == value for name, value in columns.items()]
    statement = select(EVIDENCE.c.id).where(
        EVIDENCE.c.assessment_id == assessment.id, EVIDENCE.c.withdrawn_at.is_(None), *alike
    )
    return db.connection().execute(statement.limit(1)).scalar_one_or_none()


def _served(db: Session, item_id: str) -> frozenset[str]:
    statement = select(USES.c.indicator).where(USES.c.evidence_id == item_id)
    return frozenset(db.connection().execute(statement).scalars())


def _change(db: Session, assessment: OneAssessment, uses: ChangedUses, *, by: str, at: datetime) -> None:
    """Nothing happens where nothing changes."""
    item_id, used = uses.item_id, _served(db, uses.item_id)
    of_item = USES.c.evidence_id == item_id
    added, removed = sorted(uses.add - used), sorted(used & uses.remove)
    if not {*added, *removed} <= may_change(db, assessment):
        raise NotNow("only questions that were sent back")
    if not added and not removed:
        return
    touched = fingerprints.written(db, delete(USES).where(of_item, USES.c.indicator.in_(removed)))
    if added:
        row = {"evidence_id": item_id, "assessment_id": assessment.id, "by": by, "at": at}
        touched |= fingerprints.written(db, insert(USES), [row | {"indicator": id_} for id_ in added])
    touched |= note_work(db, assessment, Cause(by, at))
    details = {"evidence": item_id, "added": added, "removed": removed}
    audit_log.record(
        db, "uses of evidence changed", by=by, at=at, assessment_id=assessment.id, details=details, contents=touched
    )


def opened(state: State) -> State:
    """What `note_work` leaves."""
    return State.IN_PROGRESS if state is State.NOT_OPENED else state
