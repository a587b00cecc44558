"""What comes next for a person with an assessment, by its state and their role. Pure."""

from dataclasses import dataclass

from app.assessments.lifecycle import WITH_THE_TEAM, State
from app.assessments.rights import Permission, Role, may
from app.features.dashboard.queries import Line, OwnLine
from questionnaires.problems import N_

SENTENCES = {
    State.NOT_OPENED: N_("Nothing is submitted until the head signs. The secretariat can already see saved answers."),
    State.IN_PROGRESS: N_("Nothing is submitted until the head signs. The secretariat can already see saved answers."),
    State.SIGNED: N_("Signed and submitted. The head can withdraw it until the review begins."),
    State.UNDER_REVIEW: N_("The secretariat is reviewing it. There is nothing for you to do now."),
    State.RETURNED: N_("Only the returned questions can be changed. Once they are answered, the head signs again."),
    State.REVIEWED: N_("The review is complete. You can ask for a second opinion until the result is published."),
    State.PUBLISHED: N_("Published. This result is final."),
}
"""What is true now."""


@dataclass(frozen=True)
class Act:
    """A link; the first act of a list is what comes next."""

    address: str
    title: str


def acts(line: Line, role: Role) -> list[Act]:
    home, is_complete = f"/assessments/{line.id}", is_ready(line) and line.done == line.asked
    sign = Act(f"{home}/signature", N_("Check and sign"))
    result = Act(f"{home}/scorecard", N_("See the result"))
    own = [_answering(line, home)] if may(Permission.ANSWER, role, line.state) else []
    if may(Permission.SIGN, role, line.state) and line.state in WITH_THE_TEAM:
        own.insert(0 if is_complete and line.state is State.IN_PROGRESS else len(own), sign)
    if not own and line.state not in (State.REVIEWED, State.PUBLISHED):
        own.append(Act(home, N_("See the answers")))
    if line.done:
        own.append(Act(result.address, result.title if line.state not in WITH_THE_TEAM else N_("See the result")))
    return own


def _answering(line: Line, home: str) -> Act:
    if line.state is State.RETURNED:
        return Act(f"{home}?show=returned", N_("Answer the returned questions"))
    if line.state is State.NOT_OPENED:
        return Act(f"{home}/profile", N_("Start"))
    if line.blockers and line.asked - line.done <= line.blockers:
        return Act(f"{home}/signature#check", N_("See what to fix"))
    return Act(home, N_("See the answers")) if line.done == line.asked else Act(f"{home}/next", N_("Continue"))


def is_ready(line: Line) -> bool:
    """Something is there to sign, and nothing stops it."""
    return line.done > 0 and not line.blockers


def may_ask_for_signature(own: OwnLine) -> bool:
    """Whoever gives out work but cannot sign asks the head, once nothing stops the signature."""
    line = own.line
    is_signable = line.state in (State.IN_PROGRESS, State.RETURNED) and is_ready(line) and not own.is_late
    return is_signable and may(Permission.ASSIGN, own.role, line.state) and not own.signs


def says_readiness(line: Line) -> bool:
    """Where the team is at work on it."""
    return line.state in (State.IN_PROGRESS, State.RETURNED)
