"""The three values of each indicator: self (the team's), validated (as the head signed), moderated (the reviewer's):
each a whole set of answers, so that scoring gives each its own figures. Earlier ones are never overwritten."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, select
from sqlmodel import Session

from app.assessments.examined import UNEXAMINED, Examined, asked_as_frozen, asked_to_review, examined, opinions
from app.assessments.lifecycle import SUBMITTED, Kind, reported_kind
from app.assessments.outlines import is_level_changed, with_level, with_levels
from app.assessments.reads import OneAssessment, answers_in_full, stored_value
from app.assessments.workforce.cells import SavedCells
from app.assessments.workforce.signed import part_to_sign
from app.db.tables.answers import ValidatedLevel
from app.db.tables.columns import table_of
from app.db.tables.reviews import Disagreement, Moderation
from app.db.tables.rounds import Assessment, Publication, Signature
from questionnaires.answers import NOT_ANSWERED, Answer, ProfileValue
from questionnaires.canonical_json import canonical
from questionnaires.definition import Questionnaire
from questionnaires.documents import as_document, of_document
from questionnaires.problems import N_
from scoring.score import score
from scoring.scorecard import Scorecard
from scoring.scorecard import as_document as scorecard_document

ASSESSMENT = table_of(Assessment)
SIGNATURE = table_of(Signature)
PUBLICATION = table_of(Publication)
MODERATION = table_of(Moderation)
VALIDATED = table_of(ValidatedLevel)
DISAGREEMENT = table_of(Disagreement)
# Built once, so that SQLAlchemy finds them compiled
SIGNATURE_STANDS = and_(
    SIGNATURE.c.assessment_id == ASSESSMENT.c.id,
    ASSESSMENT.c.state.in_(sorted(SUBMITTED)),
    SIGNATURE.c.number == ASSESSMENT.c.signature,
    SIGNATURE.c.edition == ASSESSMENT.c.edition,
)
"""For queries of many assessments: as `newest_signature` finds it of one."""
OTHER_EDITION = PUBLICATION.alias()
NEWEST_EDITION = (
    select(func.max(OTHER_EDITION.c.edition))
    .where(OTHER_EDITION.c.assessment_id == PUBLICATION.c.assessment_id)
    .correlate(PUBLICATION)
)
IS_NEWEST_EDITION = PUBLICATION.c.edition == NEWEST_EDITION.scalar_subquery()
"""The same, as `newest_publication` finds it."""
SIGNED = select(SIGNATURE).where(
    SIGNATURE.c.assessment_id == bindparam("assessment"),
    SIGNATURE.c.number == bindparam("signature"),
    SIGNATURE.c.edition == bindparam("edition"),
)
PUBLISHED = (
    select(PUBLICATION)
    .where(PUBLICATION.c.assessment_id == bindparam("assessment"))
    .order_by(PUBLICATION.c.edition.desc())
    .limit(1)
)
IS_DISPUTED = and_(
    DISAGREEMENT.c.assessment_id == bindparam("assessment"),
    DISAGREEMENT.c.edition == bindparam("edition"),
    DISAGREEMENT.c.settled != "agreed",
)
"""Administration and secretariat do not agree, lastingly or not yet settled."""
DISPUTED = select(DISAGREEMENT.c.indicator).where(IS_DISPUTED)
IS_STANDING = and_(
    MODERATION.c.assessment_id == bindparam("assessment"),
    MODERATION.c.part == bindparam("part"),
    MODERATION.c.signature == bindparam("signature"),
)
STANDING = (
    select(MODERATION, DISAGREEMENT.c.indicator.is_not(None).label("is_disputed"))
    .outerjoin_from(MODERATION, DISAGREEMENT, and_(IS_DISPUTED, DISAGREEMENT.c.indicator == MODERATION.c.indicator))
    .where(IS_STANDING)
)
AS_SIGNED = ("accepted", UNEXAMINED)
Answers = Mapping[str, Answer]

REASON_NAMES = {
    "no evidence": N_("There is no evidence"),
    "not shown": N_("The evidence does not show the level"),
    "wrong scope": N_("The evidence is about something else"),
    "too old": N_("The evidence is older than the question allows"),
    "misread": N_("The question was understood differently"),
    "not applicable refused": N_("“Not applicable” is not justified"),
    "other": N_("Another reason"),
}
"""Why a reviewer changed a level; the codes are those of the table of moderations."""


@dataclass(frozen=True)
class Values:
    """`validated` is None before the first signature of this edition, `moderated` before its review or where hidden."""

    profile: Mapping[str, ProfileValue]
    own: Answers
    validated: Answers | None = None
    moderated: Answers | None = None

    @property
    def reported(self) -> Answers:
        """The latest of the three: what the assessment says today."""
        latest = self.validated if self.moderated is None else self.moderated
        return self.own if latest is None else latest

    @property
    def reported_kind(self) -> Kind:
        return "self" if self.validated is None else "validated" if self.moderated is None else "moderated"


def values_of(db: Session, assessment: OneAssessment, *, with_moderated: bool) -> Values:
    """`with_moderated` comes from the right to see the reviewer's values; without it they are not even read."""
    own, signed = answers_in_full(db, assessment.id), newest_signature(db, assessment)
    is_moderated = reported_kind(assessment.state, with_moderated=with_moderated) == "moderated"
    decisions = moderations_of(db, assessment) if is_moderated else {}
    return values_from(assessment, own, signed.content if signed else None, decisions, with_moderated=with_moderated)


