"""Which of the texts of `guide_texts` a page shows: by what its visitor may do there, and the state."""

from collections.abc import Collection
from dataclasses import dataclass

from app.access.guide_texts import GUIDES, OF_A_TEAM, OF_ADMINISTRATIONS, OF_OFFICES, SECOND_REVIEW, Guide
from app.access.identity import Visitor
from app.access.loaders import ANY_STATE, AdministrationAccess, AssessmentAccess, office_of
from app.assessments.lifecycle import State
from app.assessments.rights import PERMISSIONS, Permission, Role


@dataclass(frozen=True)
class Shown:
    sentence: str
    lines: tuple[str, ...]


def guide_of(here: str, access: AssessmentAccess) -> Shown | None:
    """Of a place of an assessment; None where the page speaks for itself."""
    if here == "review" and access.task and access.task.part == "second":
        here = SECOND_REVIEW
    return shown_to(GUIDES.get(here), access.permissions, access.assessment.state)


def guide_of_administration(here: str, access: AdministrationAccess) -> Shown | None:
    return shown_to(OF_ADMINISTRATIONS.get(here), access.permissions, ANY_STATE)


def guide_of_office(here: str, visitor: Visitor) -> Shown | None:
    office = office_of(visitor)
    return shown_to(OF_OFFICES.get(here), PERMISSIONS[office, ANY_STATE], ANY_STATE) if office else None


def guide_of_team(role: Role, state: State) -> Shown | None:
    """Of the page on which somebody of an administration begins."""
    return shown_to(OF_A_TEAM, PERMISSIONS[role, state], state)


def shown_to(guide: Guide | None, permissions: Collection[Permission], state: State) -> Shown | None:
    sentences = [line.text for line in guide.sentences if line.is_for(permissions, state)] if guide else []
    if guide is None or not sentences:
        return None
    return Shown(sentences[0], tuple(line.text for line in guide.lines if line.is_for(permissions, state)))
