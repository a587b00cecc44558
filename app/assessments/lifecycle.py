"""The states of an assessment and the transitions between them: pure data."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from app.validation.states import State as State  # all who speak of it know it from here
from questionnaires.problems import N_

NAMES = {
    State.NOT_OPENED: N_("Not opened"),
    State.IN_PROGRESS: N_("In progress"),
    State.SIGNED: N_("Signed"),
    State.UNDER_REVIEW: N_("Under review"),
    State.RETURNED: N_("Returned"),
    State.REVIEWED: N_("Reviewed"),
    State.PUBLISHED: N_("Published"),
}
WAITS_FOR = {
    State.NOT_OPENED: N_("administration"),
    State.IN_PROGRESS: N_("administration"),
    State.SIGNED: N_("secretariat"),
    State.UNDER_REVIEW: N_("secretariat"),
    State.RETURNED: N_("administration"),
    State.REVIEWED: N_("secretariat"),
    State.PUBLISHED: N_("none"),
}
"""Whose turn it is."""

ALL = frozenset(State)
WITH_THE_TEAM = frozenset({State.NOT_OPENED, State.IN_PROGRESS, State.RETURNED})
"""Where the administration may answer: all questions, or in RETURNED only those that were sent back."""
SUBMITTED = ALL - {State.NOT_OPENED, State.IN_PROGRESS}
"""Where there is a signature that stands."""
REVIEW_BEGUN = SUBMITTED - {State.SIGNED}
"""Where the reviewer's values are there; what is not decided stands as it was signed."""
REVIEW_GOES_ON = frozenset({State.UNDER_REVIEW, State.RETURNED})
"""The levels of the review are those decided so far."""
MODERATED_SHOWN = frozenset({State.RETURNED, State.REVIEWED, State.PUBLISHED})
"""Where the administration sees the reviewer's values: never before the reviewer is done with them."""


Kind = Literal["self", "validated", "moderated"]


def reported_kind(state: State, *, with_moderated: bool) -> Kind:
    """Which of the three values an assessment reports: the latest that is there. `with_moderated` comes from the right
    of whoever asks to see the reviewer's."""
    if state not in SUBMITTED:
        return "self"
    return "moderated" if with_moderated and state in REVIEW_BEGUN else "validated"


class Transition(StrEnum):
    OPEN = "open"
    SIGN = "sign"
    SIGN_AGAIN = "sign again"
    WITHDRAW = "withdraw"
    BEGIN_REVIEW = "begin review"
    RETURN = "return"
    FINISH_REVIEW = "finish review"
    REOPEN_REVIEW = "reopen review"
    PUBLISH = "publish"
    ASK_CORRECTION = "ask for a correction"
    REFUSE_CORRECTION = "refuse the correction"
    ALLOW_CORRECTION = "allow the correction"


@dataclass(frozen=True)
class Rule:
    """Of a transition: from which states, to which, and what it is called in the list of what happened."""

    sources: frozenset[State]
    target: State
    name: str
    needs_why: bool = False


TRANSITIONS = {
    Transition.OPEN: Rule(frozenset({State.NOT_OPENED}), State.IN_PROGRESS, N_("Opened")),
    Transition.SIGN: Rule(frozenset({State.IN_PROGRESS}), State.SIGNED, N_("Signed and submitted")),
    Transition.SIGN_AGAIN: Rule(frozenset({State.RETURNED}), State.UNDER_REVIEW, N_("Signed again after return")),
    Transition.WITHDRAW: Rule(frozenset({State.SIGNED}), State.IN_PROGRESS, N_("Withdrawn before the review"), True),
    Transition.BEGIN_REVIEW: Rule(frozenset({State.SIGNED}), State.UNDER_REVIEW, N_("Review started")),
    Transition.RETURN: Rule(frozenset({State.UNDER_REVIEW}), State.RETURNED, N_("Returned with questions")),
    Transition.FINISH_REVIEW: Rule(frozenset({State.UNDER_REVIEW}), State.REVIEWED, N_("Review completed")),
    Transition.REOPEN_REVIEW: Rule(frozenset({State.REVIEWED}), State.UNDER_REVIEW, N_("Review reopened"), True),
    Transition.PUBLISH: Rule(frozenset({State.REVIEWED}), State.PUBLISHED, N_("Published")),
    Transition.ASK_CORRECTION: Rule(frozenset({State.PUBLISHED}), State.PUBLISHED, N_("Correction requested"), True),
    Transition.REFUSE_CORRECTION: Rule(frozenset({State.PUBLISHED}), State.PUBLISHED, N_("Correction refused"), True),
    Transition.ALLOW_CORRECTION: Rule(frozenset({State.PUBLISHED}), State.IN_PROGRESS, N_("Correction started"), True),
}
"""The whole way of an assessment. Answering opens it; a correction leads to a new edition."""


class NotNow(Exception):
    """The state of the assessment does not allow it."""


def after(transition: Transition, state: State) -> State:
    """The state after a move. Raises NotNow where it cannot be made."""
    rule = TRANSITIONS[transition]
    if state not in rule.sources:
        raise NotNow(f"{transition} from {state}")
    return rule.target


def after_answering(state: State) -> State:
    """The state after an answer or the profile was saved. Raises NotNow where nothing may be saved."""
    if state not in WITH_THE_TEAM:
        raise NotNow(state)
    return State.IN_PROGRESS if state is State.NOT_OPENED else state


STEPS = (N_("Answer"), N_("Check"), N_("Sign"), N_("Review"), N_("Publish"))
"""Of the year, for the row of five that the pages of an assessment show."""
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
