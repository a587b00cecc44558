"""One review as its reviewer sees it: what was signed beside the own decisions, and the filters over both."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from app.access.loaders import AssessmentAccess, NotYours
from app.assessments.answer_sets import (
    MODERATION,
    SIGNED,
    Answers,
    Values,
    differing,
    moderated_answers,
    newest_signature,
    own_values,
    validated_values,
)
from app.assessments.examined import Examined, asked_to_review, examined, is_opinion
from app.assessments.last_round import LastRound, last_round, levels_of
from app.assessments.lifecycle import State
from app.assessments.readiness import jumped
from app.assessments.reads import OneAssessment
from app.assessments.report.outcome import recommendation_rows
from app.assessments.rights import Permission
from app.assessments.stored_figures import moderated_figures, validated_figures
from app.db.tables.columns import table_of
from app.db.tables.reviews import ReturnedQuestion
from app.features.reviewing.changes import Change, changes_between
from questionnaires.answers import NOT_ANSWERED, Answer, ProfileValue
from questionnaires.definition import Element, Indicator
from questionnaires.problems import N_
from scoring.score import is_unsupported
from scoring.scorecard import OVERALL

RETURNED = table_of(ReturnedQuestion)
FIRST, SECOND = "first", "second"
FILTERS = {
    "undecided": N_("Not examined"),
    "differs": N_("Differs"),
    "moved": N_("2 or more levels since last round"),
    "no-evidence": N_("No evidence"),
    "unknown": N_("Unknown"),
    "outside": N_("Outside control"),
    "not-applicable": N_("N/A to accept"),
    "returned": N_("Returned"),
    "changed": N_("Changed since return"),
    "again": N_("Answered again"),
}

# Built once, so that SQLAlchemy finds them compiled
DECISIONS = select(MODERATION).where(
    MODERATION.c.assessment_id == bindparam("assessment"), MODERATION.c.part == bindparam("part")
)
QUESTIONS = select(RETURNED).where(RETURNED.c.assessment_id == bindparam("assessment")).order_by(RETURNED.c.number)


@dataclass(frozen=True)
class Review:
    """`decisions` are all of this part, those too that were made for an older signature."""

    assessment: OneAssessment
    part: str
    profile: Mapping[str, ProfileValue]
    own: Answers
    validated: Answers
    decisions: Mapping[str, Any]
    questions: tuple[Row[Any], ...] = ()
    recommendations: Mapping[str, Any] = field(default_factory=dict)
    """By indicator, of the first review only: those too that say why none is needed."""
    before: Answers | None = None
    """What was signed when questions were last returned, once it has been signed again."""
    last: LastRound | None = None
    """What the last round reports, where it was read."""

    @cached_property
    def asked(self) -> tuple[Indicator, ...]:
        """What there is to decide, in the order of the questionnaire."""
        assessment = self.assessment
        asked = asked_to_review(assessment.questionnaire, self.profile, self.validated, assessment.form)
        return tuple(assessment.questionnaire.indicators[id_] for id_ in asked)

    def signed(self, id_: str) -> Answer:
        return self.validated.get(id_, NOT_ANSWERED)

    def standing(self, id_: str) -> Any:
        """The decision for the newest signature."""
        row = self.decisions.get(id_)
        return row if row is not None and row.signature == self.assessment.signature else None

    def opinion(self, id_: str) -> Any:
        """The decision that stands, if the reviewer looked: not one that accepted without examination."""
        row = self.standing(id_)
        return row if is_opinion(row) else None

    @property
    def examined(self) -> Examined:
        return examined((indicator.id for indicator in self.asked), self.all_standing)

    @property
    def all_standing(self) -> dict[str, Any]:
        return {id_: row for id_, row in self.decisions.items() if row.signature == self.assessment.signature}

    @cached_property
    def last_levels(self) -> Mapping[str, int]:
        return levels_of(self.last.answers.compared) if self.last else {}

    def is_new(self, id_: str) -> bool:
        """Whether the last round, with another questionnaire, asked nothing like it."""
        earlier = self.last.answers.of(id_) if self.last else None
        return earlier is not None and earlier.is_new

    def moved(self, id_: str) -> int:
        """By how many levels the signed answer is above the last round's, or below it; 0 where it is no jump."""
        last, answer = self.last_levels.get(id_), self.signed(id_)
        return answer.level - last if last is not None and jumped(last, answer) else 0

    @property
    def figures(self) -> dict[str, Any]:
        """The moderated figures, where this is the first review."""
        return moderated_figures(self.assessment, self.profile, self.validated, self.all_standing)

    @property
    def outcome(self) -> dict[str, Any]:
        """What the administration is told of the first review: levels changed, and the score before and after."""
        moderated = moderated_answers(self.assessment.questionnaire, self.validated, self.all_standing)
        changed = differing(Values(self.profile, self.own, self.validated, moderated))
        before = validated_figures(self.assessment, self.profile, self.validated)
        scores = {"before": before["scores"][OVERALL], "after": self.figures["scores"][OVERALL]}
        return {"changed": len(changed)} | scores

    def question(self, id_: str) -> str:
        """The newest question that was sent back on it."""
        return next((row.text for row in reversed(self.questions) if row.indicator == id_), "")

    @cached_property
    def changes(self) -> dict[str, Change]:
        """By indicator, what the administration changed since the last return."""
        return {} if self.before is None else changes_between(self.before, self.validated)

    @cached_property
    def asked_last(self) -> frozenset[str]:
        """What was returned the last time, once it has been signed again."""
        last = self.questions[-1].number if self.before is not None else 0
        return frozenset(row.indicator for row in self.questions if row.number == last)

    @property
    def filters(self) -> dict[str, str]:
        """Those that can show something: the second reviewer sees nothing of returns."""
        hidden = {"returned"} if self.part == SECOND else set()
        hidden |= {"changed"} if self.before is None else set()
        return {name: title for name, title in FILTERS.items() if name not in hidden}

    def tags(self, id_: str) -> frozenset[str]:
        """The filters that an indicator falls under."""
        answer, row = self.signed(id_), self.opinion(id_)
        is_one = {
            "undecided": row is None,
            "differs": row is not None and row.decision != "accepted",
            "moved": bool(self.moved(id_)),
            "no-evidence": is_unsupported(answer, self.assessment.questionnaire.structure.scoring),
            "unknown": answer.state == "unknown",
            "outside": answer.outside_control is not None,
            "not-applicable": row is None and answer.state == "not_applicable",
            "returned": bool(self.question(id_)),
            "changed": id_ in self.changes,
            "again": self.standing(id_) is None and id_ in self.decisions,
        }
        return frozenset(name for name, holds in is_one.items() if holds)

    def filtered(self, name: str) -> list[Indicator]:
        return [indicator for indicator in self.asked if name in self.tags(indicator.id)]

    def counts(self) -> dict[str, int]:
        tags = [tag for indicator in self.asked for tag in self.tags(indicator.id)]
        return {name: tags.count(name) for name in FILTERS}

    def progress(self, indicators: Iterable[Indicator] | None = None) -> tuple[int, int]:
        """Examined, and to examine in all."""
        examination = examined(
            (indicator.id for indicator in (self.asked if indicators is None else indicators)), self.all_standing
        )
        return examination.number, examination.asked

    def of_element(self, element: str) -> tuple[Indicator, ...]:
        return tuple(indicator for indicator in self.asked if indicator.element == element)

    def next_open(self, element: str) -> Indicator | None:
        """Where there is something to decide next: in this element, in those after it, then from the beginning."""
        order = {each.id: at for at, each in enumerate(self.elements)}
        still_open = [indicator for indicator in self.asked if self.opinion(indicator.id) is None]
        later = [indicator for indicator in still_open if order[indicator.element] >= order[element]]
        return next(iter(later or still_open), None)

    @property
    def elements(self) -> tuple[Element, ...]:
        """Those with something to decide."""
        wanted = {indicator.element for indicator in self.asked}
        return tuple(element for element in self.assessment.questionnaire.structure.elements if element.id in wanted)


