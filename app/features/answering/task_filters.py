"""The filters of the task list: which questions each shows. Pure."""

from dataclasses import dataclass

from app.assessments.readiness import Finding, Readiness
from app.features.answering.queries import Marks
from questionnaires.definition import Indicator
from questionnaires.problems import N_


@dataclass(frozen=True)
class TaskFilter:
    """`name` stands in the address."""

    name: str
    title: str
    questions: tuple[Indicator, ...]


TITLES = {
    "attention": N_("Needs attention"),
    "not-answered": N_("Not answered"),
    "mine": N_("Assigned to me"),
    "commented": N_("Has comments"),
    "returned": N_("Returned"),
    "no-evidence": N_("No evidence"),
}


def filters_of(ready: Readiness, marks: Marks, mine: frozenset[str] | None) -> list[TaskFilter]:
    """`mine` are the elements in the visitor's hands, None for visitors who are not of the team."""
    every = ready.questionnaire.indicators
    asked, informs = [every[id_] for id_ in ready.answers], ready.found()
    matches = {
        "attention": (indicator for indicator in asked if indicator.id in ready.needs),
        "not-answered": (every[id_] for id_ in informs[Finding.NOT_ANSWERED]),
        "mine": (indicator for indicator in asked if indicator.element in (mine or ())),
        "commented": (indicator for indicator in asked if indicator.id in marks.comments),
        "returned": (indicator for indicator in asked if indicator.id in marks.returned),
        "no-evidence": (every[id_] for id_ in informs[Finding.UNSUPPORTED]),
    }
    left_out = {name for name, is_out in (("mine", mine is None), ("returned", not marks.returned)) if is_out}
    return [
        TaskFilter(name, TITLES[name], tuple(indicators))
        for name, indicators in matches.items()
        if name not in left_out
    ]
