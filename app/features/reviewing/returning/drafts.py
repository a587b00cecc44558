"""Drafts of the questions of a return: whoever may return the assessment writes them, and nobody else reads one.

The caller holds the assessment's row locked (`access.loaders` does so for every write), so two saves never cross.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update
from sqlmodel import Session, col

from app.access.loaders import AssessmentAccess
from app.assessments.answer_sets import content_hash
from app.assessments.rights import Permission
from app.db import audit_log, fingerprints
from app.db.fingerprints import Contents
from app.db.tables.people import Person
from app.features.reviewing.actions import DRAFTS
from app.features.reviewing.forms import DraftForm
from app.features.reviewing.review import FIRST, part_in
from questionnaires.definition import Indicator

# Built once, so that SQLAlchemy finds them compiled
OF_ASSESSMENT = (
    select(DRAFTS, col(Person.name).label("by_name"))
    .join(Person, col(Person.id) == DRAFTS.c.by)
    .where(DRAFTS.c.assessment_id == bindparam("assessment"))
)
OF_QUESTION = OF_ASSESSMENT.where(DRAFTS.c.indicator == bindparam("of_indicator"))
IS_OF_QUESTION = (
    DRAFTS.c.assessment_id == bindparam("of_assessment"),
    DRAFTS.c.indicator == bindparam("of_indicator"),
)
Drafts = Mapping[str, Row[Any]]
"""By indicator, those too that were emptied."""
NOTHING_DRAFTED: Drafts = MappingProxyType({})


@dataclass(frozen=True)
class MadeDraft:
    """What a reviewer sends; `revision` is the one that it was based on, 0 for none."""

    indicator: str
    text: str
    revision: int


@dataclass(frozen=True)
class DraftCard:
    """The draft of one question as its card shows it. `form` holds what stands in the field, which differs from what is
    `stored` after a problem."""

    form: DraftForm
    based_on: str
    stored: Row[Any] | None = None
    conflict: Row[Any] | None = None
    """What somebody wrote in the meantime."""
    is_stale: bool = False
    """Whether it was written on what is no longer signed."""
    newest: str = ""
    """What the text must be based on to replace the stored one, or to be kept for the newer answer."""

    @property
    def is_drafted(self) -> bool:
        return self.stored is not None and bool(self.stored.text)


def may_return(access: AssessmentAccess) -> bool:
    return part_in(access) == FIRST and access.may(Permission.REVIEW)


def drafts_of(db: Session, access: AssessmentAccess) -> Drafts:
    """Nothing for whoever may not return the assessment."""
    if not may_return(access):
        return NOTHING_DRAFTED
    rows = db.connection().execute(OF_ASSESSMENT, {"assessment": access.assessment.id})
    return {row.indicator: row for row in rows}


def draft_of(db: Session, assessment_id: str, indicator: str) -> Row[Any] | None:
    about = {"assessment": assessment_id, "of_indicator": indicator}
    return db.connection().execute(OF_QUESTION, about).first()


def drafted_texts(drafts: Drafts, order: Mapping[str, Any]) -> dict[str, str]:
    """What is drafted, in the order of the questionnaire."""
    return {id_: drafts[id_].text for id_ in order if id_ in drafts and drafts[id_].text}


def mark_of_drafts(drafts: Drafts) -> str:
    """Changes with each of them; "" for none."""
    return content_hash({id_: row.revision for id_, row in drafts.items()}) if drafts else ""


def draft_card(access: AssessmentAccess, id_: str, stored: Row[Any] | None) -> DraftCard:
    based_on = f"{access.assessment.signature}.{stored.revision if stored else 0}"
    return DraftCard(DraftForm(data={"needed": stored.text if stored else ""}, of=id_), based_on, stored)


def draft_cards(access: AssessmentAccess, db: Session, indicators: Iterable[Indicator]) -> dict[str, DraftCard]:
    """By question; {} for whoever may not return the assessment."""
    if not may_return(access):
        return {}
    drafts = drafts_of(db, access)
    return {each.id: draft_card(access, each.id, drafts.get(each.id)) for each in indicators}


def with_typed(stored: DraftCard, not_saved: DraftCard) -> DraftCard:
    """The same with what was typed still in its field, and what that was based on."""
    return replace(not_saved, stored=stored.stored, newest=stored.based_on)


def save_draft(db: Session, assessment_id: str, made: MadeDraft, *, by: str, at: datetime) -> Row[Any] | None:
    """What somebody else wrote meanwhile: then nothing is saved. Sent twice it is saved once."""
    stored = draft_of(db, assessment_id, made.indicator)
    if (stored.text if stored else "") == made.text:
        return None
    if stored is not None and stored.revision != made.revision:
        return stored
    revision = stored.revision + 1 if stored else 1
    columns = {"revision": revision, "text": made.text, "by": by, "at": at}
    touched = _store(db, {"assessment_id": assessment_id, "indicator": made.indicator}, columns, is_new=stored is None)
    action = "question drafted" if made.text else "drafted question emptied"
    details = {"indicator": made.indicator, "revision": revision}
    audit_log.record(db, action, by=by, at=at, assessment_id=assessment_id, details=details, contents=touched)
    return None


def _store(db: Session, keys: dict[str, str], columns: dict[str, Any], *, is_new: bool) -> Contents:
    if is_new:
        db.connection().execute(insert(DRAFTS), keys | columns)
    else:
        own = {f"of_{name.removesuffix('_id')}": value for name, value in keys.items()}
        db.connection().execute(update(DRAFTS).where(*IS_OF_QUESTION), own | columns)
    return fingerprints.of_values(DRAFTS, keys | columns)
