"""Pages of the register of evidence: what there is, adding to it, one item, its file."""

from collections.abc import Sequence

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from app.access.forms import SubmittedForm, SubmittedFormWithFiles
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess
from app.assessments.evidence.limit import without_room
from app.assessments.reads import item_line
from app.assessments.report.outcome import followed_of
from app.assessments.rights import Permission
from app.db.session import Reading, Writing
from app.features.evidence import actions
from app.features.evidence.checking.file_types import TYPES
from app.features.evidence.dates import said_of_items
from app.features.evidence.forms import (
    ITEM_FORMS,
    CompareForm,
    FileForm,
    ItemForm,
    NewItem,
    UsesForm,
    item_of,
    questions_of,
)
from app.features.evidence.in_question import (
    Told,
    add_files,
    back_to,
    page_of,
    question_after,
    question_behind,
    question_called,
)
from app.features.evidence.listing import ORDERS, in_order, line_of, narrowed, typed_references
from app.features.evidence.pages import KINDS, ToAdd, ToKeep, ToReadEvidence, ToUpload, base_context
from app.features.evidence.queries import Item, may_change, one_item, register
from app.features.evidence.questions import parts_of
from app.features.evidence.quota import quota_of
from app.features.evidence.receiving import NO_FILE, ONE_FILE, Received, ReceivedFiles, files_of
from app.web.app_state import state_of
from app.web.pages import redirect, redirect_with_message, render
from app.web.upload_guard import AssessmentGate
from questionnaires.definition import Indicator

router = APIRouter(prefix="/assessments/{assessment_id}/evidence", include_in_schema=False)


@router.get("")
def register_page(
    request: Request, access: ToReadEvidence, db: Reading, indicator: str = "", kind: str = "", sort: str = ""
) -> Response:
    items, assessment = register(db, access.assessment), access.assessment
    lines = [line_of(item) for item in items if not item.is_withdrawn] + typed_references(db, assessment)
    used = {id_ for line in lines for id_ in line.indicators}
    wanted = indicator if indicator in assessment.questionnaire.indicators else ""
    context = base_context(access) | {
        "lines": in_order(narrowed(lines, kind if kind in KINDS else "", wanted), sort),
        "withdrawn": [line_of(item) for item in items if item.is_withdrawn],
        "indicator": wanted,
        "kind": kind,
        "sort": sort,
        "orders": ORDERS,
        "choices": [id_ for id_ in assessment.questionnaire.indicators if id_ in used or id_ == wanted],
        "total": len(lines),
        "said": said_of_items(db, assessment, items),
        "quota": quota_of(db, assessment, state_of(request).settings),
        "followed": followed_of(db, assessment),
    }
    return render(request, "evidence/register.html", context)


@router.get("/files")
def new_file(request: Request, access: ToAdd, db: Reading, indicator: str = "") -> Response:
    return new_item(request, access, db, "file", indicator)


@router.get("/links")
def new_link(request: Request, access: ToAdd, db: Reading, indicator: str = "") -> Response:
    return new_item(request, access, db, "link", indicator)


@router.get("/references")
def new_reference(request: Request, access: ToAdd, db: Reading, indicator: str = "") -> Response:
    return new_item(request, access, db, "reference", indicator)


def new_item(request: Request, access: AssessmentAccess, db: Session, kind: str, indicator: str) -> Response:
    question = question_called(indicator, access.assessment.questionnaire)
    form = ITEM_FORMS[kind](data={"indicator": [question.id] if question else []})
    return render_new(request, access, db, kind, form, question)


@router.post("/files", dependencies=[Depends(AssessmentGate(Permission.KEEP_EVIDENCE))])
def upload_files(
    request: Request, received: ReceivedFiles, access: ToUpload, submitted: SubmittedFormWithFiles, db: Writing
) -> Response:
    """What was received comes first: it was looked at before the guard takes the turn to write."""
    if back := question_behind(submitted, access.assessment.questionnaire):
        return back_to(request, access, db, back, add_files(request, access, db, back, received))
    return add_file(request, access, db, submitted, received)


def add_file(
    request: Request, access: AssessmentAccess, db: Session, submitted: FormData, received: Sequence[Received]
) -> Response:
    """With all that the page of a file asks for, which is of one file."""
    form, question = FileForm(submitted), question_after(submitted, access.assessment.questionnaire)
    file = received[0] if len(received) == 1 else Received(problem=ONE_FILE if received else NO_FILE)
    if file.problem:
        form.refuse([file.problem])
    item = item_of("file", form, access.assessment.questionnaire)
    if form.problems or file.draft is None:
        return render_new(request, access, db, "file", form, question)
    item = file.as_item(item)
    form.refuse(actions.problems_with(db, access.assessment, item, state_of(request).settings))
    if form.problems:
        return render_new(request, access, db, "file", form, question)
    files_of(request).keep(file.draft)
    return added(request, access, db, item, question)


@router.post("/links")
def add_link(request: Request, access: ToKeep, submitted: SubmittedForm, db: Writing) -> Response:
    return add(request, access, db, "link", submitted)


