"""The workbook that people fill in, with what is here already."""

from datetime import datetime
from functools import partial

from fastapi import Request
from sqlmodel import Session

from app.access.loaders import AssessmentAccess
from app.assessments.last_round import earlier_answers
from app.assessments.reads import OneAssessment, items_of, saved_answers
from app.assessments.report.numbers import sexes_shown
from app.assessments.rights import OFFICES, Permission
from app.assessments.workforce.cells import asked_tables, saved_cells
from app.features.workbooks.queries import elements_in_hand
from app.i18n.formatting import translations
from app.jobs.drawing import drawing
from app.web.app_state import state_of
from app.web.file_names import date_of, file_name, mark_of, plain_name
from exports.answer_workbook.content import WorkbookInput, answer_workbook
from exports.answer_workbook.draw import draw_answer_workbook
from exports.answer_workbook.layout import Header
from exports.answer_workbook.paper import draw_paper
from exports.answer_workbook.workforce.content import NumbersInput


def drawn_workbook(
    request: Request, access: AssessmentAccess, db: Session, *, only_own: bool, paper: bool, at: datetime
) -> tuple[str, bytes]:
    """Its name and its bytes. Who has no element in hand gets them all."""
    assessment, language = access.assessment, access.visitor.language
    own = elements_in_hand(db, assessment.id, access.visitor.id) if only_own else frozenset()
    with drawing():
        source = WorkbookInput(
            assessment.questionnaire,
            header_of(assessment, language, at),
            saved_answers(db, assessment.id),
            profile=assessment.profile,
            items=items_of(db, assessment.id),
            earlier=earlier_answers(db, assessment),
            translate=translations(language).gettext,
            elements=own or None,
            numbers=None if own or paper else numbers_of_team(db, access),
        )
        content = answer_workbook(source)
    db.rollback()
    state = state_of(request)
    drawn_by = draw_paper if paper else partial(draw_answer_workbook, signer=state.signer)
    drawn: bytes = state.worker_pool.draw(content, drawn_by)
    kind, part = "questions" if paper else "answers", "part" if own else ""
    person = "" if paper else plain_name(access.visitor.name)
    of = (plain_name(assessment.administration), assessment.round, person, part)
    return file_name(kind, *of, ending=".xlsx", data=date_of(assessment), taken=at, mark=mark_of(drawn)), drawn


def numbers_of_team(db: Session, access: AssessmentAccess) -> NumbersInput | None:
    """For the team alone: whoever reviews sees the numbers on the pages, and takes none of them away."""
    assessment = access.assessment
    tables, asked = assessment.tables, asked_tables(assessment)
    if tables is None or not asked or access.role in OFFICES or not access.may(Permission.SEE_WORKFORCE):
        return None
    saved = saved_cells(db, assessment.id)
    shown = [(table, sexes_shown(assessment, table, saved)) for table in asked]
    return NumbersInput(shown, tables.words(access.visitor.language), saved)


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
