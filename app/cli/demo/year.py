"""Plays the demo's assessments through the year, by the very actions of the pages."""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from zlib import crc32

from sqlmodel import Session

from app.access.identity import Visitor
from app.access.loaders import AssessmentAccess, open_assessment
from app.assessments.lifecycle import State
from app.assessments.report.outcome import followed_of
from app.assessments.report.protection import protected, to_protect
from app.assessments.rights import Permission, Role, reviews_itself
from app.assessments.saving import NewAnswer, save_answer, save_profile
from app.assessments.workforce.cells import cell_named
from app.assessments.workforce.saving import NewNumbers, save_numbers
from app.cli.demo.cast import Invented
from app.features.reviewing import actions as reviewing
from app.features.reviewing.assigning import Assignment, assign
from app.features.reviewing.decisions import Decision
from app.features.reviewing.outcome.asking import without_recommendation
from app.features.reviewing.outcome.follow_up import MadeFollowUp, save_follow_up
from app.features.reviewing.outcome.recommending import MadeRecommendation, Written, save_recommendation
from app.features.reviewing.outcome.summarising import save_summary
from app.features.reviewing.publication.publishing import publish
from app.features.reviewing.returning.letter import drafted_letter, language_of_letter
from app.features.reviewing.returning.sending import send_back
from app.features.reviewing.review import Review, review_of
from app.features.signing.actions import Signatory, disagree, sign
from app.features.signing.drafts import draft_of
from app.validation.organisations import ADMINISTRATION
from questionnaires.answers import Answer, Document
from questionnaires.catalogue import Catalogue
from questionnaires.definition import Indicator

ANSWERING, SIGNING, REVIEWING, RETURNING, FINISHING, PUBLISHING = 14, 40, 52, 55, 60, 75
"""Days after the round was opened."""
NUMBERS = Path(__file__).parent / "numbers"
"""Of workforce tables, by the name of a cell, in its smallest unit."""
MOST_LEVEL = 4
LOWER = {"yes": "partly", "partly": "no"}
TOO_OLD = "The record shown is older than the twelve months that the level asks for."
QUESTIONS = (
    "Which page of the document says so? The part that was attached ends before it.",
    "The minutes name the decision, not who carried it out. Is there a record of that?",
)
NEXT_ROUND = 365
RECOMMENDED = (
    Written(
        "The record is older than the twelve months that the level asks for, and names no one who keeps it.",
        "Progress of the last year cannot be shown, and the level falls further next round.",
        "Name a unit that updates the record every quarter, and sign each update.",
    ),
    Written(
        "The practice is described by the regional offices, but no text of the administration asks for it.",
        "It ends when those who began it move to other posts.",
        "Adopt a written instruction, publish it on the intranet and report on it once a year.",
    ),
    Written(
        "Figures by sex are collected at head office only.",
        "Differences between regions remain unseen.",
        "Extend the yearly table to all border posts and discuss it in the management board.",
    ),
)
FOLLOWED = (
    ("done", "The planning unit updates the record since March; the last entry is signed."),
    ("under way", "The instruction is drafted and with the legal department until the end of the year."),
)
SUMMARY_TEXTS = {
    "method": "Every answer was examined beside the evidence named. Two documents were read on a call with the team.",
    "evidence": "Most documents are recent and signed. Records older than twelve months were not accepted for level 3.",
    "good_practice": "The network of contact persons at border posts meets every month and is open to all grades.",
    "to_improve": "Written instructions should follow what already works, and figures by sex should cover every post.",
}
NONE_NEEDED = "The recommendations above and the action plan of the administration cover these questions."
OTHER_OPINION = "The order is in force since March and stands on page 4 of the evidence; please look at it once more."


