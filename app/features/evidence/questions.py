"""The tick boxes of a form of evidence: the questions that an item may serve, by pillar and element."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session

from app.assessments.reads import OneAssessment
from app.assessments.to_sign import readiness_of
from app.features.evidence.queries import may_change
from questionnaires.definition import Element, Indicator, Pillar


@dataclass(frozen=True)
class Box:
    """A locked one is shown, but cannot be changed: its question was not sent back."""

    indicator: Indicator
    is_ticked: bool
    is_locked: bool


@dataclass(frozen=True)
class Part:
    pillar: Pillar
    groups: tuple[tuple[Element, tuple[Box, ...]], ...]

    @property
    def ticked(self) -> int:
        return sum(box.is_ticked for _, boxes in self.groups for box in boxes)


def parts_of(db: Session, assessment: OneAssessment, ticked: Collection[str]) -> list[Part]:
    """Of the questions that are asked; one that is ticked is there even if it is no longer asked."""
    questionnaire = assessment.questionnaire
    asked = readiness_of(db, assessment).asked
    open_ones = may_change(db, assessment)
    parts = []
    for pillar in questionnaire.structure.pillars:
        boxes = {
            element: tuple(
                Box(indicator, indicator.id in ticked, indicator.id not in open_ones)
                for indicator in questionnaire.indicators_of[element.id]
                if indicator.is_scored and (indicator.id in asked or indicator.id in ticked)
            )
            for element in questionnaire.elements_of[pillar.id]
        }
        parts.append(Part(pillar, tuple((element, own) for element, own in boxes.items() if own)))
    return [part for part in parts if part.groups]
