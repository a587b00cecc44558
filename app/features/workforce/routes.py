"""The pages of the workforce tables, and the save of the numbers of one table."""

from datetime import datetime

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess
from app.assessments.rights import Permission
from app.assessments.to_sign import returned_tables
from app.assessments.workforce.saving import NewNumbers, NumbersConflict, SavedNumbers, save_numbers
from app.db.session import Reading, Writing
from app.features.workforce.blocks import block_in
from app.features.workforce.fields import Sent, sent_in
from app.features.workforce.history import history_context
from app.features.workforce.opening import take_opening
from app.features.workforce.pages import (
    ToFillIn,
    ToReadTables,
    ToSeeTables,
    list_context,
    numbers_seen,
    own_names,
    table_context,
    table_of,
)
from app.features.workforce.published import published_context
from app.features.workforce.results.page import results_context
from app.web.pages import is_fragment, redirect, render
from questionnaires.workforce.definition import Table

router = APIRouter(prefix="/assessments/{assessment_id}/workforce", include_in_schema=False)


@router.get("")
def tables_page(request: Request, access: ToReadTables, db: Reading) -> Response:
    if not access.may(Permission.SEE_WORKFORCE):
        return render(request, "workforce/published.html", published_context(access, db))
    return render(request, "workforce/tables.html", list_context(access, numbers_seen(db, access)))


@router.get("/results")
def results_page(request: Request, access: ToReadTables, db: Reading) -> Response:
    return render(request, "workforce/results/page.html", results_context(access, db))


@router.get("/{table}")
def table_page(request: Request, access: ToSeeTables, table: str, db: Reading) -> Response:
    asked = table_of(access.assessment, table)
    context = table_context(access, asked, numbers_seen(db, access)) | own_names(db, access, asked)
    return render(request, "workforce/table.html", context)


@router.put("/{table}")
@router.post("/{table}")
def save_table(request: Request, access: ToFillIn, table: str, submitted: SubmittedForm, db: Writing) -> Response:
    """What can be stored is stored, though another field of the form may hold what is no number."""
    assessment, asked = access.assessment, table_of(access.assessment, table)
    now = utc_now()
    saved = saved_or_told(request, access, db, asked, sent_in(asked, submitted), now)
    if isinstance(saved, Response):
        return saved
    if not is_fragment(request):
        return redirect(f"/assessments/{assessment.id}/workforce/{asked.id}")
    context = table_context(access, asked, numbers_seen(db, access))
    context |= {"saved_at": now, "of_others": saved.of_others}
    return render(request, "workforce/_saved.html", context)


@router.post("/{table}/block")
def read_block(request: Request, access: ToFillIn, table: str, submitted: SubmittedForm, db: Writing) -> Response:
    """Puts what was pasted into the fields of the page, beside what was typed in the others; stores nothing."""
    asked = table_of(access.assessment, table)
    numbers = numbers_seen(db, access)
    block = block_in(access, asked, numbers, submitted)
    context = table_context(access, asked, numbers, block.sent, block=block)
    return render(request, "workforce/table.html", context, status=422 if block.sent.problems else 200)


@router.post("/{table}/opening")
def begin_with_last(request: Request, access: ToFillIn, table: str, submitted: SubmittedForm, db: Writing) -> Response:
    """Saves what was typed, then fills the empty cells with what the last round ended with."""
    assessment, asked = access.assessment, table_of(access.assessment, table)
    now = utc_now()
    saved = saved_or_told(request, access, db, asked, sent_in(asked, submitted), now)
    if isinstance(saved, Response):
        return saved
    take_opening(db, assessment, asked, by=access.visitor.id, at=now)
    return redirect(f"/assessments/{assessment.id}/workforce/{asked.id}")


@router.get("/{table}/history")
def history_page(request: Request, access: ToSeeTables, table: str, db: Reading) -> Response:
    asked = table_of(access.assessment, table)
    return render(request, "workforce/history.html", history_context(access, asked, db))


def saved_or_told(
    request: Request, access: AssessmentAccess, db: Session, table: Table, sent: Sent, now: datetime
) -> SavedNumbers | Response:
    """What was stored; or the page that says what was not, with everything typed still in its fields: 422 or 409."""
    new = NewNumbers(sent.values, sent.based_on, "page", access.visitor.id, now)
    returned = returned_tables(db, access.assessment)
    outcome = save_numbers(db, access.assessment, new, only=table.id, returned=returned)
    conflict = outcome if isinstance(outcome, NumbersConflict) else None
    if not conflict and not sent.problems and isinstance(outcome, SavedNumbers):
        return outcome
    context = table_context(access, table, numbers_seen(db, access), sent, conflict)
    template = "workforce/_not_saved.html" if is_fragment(request) else "workforce/table.html"
    return render(request, template, context, status=409 if conflict else 422)
