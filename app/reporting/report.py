"""Gathers what a scorecard or a report needs and hands it on: the only place where the chain is written out."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col

from app.assessments import ONE_ASSESSMENT, OneAssessment, answers_in_full, one_assessment, outlines_of
from app.lifecycle import NAMES, State
from app.tables.rounds import Assessment
from app.web.pages import translations
from exports.gap_report import Facts, GapReport, gap_report
from exports.gap_workbook import draw
from questionnaires.answers import Answer, Document
from questionnaires.catalogue import Catalogue
from questionnaires.definition import Questionnaire
from scoring.gaps import Gap, find_gaps
from scoring.score import score
from scoring.scorecard import Scorecard


@dataclass(frozen=True)
class Result:
    """All that scoring says of one set of answers."""

    scorecard: Scorecard
    gaps: tuple[Gap, ...]


def result_of(assessment: OneAssessment, answers: Mapping[str, Answer]) -> Result:
    scorecard = score(assessment.questionnaire, assessment.profile, answers, assessment.form)
    return Result(scorecard, find_gaps(assessment.questionnaire, scorecard))


def result_on_screen(db: Session, assessment: OneAssessment) -> Result:
    """For a page and the API, which show figures and no texts: the answers are read in outline."""
    return result_of(assessment, outlines_of(db, assessment.id))


def report_of(db: Session, assessment: OneAssessment, language: str) -> GapReport:
    answers = answers_in_full(db, assessment.id)
    result = result_of(assessment, answers)
    words = translations(language)
    facts = Facts(
        administration=assessment.administration,
        round=assessment.round,
        state=words.gettext(NAMES[assessment.state]),
        as_of=date_of(assessment),
        form=assessment.form,
    )
    return gap_report(
        assessment.questionnaire,
        facts,
        assessment.profile,
        answers,
        result.scorecard,
        result.gaps,
        language=language,
        translate=words.gettext,
    )


def date_of(assessment: OneAssessment) -> str:
    """The date of the data, never of the clock: that of the last save; "" before any."""
    return assessment.changed_at.date().isoformat() if assessment.changed_at else ""


def file_name(assessment: OneAssessment) -> str:
    """From administration, round, version and date, with what file systems refuse left out."""
    plain = "".join(letter if letter.isalnum() else "-" for letter in assessment.administration)
    while "--" in plain:
        plain = plain.replace("--", "-")
    parts = ("gap-report", plain.strip("-"), assessment.round, assessment.questionnaire.version, date_of(assessment))
    return "-".join(part for part in parts if part) + ".xlsx"


def report_of_file(questionnaire: Questionnaire, document: Document, administration: str, language: str) -> GapReport:
    """The report of a file of answers, without a database; its date is the snapshot date of the profile."""
    scorecard = score(questionnaire, document.profile, document.answers, document.form)
    words = translations(language)
    facts = Facts(
        administration=administration,
        round=questionnaire.version.partition(".")[0],
        state=words.gettext(NAMES[State.IN_PROGRESS]),
        as_of=str(document.profile.get("profile.snapshot_date") or ""),
        form=document.form,
    )
    gaps = find_gaps(questionnaire, scorecard)
    return gap_report(
        questionnaire,
        facts,
        document.profile,
        document.answers,
        scorecard,
        gaps,
        language=language,
        translate=words.gettext,
    )


def assessment_for_command(db: Session, catalogue: Catalogue, id_: str) -> OneAssessment | None:
    """For the command line only, whose user holds the database anyway; pages go through `access`."""
    row = db.connection().execute(ONE_ASSESSMENT.where(col(Assessment.id) == id_)).first()
    return one_assessment(row, catalogue) if row else None


def workbook_of(report: GapReport) -> bytes:
    """Drawn right here: a command has no saves to slow down."""
    return draw(report)