@router.post("/references")
def add_reference(request: Request, access: ToKeep, submitted: SubmittedForm, db: Writing) -> Response:
    return add(request, access, db, "reference", submitted)


def add(request: Request, access: AssessmentAccess, db: Session, kind: str, submitted: FormData) -> Response:
    form, question = ITEM_FORMS[kind](submitted), question_after(submitted, access.assessment.questionnaire)
    item = item_of(kind, form, access.assessment.questionnaire)
    if not form.problems:
        form.refuse(actions.problems_with(db, access.assessment, item, state_of(request).settings))
    if form.problems:
        return render_new(request, access, db, kind, form, question)
    return added(request, access, db, item, question)


def added(
    request: Request, access: AssessmentAccess, db: Session, item: NewItem, question: Indicator | None
) -> Response:
    id_ = actions.add_item(db, access.assessment, item, by=access.visitor.id, at=utc_now())
    there = f"/assessments/{access.assessment.id}/evidence#{id_}"
    return redirect_with_message(request, "evidence-added", page_of(access, question) if question else there)


@router.get("/{evidence_id}")
def item_page(request: Request, access: ToReadEvidence, evidence_id: str, db: Reading) -> Response:
    """With a SHA-256 in the address, the page compares it with that of the register: nothing is sent, nothing kept."""
    form = CompareForm(request.query_params) if "sha256" in request.query_params else CompareForm()
    return render_item(request, access, db, one_item(db, access.assessment, evidence_id), form)


@router.post("/{evidence_id}/uses")
def change_uses(request: Request, access: ToKeep, evidence_id: str, submitted: SubmittedForm, db: Writing) -> Response:
    item, form = one_item(db, access.assessment, evidence_id), UsesForm(submitted)
    wanted, before = questions_of(form, access.assessment.questionnaire), {*map(str, submitted.getlist("was"))}
    uses = actions.ChangedUses(item.row.id, add=wanted - before, remove=frozenset(before - wanted))
    if not form.problems:
        new = uses.add.difference(item.indicators)
        form.refuse(without_room(db, access.assessment.id, item_line(item.row), new))
    if form.problems:
        return render_item(request, access, db, item, form)
    actions.change_uses(db, access.assessment, item, uses, by=access.visitor.id, at=utc_now())
    if back := question_behind(submitted, access.assessment.questionnaire):
        return back_to(request, access, db, back, Told(added=len(uses.add), removed=len(uses.remove)))
    return redirect_with_message(
        request, "evidence-changed", f"/assessments/{access.assessment.id}/evidence/{item.row.id}"
    )


@router.get("/{evidence_id}/withdrawal")
def withdrawal_page(request: Request, access: ToAdd, evidence_id: str, db: Reading) -> Response:
    item = one_item(db, access.assessment, evidence_id)
    back = f"/assessments/{access.assessment.id}/evidence/{item.row.id}"
    if item.is_withdrawn:
        return redirect(back)
    context = base_context(access) | {"item": item, "address": f"{back}/withdrawal", "back": back}
    return render(request, "evidence/withdrawal.html", context)


@router.post("/{evidence_id}/withdrawal")
def withdraw(request: Request, access: ToKeep, evidence_id: str, db: Writing) -> Response:
    item = one_item(db, access.assessment, evidence_id)
    actions.withdraw(db, access.assessment, item, by=access.visitor.id, at=utc_now())
    return redirect_with_message(request, "evidence-withdrawn", f"/assessments/{access.assessment.id}/evidence")


def render_new(
    request: Request, access: AssessmentAccess, db: Session, kind: str, form: ItemForm, question: Indicator | None
) -> Response:
    """`question` is the one that somebody comes from, and goes back to."""
    settings = state_of(request).settings
    context = base_context(access) | {
        "kind": kind,
        "question": question,
        "back": page_of(access, question) if question else "",
        "form": form,
        "parts": parts_of(db, access.assessment, form.indicator.data),
        "types": list(TYPES),
        "most": settings.evidence_most_megabytes,
        "quota": quota_of(db, access.assessment, settings),
    }
    return render(request, "evidence/new.html", context, status=422 if form.problems else 200)


def render_item(
    request: Request, access: AssessmentAccess, db: Session, item: Item, form: UsesForm | CompareForm
) -> Response:
    """`form` is the one that was sent, of the two of this page."""
    uses_form = form if isinstance(form, UsesForm) else UsesForm(data={"indicator": item.indicators})
    compare_form = form if isinstance(form, CompareForm) else CompareForm()
    given = compare_form.sha256.data
    context = base_context(access) | {
        "item": item,
        "said": said_of_items(db, access.assessment, [item]),
        "sent": form,
        "form": uses_form,
        "compare_form": compare_form,
        "parts": parts_of(db, access.assessment, uses_form.indicator.data),
        "open_ones": may_change(db, access.assessment),
        "is_same": given == item.row.sha256 if given else None,
    }
    return render(request, "evidence/item.html", context, status=422 if form.problems else 200)
