"""Accepting the plain answers of an element together: those that name their evidence and that nothing speaks against.

Whoever does so has them on the screen, and each becomes a decision of its own, examined and accepted. What a reviewer
should look at alone is left, with the reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.assessments.stored_figures import store_moderated
from app.db import audit_log
from app.features.reviewing import actions
from app.features.reviewing.decisions import ACCEPTED, Decision
from app.features.reviewing.review import FIRST, Review
from questionnaires.definition import Indicator
from questionnaires.problems import N_, Problem

SAVED_TOGETHER = "decisions saved together"
"""As the audit log calls it. Its row says which; each decision has a row of its own before it."""
MOST_ACTS = 500
ACTS = (
    select(audit_log.ENTRIES.c.at, audit_log.ENTRIES.c.details)
    .where(audit_log.ENTRIES.c.assessment_id == bindparam("assessment"), audit_log.ENTRIES.c.action == SAVED_TOGETHER)
    .order_by(audit_log.ENTRIES.c.id.desc())
    .limit(MOST_ACTS)
)
WHY_LEFT: Mapping[str, str] = MappingProxyType(
    {
        "not_answered": N_("not answered"),
        "unknown": N_("unknown"),
        "not_applicable": N_("not applicable"),
        "again": N_("answered again since your last decision"),
        "returned": N_("returned with a question"),
        "talked about": N_("discussion not resolved"),
        "moved": N_("2 or more levels since last round"),
        "outside": N_("decided outside"),
        "head": N_("level changed by the head"),
        "no evidence": N_("no evidence"),
    }
)
SIGNED_AGAIN = N_("{question}: the administration has signed a newer version since you opened the page.")
DECIDED = N_("{question}: it has been decided on since you opened the page.")
NOT_PLAIN = N_("{question}: something has changed since you opened the page. Decide on it alone.")


@dataclass(frozen=True)
class Together:
    """Of the answers of an element that nobody decided on yet: which can be accepted in one act, and by reason which
    not."""

    accepted: tuple[str, ...] = ()
    left: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Accepted:
    """What became of one act: `problems` say of each answer that was not accepted why."""

    review: Review
    ids: tuple[str, ...]
    problems: tuple[Problem, ...]


def together_of(review: Review, element: str, talked_about: Mapping[str, int]) -> Together:
    """`talked_about` are the questions with comments in a thread that is not resolved."""
    whys = {
        indicator.id: why_left(review, indicator, talked_about)
        for indicator in review.of_element(element)
        if review.opinion(indicator.id) is None
    }
    left = {why: tuple(id_ for id_, own in whys.items() if own == why) for why in whys.values() if why}
    return Together(tuple(id_ for id_, why in whys.items() if not why), tuple(left.items()))


def why_left(review: Review, indicator: Indicator, talked_about: Mapping[str, int]) -> str:
    """A key of WHY_LEFT; "" for a plain answer with evidence, which can be accepted with others."""
    id_ = indicator.id
    answer, tags = review.signed(id_), review.tags(id_)
    if answer.state != "answered":
        return answer.state
    holds = {
        "again": "again" in tags,
        "returned": "returned" in tags,
        "talked about": id_ in talked_about,
        "moved": "moved" in tags,
        "outside": "outside" in tags,
        "head": review.own.get(id_) != answer,
        "no evidence": not answer.has_evidence(),
    }
    return next((why for why, is_so in holds.items() if is_so), "")


@dataclass(frozen=True)
class Sent:
    """One question of the form, with the signature and the revision that the page showed."""

    indicator: str
    signature: int
    revision: int


def accept_together(
    db: Session, review: Review, plain: Sequence[str], sent: Sequence[Sent], *, by: str, at: datetime
) -> Accepted:
    """Each for itself: one that changed since the page was opened does not stop the others. `sent` are of one element,
    `plain` what can be accepted of it now."""
    problems, ids = list[Problem](), list[str]()
    for question in sent:
        if _is_accepted(review, question.indicator):
            continue  # sent twice, or accepted alone in the meantime
        if sentence := _problem(review, question, plain):
            problems.append(Problem(question.indicator, sentence, {"question": question.indicator}))
            continue
        review = actions.decide(db, review, question.indicator, Decision(ACCEPTED), by=by, at=at)
        ids.append(question.indicator)
    if ids:
        element = review.assessment.questionnaire.indicators[ids[0]].element
        details = {"part": review.part, "element": element, "number": len(ids), "indicators": ids}
        audit_log.record(db, SAVED_TOGETHER, by=by, at=at, assessment_id=review.assessment.id, details=details)
        if review.part == FIRST:
            store_moderated(db, review.assessment.id, review.figures)
    return Accepted(review, tuple(ids), tuple(problems))


def _is_accepted(review: Review, id_: str) -> bool:
    row = review.opinion(id_)
    return row is not None and row.decision == ACCEPTED


def _problem(review: Review, question: Sent, plain: Sequence[str]) -> str:
    row = review.decisions.get(question.indicator)
    if question.signature != review.assessment.signature:
        return SIGNED_AGAIN
    if (row.revision if row is not None else 0) != question.revision or review.opinion(question.indicator) is not None:
        return DECIDED
    return "" if question.indicator in plain else NOT_PLAIN


def accepted_with(db: Session, review: Review) -> dict[str, tuple[str, ...]]:
    """Indicator -> those that were accepted in the same act, where that decision is the one that stands."""
    rows = db.connection().execute(ACTS, {"assessment": review.assessment.id})
    acts = {row.at: row.details["indicators"] for row in rows if row.details["part"] == review.part}
    return {
        id_: tuple(other for other in acts[decision.at] if other != id_)
        for id_, decision in review.all_standing.items()
        if id_ in acts.get(decision.at, ())
    }
