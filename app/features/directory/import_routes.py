"""The list of administrations from a file: first a preview, then one transaction.

The turn to write begins when everything is read, compared and confirmed: it only stores.
"""

import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
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
from app.web.pages import go_on_saying, render
from app.web.upload_guard import OfficeGate
from questionnaires.problems import N_, Problem

router = APIRouter(prefix="/administrations/import", include_in_schema=False)

ToSee = Annotated[Visitor, Depends(OfficeToSee(Permission.KEEP_MEMBERS))]
ToCompare = Annotated[Visitor, Depends(OfficeToCompare(Permission.KEEP_MEMBERS))]

TOO_OLD = Problem("file", "This preview is too old. Choose the file again.")
CHANGED_MEANWHILE = N_("Somebody changed the list meanwhile. Look again at what would change, then store it.")


@router.get("")
def page(request: Request, _visitor: ToSee) -> Response:
    return render(request, "directory/import.html", {"problem": None, "plan": None})


@router.post("", dependencies=[Depends(OfficeGate(Permission.KEEP_MEMBERS))])
def preview(request: Request, visitor: ToCompare, form: SubmittedFormWithFiles, db: Reading) -> Response:
    """Stores nothing, and keeps the file nowhere."""
    file = form.get("file")
    content = file.file.read(MOST_BYTES + 1) if isinstance(file, UploadFile) else b""
    if not content:
        return _refused(request, Problem("file", "Choose a file."))
    db.rollback()  # no transaction is open while the file is read
    try:
        sheet = read_file(content)
    except BadFile as bad:
        return _refused(request, bad.problem)
    return _preview(request, visitor, db, sheet, hashlib.sha256(content).hexdigest())


@router.post("/confirmation", dependencies=[Depends(OfficeGate(Permission.KEEP_MEMBERS))])
def store(request: Request, visitor: ToCompare, form: SubmittedFormWithFiles, db: Reading) -> Response:
    try:
        sheet = unsealed(str(form.get("rows", "")), request.app.state.key, visitor.id)
    except NotSealedHere:
        return _refused(request, TOO_OLD)
    plan = plan_of(db, sheet)
    db.rollback()
    if fingerprint_of(plan) == form.get("shown"):
        with request.app.state.database.writing() as writing_db:
            is_stored = carry_out(writing_db, plan, by=visitor.id, at=utc_now())
        if is_stored:
            return _stored(request, visitor, plan)
        plan = plan_of(db, sheet)  # somebody was faster
    if not plan.changes_something:  # a double click
        return _stored(request, visitor, plan)
    digest = str(form.get("sha256", ""))
    return _preview(request, visitor, db, sheet, digest, notice=CHANGED_MEANWHILE, status=409)


@router.post("/left-out", dependencies=[Depends(OfficeGate(Permission.KEEP_MEMBERS))])
def left_out_as_file(request: Request, visitor: ToCompare, form: SubmittedFormWithFiles, db: Reading) -> Response:
    """The list that the page showed, of which the server has kept nothing."""
    try:
        found = left_out.unsealed(form.getlist("left_out"), request.app.state.key, _purpose(visitor))
    except NotSealedHere:
        return _refused(request, TOO_OLD)
    db.rollback()
    return left_out.leave(request, found, str(form.get("kind", "")), visitor, NAME)


def _stored(request: Request, visitor: Visitor, plan: Plan) -> Response:
    """What was refused stays on the page; its reload stores nothing twice."""
    if not plan.refused:
        return go_on_saying(request, "imported", "/administrations")
    names = {"plan": plan, "stored": len(plan.added) + len(plan.changed), "problem": None}
    names |= {"left_out_fields": left_out.sealed_fields(plan.refused, request.app.state.key, _purpose(visitor))}
    return render(request, "directory/import.html", names)


def _purpose(visitor: Visitor) -> str:
    return f"administrations:{visitor.id}"


def _preview(
    request: Request, visitor: Visitor, db: Session, sheet: Sheet, digest: str, *, notice: str = "", status: int = 200
) -> Response:
    plan = plan_of(db, sheet)
    names: dict[str, Any] = {
        "plan": plan,
        "sheet": sheet,
        "titles": TITLES,
        "rows": sealed(sheet, request.app.state.key, visitor.id),
        "left_out_fields": left_out.sealed_fields(plan.refused, request.app.state.key, _purpose(visitor)),
        "shown": fingerprint_of(plan),
        "sha256": digest,
        "notice": notice,
    }
    return render(request, "directory/preview.html", names, status=status)


def _refused(request: Request, problem: Problem) -> Response:
    return render(request, "directory/import.html", {"problem": problem, "plan": None}, status=422)
