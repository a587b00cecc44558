"""A list of staff without names fills the tables: first a preview, then one transaction."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.datastructures import UploadFile
from starlette.responses import Response

from app.access import sealing
from app.access.forms import SubmittedForm, SubmittedFormWithFiles
from app.access.guards import AssessmentToCompare, AssessmentToSee
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess
from app.assessments.rights import Permission
from app.assessments.to_sign import open_tables, returned_tables
from app.assessments.workforce.cells import asked_tables, saved_cells
from app.assessments.workforce.own_grades import own_grades_of
from app.assessments.workforce.saving import NewNumbers, NumbersConflict, save_numbers
from app.db import audit_log
from app.db.session import Reading, Writing
from app.features.workforce.pages import ToFillIn, base_context, tables_of, titles_of, words_of
from app.features.workforce.staff_list.counting import Changes, changes_in, changes_of, counted_in
from app.i18n.formatting import translations
from app.jobs.drawing import drawing
from app.web.app_state import state_of
from app.web.downloads import XLSX, as_attachment
from app.web.file_names import file_name, mark_of
from app.web.pages import redirect_with_message, render
from app.web.upload_guard import AssessmentGate
from exports.reading.container import FileRefused
from exports.staff_list.reading import CountedStaff
from exports.staff_list.template import StaffListTemplate, draw_staff_list
from questionnaires.definition import is_right_to_left
from questionnaires.problems import N_, Problem
from questionnaires.workforce.definition import CellId, number_text

router = APIRouter(prefix="/assessments/{assessment_id}/workforce", include_in_schema=False)

ToSeeForm = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.KEEP_WORKFORCE))]
ToCompare = Annotated[AssessmentAccess, Depends(AssessmentToCompare(Permission.KEEP_WORKFORCE))]

FILE = "file"
NO_FILE = N_("Choose a file.")
TOO_OLD = N_("This preview has expired. Choose the file again.")
CHANGED_MEANWHILE = N_("Someone changed these numbers in the meantime. Check the changes again, then save them.")


@router.get("/staff-list")
def staff_list_page(request: Request, access: ToSeeForm) -> Response:
    tables_of(access.assessment)
    return render(request, "workforce/staff_list.html", base_context(access) | {"problems": [], "counted": None})


@router.get("/staff-list.xlsx")
def template(request: Request, access: ToSeeForm, db: Reading) -> Response:
    tables_of(access.assessment)
    language, now = access.visitor.language, utc_now()
    db.rollback()
    with drawing():
        content = draw_staff_list(
            StaffListTemplate(
                words_of(access),
                translations(language).gettext,
                created=access.assessment.due_on,
                right_to_left=is_right_to_left(language),
            )
        )
    name = file_name("staff-list", ending=".xlsx", taken=now, mark=mark_of(content))
    leaving = audit_log.DownloadedFile("template of the list of staff", name, content, access.assessment.id)
    audit_log.record_download(state_of(request).database, leaving, by=access.visitor.id, at=now)
    return Response(content, media_type=XLSX, headers={"content-disposition": as_attachment(name)})


@router.post("/staff-list", dependencies=[Depends(AssessmentGate(Permission.KEEP_WORKFORCE))])
def preview(request: Request, access: ToCompare, submitted: SubmittedFormWithFiles, db: Reading) -> Response:
    """Stores nothing, and keeps the file nowhere."""
    tables_of(access.assessment)
    file = submitted.get(FILE)
    content = file.file.read() if isinstance(file, UploadFile) else b""
    if not content:
        return refused(request, access, Problem(FILE, NO_FILE))
    own_grades = own_grades_of(db, access.assessment.administration_id)
    db.rollback()  # no transaction is open while the file is read
    try:
        counted = counted_in(access, content, own_grades)
    except FileRefused as why:
        return refused(request, access, Problem(FILE, why.problem.sentence, why.problem.names))
    if counted.problems:
        return refused(request, access, counted=counted)
    changes = changes_now(db, access, counted.values)
    return render_preview(request, access, db, changes, counted)


@router.post("/staff-list/confirmation")
def store(request: Request, access: ToFillIn, submitted: SubmittedForm, db: Writing) -> Response:
    assessment, home = access.assessment, f"/assessments/{access.assessment.id}/workforce"
    tables_of(assessment)
    key, sent = state_of(request).key, str(submitted.get("carried", ""))
    try:
        changes = changes_in(sealing.unseal_document(key, purpose(access), sent))
    except sealing.NotSealedHere:
        return refused(request, access, Problem(FILE, TOO_OLD))
    by, now = access.visitor.id, utc_now()
    new = NewNumbers(changes.values, changes.based_on, "staff list", by, now, of_a_form=False)
    if isinstance(save_numbers(db, assessment, new, returned=returned_tables(db, assessment)), NumbersConflict):
        again = changes_now(db, access, changes.values)
        return render_preview(request, access, db, again, problem=Problem("", CHANGED_MEANWHILE))
    return redirect_with_message(request, "staff-counted", home)


def changes_now(db: Session, access: AssessmentAccess, counted: Mapping[CellId, int | None]) -> Changes:
    saved = saved_cells(db, access.assessment.id)
    return changes_of(access, counted, saved, open_tables(db, access.assessment))


def purpose(access: AssessmentAccess) -> str:
    return f"staff list:{access.assessment.id}:{access.visitor.id}"


def refused(
    request: Request, access: AssessmentAccess, problem: Problem | None = None, counted: CountedStaff | None = None
) -> Response:
    context = {"problems": [problem] if problem else [], "counted": counted}
    return render(request, "workforce/staff_list.html", base_context(access) | context, status=422)


def render_preview(
    request: Request,
    access: AssessmentAccess,
    db: Session,
    changes: Changes,
    counted: CountedStaff | None = None,
    problem: Problem | None = None,
) -> Response:
    """What would be stored travels in the form of this page and stands nowhere else."""
    context = base_context(access) | {
        "tables": list(_changed_tables(access, db, changes).items()),
        "changes": changes,
        "counted": counted,
        "sealed": sealing.seal_document(state_of(request).key, purpose(access), changes.as_json()),
        "problems": [problem] if problem else [],
    }
    return render(request, "workforce/staff_preview.html", context, status=409 if problem else 200)


Lines = list[tuple[str, str, str]]
"""Of a number: its title, what is there, and what the list says."""


def _changed_tables(access: AssessmentAccess, db: Session, changes: Changes) -> Mapping[str, Lines]:
    """By the id of the table."""
    named, saved = words_of(access), saved_cells(db, access.assessment.id)
    tables: dict[str, Any] = {}
    for table in asked_tables(access.assessment):
        titles = titles_of(table, named)
        units = {measure.id: measure.unit for measure in table.measures}
        lines = [
            (
                titles[cell],
                number_text(saved[cell].value if cell in saved else None, units[cell.measure]),
                number_text(changes.values[cell], units[cell.measure]),
            )
            for cell in changes.of(table)
        ]
        if lines:
            tables[table.id] = lines
    return tables
