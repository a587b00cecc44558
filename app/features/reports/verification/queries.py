"""What this installation knows beside a genuine file: whether a newer one exists, and when this very file left."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select
from sqlmodel import Session, col

from app.access.identity import Visitor
from app.access.loaders import NotYours, open_assessment
from app.assessments.lifecycle import State
from app.assessments.newest_change import newest_change
from app.assessments.rights import Permission
from app.db.tables.people import Person
from app.db.tables.records import Download
from app.db.tables.rounds import Assessment, Publication
from questionnaires.catalogue import Catalogue

MOST_DOWNLOADS = 20
NEWEST_PUBLICATION = (
    select(col(Publication.edition), col(Publication.hash)).order_by(col(Publication.edition).desc()).limit(1)
)


@dataclass(frozen=True)
class Today:
    """How the assessment of a file stands today, for those who may read it."""

    state: State
    edition: int
    changed_at: datetime | None
    is_changed: bool


def is_superseded(db: Session, about: Mapping[str, str]) -> bool | None:
    """Whether a newer signature or a newer published result exists; None where there is no such assessment here.

    It is all that a stranger learns, who has the file anyway: neither which of the two, nor when, nor anything of
    what is not signed.
    """
    assessment_id = about.get("assessment", "")
    signature = db.execute(select(col(Assessment.signature)).where(col(Assessment.id) == assessment_id)).scalar()
    if signature is None:
        return None
    if signature > int(about.get("signature", 0)):
        return True
    of_this = NEWEST_PUBLICATION.where(col(Publication.assessment_id) == assessment_id)
    edition, digest = db.execute(of_this).one_or_none() or (0, "")
    mine = int(about.get("edition", 0))
    return edition > mine or (edition == mine and digest != about.get("publication"))


def today(db: Session, catalogue: Catalogue, visitor: Visitor, about: Mapping[str, str]) -> Today | None:
    """None for whoever may not read the assessment."""
    with suppress(NotYours):
        access = open_assessment(db, catalogue, visitor, about.get("assessment", ""), Permission.READ)
        assessment, is_moderated = access.assessment, about.get("values") == "moderated"
        changed = newest_change(db, assessment, with_moderated=is_moderated and access.may(Permission.SEE_MODERATED))
        changed_at = changed.isoformat(timespec="microseconds") if changed else ""
        is_changed = (assessment.state, changed_at) != (about.get("state"), about.get("changed_at"))
        return Today(assessment.state, assessment.edition, changed, is_changed)
    return None


def downloads_of(db: Session, sha256: str) -> Sequence[Row[Any]]:
    """The lines of the register of downloads for this very file, the newest first."""
    statement: Select[*tuple[Any, ...]] = (
        select(col(Download.at), col(Download.what), col(Download.file_name), col(Person.name).label("person"))
        .join_from(Download, Person, col(Person.id) == col(Download.by))
        .where(col(Download.sha256) == sha256)
        .order_by(col(Download.at).desc(), col(Download.id))
        .limit(MOST_DOWNLOADS)
    )
    return db.execute(statement).all()
