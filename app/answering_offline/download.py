"""The workbook that people fill in, with what is here already."""

from datetime import datetime
from functools import partial

from fastapi import Request
from sqlmodel import Session

from app.access import Opened
from app.answering_offline.queries import elements_in_hand
from app.assessments import OneAssessment, items_of, saved_answers
from app.changes import previous_answers
from app.web.pages import translations
from exports.answer_workbook.content import answer_workbook
from exports.answer_workbook.draw import draw
from exports.answer_workbook.layout import Header


def drawn_workbook(
    request: Request, opened: Opened, db: Session, *, only_own: bool, paper: bool, at: datetime
) -> tuple[str, bytes]:
    """Its name and its bytes. Who has no element in hand gets them all."""
    assessment, language = opened.assessment, opened.visitor.language
    own = elements_in_hand(db, assessment.id, opened.visitor.id) if only_own else frozenset()
    content = answer_workbook(
        assessment.questionnaire,
        header_of(assessment, language, at),
        saved_answers(db, assessment.id),
        profile=assessment.profile,
        items=items_of(db, assessment.id),
        previous=previous_answers(db, assessment),
        translate=translations(language).gettext,
        elements=own or None,
    )
    db.rollback()
    state = request.app.state
    drawn: bytes = state.drawing_room.draw(content, partial(draw, signer=state.signer))
    return file_name(assessment, at, is_part=bool(own), paper=paper), drawn


def header_of(assessment: OneAssessment, language: str, at: datetime) -> Header:
    return Header(
        assessment.id,
        assessment.administration,
        assessment.round,
        assessment.questionnaire.version,
        language,
        assessment.form,
        at.isoformat(timespec="seconds"),
    )


def file_name(assessment: OneAssessment, at: datetime, *, is_part: bool, paper: bool) -> str:
    """From administration, round and day, with what file systems refuse left out."""
    plain = "".join(letter if letter.isalnum() else "-" for letter in assessment.administration)
    parts = ["questions" if paper else "answers", *plain.split("-"), assessment.round, at.date().isoformat()]
    return "-".join(part for part in (*parts, "part" if is_part else "") if part) + ".xlsx"