@dataclass(frozen=True)
class Stage:
    """One assessment with those who play in it. `opened_at` is when its round was opened."""

    catalogue: Catalogue
    assessment_id: str
    opened_at: datetime
    cast: dict[Role, Visitor]
    title: str = "Director General"
    kind: str = ADMINISTRATION

    @property
    def reviewer(self) -> Role:
        """Who reviews an organisation of this kind: whoever is in the cast from outside where nobody else may."""
        return Role.EXTERNAL_REVIEWER if reviews_itself(self.kind, Role.REVIEWER) else Role.REVIEWER

    def enter(self, db: Session, role: Role, permission: Permission) -> AssessmentAccess:
        db.flush()
        return open_assessment(db, self.catalogue, self.cast[role], self.assessment_id, permission, to_write=True)

    def day(self, number: int, minutes: int = 0) -> datetime:
        return self.opened_at + timedelta(days=number, minutes=minutes)


def play(db: Session, stage: Stage, invented: Invented, document: Document) -> None:
    """From the profile to the state that the administration is in."""
    _answer(db, stage, document)
    _fill_in(db, stage, invented)
    _follow_up(db, stage)
    if invented.state is State.IN_PROGRESS:
        return
    _sign(db, stage)
    if invented.state is State.SIGNED:
        return
    _review(db, stage, invented)
    if invented.state is State.UNDER_REVIEW:
        return
    if invented.state is State.RETURNED:
        _send_back(db, stage)
        return
    _finish(db, stage)
    if invented.state is State.PUBLISHED:
        _publish(db, stage)
    else:
        _disagree(db, stage)


def varied(document: Document, seed: int, *, by: int = 0) -> Document:
    """The same answers, a level higher or lower here and there; `by` moves most of them. Seed 0: as they are."""
    if not seed:
        return document
    return replace(document, answers={id_: _varied(id_, answer, seed, by) for id_, answer in document.answers.items()})


def _varied(id_: str, answer: Answer, seed: int, by: int) -> Answer:
    if answer.state != "answered" or not isinstance(answer.value, int):
        return answer
    chance = crc32(f"{seed} {id_}".encode()) % 6
    step = {0: -1, 1: 1}.get(chance, by if chance > 1 else 0)
    return replace(answer, value=min(max(answer.value + step, 0), MOST_LEVEL))


def _answer(db: Session, stage: Stage, document: Document) -> None:
    access = stage.enter(db, Role.COORDINATOR, Permission.ANSWER)
    by = access.visitor.id
    save_profile(db, access.assessment, document.profile, revision=0, by=by, at=stage.opened_at)
    assessment = stage.enter(db, Role.COORDINATOR, Permission.ANSWER).assessment
    indicators = assessment.questionnaire.indicators
    for number, (id_, answer) in enumerate(document.answers.items()):
        at = stage.day(ANSWERING, 7 * number)
        save_answer(db, assessment, indicators[id_], NewAnswer(answer, 0, by, at))


def _fill_in(db: Session, stage: Stage, invented: Invented) -> None:
    """The workforce tables, where its questionnaire asks them."""
    access = stage.enter(db, Role.COORDINATOR, Permission.KEEP_WORKFORCE)
    if invented.numbers and access.assessment.tables:
        numbers = json.loads((NUMBERS / f"{invented.numbers}.json").read_text(encoding="utf-8"))
        values = {cell_named(key): number for key, number in numbers.items()}
        new = NewNumbers(values, {}, "page", access.visitor.id, stage.day(ANSWERING + 1))
        save_numbers(db, access.assessment, new)


def _follow_up(db: Session, stage: Stage) -> None:
    """Of the last round's recommendations all but the last have an answer."""
    access = stage.enter(db, Role.COORDINATOR, Permission.ANSWER)
    for followed, (status, reason) in zip(followed_of(db, access.assessment), FOLLOWED, strict=False):
        made = MadeFollowUp(followed.indicator, status, reason, 0)
        save_follow_up(db, access.assessment, made, by=access.visitor.id, at=stage.day(ANSWERING - 1))


def _sign(db: Session, stage: Stage) -> None:
    access = stage.enter(db, Role.HEAD, Permission.SIGN)
    head, draft = access.visitor, draft_of(db, access.assessment)
    sign(db, access.assessment, draft, Signatory(head.id, head.name, stage.title), at=stage.day(SIGNING))


