"""Where in the year an assessment is, for the row of five steps that its pages show. Pure."""

from app.assessments.lifecycle import WITH_THE_TEAM, State
from questionnaires.problems import N_

STEPS = (N_("Answer"), N_("Check"), N_("Sign"), N_("Review"), N_("Publish"))
ALL_DONE = len(STEPS)
AFTER_SIGNING = {State.SIGNED: 3, State.UNDER_REVIEW: 3, State.REVIEWED: 4, State.PUBLISHED: ALL_DONE}


def step_now(state: State, done: int, asked: int, blockers: int) -> int:
    """The place in STEPS of the step that comes next, or ALL_DONE. `done`, `asked` and `blockers` as readiness counts
    them."""
    if state not in WITH_THE_TEAM:
        return AFTER_SIGNING[state]
    if blockers and done + blockers >= asked:
        return 1
    return 0 if done < asked or blockers else 2
