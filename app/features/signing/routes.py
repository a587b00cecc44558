"""The check before signing, the signature with its receipt, and its withdrawal."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import EXPECTED, AssessmentToChange, AssessmentToSign, ToExport, ToRead
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess, NotYours
from app.assessments.history import OFFICES_SAID, history_of
from app.assessments.rights import Permission
from app.assessments.to_sign import letters_of, store_figures_of_others
from app.db import audit_log
from app.db.session import Reading, Writing
from app.features.signing import actions
from app.features.signing.drafts import draft_of, reasons_not_to_sign
from app.features.signing.forms import SignatureForm, WithdrawalForm, whole
from app.features.signing.page import render_signature
from app.features.signing.page_context import base_context
from app.features.signing.queries import signature_of
from app.web.api import CatalogueOf
from app.web.app_state import state_of
from app.web.downloads import as_attachment
from app.web.file_names import file_name, plain_name
from app.web.pages import redirect, redirect_with_message, render
from questionnaires.canonical_json import canonical
from questionnaires.problems import N_, Problem

router = APIRouter(prefix="/assessments/{assessment_id}", include_in_schema=False)

ToSign = Annotated[AssessmentAccess, Depends(AssessmentToSign(Permission.SIGN))]
ToWithdraw = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.WITHDRAW))]
NOT_CHECKED = N_("Tick the box to confirm that you have checked the answers.")


@router.get("/signature")
def signature_page(request: Request, access: ToRead, db: Reading) -> Response:
    return render_signature(request, db, access)


@router.post("/signature")
def sign(request: Request, access: ToSign, submitted: SubmittedForm, db: Writing, catalogue: CatalogueOf) -> Response:
    """Whoever signed already, by a double click or in another window, sees the receipt."""
    if not access.may(Permission.SIGN):
        return redirect(address(access))
    assessment, visitor, form, now = access.assessment, access.visitor, SignatureForm(submitted), utc_now()
    draft, expected = draft_of(db, assessment), str(submitted.get(EXPECTED, ""))
    form.refuse(reasons_not_to_sign(assessment, draft, expected, language=visitor.language, now=now))
    if not form.checked.data:
        form.refuse([Problem("checked", NOT_CHECKED)])
    if form.problems:
        return render_signature(request, db, access, form)
    signatory = actions.Signatory(visitor.id, form.name.data, form.title.data)
    actions.sign(db, assessment, draft, signatory, at=now)
    store_figures_of_others(db, catalogue, assessment)
    return redirect(address(access))


@router.post("/withdrawal")
def withdraw(
    request: Request, access: ToWithdraw, submitted: SubmittedForm, db: Writing, catalogue: CatalogueOf
) -> Response:
    form, visitor = WithdrawalForm(submitted), access.visitor
    if form.problems:
        return render_signature(request, db, access, form)
    why = form.why.data.strip()
    actions.withdraw(db, access.assessment, why, by=visitor.id, by_name=visitor.name, at=utc_now())
    store_figures_of_others(db, catalogue, access.assessment)
    return redirect_with_message(request, "signature-withdrawn", address(access))


@router.get("/signatures/{number}.json")
def signed_content(request: Request, access: ToExport, number: str, db: Reading) -> Response:
    """What was signed, as the very bytes that its hash is of."""
    signed = signature_of(db, access.assessment.id, whole(number))
    if signed is None:
        raise NotYours
    assessment, now, content = access.assessment, utc_now(), canonical(signed.content)
    name = file_name(
        "signed-answers",
        plain_name(assessment.administration),
        assessment.round,
        f"signature-{signed.number}",
        ending=".json",
        edition=signed.edition,
        data=signed.at.date().isoformat(),
        taken=now,
        mark=signed.hash,
    )
    db.rollback()
    file = audit_log.DownloadedFile("signed answers", name, content, assessment.id)
    audit_log.record_download(state_of(request).database, file, by=access.visitor.id, at=now)
    headers = {"content-disposition": as_attachment(name)}
    return Response(content, media_type="application/json", headers=headers)


@router.get("/moves")
def transitions_page(request: Request, access: ToRead, db: Reading) -> Response:
    letters = letters_of(db, access.assessment.id) if access.sees_returns else {}
    context = base_context(access) | vars(history_of(db, access.assessment.id))
    return render(request, "signing/transitions.html", context | {"letters": letters, "office_names": OFFICES_SAID})


def address(access: AssessmentAccess) -> str:
    return f"/assessments/{access.assessment.id}/signature"
