"""What a level is worth while questions are open, and whether something holds it below the band of its score."""

import pytest

from questionnaires.answers import Answer
from questionnaires.catalogue import load
from scoring.progress import Progress, Status, progress_of, statuses_of
from scoring.score import is_held_back, score, thresholds_of

QUESTIONNAIRE = load()["2026.1"]
THRESHOLDS = thresholds_of(QUESTIONNAIRE.structure.scoring)


@pytest.mark.parametrize(
    ("done", "asked", "is_signed", "status"),
    [
        (0, 20, False, Status.NOT_STARTED),
        (1, 20, False, Status.PROVISIONAL),
        (19, 20, False, Status.PROVISIONAL),
        (20, 20, False, Status.COMPLETE),
        (0, 0, False, Status.COMPLETE),
        (19, 20, True, Status.COMPLETE),
        (0, 20, True, Status.COMPLETE),
    ],
)
def test_a_level_is_one_only_when_all_is_answered_or_signed(
    done: int, asked: int, is_signed: bool, status: Status
) -> None:
    assert statuses_of({"P1": (done, asked)}, is_signed=is_signed) == {"P1": status}


def test_one_answer_makes_its_element_its_pillar_and_the_whole_provisional() -> None:
    card = score(QUESTIONNAIRE, {}, {"RC-01": Answer("unknown"), "LD-01": Answer(comment="Later")})

    progress = progress_of(QUESTIONNAIRE, card)
    statuses = statuses_of(progress, is_signed=False)

    assert (progress["overall"], progress["P1"]) == (Progress(1, 93), Progress(1, 20))
    assert {id_ for id_, status in statuses.items() if status is not Status.NOT_STARTED} == {"overall", "P1", "E1.1"}
    assert statuses["E1.1"] is statuses["P1"] is statuses["overall"] is Status.PROVISIONAL


@pytest.mark.parametrize(
    ("level", "shown", "is_held"),
    [(1, 64.2, True), (2, 38.5, False), (1, 37.6, True), (1, 37.5, False), (1, 62.5, True), (0, 12.4, False)],
)
def test_a_level_below_the_band_of_its_score_is_held_back(level: int, shown: float, is_held: bool) -> None:
    """37.5 may be 37.46, which is level 1: nothing is said that the figure does not carry."""
    assert is_held_back(level, shown, THRESHOLDS) is is_held


def test_the_highest_level_is_never_held_back() -> None:
    assert not is_held_back(4, 100.0, THRESHOLDS)
