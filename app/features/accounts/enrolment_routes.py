"""Setting up the second factor that an office must have, before anything else opens."""

from typing import Any

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access import sessions
from app.access.guards import Anyone, SignInForm, session_token
from app.access.identity import has_factor, utc_now
from app.access.sessions import Stage
from app.db import audit_log
from app.db.session import Reading, Writing
from app.db.tables.people import Person
from app.features.accounts import changed, factors, passkeys
from app.features.accounts.factor_routes import CODE_DIFFERS, add_named_passkey
from app.features.accounts.forms import AppCodeForm, PasskeyForm
from app.features.accounts.request_context import (
    Turn,
    browser_of,
    key_of,
    next_in,
    own_address,
    passkey_site,
    with_session,
)
from app.web.forms import Form
from app.web.pages import redirect, render
from questionnaires.problems import Problem

router = APIRouter()


@router.get("/sign-in/enrolment")
def enrolment_page(request: Request, _open: Anyone, db: Reading, next: str = "/") -> Response:
    person = _enrolling(request, db)
    return render_enrolment(request, db, person, next) if person else redirect("/sign-in")


@router.post("/sign-in/enrolment")
def enrol_authenticator(request: Request, submitted: SignInForm, _turn: Turn, db: Writing) -> Response:
    person, next_ = _enrolling(request, db), next_in(submitted)
    if person is None:
        return redirect("/sign-in")
    form = AppCodeForm(submitted)
    if not factors.confirm_authenticator(db, key_of(request), person.id, form.code.data, at=utc_now()):
        form.refuse([Problem("code", CODE_DIFFERS)])
        return render_enrolment(request, db, person, next_, form)
    audit_log.record(db, "authenticator app added", by=person.id, at=utc_now())
    return _signed_in(request, db, person, next_, "app added")


@router.post("/sign-in/enrolment/passkey")
def enrol_passkey(request: Request, submitted: SignInForm, _turn: Turn, db: Writing) -> Response:
    person, next_ = _enrolling(request, db), next_in(submitted)
    if person is None:
        return redirect("/sign-in")
    form = add_named_passkey(request, db, person, submitted)
    if form.problems:
        return render_enrolment(request, db, person, next_, form)
    return _signed_in(request, db, person, next_, "passkey added")


def _enrolling(request: Request, db: Session) -> Person | None:
    half = sessions.half_session(db, session_token(request), utc_now())
    is_open = half and half[0] is Stage.ENROLMENT and not has_factor(db, half[1].id)
    return half[1] if half and is_open else None


def _signed_in(request: Request, db: Session, person: Person, next_: str, what: str) -> Response:
    """With the recovery codes: they are shown once, so the page answers the form itself. Other sessions end."""
    sessions.end_all(db, person.id)
    changed.tell(db, person.id, what, at=utc_now())
    token = sessions.start(db, person.id, Stage.SIGNED_IN, browser_of(request), at=utc_now())
    codes = factors.first_recovery_codes(db, key_of(request), person.id)
    context = _of_enrolment(next_) | {"codes": codes}
    page = render(
        request, "accounts/enrolment.html" if what == "app added" else "accounts/recovery_codes.html", context
    )
    return with_session(request, page, token, known_as=person.email)


def render_enrolment(
    request: Request, db: Session, person: Person, next_: str, refused: Form | None = None
) -> Response:
    secret, site = factors.waiting_secret(db, key_of(request), person.id), passkey_site(request)
    context = _of_enrolment(next_, refused) | {
        "app": factors.app_to_add(secret, person.email) if secret else None,
        "offer": passkeys.offer_new(db, key_of(request), site, person) if site else None,
    }
    return render(request, "accounts/enrolment.html", context, status=422 if refused else 200)


def _of_enrolment(next_: str, refused: Form | None = None) -> dict[str, Any]:
    """What the page has before and after the app is confirmed."""
    return {
        "next": own_address(next_),
        "refused": refused or Form(),
        "code_form": refused if isinstance(refused, AppCodeForm) else AppCodeForm(),
        "passkey": refused if isinstance(refused, PasskeyForm) else PasskeyForm(),
        "app": factors.AppToAdd(),
        "offer": None,
        "codes": None,
    }