def values_from(
    assessment: OneAssessment,
    own: Answers,
    signed: Mapping[str, Any] | None,
    decisions: Mapping[str, Any],
    *,
    with_moderated: bool,
) -> Values:
    """From what was read of one assessment, or of many at once: `signed` is the content of the signature that stands,
    `decisions` are the first reviewer's on it."""
    kind = reported_kind(assessment.state, with_moderated=with_moderated)
    if kind == "self" or signed is None:
        return Values(assessment.profile, own)
    validated = validated_values(signed)
    moderated = moderated_answers(assessment.questionnaire, validated, decisions) if kind == "moderated" else None
    return Values(signed["profile"], own, validated, moderated)


def newest_signature(db: Session, assessment: OneAssessment) -> Row[Any] | None:
    """The signature that stands; None before the first of this edition, and after it was withdrawn."""
    if assessment.state not in SUBMITTED:
        return None
    return db.connection().execute(SIGNED, _standing(assessment)).first()


def _standing(assessment: OneAssessment) -> dict[str, Any]:
    """The signature that stands, and the first reviewer's decisions on it, for queries."""
    return {
        "assessment": assessment.id,
        "signature": assessment.signature,
        "edition": assessment.edition,
        "part": "first",
    }


def signature_content(db: Session, assessment: OneAssessment, numbers: SavedCells | None = None) -> dict[str, Any]:
    """What would be signed now: see the table of signatures. `numbers` are all that are saved, where they are known."""
    changed = select(VALIDATED.c.indicator, VALIDATED.c.value).where(VALIDATED.c.assessment_id == assessment.id)
    validated = {row.indicator: stored_value(row.value) for row in db.connection().execute(changed)}
    answers = answers_in_full(db, assessment.id)
    order = [id_ for id_ in assessment.questionnaire.indicators if id_ in answers]
    return {
        "profile": dict(assessment.profile),
        "answers": {id_: as_document(answers[id_]) for id_ in order},
        "validated": {id_: validated[id_] for id_ in order if is_level_changed(answers[id_], validated.get(id_))},
        **part_to_sign(db, assessment, numbers),
    }


def content_hash(content: Mapping[str, Any]) -> str:
    """The SHA-256 that a signature or a publication carries."""
    return hashlib.sha256(canonical(content)).hexdigest()


def mark_of(number: int, hash_: str) -> str:
    """What a form to sign says of the signature that it would make: which one it is, and of what."""
    return f"{number}.{hash_}"


def own_values(content: Mapping[str, Any]) -> dict[str, Answer]:
    """The team's own answers as they stood when they were signed."""
    return {id_: of_document(document) for id_, document in content["answers"].items()}


def validated_values(content: Mapping[str, Any]) -> dict[str, Answer]:
    """The answers as the head signed them."""
    return dict(with_levels(own_values(content), content["validated"]))


def moderations_of(db: Session, assessment: OneAssessment, part: str = "first") -> dict[str, Row[Any]]:
    """The decisions that stand for the newest signature, by indicator, each with whether it is disputed."""
    rows = db.connection().execute(STANDING, _standing(assessment) | {"part": part})
    return {row.indicator: row for row in rows}


