"""How much room the evidence of one question has: what its answer says and what the register holds for it, together.

Every file joins them in one cell, and a cell has an end. What was stored before there was this rule stays as it is: it
may become shorter at any time, but not longer.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from app.assessments.reads import NEVER_SAVED, Saved, some_items_of, some_saved_answers
from questionnaires.answers import MOST_EVIDENCE_UNITS, Answer, evidence_over
from questionnaires.problems import N_, Problem

TOO_LONG = N_(
    "The evidence for {id} can have {most} characters in total, including its items in the register. Shorten "
    "it by {over}."
)


@dataclass(frozen=True)
class TooMuchEvidence:
    """Indicator -> by how many characters its evidence would be too long. Nothing was stored."""

    over: Mapping[str, int]

    @property
    def problems(self) -> list[Problem]:
        return [problem_of(id_, over) for id_, over in self.over.items()]


def problem_of(indicator: str, over: int, place: str = "evidence") -> Problem:
    names = {"id": indicator, "most": f"{MOST_EVIDENCE_UNITS:,}", "over": f"{over:,}"}
    return Problem(place, TOO_LONG, names)


def too_much(
    db: Session, assessment_id: str, wanted: Mapping[str, Answer], there: Mapping[str, Saved]
) -> TooMuchEvidence | None:
    """Of answers about to be stored, those whose evidence grows beyond its room."""
    grown = {id_: answer for id_, answer in wanted.items() if grows(answer, there.get(id_, NEVER_SAVED).answer)}
    if not grown:  # most saves: they ask the database nothing
        return None
    items = some_items_of(db, assessment_id, grown)
    over = {id_: over_with(answer, items.get(id_, ())) for id_, answer in grown.items()}
    too_long = {id_: units for id_, units in over.items() if units > 0}
    return TooMuchEvidence(too_long) if too_long else None


def over_with(answer: Answer, items: tuple[str, ...]) -> int:
    return evidence_over((*answer.evidence, *items))


def grows(answer: Answer, before: Answer) -> bool:
    return evidence_over(answer.evidence) > evidence_over(before.evidence)


def without_room(db: Session, assessment_id: str, line: str, indicators: frozenset[str]) -> list[Problem]:
    """What stands against one more item of the register, whose line it is, for these questions."""
    written = some_saved_answers(db, assessment_id, sorted(indicators))
    items = some_items_of(db, assessment_id, indicators)
    over = {
        id_: over_with(written.get(id_, NEVER_SAVED).answer, (*items.get(id_, ()), line)) for id_ in sorted(indicators)
    }
    return [problem_of(id_, units, "ids") for id_, units in over.items() if units > 0]
