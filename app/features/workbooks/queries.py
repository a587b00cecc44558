"""Reads of answering in workbooks: what rows were based on, who saved what, and what was imported before."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from app.assessments.lifecycle import State
from app.assessments.reads import OneAssessment
from app.db.tables.answers import ElementAssignment, HistoryEntry, StoredAnswer, WorkbookImport
from app.db.tables.columns import table_of
from app.db.tables.people import Person
from app.db.tables.reviews import ReturnedQuestion
from app.features.workbooks.merging import Bases, Merged, NamedWorkbook
from app.features.workbooks.numbers.queries import number_revisions, of_answers, of_numbers
from questionnaires.answers import NOT_ANSWERED, Answer
from questionnaires.documents import of_document

ANSWERS = table_of(StoredAnswer)
ASSIGNED = table_of(ElementAssignment)
HISTORY = table_of(HistoryEntry)
IMPORTS = table_of(WorkbookImport)
PERSON = table_of(Person)
UNDOER = PERSON.alias("undoer")
RETURNED = table_of(ReturnedQuestion)
MOST_SHOWN = 20
"""Imports on the page, the newest first."""
WITH_NAMES = (
    select(IMPORTS, PERSON.c.name, UNDOER.c.name.label("undoer"))
    .join(PERSON, PERSON.c.id == IMPORTS.c.by)
    .outerjoin(UNDOER, UNDOER.c.id == IMPORTS.c.undone_by)
    .order_by(IMPORTS.c.at.desc(), IMPORTS.c.id)
)


@dataclass(frozen=True)
class PastImport:
    """An import with the names of people, and what of it somebody changed since: questions, and names of numbers."""

    row: Row[Any]
    changed_since: tuple[str, ...]

    @property
    def answers(self) -> tuple[str, ...]:
        return tuple(of_answers(self.row.rows))

    @property
    def tables(self) -> dict[str, int]:
        """How many numbers of each workforce table it brought."""
        return Counter(key.split("/")[0] for key in of_numbers(self.row.rows))

    @property
    def changed(self) -> tuple[str, ...]:
        """Questions, and the tables of numbers."""
        return tuple(dict.fromkeys(id_.split("/")[0] for id_ in self.changed_since))


def bases_of(db: Session, assessment: OneAssessment, workbooks: Iterable[NamedWorkbook]) -> Bases:
    """The answers that the rows were downloaded with, in one query."""
    rows = [row for named in workbooks if not named.is_foreign for row in named.workbook.rows]
    known = {row.indicator for row in rows if row.indicator in assessment.questionnaire.indicators}
    newest = max(revisions_of(db, assessment.id).values(), default=0)
    statement = select(HISTORY.c.subject, HISTORY.c.revision, HISTORY.c.content).where(
        HISTORY.c.assessment_id == assessment.id,
        HISTORY.c.subject.in_(known),
        HISTORY.c.revision.in_({row.revision for row in rows if 0 < row.revision <= newest}),
    )
    return {(row.subject, row.revision): of_document(row.content) for row in db.connection().execute(statement)}


def revisions_of(db: Session, assessment_id: str) -> dict[str, int]:
    statement = select(ANSWERS.c.indicator, ANSWERS.c.revision).where(ANSWERS.c.assessment_id == assessment_id)
    return {row.indicator: row.revision for row in db.connection().execute(statement)}


def answers_before(db: Session, assessment_id: str, rows: Mapping[str, list[int]]) -> dict[str, Answer]:
    """What stood in each row before its import."""
    statement = select(HISTORY.c.subject, HISTORY.c.revision, HISTORY.c.content).where(
        HISTORY.c.assessment_id == assessment_id,
        HISTORY.c.subject.in_(rows),
        HISTORY.c.revision.in_({before for before, _ in rows.values()}),
    )
    there = {(row.subject, row.revision): of_document(row.content) for row in db.connection().execute(statement)}
    return {id_: there[id_, before] if before else NOT_ANSWERED for id_, (before, _) in rows.items()}


def open_questions(db: Session, assessment: OneAssessment) -> frozenset[str]:
    """Those that the state allows to answer: all, or what the secretariat sent back."""
    if assessment.state is not State.RETURNED:
        return frozenset(assessment.questionnaire.indicators)
    statement = select(RETURNED.c.indicator).where(
        RETURNED.c.assessment_id == assessment.id, RETURNED.c.number == assessment.signature
    )
    return frozenset(db.connection().execute(statement).scalars())


def elements_in_hand(db: Session, assessment_id: str, person_id: str) -> frozenset[str]:
    statement = select(ASSIGNED.c.element).where(
        ASSIGNED.c.assessment_id == assessment_id, ASSIGNED.c.person_id == person_id
    )
    return frozenset(db.connection().execute(statement).scalars())


def names_of_savers(db: Session, merged: Merged) -> dict[str, str]:
    """Who saved what is here, by id."""
    people = {question.here.by for question in merged.questions} - {""}
    statement = select(PERSON.c.id, PERSON.c.name).where(PERSON.c.id.in_(people))
    return {row.id: row.name for row in db.connection().execute(statement)}


def past_imports(db: Session, assessment: OneAssessment) -> list[PastImport]:
    mine = WITH_NAMES.where(IMPORTS.c.assessment_id == assessment.id).limit(MOST_SHOWN)
    revisions = revisions_of(db, assessment.id) | number_revisions(db, assessment)
    return [PastImport(row, changed_since(row.rows, revisions)) for row in db.connection().execute(mine)]


def one_import(db: Session, assessment: OneAssessment, id_: str) -> Row[Any] | None:
    if "\0" in id_:  # PostgreSQL refuses even to look for it
        return None
    statement = select(IMPORTS).where(IMPORTS.c.id == id_, IMPORTS.c.assessment_id == assessment.id)
    return db.connection().execute(statement).first()


def changed_since(rows: Mapping[str, list[int]], revisions: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(id_ for id_, (_, after) in rows.items() if revisions.get(id_, 0) != after)
