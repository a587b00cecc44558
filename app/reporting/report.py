"""Gathers what a scorecard or a report needs and hands it on: the only place where the chain is written out."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from app.assessments import OneAssessment, answers_of, saved_answers
from app.lifecycle import NAMES
from app.web.pages import translations
from exports.gap_report import Facts, GapReport, gap_report
from questionnaires.answers import Answer
from scoring.gaps import Gap, find_gaps
from scoring.score import score
from scoring.scorecard import Scorecard


@dataclass(frozen=True)
class Result:
    """The answers of one assessment and all that scoring says of them."""

    answers: Mapping[str, Answer]
    scorecard: Scorecard
    gaps: tuple[Gap, ...]


def result_of(db: Session, assessment: OneAssessment) -> Result:
    answers = answers_of(saved_answers(db, assessment.id))
    scorecard = score(assessment.questionnaire, assessment.profile, answers)
    return Result(answers, scorecard, find_gaps(assessment.questionnaire, scorecard))


def report_of(db: Session, assessment: OneAssessment, language: str) -> GapReport:
    result = result_of(db, assessment)
    words = translations(language)
    facts = Facts(
        administration=assessment.administration,
        round=assessment.round,
        state=words.gettext(NAMES[assessment.state]),
        as_of=date_of(assessment),
    )
    return gap_report(
        assessment.questionnaire,
        facts,
        assessment.profile,
        result.answers,
        result.scorecard,
        result.gaps,
        language=language,
        translate=words.gettext,
    )


def date_of(assessment: OneAssessment) -> str:
    """The date of the data, never of the clock: the last save, or the snapshot of an assessment not opened yet."""
    if assessment.changed_at:
        return assessment.changed_at.date().isoformat()
    return assessment.due_on


def file_name(assessment: OneAssessment) -> str:
    """From administration, round, version and date, with what file systems refuse left out."""
    plain = "".join(letter if letter.isalnum() else "-" for letter in assessment.administration)
    while "--" in plain:
        plain = plain.replace("--", "-")
    name = f"gap-report-{plain.strip('-')}-{assessment.round}"
    return f"{name}-{assessment.questionnaire.version}-{date_of(assessment)}.xlsx"
