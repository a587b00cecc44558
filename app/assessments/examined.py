"""How far a review looked: which of the asked answers a reviewer decided on. Pure, and counted nowhere else.

An answer that was accepted without examination, and one that nobody decided on, count as they were signed; no reviewer
has an opinion of them, so they are never called reviewed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from questionnaires.answers import Answer, Form, ProfileValue
from questionnaires.definition import Questionnaire
from scoring.score import asked_indicators

UNEXAMINED = "unexamined"
"""The decision "accepted as signed, without examination"; its note says why."""


@dataclass(frozen=True)
class Examined:
    """By id, in order, whether each asked answer was examined."""

    answers: Mapping[str, bool]

    @property
    def number(self) -> int:
        return sum(self.answers.values())

    @property
    def asked(self) -> int:
        return len(self.answers)

    @property
    def left(self) -> tuple[str, ...]:
        """Those that count as they were signed."""
        return tuple(id_ for id_, is_examined in self.answers.items() if not is_examined)

    @property
    def figures(self) -> dict[str, int]:
        """As publications and the API say it."""
        return {"examined": self.number, "asked": self.asked}


def asked_to_review(
    questionnaire: Questionnaire, profile: Mapping[str, ProfileValue], signed: Mapping[str, Answer], form: Form
) -> tuple[str, ...]:
    """What there is to decide, in the order of the questionnaire: the scored questions that the signed answers ask."""
    asked = asked_indicators(questionnaire, profile, signed, form)
    return tuple(
        indicator.id
        for indicator in questionnaire.structure.indicators
        if indicator.is_scored and indicator.id in asked
    )


def asked_as_frozen(questionnaire: Questionnaire, signed: Mapping[str, Any]) -> tuple[str, ...]:
    """The same, of a published result: from the frozen scorecard of what was signed."""
    scored = {indicator.id for indicator in questionnaire.structure.indicators if indicator.is_scored}
    return tuple(
        indicator["id"] for indicator in signed["indicators"] if indicator["asked"] and indicator["id"] in scored
    )


def examined(asked: Iterable[str], decisions: Mapping[str, Any]) -> Examined:
    """`asked` are the ids that the signed answers ask for, `decisions` those of one reviewer that stand."""
    return Examined({id_: is_opinion(decisions.get(id_)) for id_ in asked})


def is_opinion(decision: Any) -> bool:
    """Whether a reviewer looked: `decision` is a row of the table of moderations, one of a publication, or None."""
    return decision is not None and decision.decision != UNEXAMINED


def opinions(decisions: Mapping[str, Any]) -> dict[str, Any]:
    return {id_: decision for id_, decision in decisions.items() if is_opinion(decision)}