def _review(db: Session, stage: Stage, invented: Invented) -> None:
    given = stage.enter(db, Role.LEAD, Permission.ASSIGN_REVIEW)
    task = Assignment("first", stage.cast[stage.reviewer].id)
    assign(db, [given.assessment], task, by=given.visitor.id, at=stage.day(SIGNING + 2))
    begun = stage.enter(db, stage.reviewer, Permission.BEGIN_REVIEW)
    reviewing.begin(db, begun.assessment, by=begun.visitor.id, at=stage.day(REVIEWING))
    review = review_of(db, stage.enter(db, stage.reviewer, Permission.REVIEW))
    share = 1 if invented.state in (State.REVIEWED, State.PUBLISHED) else 2
    for number, indicator in enumerate(review.asked[::share]):
        review = _decide(db, stage, review, indicator, number)


def _decide(db: Session, stage: Stage, review: Review, indicator: Indicator, number: int) -> Review:
    decision = _decision(review.signed(indicator.id), number)
    by, at = stage.cast[stage.reviewer].id, stage.day(REVIEWING, 4 * number)
    decided = reviewing.save_decision(db, review, reviewing.MadeDecision(indicator.id, decision, 0), by=by, at=at)
    if not isinstance(decided, Review):
        raise TypeError("Nobody else reviews in the demo")
    return decided


def _decision(signed: Answer, number: int) -> Decision:
    """Every seventh level is one too high in the reviewer's eyes."""
    if number % 7 or signed.state != "answered" or signed.value in (0, "no", None):
        return Decision("accepted")
    lower = signed.value - 1 if isinstance(signed.value, int) else LOWER[str(signed.value)]
    return Decision("changed", str(lower), "too old" if number % 2 else "not shown", TOO_OLD if number % 2 else "")


def _send_back(db: Session, stage: Stage) -> None:
    review = review_of(db, stage.enter(db, stage.reviewer, Permission.REVIEW))
    texts = dict(zip(_changed(review), QUESTIONS, strict=False))
    at = stage.day(RETURNING)
    letter = drafted_letter(review.assessment, texts, language_of_letter(db, review.assessment), at)
    send_back(db, review, texts, letter, by=stage.cast[stage.reviewer].id, at=at)


def _changed(review: Review) -> list[str]:
    return [id_ for id_, row in review.all_standing.items() if row.decision == "changed"]


def _finish(db: Session, stage: Stage) -> None:
    by = stage.cast[stage.reviewer].id
    for number, (id_, written) in enumerate(zip(_asking(db, stage), RECOMMENDED, strict=False)):
        made = MadeRecommendation(id_, replace(written, due_on=stage.day(NEXT_ROUND).date().isoformat()), 0)
        save_recommendation(db, _reviewed_so_far(db, stage), made, by=by, at=stage.day(FINISHING, number - 30))
    save_summary(db, _reviewed_so_far(db, stage).assessment, SUMMARY_TEXTS, 0, by=by, at=stage.day(FINISHING, -5))
    reviewing.finish(db, _reviewed_so_far(db, stage), why_none=NONE_NEEDED, by=by, at=stage.day(FINISHING))


def _asking(db: Session, stage: Stage) -> tuple[str, ...]:
    return without_recommendation(_reviewed_so_far(db, stage))


def _reviewed_so_far(db: Session, stage: Stage) -> Review:
    return review_of(db, stage.enter(db, stage.reviewer, Permission.REVIEW))


def _disagree(db: Session, stage: Stage) -> None:
    review = review_of(db, stage.enter(db, stage.reviewer, Permission.SEE_REVIEW))
    access = stage.enter(db, Role.HEAD, Permission.DISAGREE)
    disagree(
        db, access.assessment, _changed(review)[0], OTHER_OPINION, by=access.visitor.id, at=stage.day(FINISHING + 3)
    )


def _publish(db: Session, stage: Stage) -> None:
    access = stage.enter(db, Role.LEAD, Permission.PUBLISH)
    wanted = to_protect(db, access.assessment)
    ready = protected(stage.catalogue, wanted) if wanted else None
    publish(db, stage.catalogue, access.assessment, by=access.visitor.id, at=stage.day(PUBLISHING), ready=ready)
