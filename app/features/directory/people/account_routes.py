"""The accounts, for the technical administrator."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.accounts import STATE_NAMES
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
def page(request: Request, _visitor: ToSee, db: Reading) -> Response:
    return render_accounts(request, db)


@router.post("")
def invite(request: Request, visitor: ToKeep, submitted: SubmittedForm, db: Writing) -> Response:
    form = invitation_form(submitted, OFFICES)
    try:
        if not form.problems:
            key = state_of(request).key
            accounts.invite(db, form.invitation, key=key, by=visitor, at=utc_now())
    except Refused as refused:
        form.refuse([refused.problem])
    return render_invitation(request, form) if form.problems else redirect_with_message(request, "invited", "/accounts")


@router.get("/invitation")
def invitation_page(request: Request, visitor: ToSee) -> Response:
    return render_invitation(request, first_invitation(Role.REVIEWER, visitor.language))


def render_invitation(request: Request, form: InvitationForm) -> Response:
    context = {
        "form": form,
        "offices": OFFICES,
        "role_names": ROLE_NAMES,
        "role_sentences": ROLE_SENTENCES,
        "languages": languages.offered(),
    }
    return render(request, "directory/invitation.html", context, status=422 if form.problems else 200)


@router.post("/{person_id}/invitation")
def invite_again(request: Request, visitor: ToKeep, person_id: str, db: Writing) -> Response:
    key = state_of(request).key
    act = partial(accounts.invite_again, db, person_id, key=key, by=visitor, at=utc_now())
    return do(request, db, act, "invited", Form())


@router.post("/{person_id}/office")
def change_office(request: Request, visitor: ToKeep, person_id: str, submitted: SubmittedForm, db: Writing) -> Response:
    form = OfficeForm(submitted, of=person_id)
    act = partial(accounts.change_office, db, person_id, form.office.data, by=visitor, at=utc_now())
    return do(request, db, act, "office", form)


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
    return do(request, db, act, "enabled" if is_active else "disabled", Form())


@router.post("/{person_id}/sign-outs")
def end_sessions(request: Request, visitor: ToKeep, person_id: str, db: Writing) -> Response:
    act = partial(accounts.end_sessions, db, person_id, by=visitor, at=utc_now())
    return do(request, db, act, "signed-out", Form())


def do(request: Request, db: Session, act: Callable[[], None], message: str, form: Form) -> Response:
    """Does it, or shows the page again with what stands against it."""
    try:
        act()
    except Refused as refused:
        form.refuse([refused.problem])
        return render_accounts(request, db, form)
    return redirect_with_message(request, message, "/accounts")


def render_accounts(request: Request, db: Session, refused: Form | None = None) -> Response:
    """A form that was refused stands there as it was typed, the others as they are stored."""
    wanted, people = queries.WantedAccounts.of(request.query_params), queries.people_of_offices(db)
    office_forms = {person.id: OfficeForm(data={"office": person.office}, of=person.id) for person in people}
    if isinstance(refused, OfficeForm) and refused.of in office_forms:
        office_forms[refused.of] = refused
    elif isinstance(refused, OfficeForm):  # the page has no such field for people without an office
        refused = refusal(*(replace(problem, place="") for problem in refused.problems))
    context: dict[str, Any] = {
        "offices": OFFICES,
        "people": people,
        "accounts_found": queries.search_people(db, wanted, state_of(request).settings),
        "wanted": wanted,
        "states": STATE_NAMES,
        "role_names": ROLE_NAMES,
        "role_sentences": ROLE_SENTENCES,
        "refused": refused or Form(),
        "office_forms": office_forms,
    }
    return render(request, "directory/accounts.html", context, status=422 if refused else 200)
