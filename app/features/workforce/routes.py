"""The pages of the workforce tables, and the save of the numbers of one table."""

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess
from app.assessments.rights import Permission
from app.assessments.to_sign import returned_tables
from app.assessments.workforce.saving import NewNumbers, NumbersConflict, save_numbers
from app.db.session import Reading, Writing
from app.features.workforce.fields import Sent, sent_in
from app.features.workforce.pages import (
    ToFillIn,
    ToReadTables,
    ToSeeTables,
    list_context,
    numbers_of,
    own_names,
    table_context,
    table_of,
)
from app.features.workforce.published import published_context
from app.web.pages import is_fragment, redirect, render
from questionnaires.workforce.definition import Table

router = APIRouter(prefix="/assessments/{assessment_id}/workforce", include_in_schema=False)


@router.get("")
def tables_page(request: Request, access: ToReadTables, db: Reading) -> Response:
    if not access.may(Permission.SEE_WORKFORCE):
        return render(request, "workforce/published.html", published_context(access, db))
    return render(request, "workforce/tables.html", list_context(access, numbers_of(db, access)))


@router.get("/{table}")
def table_page(request: Request, access: ToSeeTables, table: str, db: Reading) -> Response:
    asked = table_of(access.assessment, table)
    context = table_context(access, asked, numbers_of(db, access)) | own_names(db, access, asked)
    return render(request, "workforce/table.html", context)


@router.put("/{table}")
@router.post("/{table}")
def save_table(request: Request, access: ToFillIn, table: str, submitted: SubmittedForm, db: Writing) -> Response:
    """What can be stored is stored, though another field of the form may hold what is no number."""
    assessment, asked = access.assessment, table_of(access.assessment, table)
    sent = sent_in(asked, submitted)
    new = NewNumbers(sent.values, sent.based_on, "page", access.visitor.id, utc_now())
    returned = returned_tables(db, assessment)
    outcome = save_numbers(db, assessment, new, only=asked.id, returned=returned)
    if isinstance(outcome, NumbersConflict):
        return render_not_saved(request, access, db, asked, sent, outcome)
    if sent.problems:
        return render_not_saved(request, access, db, asked, sent)
    if not is_fragment(request):
        return redirect(f"/assessments/{assessment.id}/workforce/{asked.id}")
    context = table_context(access, asked, numbers_of(db, access))
    context |= {"saved_at": new.at, "of_others": outcome.of_others}
    return render(request, "workforce/_saved.html", context)


def render_not_saved(
    request: Request,
    access: AssessmentAccess,
    db: Session,
    table: Table,
    sent: Sent,
    conflict: NumbersConflict | None = None,
) -> Response:
    """A problem or a conflict, with everything typed still in its fields: 422 or 409."""
    context = table_context(access, table, numbers_of(db, access), sent, conflict)
    template = "workforce/_not_saved.html" if is_fragment(request) else "workforce/table.html"
    return render(request, template, context, status=409 if conflict else 422)
