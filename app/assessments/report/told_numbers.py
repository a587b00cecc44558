"""The workforce numbers in a gap report: whether there are any, and those that its reader may be told.

A report of an assessment with numbers has two editions. The administration's own has every number, for whoever has the
right to see them; the one for others has what the newest publication shows, and no number before the first.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlmodel import Session

from app.assessments.answer_sets import IS_NEWEST_EDITION, PUBLICATION, newest_publication
from app.assessments.reads import OneAssessment
from app.assessments.report.numbers import SEX_CATEGORIES, WITH_OTHER
from app.assessments.report.protection import published_numbers
from app.assessments.report.results import Results
from app.assessments.workforce.cells import CELL, asked_tables, values_of
from app.assessments.workforce.signed import PART, signed_numbers, values_in
from exports.gap.workforce.numbers import WorkforceNumbers, numbers_for_others, own_numbers
from questionnaires.workforce.definition import CellId, TablesWords, WorkforceTables

KNOWN: Select[*tuple[Any, ...]] = (
    select(CELL.c.assessment_id, CELL.c.table_id)
    .where(CELL.c.assessment_id.in_(bindparam("assessments", expanding=True)), CELL.c.value.is_not(None))
    .distinct()
)
PUBLISHED: Select[*tuple[Any, ...]] = select(
    PUBLICATION.c.assessment_id,
    PUBLICATION.c.edition,
    PUBLICATION.c.hash,
    PUBLICATION.c.content[(PART, "cells")].as_integer().label("cells"),
).where(PUBLICATION.c.assessment_id.in_(bindparam("assessments", expanding=True)), IS_NEWEST_EDITION)


class Published(NamedTuple):
    """The newest publication, where it shows numbers: its edition and its hash."""

    edition: int
    hash: str


NEVER = Published(0, "")


def with_numbers(db: Session, assessments: Sequence[OneAssessment]) -> dict[str, Published]:
    """By id, those of which a number is known in a table that is asked, or was published."""
    asked = {each.id: each for each in assessments if each.tables is not None}
    if not asked:
        return {}
    of_these = {"assessments": list(asked)}
    known = {(row.assessment_id, row.table_id) for row in db.connection().execute(KNOWN, of_these)}
    rows = db.connection().execute(PUBLISHED, of_these)
    published = {row.assessment_id: Published(row.edition, row.hash) for row in rows if row.cells is not None}
    in_tables = {id_ for id_, each in asked.items() if any((id_, table.id) in known for table in asked_tables(each))}
    return {id_: published.get(id_, NEVER) for id_ in asked if id_ in in_tables or id_ in published}


def numbers_told(db: Session, results: Results, language: str, *, with_workforce: bool) -> WorkforceNumbers | None:
    """`with_workforce` comes from the right of whoever gets the file. None where there are no numbers at all."""
    assessment = results.assessment
    if not with_numbers(db, [assessment]):
        return None
    return _own(db, results, language) if with_workforce else _for_others(db, assessment, language)


def _own(db: Session, results: Results, language: str) -> WorkforceNumbers:
    """As they were signed, where a signature stands."""
    tables = _tables(results.assessment)
    with_other = results.values.profile.get(SEX_CATEGORIES) == WITH_OTHER
    return own_numbers(tables, _words(tables, language), _values(db, results), with_other=with_other)


def _values(db: Session, results: Results) -> dict[CellId, int | None]:
    assessment = results.assessment
    if results.signature is not None:
        return values_in(signed_numbers(db, assessment.id, results.signature.number))
    asked = {table.id for table in asked_tables(assessment)}
    return {cell: value for cell, value in values_of(db, assessment.id).items() if cell.table in asked}


def _for_others(db: Session, assessment: OneAssessment, language: str) -> WorkforceNumbers:
    publication = newest_publication(db, assessment.id)
    shown = publication and published_numbers(assessment.catalogue, publication.questionnaire, publication.content)
    if not publication or not shown:
        tables = _tables(assessment)
        return numbers_for_others(tables, _words(tables, language), {}, merged=(), hidden=frozenset(), published=0)
    return numbers_for_others(
        shown.tables,
        _words(shown.tables, language),
        shown.figures,
        merged=shown.merged,
        hidden=shown.hidden,
        published=publication.edition,
    )


def _tables(assessment: OneAssessment) -> WorkforceTables:
    if assessment.tables is None:
        raise ValueError(f"{assessment.id} is asked no numbers")
    return assessment.tables


def _words(tables: WorkforceTables, language: str) -> TablesWords:
    known = tables.words_by_language
    return known.get(language) or next(iter(known.values()))
