"""What waits for an auditor: results that were published since they last looked, and downloads that are out of date."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlmodel import Session, col

from app.access.identity import Visitor
from app.assessments.lifecycle import State, Transition, reported_kind
from app.assessments.newest_change import newest_changes_of
from app.assessments.rights import Permission, Role, may
from app.db.tables.people import Administration, Person
from app.db.tables.records import Download
from app.db.tables.rounds import Assessment, Move, Round
from app.features.audit.marks import seen_until
from app.features.audit.queries import Rows

MOST = 20
"""Lines of each list; the page says how many there are."""
MOST_DOWNLOADS = 500
"""The latest downloads of gap reports, which are looked through."""
MOST_COMPARED = 40
"""Of those whose state is as it was, how many are compared in each particular, those downloaded last first."""
GAP_REPORT = "gap report"
Digest = Callable[[str], str | None]
"""The SHA-256 of the report that is kept under a key."""


@dataclass(frozen=True)
class Published:
    """The newest first. `until` is the newest of them; `since` is how far this person has looked."""

    rows: Rows
    count: int
    since: datetime | None

    @property
    def until(self) -> str:
        return self.rows[0].at.isoformat(timespec="microseconds") if self.rows else ""


@dataclass(frozen=True)
class Difference:
    """`row` is an assessment, `download` the last one of its report. Either it has changed since (`changed_at`), or the
    report that is kept is not the one that left."""

    row: Row[Any]
    changed_at: datetime | None
    download: Row[Any] | None


@dataclass(frozen=True)
class Differences:
    """The latest of them, and how many there are; `compared` of the `downloaded` reports were looked at."""

    shown: list[Difference]
    count: int
    compared: int
    downloaded: int


def published_since(db: Session, person_id: str) -> Published:
    """Two queries. A move is short, a published result is not: reading its moment would mean reading all of it."""
    since = seen_until(db, person_id)
    statement = (
        select(col(Move.at), func.count().over().label("total"), *_ASSESSMENT, col(Person.name).label("person"))
        .join_from(Move, Assessment)
        .join(Administration)
        .join(Round)
        .outerjoin(Person, col(Person.id) == col(Move.by))
        .where(col(Move.verb) == Transition.PUBLISH)
        .order_by(col(Move.at).desc(), col(Move.id))
        .limit(MOST)
    )
    if since:
        statement = statement.where(col(Move.at) > since)
    rows = db.execute(statement).all()
    return Published(rows, rows[0].total if rows else 0, since)


def readable_by(visitor: Visitor) -> list[State]:
    """Where a result can be opened: an auditor reads what is signed and not being corrected."""
    return [state for state in State if may(Permission.READ, Role(visitor.office), state)]


def differences(db: Session, visitor: Visitor, digest: Digest) -> Differences:
    """Three queries. Of each assessment the last download counts: who has that one, has what is there now.

    A report says otherwise once the state has changed, or something of its data.
    """
    rows = db.connection().execute(LAST_DOWNLOADS.where(col(Assessment.state).in_(readable_by(visitor)))).all()
    moved = {row.id: row.moved_at for row in rows if row.moved_at and row.moved_at > row.at}
    others = [row for row in rows if row.id not in moved][:MOST_COMPARED]
    changes = moved | _changed(db, visitor, others)
    looked_at = [row for row in rows if row.id in changes] + [row for row in others if row.id not in changes]
    downloads = _downloads(db, looked_at)
    differing = [
        Difference(row, changes.get(row.id), downloads.get((row.id, row.at)))
        for row in looked_at
        if row.id in changes or _is_another(downloads.get((row.id, row.at)), digest)
    ]
    differing.sort(key=lambda difference: difference.changed_at or difference.row.at, reverse=True)
    return Differences(differing[:MOST], len(differing), len(moved) + len(others), len(rows))


def _changed(db: Session, visitor: Visitor, rows: Iterable[Row[Any]]) -> dict[str, datetime]:
    """When the data changed, of those of which they did after the download."""
    downloaded = {row.id: row.at for row in rows}
    role = Role(visitor.office)
    moderated = [
        row.id
        for row in rows
        if reported_kind(row.state, with_moderated=may(Permission.SEE_MODERATED, role, row.state)) == "moderated"
    ]
    newest = newest_changes_of(db, list(downloaded), moderated) if downloaded else {}
    return {id_: at for id_, at in newest.items() if at and at > downloaded[id_]}


def _downloads(db: Session, rows: Iterable[Row[Any]]) -> dict[tuple[str, datetime], Row[Any]]:
    """By assessment and moment."""
    moments = [row.at for row in rows]
    statement = (
        select(
            *(col(column) for column in (Download.assessment_id, Download.at, Download.sha256, Download.details)),
            col(Person.name).label("person"),
        )
        .outerjoin_from(Download, Person, col(Person.id) == col(Download.by))
        .where(col(Download.at).in_(moments), col(Download.what) == GAP_REPORT)
    )
    return {(row.assessment_id, row.at): row for row in db.connection().execute(statement)} if moments else {}


def _is_another(download: Row[Any] | None, digest: Digest) -> bool:
    """Whether the report that is kept under the key of this download is not the one that left."""
    kept = digest(download.details["key"]) if download and download.details.get("key") else None
    return bool(kept and download and kept != download.sha256)


_ASSESSMENT: tuple[Any, ...] = (
    col(Assessment.id),
    col(Assessment.state),
    col(Administration.name).label("administration"),
    col(Round.name).label("round"),
)
_RECENT = (
    select(col(Download.assessment_id), col(Download.at))
    .where(col(Download.what) == GAP_REPORT, col(Download.assessment_id) != "")
    .order_by(col(Download.at).desc())
    .limit(MOST_DOWNLOADS)
    .subquery()
)
_LAST = select(_RECENT.c.assessment_id, func.max(_RECENT.c.at).label("at")).group_by(_RECENT.c.assessment_id).subquery()
_MOVED = select(func.max(col(Move.at))).where(col(Move.assessment_id) == _LAST.c.assessment_id)
LAST_DOWNLOADS: Select[*tuple[Any, ...]] = (
    select(*_ASSESSMENT, _LAST.c.at, _MOVED.correlate(_LAST).scalar_subquery().label("moved_at"))
    .join_from(_LAST, Assessment, col(Assessment.id) == _LAST.c.assessment_id)
    .join(Administration, col(Administration.id) == col(Assessment.administration_id))
    .join(Round, col(Round.id) == col(Assessment.round_id))
    .order_by(_LAST.c.at.desc(), _LAST.c.assessment_id)
)
