"""The figures of what was signed, reviewed and published, as they are stored with the assessment: see the table."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import bindparam, update
from sqlmodel import Session

from app.assessments.answer_sets import Answers, moderated_answers, moderations_of, published_examined, validated_values
from app.assessments.lifecycle import REVIEW_BEGUN
from app.assessments.reads import OneAssessment, results_of
from app.db.tables.columns import table_of
from app.db.tables.rounds import Assessment
from app.validation.organisations import counts_in_figures
from questionnaires.answers import ProfileValue
from questionnaires.catalogue import age
from questionnaires.definition import Questionnaire
from scoring.score import score_nodes

ASSESSMENT = table_of(Assessment)
# Built once, so that SQLAlchemy finds it compiled
STORE = update(ASSESSMENT).where(ASSESSMENT.c.id == bindparam("of_assessment"))


class Scale(NamedTuple):
    """Whose figures compare with each other: of one version of the questionnaire, all in full or all in short form.
    `is_apart`: of organisations that stand in no figure of others."""

    version: str
    is_short: bool
    is_apart: bool

    @property
    def order(self) -> tuple[object, ...]:
        """To sort lists and files by: the newest version first, of each the full form before the short one, and last
        what stands apart."""
        return self.is_apart, tuple(-number for number in age(self.version)), self.is_short


def scale_of(version: str, form: str, kind: str) -> Scale:
    """`kind` is that of the organisation."""
    return Scale(version, form == "short", not counts_in_figures(kind))


def validated_figures(
    assessment: OneAssessment, profile: Mapping[str, ProfileValue], validated: Answers
) -> dict[str, Any]:
    """Of the answers as the head signs them."""
    return results_of(score_nodes(assessment.questionnaire, profile, validated, assessment.form))


def moderated_figures(
    assessment: OneAssessment,
    profile: Mapping[str, ProfileValue],
    validated: Answers,
    decisions: Mapping[str, Any],
) -> dict[str, Any]:
    """`decisions` are those of the first reviewer that stand."""
    answers = moderated_answers(assessment.questionnaire, validated, decisions)
    return results_of(score_nodes(assessment.questionnaire, profile, answers, assessment.form))


def figures_of_signed(db: Session, assessment: OneAssessment, content: Mapping[str, Any]) -> dict[str, Any]:
    """`validated` and `moderated` as they follow from the content of the signature that stands."""
    profile, validated = content["profile"], validated_values(content)
    figures = {"validated": validated_figures(assessment, profile, validated), "moderated": {}}
    if assessment.state in REVIEW_BEGUN:
        figures["moderated"] = moderated_figures(assessment, profile, validated, moderations_of(db, assessment))
    return figures


def published_figures(questionnaire: Questionnaire, content: Mapping[str, Any]) -> dict[str, Any]:
    """Of the content of a publication: read from its scorecard, never calculated again. How much of it was examined is
    counted where it is too old to say so."""
    card = content["scorecards"]["moderated"]
    return {
        "level": card["overall"]["level"],
        "levels": {pillar["id"]: pillar["level"] for pillar in card["pillars"]},
        "scores": {node["id"]: node["score"] for node in (card["overall"], *card["pillars"])},
        "examined": content.get("examined") or published_examined(questionnaire, content).figures,
    }


def store_moderated(db: Session, assessment_id: str, figures: Mapping[str, Any]) -> None:
    db.connection().execute(STORE, {"of_assessment": assessment_id, "moderated": figures})
