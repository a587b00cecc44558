"""A reviewer's decision on one indicator: its reasons in words, and how it is read from a form. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.assessments.answer_sets import REASON_NAMES
from app.assessments.examined import UNEXAMINED
from questionnaires.answers import Answer
from questionnaires.definition import LEVELS, YES_PARTLY_NO, Indicator
from questionnaires.problems import N_, Problem
from questionnaires.texts import read_text

ACCEPTED, CHANGED, REFUSED = "accepted", "changed", "refused"
NOT_APPLICABLE_REFUSED = "not applicable refused"
OTHER = "other"
REASONS_OF_A_LEVEL = tuple(reason for reason in REASON_NAMES if reason != NOT_APPLICABLE_REFUSED)


@dataclass(frozen=True)
class Decision:
    """`value` is a level or yes / partly / no where the decision is "changed"; as the table keeps it, a text."""

    decision: str
    value: str = ""
    reason: str = ""
    note: str = ""

    @property
    def codes(self) -> str:
        """For the audit log, which holds no text."""
        return " ".join(part for part in (self.decision, self.value, self.reason) if part)

    @property
    def choice(self) -> str:
        """The option of the form that stands for it."""
        return self.value or self.decision

    @property
    def differs(self) -> bool:
        return self.decision != ACCEPTED


def without_examination(reason: str) -> Decision:
    """Accepted as signed, and nobody looked: the note says why."""
    return Decision(UNEXAMINED, note=reason)


def read_decision(
    indicator: Indicator, signed: Answer, form: Mapping[str, str]
) -> tuple[Decision | None, list[Problem]]:
    """None, with problems in words, where the fields do not make a decision. The level as it was signed accepts it."""
    problems: list[Problem] = []
    note = read_text("note", form["note"], problems)
    choice, reason = form["choice"], form["reason"]
    if choice == str(signed.value):
        choice = ACCEPTED
    if choice not in choices(indicator, signed):
        problems.append(Problem("choice", N_("Accept the answer, or choose another.")))
    elif choice == REFUSED:
        reason = NOT_APPLICABLE_REFUSED
    elif choice != ACCEPTED and reason not in REASONS_OF_A_LEVEL:
        problems.append(Problem("reason", N_("Choose why your level differs.")))
    elif choice != ACCEPTED and reason == OTHER and not note.strip() and not problems:
        problems.append(Problem("note", N_("Enter the reason in the note.")))
    if problems:
        return None, problems
    if choice in (ACCEPTED, REFUSED):
        return Decision(choice, "", reason if choice == REFUSED else "", note), []
    return Decision(CHANGED, choice, reason, note), []


def choices(indicator: Indicator, signed: Answer) -> tuple[str, ...]:
    """What can be decided: a N/A is accepted or refused, anything else accepted or given another level."""
    if signed.state == "not_applicable":
        return (ACCEPTED, REFUSED)
    levels = map(str, LEVELS) if indicator.kind == "maturity" else YES_PARTLY_NO
    return (ACCEPTED, *(level for level in levels if level != str(signed.value)))
