"""The transitions of an assessment and the table of rights say the same: whoever may, can, and nobody else could."""

import pytest

from app.assessments.lifecycle import TRANSITIONS, NotNow, State, Transition, after
from app.assessments.rights import RIGHTS, Permission

MADE_BY = {
    Permission.SIGN: {Transition.SIGN, Transition.SIGN_AGAIN},
    Permission.WITHDRAW: {Transition.WITHDRAW},
    Permission.BEGIN_REVIEW: {Transition.BEGIN_REVIEW},
    Permission.REVIEW: {Transition.RETURN},
    Permission.REOPEN_REVIEW: {Transition.REOPEN_REVIEW},
    Permission.PUBLISH: {Transition.PUBLISH},
    Permission.ASK_CORRECTION: {Transition.ASK_CORRECTION},
    Permission.DECIDE_CORRECTION: {Transition.REFUSE_CORRECTION, Transition.ALLOW_CORRECTION},
}


@pytest.mark.parametrize("permission", MADE_BY)
def test_a_transition_starts_in_the_states_in_which_somebody_has_its_right(permission: Permission) -> None:
    sources = {state for transition in MADE_BY[permission] for state in TRANSITIONS[transition].sources}

    assert sources == {state for states in RIGHTS[permission].grants.values() for state in states}


def test_no_state_has_two_ways_to_sign() -> None:
    assert after(Transition.SIGN, State.IN_PROGRESS) is State.SIGNED
    assert after(Transition.SIGN_AGAIN, State.RETURNED) is State.UNDER_REVIEW
    assert not TRANSITIONS[Transition.SIGN].sources & TRANSITIONS[Transition.SIGN_AGAIN].sources


def test_what_the_state_does_not_allow_is_refused() -> None:
    for transition, rule in TRANSITIONS.items():
        for state in set(State) - rule.sources:
            with pytest.raises(NotNow):
                after(transition, state)
