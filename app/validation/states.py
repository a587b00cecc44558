"""Which states an assessment may have: `assessments/lifecycle.py` says what each of them means."""

from enum import StrEnum


class State(StrEnum):
    NOT_OPENED = "not opened"
    IN_PROGRESS = "in progress"
    SIGNED = "signed"
    UNDER_REVIEW = "under review"
    RETURNED = "returned"
    REVIEWED = "reviewed"
    PUBLISHED = "published"
