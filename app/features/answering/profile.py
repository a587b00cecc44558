"""What the profile page shows: each question, what it switches on or off, and what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from app.assessments.reads import OneAssessment
from app.assessments.saving import ProfileConflict
from questionnaires.conditions import Clause
from questionnaires.definition import ProfileKey, Questionnaire
from questionnaires.problems import Problem
from questionnaires.small_offices import SMALL_BELOW, STAFF, has_small_texts


@dataclass(frozen=True)
class Switch:
    """Questions that depend on this answer: asked if it is `value`, left out otherwise."""

    clause: Clause
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class Fields:
    """What stands in the fields, and the revision that it is based on: never a newer one that nobody has seen."""

    values: Mapping[str, object]
    based_on: int


@dataclass(frozen=True)
class ProfileQuestion:
    """`typed` is a text or, where several may be ticked, those that are."""

    key: ProfileKey
    typed: str | list[str]
    switches: tuple[Switch, ...]
    problem: Problem | None
    stored: str | list[str] | None


def page(
    assessment: OneAssessment,
    fields: Fields | None = None,
    *,
    problems: list[Problem] | None = None,
    conflict: ProfileConflict | None = None,
) -> dict[str, Any]:
    fields = fields or Fields(assessment.profile, assessment.profile_revision)
    by_key = {problem.place: problem for problem in problems or []}
    questions = [
        ProfileQuestion(
            key=key,
            typed=_shown((assessment.profile if key.given else fields.values).get(key.key)),
            switches=() if key.given else switches(assessment.questionnaire, key.key),
            problem=by_key.get(key.key),
            stored=None if key.given else _other(conflict, key.key, fields.values),
        )
        for key in assessment.questionnaire.asked_keys(assessment.profile)
    ]
    shown = {"questions": questions, "revision": fields.based_on, "conflict": conflict, "problems": problems or []}
    version = assessment.questionnaire
    worded_twice = sum(has_small_texts(version, indicator) for indicator in version.structure.indicators)
    return shown | {"staff": STAFF, "small_below": SMALL_BELOW, "worded_twice": worded_twice}


def switches(questionnaire: Questionnaire, key: str) -> tuple[Switch, ...]:
    """What this key decides, with the value that switches it on: only what a person is asked."""
    ids_by_clause: dict[Clause, list[str]] = {}
    for indicator in filter(attrgetter("is_scored"), questionnaire.structure.indicators):
        for clause in indicator.condition.clauses:
            if clause.key == key:
                ids_by_clause.setdefault(clause, []).append(indicator.id)
    return tuple(Switch(clause, tuple(ids)) for clause, ids in ids_by_clause.items())


def _shown(value: object) -> str | list[str]:
    if isinstance(value, list):
        return value
    return "" if value is None else str(value)


def _other(conflict: ProfileConflict | None, key: str, typed: Mapping[str, object]) -> str | list[str] | None:
    if conflict is None or _shown(conflict.theirs.get(key)) == _shown(typed.get(key)):
        return None
    return _shown(conflict.theirs.get(key))
