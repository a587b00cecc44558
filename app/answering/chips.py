"""The filter chips of the task list: which questions each shows. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.answering.progress import asked_in
from app.answering.queries import Marks
from questionnaires.answers import NOT_ANSWERED, Answer, is_done
from questionnaires.definition import Indicator, Questionnaire
from questionnaires.problems import N_
from scoring.score import is_unsupported


@dataclass(frozen=True)
class Chip:
    """`name` stands in the address."""

    name: str
    title: str
    questions: tuple[Indicator, ...]


TITLES = {
    "not-answered": N_("Not answered"),
    "mine": N_("Assigned to me"),
    "commented": N_("Has comment"),
    "returned": N_("Returned"),
    "no-evidence": N_("No evidence"),
}


def chips(
    questionnaire: Questionnaire,
    asked: frozenset[str],
    answers: Mapping[str, Answer],
    marks: Marks,
    mine: frozenset[str] | None,
) -> list[Chip]:
    """`mine` are the elements in the visitor's hands, None for visitors who are not of the team."""
    rules = questionnaire.structure.scoring
    all_asked = [one for element in questionnaire.elements for one in asked_in(questionnaire, element, asked)]

    def given(one: Indicator) -> Answer:
        return answers.get(one.id, NOT_ANSWERED)

    found = {
        "not-answered": (one for one in all_asked if not is_done(given(one))),
        "mine": (one for one in all_asked if one.element in (mine or ())),
        "commented": (one for one in all_asked if one.id in marks.comments),
        "returned": (one for one in questionnaire.structure.indicators if one.id in marks.returned),
        "no-evidence": (one for one in all_asked if is_unsupported(given(one), rules)),
    }
    left_out = {name for name, is_out in (("mine", mine is None), ("returned", not marks.returned)) if is_out}
    return [Chip(name, TITLES[name], tuple(those)) for name, those in found.items() if name not in left_out]
