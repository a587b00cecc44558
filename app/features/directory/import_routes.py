"""The list of administrations from a file: first a preview, then one transaction.

The turn to write begins when everything is read, compared and confirmed: it only stores.
"""

import hashlib
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import UploadFile
from starlette.responses import Response

from app.access.forms import SubmittedFormWithFiles
from app.access.guards import OfficeToCompare, OfficeToSee
from app.access.identity import Visitor, utc_now
from app.access.sealing import NotSealedHere
from app.assessments.rights import Permission
from app.db.session import Reading
from app.features.directory.fields import TITLES
from app.features.directory.files import MOST_BYTES, BadFile, Sheet, read_file
from app.features.directory.listing import NAME
from app.features.directory.members import Plan, carry_out, plan_of
from app.features.directory.preview import fingerprint_of, sealed, unsealed
from app.web import left_out
from app.web.app_state import state_of
from app.web.pages import redirect_with_message, render
from app.web.upload_guard import OfficeGate
from questionnaires.problems import N_, Problem

router = APIRouter(prefix="/administrations/import", include_in_schema=False)

ToSee = Annotated[Visitor, Depends(OfficeToSee(Permission.KEEP_MEMBERS))]
ToCompare = Annotated[Visitor, Depends(OfficeToCompare(Permission.KEEP_MEMBERS))]

TOO_OLD = Problem("file", "This preview has expired. Choose the file again.")
CHANGED_MEANWHILE = N_("Someone changed the list in the meantime. Check the changes again, then save them.")


@router.get("")
def page(request: Request, _visitor: ToSee) -> Response:
    return render(request, "directory/import.html", {"problems": [], "plan": None})


@router.post("", dependencies=[Depends(OfficeGate(Permission.KEEP_MEMBERS))])
def preview(request: Request, visitor: ToCompare, submitted: SubmittedFormWithFiles, db: Reading) -> Response:
    """Stores nothing, and keeps the file nowhere."""
    file = submitted.get("file")
    content = file.file.read(MOST_BYTES + 1) if isinstance(file, UploadFile) else b""
    if not content:
        return refused(request, Problem("file", "Choose a file."))
    db.rollback()  # no transaction is open while the file is read
    try:
        sheet = read_file(content)
    except BadFile as bad:
        return refused(request, bad.problem)
    return render_preview(request, visitor, sheet, hashlib.sha256(content).hexdigest(), plan_of(db, sheet))


@router.post("/confirmation", dependencies=[Depends(OfficeGate(Permission.KEEP_MEMBERS))])
def store(request: Request, visitor: ToCompare, submitted: SubmittedFormWithFiles, db: Reading) -> Response:
    try:
        sheet = unsealed(str(submitted.get("rows", "")), state_of(request).key, visitor.id)
    except NotSealedHere:
        return refused(request, TOO_OLD)
    plan = plan_of(db, sheet)
    db.rollback()
    if fingerprint_of(plan) == submitted.get("shown"):
        with state_of(request).database.writing() as writing_db:
            is_stored = carry_out(writing_db, plan, by=visitor.id, at=utc_now())
        if is_stored:
            return stored(request, visitor, plan)
        plan = plan_of(db, sheet)  # somebody was faster
    if not plan.changes_something:  # a double click
        return stored(request, visitor, plan)
    digest = str(submitted.get("sha256", ""))
    return render_preview(request, visitor, sheet, digest, plan, [Problem("", CHANGED_MEANWHILE)])


@router.post("/left-out", dependencies=[Depends(OfficeGate(Permission.KEEP_MEMBERS))])
def left_out_as_file(request: Request, visitor: ToCompare, submitted: SubmittedFormWithFiles, db: Reading) -> Response:
    """The list that the page showed, of which the server has kept nothing."""
    try:
        cells = left_out.unsealed(submitted.getlist("left_out"), state_of(request).key, purpose(visitor))
    except NotSealedHere:
        return refused(request, TOO_OLD)
    db.rollback()
    return left_out.leave(request, cells, str(submitted.get("kind", "")), visitor, NAME)


def stored(request: Request, visitor: Visitor, plan: Plan) -> Response:
    """What was refused stays on the page; its reload stores nothing twice."""
    if not plan.refused:
        return redirect_with_message(request, "imported", "/administrations")
    context = {
        "plan": plan,
        "stored": len(plan.added) + len(plan.changed),
        "problems": [],
        "left_out_fields": left_out.sealed_fields(plan.refused, state_of(request).key, purpose(visitor)),
    }
    return render(request, "directory/import.html", context)


def purpose(visitor: Visitor) -> str:
    return f"administrations:{visitor.id}"


def render_preview(
    request: Request, visitor: Visitor, sheet: Sheet, digest: str, plan: Plan, problems: Sequence[Problem] = ()
) -> Response:
    context = {
        "plan": plan,
        "sheet": sheet,
        "titles": TITLES,
        "rows": sealed(sheet, state_of(request).key, visitor.id),
        "left_out_fields": left_out.sealed_fields(plan.refused, state_of(request).key, purpose(visitor)),
        "shown": fingerprint_of(plan),
        "sha256": digest,
        "problems": problems,
    }
    return render(request, "directory/preview.html", context, status=409 if problems else 200)


def refused(request: Request, problem: Problem) -> Response:
    return render(request, "directory/import.html", {"problems": [problem], "plan": None}, status=422)
