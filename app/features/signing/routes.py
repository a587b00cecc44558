"""The check before signing, the signature with its receipt, and its withdrawal."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import AssessmentToChange, AssessmentToSign, ToExport, ToRead
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess, NotYours
from app.assessments.history import history_of
from app.assessments.rights import Permission
from app.assessments.to_sign import returned_of, store_figures_of_others
from app.db import audit_log
from app.db.session import Reading, Writing
from app.features.signing import actions, forms, page
from app.features.signing.drafts import AS_THINGS_STAND, draft_of, reasons_not_to_sign
from app.features.signing.queries import signature_of
from app.web.api import CatalogueOf
from app.web.downloads import as_attachment
from app.web.file_names import file_name, plain_name
from app.web.pages import go_on_saying, go_to, render
from questionnaires.canonical_json import canonical
from questionnaires.problems import Problem

router = APIRouter(prefix="/assessments/{assessment_id}", include_in_schema=False)

ToSign = Annotated[AssessmentAccess, Depends(AssessmentToSign(Permission.SIGN))]
ToValidate = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.VALIDATE))]
ToWithdraw = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.WITHDRAW))]


@router.get("/signature")
def signature_page(request: Request, access: ToRead, db: Reading, change: str = "") -> Response:
    return render(request, "signing/signature.html", page.names(db, access, utc_now(), change=change))


@router.post("/signature")
def sign(request: Request, access: ToSign, form: SubmittedForm, db: Writing, catalogue: CatalogueOf) -> Response:
    """Whoever signed already, by a double click or in another window, sees the receipt."""
    if not access.may(Permission.SIGN):
        return go_to(address(access))
    problems: list[Problem] = []
    wish, draft, now = forms.wish(form, problems), draft_of(db, access.assessment), utc_now()
    problems += reasons_not_to_sign(access.assessment, draft, wish, language=access.visitor.language, now=now)
    if problems:
        return say(request, db, access, problems, form)
    actions.sign(db, access.assessment, draft, name=wish.name, title=wish.title, by=access.visitor.id, at=now)
    store_figures_of_others(db, catalogue, access.assessment)
    return go_to(address(access))


@router.post("/validated")
def validate(request: Request, access: ToValidate, form: SubmittedForm, db: Writing) -> Response:
    assessment, by, now = access.assessment, access.visitor.id, utc_now()
    if undone := str(form.get("undo", "")):
        indicator = forms.indicator_of(assessment.questionnaire, undone)
        actions.undo_validation(db, assessment, indicator.id, by=by, at=now)
        return go_to(address(access, "#validated"))
    indicator = forms.indicator_of(assessment.questionnaire, str(form.get("indicator", "")))
    problems: list[Problem] = []
    value, reason = forms.level(form, indicator, problems), forms.reason(form, "reason", problems)
    problems += page.reasons_not_to_validate(draft_of(db, assessment), returned_of(db, assessment), access, indicator)
    if problems:
        return say(request, db, access, problems, form, change=indicator.id)
    actions.validate(db, assessment, indicator.id, value, reason, by=by, at=now)
    return go_to(address(access, "#validated"))


@router.post("/withdrawal")
def withdraw(
    request: Request, access: ToWithdraw, form: SubmittedForm, db: Writing, catalogue: CatalogueOf
) -> Response:
    problems: list[Problem] = []
    why = forms.reason(form, "why", problems)
    if problems:
        return say(request, db, access, problems, form)
    visitor = access.visitor
    actions.withdraw(db, access.assessment, why, by=visitor.id, by_name=visitor.name, at=utc_now())
    store_figures_of_others(db, catalogue, access.assessment)
    return go_on_saying(request, "signature-withdrawn", address(access))


@router.get("/signatures/{number}.json")
def signed_content(request: Request, access: ToExport, number: str, db: Reading) -> Response:
    """What was signed, as the very bytes that its hash is of."""
    signed = signature_of(db, access.assessment.id, forms.whole(number))
    if signed is None:
        raise NotYours
    one, now, content = access.assessment, utc_now(), canonical(signed.content)
    name = file_name(
        "signed-answers",
        plain_name(one.administration),
        one.round,
        f"signature-{signed.number}",
        ending=".json",
        edition=signed.edition,
        data=signed.at.date().isoformat(),
        taken=now,
        mark=signed.hash,
    )
    db.rollback()
    file = audit_log.DownloadedFile("signed answers", name, content, one.id)
    audit_log.record_download(request.app.state.database, file, by=access.visitor.id, at=now)
    headers = {"content-disposition": as_attachment(name)}
    return Response(content, media_type="application/json", headers=headers)


@router.get("/moves")
def transitions_page(request: Request, access: ToRead, db: Reading) -> Response:
    names = page.frame(access) | vars(history_of(db, access.assessment.id))
    return render(request, "signing/transitions.html", names)


def say(
    request: Request,
    db: Session,
    access: AssessmentAccess,
    problems: Sequence[Problem],
    form: SubmittedForm,
    **more: Any,
) -> Response:
    """The page again, with everything typed still in its fields."""
    status = 409 if any(one.place in AS_THINGS_STAND for one in problems) else 422
    names = page.names(db, access, utc_now(), problems=problems, typed=form, **more)
    return render(request, "signing/signature.html", names, status=status)


def address(access: AssessmentAccess, place: str = "") -> str:
    return f"/assessments/{access.assessment.id}/signature{place}"
