"""Where in the year an assessment is."""

import pytest

from app.assessments.lifecycle import ALL_DONE, STEPS, State, step_now

ANSWER, CHECK, SIGN, REVIEW, PUBLISH = range(5)


@pytest.mark.parametrize(
    ("state", "done", "blockers", "step"),
    [
        (State.NOT_OPENED, 0, 0, ANSWER),
        (State.IN_PROGRESS, 91, 0, ANSWER),
        (State.IN_PROGRESS, 50, 2, ANSWER),
        (State.IN_PROGRESS, 90, 2, CHECK),
        (State.IN_PROGRESS, 92, 3, CHECK),
        (State.IN_PROGRESS, 92, 0, SIGN),
        (State.RETURNED, 91, 1, CHECK),
        (State.RETURNED, 92, 0, SIGN),
        (State.SIGNED, 92, 0, REVIEW),
        (State.UNDER_REVIEW, 92, 0, REVIEW),
        (State.REVIEWED, 92, 0, PUBLISH),
        (State.PUBLISHED, 92, 0, ALL_DONE),
    ],
)
def test_the_step_that_comes_next(state: State, done: int, blockers: int, step: int) -> None:
    assert step_now(state, done, 92, blockers) == step


def test_every_state_has_its_step() -> None:
    assert {step_now(state, 92, 92, 0) for state in State} <= {*range(len(STEPS)), ALL_DONE}