def part_in(access: AssessmentAccess) -> str:
    """The visitor's part. Whoever has no task, the lead for one, sees the first review and never the second."""
    return access.task.part if access.task else FIRST


def may_decide(access: AssessmentAccess) -> bool:
    if not access.may(Permission.DECIDE):
        return False
    if access.task and access.task.part == SECOND:
        return not access.task.is_finished
    return access.assessment.state is State.UNDER_REVIEW


def review_of(db: Session, access: AssessmentAccess, *, with_past: bool = True) -> Review:
    """Two to six queries. A second reviewer's holds nothing of the first one's: no returned question either.

    `with_past`: with the questions that were returned and what was signed then, and with what the last round reports.
    """
    assessment, part = access.assessment, part_in(access)
    signed = newest_signature(db, assessment)
    if signed is None:
        raise NotYours
    keys = {"assessment": assessment.id, "part": part}
    rows = {row.indicator: row for row in db.connection().execute(DECISIONS, keys)}
    questions: tuple[Row[Any], ...] = ()
    if with_past and part == FIRST:
        questions = tuple(db.connection().execute(QUESTIONS, {"assessment": assessment.id}))
    own, validated = own_values(signed.content), validated_values(signed.content)
    recommendations = recommendation_rows(db, assessment) if part == FIRST else {}
    before = signed_when_returned(db, assessment, questions)
    last = last_round(db, assessment) if with_past else None
    content = signed.content["profile"], own, validated
    return Review(assessment, part, *content, rows, questions, recommendations, before, last)


def signed_when_returned(db: Session, assessment: OneAssessment, questions: tuple[Row[Any], ...]) -> Answers | None:
    """None before any return of this edition, and until it is signed again. `questions` are in order."""
    last = questions[-1].number if questions else assessment.signature
    if last >= assessment.signature:
        return None
    about = {"assessment": assessment.id, "signature": last, "edition": assessment.edition}
    signed = db.connection().execute(SIGNED, about).first()
    return validated_values(signed.content) if signed else None
