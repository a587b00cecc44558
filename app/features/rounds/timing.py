"""What the calendar says of an assessment in a round: its answers are due soon or late, or its review is. Pure."""

from datetime import datetime

from app.assessments.deadlines import days_left
from app.assessments.lifecycle import State
from app.assessments.rights import BEFORE_SIGNING
from questionnaires.problems import N_

SOON = 7
"""Days."""
TIMINGS = {
    "soon": N_("Due within seven days"),
    "late": N_("Late"),
    "overdue": N_("Review overdue"),
}
IN_REVIEW = (State.SIGNED, State.UNDER_REVIEW)
NOTHING_DUE = ""


def timing_of_answers(state: State, edition: int, due_on: str, zone: str, now: datetime) -> str:
    """By the day where the administration is. The last day is that of the first signature: questions and corrections
    come after it."""
    if state not in BEFORE_SIGNING or edition > 1 or not due_on:
        return NOTHING_DUE
    left = days_left(due_on, zone, now)
    if left < 0:
        return "late"
    return "soon" if left <= SOON else NOTHING_DUE


def timing_of_review(state: State, review_due: str, now: datetime) -> str:
    """`review_due` is the first day of a review that is not finished, or nothing."""
    is_overdue = state in IN_REVIEW and bool(review_due) and review_due < now.date().isoformat()
    return "overdue" if is_overdue else NOTHING_DUE
