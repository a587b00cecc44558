"""How far the answering is, and what a level is worth meanwhile: unfinished is not a verdict. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from questionnaires.answers import is_answered
from questionnaires.definition import Questionnaire
from scoring.scorecard import OVERALL, Scorecard


class Progress(NamedTuple):
    """How many of the asked, maturity-scored indicators of a node have a full answer, and how many there are."""

    answered: int
    asked: int


NOTHING_ASKED = Progress(0, 0)


class Status(StrEnum):
    """What may be said of the level of an element, of a pillar or of the whole."""

    NOT_STARTED = "not started"
    """No question has an answer: there is neither level nor score."""
    PROVISIONAL = "provisional"
    """Some have: level and score change with every answer, and are not to be quoted."""
    COMPLETE = "complete"
    """All have, or the head has signed: they are what they are."""


def statuses_of(progress: Mapping[str, Sequence[int]], *, is_signed: bool) -> dict[str, Status]:
    """By node, from (answered, asked) of each."""
    if is_signed:
        return dict.fromkeys(progress, Status.COMPLETE)
    return {id_: _before_signing(answered, asked) for id_, (answered, asked) in progress.items()}


def _before_signing(answered: int, asked: int) -> Status:
    """Where nothing is asked, nothing is missing: such a node is not rated, which is something else."""
    if answered == asked:
        return Status.COMPLETE
    return Status.PROVISIONAL if answered else Status.NOT_STARTED


def progress_of(questionnaire: Questionnaire, scorecard: Scorecard) -> dict[str, Progress]:
    """Of the whole, the pillars and the elements, by id."""
    answered: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for indicator, result in zip(questionnaire.structure.indicators, scorecard.indicators, strict=True):
        if indicator.is_scored and result.asked:
            nodes = (OVERALL, questionnaire.pillar_of[indicator.id], indicator.element)
            asked.update(nodes)
            answered.update(nodes if is_answered(result.answer) else ())
    return {id_: Progress(answered[id_], asked[id_]) for id_ in scorecard.by_id}
