"""A newer file in place of an older one: it takes over its title and its questions, in one transaction."""

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess, NotYours
from app.assessments.rights import Permission
from app.db.session import Reading, Writing
from app.features.evidence import actions
from app.features.evidence.forms import NewItem, ReplacementForm
from app.features.evidence.pages import ToAdd, ToUpload, base_context
from app.features.evidence.queries import Item, may_change, one_item
from app.features.evidence.receiving import NO_FILE, ONE_FILE, Received, ReceivedFiles, files_of
from app.web.app_state import state_of
from app.web.pages import redirect, redirect_with_message, render
from app.web.upload_guard import AssessmentGate
from questionnaires.problems import N_, Problem

router = APIRouter(prefix="/assessments/{assessment_id}/evidence", include_in_schema=False)

SAME_FILE = Problem("file", N_("This is the same file as before. Choose the newer one."))


@router.get("/{evidence_id}/replacement")
def replacement_page(request: Request, access: ToAdd, evidence_id: str, db: Reading) -> Response:
    item = one_item(db, access.assessment, evidence_id)
    is_open = may_change(db, access.assessment).issuperset(item.indicators)
    if item.row.kind != "file" or item.is_withdrawn or not is_open:
        return redirect(page_of_item(access, item.row.id))
    return render_replacement(request, access, item, ReplacementForm())


@router.post("/{evidence_id}/replacement", dependencies=[Depends(AssessmentGate(Permission.KEEP_EVIDENCE))])
def replace(request: Request, received: ReceivedFiles, access: ToUpload, evidence_id: str, db: Writing) -> Response:
    item, form = one_item(db, access.assessment, evidence_id), ReplacementForm()
    if item.row.kind != "file":
        raise NotYours
    if item.is_withdrawn:  # sent twice
        return redirect(page_of_item(access, item.row.id))
    file = received[0] if len(received) == 1 else Received(problem=ONE_FILE if received else NO_FILE)
    if file.problem or file.draft is None:
        form.refuse([file.problem or NO_FILE])
        return render_replacement(request, access, item, form)
    new = file.as_item(NewItem("file", title_after(item), item.row.holder, indicators=frozenset(item.indicators)))
    is_same = new.sha256 == item.row.sha256
    settings = state_of(request).settings
    form.refuse([SAME_FILE] if is_same else actions.problems_with(db, access.assessment, new, settings))
    if form.problems:
        return render_replacement(request, access, item, form)
    files_of(request).keep(file.draft)
    id_ = actions.replace_item(db, access.assessment, item, new, by=access.visitor.id, at=utc_now())
    return redirect_with_message(request, "evidence-replaced", page_of_item(access, id_))


def title_after(item: Item) -> str:
    """One that is only the name of the older file is no title that the newer one could have."""
    return "" if item.row.title == item.row.file_name else item.row.title


def page_of_item(access: AssessmentAccess, id_: str) -> str:
    return f"/assessments/{access.assessment.id}/evidence/{id_}"


def render_replacement(request: Request, access: AssessmentAccess, item: Item, form: ReplacementForm) -> Response:
    most = state_of(request).settings.evidence_most_megabytes
    context = base_context(access) | {"item": item, "form": form, "most": most}
    return render(request, "evidence/replacement.html", context, status=422 if form.problems else 200)
