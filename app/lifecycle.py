"""The states of an assessment and what may be done in each: pure data.

Signing, review and publishing come with the annual round; their states will stand here.
"""

from enum import StrEnum

from questionnaires.problems import N_


class State(StrEnum):
    NOT_OPENED = "not opened"
    IN_PROGRESS = "in progress"


NAMES = {State.NOT_OPENED: N_("Not opened"), State.IN_PROGRESS: N_("In progress")}

MAY_ANSWER = frozenset({State.NOT_OPENED, State.IN_PROGRESS})


class NotNow(Exception):
    """The state of the assessment does not allow it."""


def after_answering(state: State) -> State:
    """The state after an answer or the profile was saved. Raises NotNow where nothing may be saved."""
    if state not in MAY_ANSWER:
        raise NotNow(state)
    return State.IN_PROGRESS
