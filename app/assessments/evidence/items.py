"""The items of the register that support a question, as pages show them; `reads.item_line` is what reports say. And
what is said of an answer with its evidence: the sentences are those of `scoring.plausibility`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Row, select
from sqlmodel import Session

from app.assessments.reads import EVIDENCE, SOME_ITEMS, OneAssessment, item_line
from questionnaires.answers import Answer
from questionnaires.conventions import snapshot_day
from scoring.plausibility import Plausibility

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""Kinds that every browser shows; it needs the help of programs for TIFF and HEIC."""
TEXTS = frozenset({"text/plain", "text/csv"})


def preview_of(media_type: str) -> Literal["picture", "text", ""]:
    """How pages show what is in a file, "" where they do not."""
    return "picture" if media_type in PICTURES else "text" if media_type in TEXTS else ""


@dataclass(frozen=True)
class EvidenceItem:
    id: str
    kind: str
    title: str
    holder: str
    address: str
    size: int
    media_type: str
    dated_on: str = ""


def items_by_question(rows: Iterable[Row[Any]]) -> dict[str, tuple[EvidenceItem, ...]]:
    """Indicator -> its items, in the order in which they were added, from rows that call the kind `item_kind`."""
    items: dict[str, tuple[EvidenceItem, ...]] = {}
    for row in rows:
        items[row.indicator] = (*items.get(row.indicator, ()), _item(row, row.item_kind))
    return items


def items_of_question(db: Session, assessment_id: str, indicator: str) -> tuple[EvidenceItem, ...]:
    rows = db.connection().execute(SOME_ITEMS, {"assessment": assessment_id, "indicators": [indicator]})
    return tuple(_item(row, row.kind) for row in rows)


def items_by_line(db: Session, assessment_id: str) -> dict[str, EvidenceItem]:
    """The whole register, withdrawn items too, by the line with which an answer in full names each."""
    rows = db.connection().execute(select(EVIDENCE).where(EVIDENCE.c.assessment_id == assessment_id))
    return {item_line(row): _item(row, row.kind) for row in rows}


def _item(row: Row[Any], kind: str) -> EvidenceItem:
    return EvidenceItem(row.id, kind, row.title, row.holder, row.address, row.size, row.media_type, row.dated_on)


def plausibility_of(assessment: OneAssessment, answers: Mapping[str, Answer]) -> Plausibility:
    """`answers` are those of the questions that are asked."""
    return Plausibility(answers, snapshot_day(assessment.profile, assessment.round))


def dates_of(answer: Answer, register: Mapping[str, EvidenceItem]) -> dict[str, str]:
    """The dates of the items that an answer in full names, by their lines; what is typed has none."""
    return {line: register[line].dated_on for line in answer.evidence if line in register}
