"""The one list of evidence that people see: the items of the register, and the references typed into answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from app.assessments.reads import ANSWERS, OneAssessment
from app.db.tables.columns import table_of
from app.db.tables.people import Person
from app.features.evidence.queries import Item
from questionnaires.problems import N_
from questionnaires.texts import as_kept

TYPED = "typed"
"""The kind of a reference that stands in answers only. The register has the others."""
LATEST, BY_TITLE, MOST_USED = "", "title", "uses"
ORDERS = {LATEST: N_("Latest first"), BY_TITLE: N_("Title"), MOST_USED: N_("Used most")}
PERSON = table_of(Person)
TEXTS = (
    select(ANSWERS.c.indicator, ANSWERS.c.evidence, ANSWERS.c.saved_at, PERSON.c.name)
    .join(PERSON, PERSON.c.id == ANSWERS.c.saved_by)
    .where(ANSWERS.c.assessment_id == bindparam("assessment"))
    .order_by(ANSWERS.c.saved_at.desc(), ANSWERS.c.indicator)
)


@dataclass(frozen=True)
class Line:
    """One piece of evidence with the questions that use it, in the order of the questionnaire.

    `by` and `at` say who added an item; of a typed reference, who saved an answer with it last. `row` is the item.
    """

    kind: str
    title: str
    indicators: tuple[str, ...]
    by: str
    at: datetime
    row: Row[Any] | None = None


def line_of(item: Item) -> Line:
    return Line(item.row.kind, item.row.title, item.indicators, item.row.adder, item.row.added_at, item.row)


def typed_references(db: Session, assessment: OneAssessment) -> list[Line]:
    """Each text once, whichever answers name it. One query."""
    places = {id_: place for place, id_ in enumerate(assessment.questionnaire.indicators)}
    lines: dict[str, Line] = {}
    for row in db.connection().execute(TEXTS, {"assessment": assessment.id}):
        for text in filter(str.strip, row.evidence):
            key = as_kept(text).strip()
            before = lines.get(key) or Line(TYPED, text, (), row.name, row.saved_at)
            used = sorted({*before.indicators, row.indicator}, key=places.__getitem__)
            lines[key] = Line(TYPED, before.title, tuple(used), before.by, before.at)
    return list(lines.values())


def narrowed(lines: Iterable[Line], kind: str, indicator: str) -> list[Line]:
    """Those of a kind and of a question; "" stands for all."""
    return [line for line in lines if kind in ("", line.kind) and (not indicator or indicator in line.indicators)]


def in_order(lines: Sequence[Line], order: str) -> list[Line]:
    if order == BY_TITLE:
        return sorted(lines, key=lambda line: line.title.strip().casefold())
    latest = sorted(lines, key=lambda line: line.at, reverse=True)
    return sorted(latest, key=lambda line: -len(line.indicators)) if order == MOST_USED else latest
