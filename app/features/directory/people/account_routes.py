"""The accounts, for the technical administrator."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import OfficeToChange, OfficeToSee
from app.access.identity import Visitor, utc_now
from app.assessments.rights import OFFICES, ROLE_NAMES, ROLE_SENTENCES, Permission, Role
from app.db.session import Reading, Writing
from app.features.directory.people import accounts, queries
from app.features.directory.people.forms import InvitationForm, OfficeForm, first_invitation, invitation_form
from app.features.directory.people.refusal import Refused
from app.i18n import languages
from app.web.app_state import state_of
from app.web.forms import Form, refusal
from app.web.pages import redirect_with_message, render

router = APIRouter(prefix="/accounts", include_in_schema=False)

ToSee = Annotated[Visitor, Depends(OfficeToSee(Permission.KEEP_ACCOUNTS))]
ToKeep = Annotated[Visitor, Depends(OfficeToChange(Permission.KEEP_ACCOUNTS))]


@router.get("")
def page(request: Request, visitor: ToSee, db: Reading) -> Response:
    return render_accounts(request, visitor, db)


@router.post("")
def invite(request: Request, visitor: ToKeep, submitted: SubmittedForm, db: Writing) -> Response:
    form = invitation_form(submitted, OFFICES)
    if form.problems:
        return render_accounts(request, visitor, db, form)
    act = partial(accounts.invite, db, form.invitation, key=state_of(request).key, by=visitor, at=utc_now())
    return do(request, visitor, db, act, "invited", form)


@router.post("/{person_id}/invitation")
def invite_again(request: Request, visitor: ToKeep, person_id: str, db: Writing) -> Response:
    key = state_of(request).key
    act = partial(accounts.invite_again, db, person_id, key=key, by=visitor, at=utc_now())
    return do(request, visitor, db, act, "invited", Form())


@router.post("/{person_id}/office")
def change_office(request: Request, visitor: ToKeep, person_id: str, submitted: SubmittedForm, db: Writing) -> Response:
    form = OfficeForm(submitted, of=person_id)
    act = partial(accounts.change_office, db, person_id, form.office.data, by=visitor, at=utc_now())
    return do(request, visitor, db, act, "office", form)


@router.get("/{person_id}/state")
def disabling_page(request: Request, visitor: ToSee, person_id: str, db: Reading) -> Response:
    return ask_first(request, "directory/disabling.html", db, person_id, "state")


@router.get("/{person_id}/sign-outs")
def sign_outs_page(request: Request, visitor: ToSee, person_id: str, db: Reading) -> Response:
    return ask_first(request, "directory/sign_outs.html", db, person_id, "sign-outs")


def ask_first(request: Request, template: str, db: Session, person_id: str, act: str) -> Response:
    person = accounts.person_of(db, person_id)
    context = {"person": person, "address": f"/accounts/{person.id}/{act}", "back": "/accounts"}
    return render(request, template, context)


@router.post("/{person_id}/state")
def set_active(request: Request, visitor: ToKeep, person_id: str, submitted: SubmittedForm, db: Writing) -> Response:
    is_active = submitted.get("is_active") == "yes"
    act = partial(accounts.set_active, db, person_id, is_active, by=visitor, at=utc_now())
    return do(request, visitor, db, act, "enabled" if is_active else "disabled", Form())


@router.post("/{person_id}/sign-outs")
def end_sessions(request: Request, visitor: ToKeep, person_id: str, db: Writing) -> Response:
    act = partial(accounts.end_sessions, db, person_id, by=visitor, at=utc_now())
    return do(request, visitor, db, act, "signed-out", Form())


def do(request: Request, visitor: Visitor, db: Session, act: Callable[[], None], message: str, form: Form) -> Response:
    """Does it, or shows the page again with what stands against it."""
    try:
        act()
    except Refused as refused:
        form.refuse([refused.problem])
        return render_accounts(request, visitor, db, form)
    return redirect_with_message(request, message, "/accounts")


def render_accounts(request: Request, visitor: Visitor, db: Session, refused: Form | None = None) -> Response:
    """A form that was refused stands there as it was typed, the others as they are stored."""
    text, people = request.query_params.get("text", ""), queries.people_of_offices(db)
    office_forms = {person.id: OfficeForm(data={"office": person.office}, of=person.id) for person in people}
    if isinstance(refused, OfficeForm) and refused.of in office_forms:
        office_forms[refused.of] = refused
    elif isinstance(refused, OfficeForm):  # the page has no such field for people without an office
        refused = refusal(*(replace(problem, place="") for problem in refused.problems))
    context: dict[str, Any] = {
        "offices": OFFICES,
        "people": people,
        "accounts_found": queries.search_people(db, text),
        "text": text,
        "role_names": ROLE_NAMES,
        "role_sentences": ROLE_SENTENCES,
        "languages": languages.offered(),
        "refused": refused or Form(),
        "invitation": refused
        if isinstance(refused, InvitationForm)
        else first_invitation(Role.REVIEWER, visitor.language),
        "office_forms": office_forms,
    }
    return render(request, "directory/accounts.html", context, status=422 if refused else 200)
