"""What follows the questions on the list of the whole job: evidence, check, sign, review, result. Pure."""

from dataclasses import dataclass

from app.assessments.lifecycle import SUBMITTED, WITH_THE_TEAM, State
from app.assessments.readiness import Finding, Readiness
from app.features.answering.progress import Status
from questionnaires.problems import N_


@dataclass(frozen=True)
class JobStep:
    """`address` follows that of the assessment; `without_evidence` counts the answers to which evidence is missing."""

    title: str
    sentence: str
    address: str
    status: Status
    without_evidence: int = 0


def steps_after_questions(state: State, ready: Readiness) -> list[JobStep]:
    without_evidence = len(ready.found()[Finding.UNSUPPORTED])
    is_answered = all(map(ready.is_done, ready.answers))
    return [
        JobStep(
            N_("Evidence"),
            N_("Documents, files and links that support your answers"),
            "/evidence",
            Status.IN_PROGRESS if without_evidence else _once(is_answered),
            without_evidence,
        ),
        JobStep(
            N_("Check"),
            N_("What must be fixed before signing, and what is worth a look"),
            "/signature#check",
            Status.ATTENTION if ready.blockers else _once(is_answered),
        ),
        JobStep(N_("Sign"), N_("The head signs and submits the answers"), "/signature", _signing(state, ready)),
        JobStep(N_("Review"), N_("The secretariat looks at the levels beside the evidence"), "/moves", _review(state)),
        JobStep(N_("Result"), N_("Levels, scores and what to do next"), "/scorecard", _result(state, ready)),
    ]


def _once(is_done: bool) -> Status:
    return Status.COMPLETED if is_done else Status.NOT_YET


def _signing(state: State, ready: Readiness) -> Status:
    if state not in WITH_THE_TEAM:
        return Status.COMPLETED
    return Status.NOT_YET if ready.blockers or not any(map(ready.is_done, ready.answers)) else Status.NOT_STARTED


def _review(state: State) -> Status:
    if state in (State.REVIEWED, State.PUBLISHED):
        return Status.COMPLETED
    return Status.IN_PROGRESS if state in SUBMITTED else Status.NOT_YET


def _result(state: State, ready: Readiness) -> Status:
    """There is one, provisional, from the first answer on."""
    if state is State.PUBLISHED:
        return Status.COMPLETED
    return Status.IN_PROGRESS if any(map(ready.is_done, ready.answers)) else Status.NOT_YET
