"""Who did how much in an assessment: for its own people, since a count of answers says nothing to anybody else."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, case, func, literal, select, union_all
from sqlmodel import Session, col

from app.assessments.readiness import Readiness
from app.db.tables.answers import Comment, Evidence, HistoryEntry, StoredAnswer
from app.db.tables.people import Person
from app.features.answering.queries import Team
from questionnaires.answers import NOT_ANSWERED

ANSWERS, ITEMS, OTHER = "answers", "items", "other"


def _acts(kind: str, table: Any, by: Any, at: Any, count: Any) -> Select[*tuple[Any, ...]]:
    """Of each person, how many there are and when they made the latest."""
    columns = (literal(kind).label("kind"), by.label("person"), count.label("count_"), func.max(at).label("at"))
    return select(*columns).where(table.assessment_id == bindparam("assessment")).group_by(by)


# Built once, so that SQLAlchemy finds it compiled
ACTS = union_all(
    _acts(
        ANSWERS,
        StoredAnswer,
        col(StoredAnswer.saved_by),
        col(StoredAnswer.saved_at),
        func.sum(case((col(StoredAnswer.state) != NOT_ANSWERED.state, 1), else_=0)),
    ),
    _acts(
        ITEMS,
        Evidence,
        col(Evidence.added_by),
        col(Evidence.added_at),
        func.sum(case((col(Evidence.withdrawn_at).is_(None), 1), else_=0)),
    ),
    _acts(OTHER, HistoryEntry, col(HistoryEntry.saved_by), col(HistoryEntry.saved_at), literal(0)),
    _acts(OTHER, Comment, col(Comment.by), col(Comment.at), literal(0)),
).subquery()
BY_PERSON = (
    select(ACTS, col(Person.name))
    .join(Person, col(Person.id) == ACTS.c.person)
    .order_by(col(Person.name), col(Person.id))
)


@dataclass(frozen=True)
class Assigned:
    """`done` of the `asked` questions in somebody's hands, or in nobody's."""

    done: int
    asked: int


@dataclass(frozen=True)
class Share(Assigned):
    """And the answers that a person was the last to save, the items of evidence that they added, and when they were
    last active in this assessment: None for never."""

    person: str
    name: str
    is_member: bool
    answers: int
    items: int
    at: datetime | None


@dataclass(frozen=True)
class Shares:
    """Of all who may have work or did some."""

    people: tuple[Share, ...]
    unassigned: Assigned


def shares_of(db: Session, assessment_id: str, team: Team, ready: Readiness) -> Shares:
    counts: dict[tuple[str, str], int] = {}
    latest = {person.id: person.seen_at for person in team.people if person.seen_at}
    names, members = team.names, {person.id for person in team.people}
    for row in db.connection().execute(BY_PERSON, {"assessment": assessment_id}):
        counts[row.kind, row.person] = row.count_
        latest[row.person] = max(row.at, latest.get(row.person, row.at))
        if row.count_:
            names.setdefault(row.person, row.name)
    people = tuple(
        Share(
            *ready.count(_questions(ready, team.elements_of(id_))),
            id_,
            name,
            id_ in members,
            counts.get((ANSWERS, id_), 0),
            counts.get((ITEMS, id_), 0),
            latest.get(id_),
        )
        for id_, name in names.items()
    )
    nobodys = ready.questionnaire.elements.keys() - team.in_hand.keys()
    return Shares(people, Assigned(*ready.count(_questions(ready, nobodys))))


def _questions(ready: Readiness, elements: Collection[str]) -> list[str]:
    return [id_ for id_ in ready.answers if ready.questionnaire.indicators[id_].element in elements]