def moderated_answers(
    questionnaire: Questionnaire, validated: Answers, decisions: Mapping[str, Any]
) -> dict[str, Answer]:
    """The validated answers after the reviewer's decisions; what was not decided stands as it was signed."""
    return {
        id_: moderated_answer(validated.get(id_, NOT_ANSWERED), decisions.get(id_))
        for id_ in questionnaire.indicators
        if id_ in validated or id_ in decisions
    }


def moderated_answer(answer: Answer, decision: Any) -> Answer:
    """`decision` is a row of the table of moderations, or None. A refused N/A counts as not answered."""
    if decision is None or decision.decision in AS_SIGNED:
        return answer
    if decision.decision == "refused":
        return replace(answer, state="not_answered", value=None, reason_code="", reason="")
    return with_level(answer, stored_value(decision.value))


@dataclass(frozen=True)
class Decision:
    """A reviewer's decision as a publication holds it."""

    decision: str
    value: str
    reason: str


def published_decisions(content: Mapping[str, Any]) -> dict[str, Decision]:
    return {
        id_: Decision(decision["decision"], str(decision["value"]), decision["reason"])
        for id_, decision in content["moderated"].items()
    }


def published_values(questionnaire: Questionnaire, content: Mapping[str, Any]) -> Values:
    """The three values as they were frozen in a publication."""
    validated = validated_values(content)
    moderated = moderated_answers(questionnaire, validated, published_decisions(content))
    return Values(content["profile"], own_values(content), validated, moderated)


def differing(values: Values) -> tuple[str, ...]:
    """The indicators whose moderated value is not the signed one, in the order of the questionnaire."""
    validated, moderated = values.validated or {}, values.moderated or {}
    return tuple(id_ for id_ in moderated if moderated[id_] != validated.get(id_, NOT_ANSWERED))


def scorecards_of(assessment: OneAssessment, values: Values) -> dict[str, Scorecard]:
    """By kind (self, validated, moderated), "moderated" -> scorecard, for the values that are there."""
    sets = {"self": values.own, "validated": values.validated, "moderated": values.moderated}
    return {
        kind: score(assessment.questionnaire, values.profile, answers, assessment.form)
        for kind, answers in sets.items()
        if answers is not None
    }


def examined_of(assessment: OneAssessment, values: Values, decisions: Mapping[str, Any]) -> Examined:
    asked = asked_to_review(assessment.questionnaire, values.profile, values.validated or {}, assessment.form)
    return examined(asked, decisions)


def published_examined(questionnaire: Questionnaire, content: Mapping[str, Any]) -> Examined:
    """Of a publication of any age: before decisions without examination were told apart, only opinions were kept."""
    asked = asked_as_frozen(questionnaire, content["scorecards"]["validated"])
    return examined(asked, published_decisions(content))


def snapshot_of(db: Session, assessment: OneAssessment) -> dict[str, Any]:
    """The content of a publication, from what was signed and decided: see the table."""
    signed = newest_signature(db, assessment)
    if signed is None:
        raise ValueError(f"{assessment.id} was never signed")
    own, validated = own_values(signed.content), validated_values(signed.content)
    decisions = moderations_of(db, assessment)
    moderated = moderated_answers(assessment.questionnaire, validated, decisions)
    values = Values(signed.content["profile"], own, validated, moderated)
    cards = scorecards_of(assessment, values)
    examination = examined_of(assessment, values, decisions)
    return {
        **signed.content,
        "moderated": {
            id_: {"decision": row.decision, "value": stored_value(row.value), "reason": row.reason}
            for id_, row in sorted(opinions(decisions).items())
        },
        "unexamined": list(examination.left),
        "examined": examination.figures,
        "not_agreed": [id_ for id_ in not_agreed(db, assessment) if id_ in differing(values)],
        "scorecards": {kind: scorecard_document(card) for kind, card in cards.items()},
    }


def not_agreed(db: Session, assessment: OneAssessment) -> list[str]:
    """The indicators on which administration and secretariat do not agree."""
    return sorted(db.connection().execute(DISPUTED, _standing(assessment)).scalars())


def newest_publication(db: Session, assessment_id: str) -> Row[Any] | None:
    """The published result that counts: the newest edition; None before any."""
    return db.connection().execute(PUBLISHED, {"assessment": assessment_id}).first()
