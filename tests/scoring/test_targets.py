"""Where an administration would stand if every gap were closed."""

from fractions import Fraction

from questionnaires.answers import Answer
from questionnaires.catalogue import load
from questionnaires.definition import Indicator
from scoring.score import score
from scoring.targets import reached, scores_at_target

REAL = load()["2026.1"]


SCORED = [indicator for indicator in REAL.structure.indicators if indicator.is_scored]


def answered(indicator: Indicator, level: int) -> Answer:
    return Answer("answered", level if indicator.kind == "maturity" else {2: "partly", 4: "yes"}[level])


def test_with_nothing_answered_it_is_the_score_of_answers_that_all_stand_at_their_targets() -> None:
    empty = score(REAL, {}, {})
    answers = {indicator.id: answered(indicator, empty.results[indicator.id].target or 0) for indicator in SCORED}

    met = score(REAL, {}, answers)

    assert scores_at_target(REAL, empty) == {node.id: node.score for node in (*met.pillars, met.overall)}


def test_an_answer_above_its_target_stays_where_it_is() -> None:
    answers = {indicator.id: answered(indicator, 4) for indicator in SCORED}

    at_target = scores_at_target(REAL, score(REAL, {}, answers))

    assert set(at_target.values()) == {Fraction(100)}


def test_what_does_not_apply_changes_nothing_of_what_can_be_reached() -> None:
    left_out = SCORED[0]
    answers = {indicator.id: answered(indicator, 4) for indicator in SCORED} | {left_out.id: Answer("not_applicable")}

    at_target = scores_at_target(REAL, score(REAL, {}, answers))

    assert set(at_target.values()) == {Fraction(100)}


def test_yes_partly_no_reaches_an_odd_target_with_the_next_of_its_own_levels() -> None:
    yes_partly_no = next(i for i in REAL.structure.indicators if i.kind == "yes_partly_no")

    assert [reached(yes_partly_no, level) for level in range(5)] == [0, 2, 2, 4, 4]
