"""The letter of a return as it is drafted from its questions; the reviewer changes it before it is sent."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from app.assessments.answer_sets import content_hash
from app.assessments.deadlines import is_past
from app.assessments.reads import OneAssessment
from app.db.tables.people import Membership, Person
from app.i18n.formatting import day, translations
from app.i18n.languages import DEFAULT, offered
from questionnaires.problems import N_
from questionnaires.texts import MOST_UNITS, as_kept, utf16_units

OPENING = N_(
    "In its review of the self-assessment {round} of {place}, the secretariat found questions that need an answer: "
    "{count}."
)
BESIDE_EACH = N_("What is asked is shown beside each of these questions.")
BY_WHEN = N_("Please answer by {day}.")
HOW = N_(
    "To answer, sign in to Parity and open the returned questions under My work. Change the answers, or add what is "
    "asked for. Only these questions can be changed. The head of the administration then signs again."
)
# Built once, so that SQLAlchemy finds it compiled
OF_COORDINATORS = (
    select(col(Person.language))
    .join(Membership, col(Membership.person_id) == col(Person.id))
    .where(
        col(Membership.administration_id) == bindparam("administration"),
        col(Membership.role) == "coordinator",
        col(Person.is_active),
    )
    .order_by(col(Person.name), col(Person.id))
    .limit(1)
)


def language_of_letter(db: Session, assessment: OneAssessment) -> str:
    """The administration's, else its coordinator's, where Parity speaks it (decision 26)."""
    if assessment.language in offered():
        return assessment.language
    language = db.connection().execute(OF_COORDINATORS, {"administration": assessment.administration_id}).scalar()
    return language if language in offered() else DEFAULT


def drafted_letter(assessment: OneAssessment, texts: Mapping[str, str], language: str, now: datetime) -> str:
    """`texts` are the questions. Where all that is asked is too long for a text, it is only beside each question."""
    questions, words = _in_order(assessment, texts), translations(language)
    titled = [f"{id_} {title_of(assessment, id_, language)}" for id_ in questions]
    asked = [f"{title}\n{text.strip()}".strip() for title, text in zip(titled, questions.values(), strict=True)]
    beside = words.gettext(BESIDE_EACH)
    names = {"round": assessment.round, "place": assessment.administration, "count": len(questions)}
    closing = [words.gettext(HOW)]
    if assessment.due_on and not is_past(assessment.due_on, assessment.time_zone, now):
        closing.insert(0, words.gettext(BY_WHEN).format(day=day(assessment.due_on, language)))
    for listed in (asked, [*titled, beside], [", ".join(questions), beside]):
        letter = "\n\n".join((words.gettext(OPENING).format(**names), *listed, *closing))
        if utf16_units(letter) <= MOST_UNITS:
            break
    return as_kept(letter)


def title_of(assessment: OneAssessment, id_: str, language: str) -> str:
    """Of a question or of a workforce table."""
    tables = assessment.tables
    if tables is None or id_ not in tables.tables:
        return assessment.words(language).indicators[id_].question
    return tables.words(language).tables[id_].title


def _in_order(assessment: OneAssessment, texts: Mapping[str, str]) -> dict[str, str]:
    tables = assessment.tables.tables if assessment.tables else {}
    return {id_: texts[id_] for id_ in (*assessment.questionnaire.indicators, *tables) if id_ in texts}


def mark_of_letter(text: str) -> str:
    """Whether somebody changed a letter that was drafted: browsers send other line ends."""
    return content_hash({"letter": as_kept(text).strip()})
