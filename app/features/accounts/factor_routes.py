"""My second factor: authenticator app, recovery codes and passkeys."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from app.access import sessions
from app.access.forms import SubmittedForm
from app.access.guards import SignedIn, SignedInToWrite, session_token
from app.access.identity import Visitor, has_authenticator, has_factor, is_needed, number_of_passkeys, utc_now
from app.db import audit_log
from app.db.session import Reading, Writing
from app.db.tables.people import Person
from app.features.accounts import factors, passkeys
from app.features.accounts.account_routes import prove_again, render_account
from app.features.accounts.forms import AppCodeForm, PasskeyForm
from app.features.accounts.request_context import id_in, key_of, passkey_site, renewed, settings_of, with_session
from app.web.forms import refusal
from app.web.pages import redirect, redirect_with_message, render
from questionnaires.problems import N_, Problem

router = APIRouter()

CODE_DIFFERS = N_("This code is wrong. Enter the six digits that the app shows now.")
PASSKEY_NOT_ADDED = N_("The passkey was not added. Try again. A passkey can be added only once.")
NO_FIELDS: Mapping[str, str] = {}
LAST_FACTOR = N_("Your office requires two-step verification. Add another second step before you remove this one.")


@router.get("/account/authenticator")
def authenticator_page(request: Request, visitor: SignedIn, db: Reading) -> Response:
    if not sessions.is_fresh(db, session_token(request), utc_now()):
        return prove_again()
    return render_authenticator(request, db, visitor, AppCodeForm())


@router.post("/account/authenticator")
def begin_authenticator(request: Request, visitor: SignedInToWrite, db: Writing) -> Response:
    if not sessions.is_fresh(db, session_token(request), utc_now()):
        return prove_again()
    if factors.begin_authenticator(db, key_of(request), visitor.id, at=utc_now()):
        sessions.end_all(db, visitor.id, but=session_token(request))  # as they would with its first code
        audit_log.record(db, "authenticator app begun", by=visitor.id, at=utc_now())
    return redirect("/account/authenticator")


@router.post("/account/authenticator/confirmation")
def confirm_authenticator(
    request: Request, visitor: SignedInToWrite, submitted: SubmittedForm, db: Writing
) -> Response:
    if not sessions.is_fresh(db, session_token(request), utc_now()):
        return prove_again()
    form = AppCodeForm(submitted)
    if not factors.confirm_authenticator(db, key_of(request), visitor.id, form.code.data, at=utc_now()):
        form.refuse([Problem("code", CODE_DIFFERS)])
        return render_authenticator(request, db, visitor, form)
    audit_log.record(db, "authenticator app added", by=visitor.id, at=utc_now())
    token = renewed(request, db, "app added", at=utc_now())
    codes = factors.first_recovery_codes(db, key_of(request), visitor.id)
    context = {"app": factors.AppToAdd(), "form": AppCodeForm(), "codes": codes}
    return with_session(request, render(request, "accounts/authenticator.html", context), token)


@router.get("/account/authenticator/removal")
def authenticator_removal_page(request: Request, visitor: SignedIn, db: Reading) -> Response:
    return ask_first(request, db, "app", address="/account/authenticator/removal")


@router.post("/account/authenticator/removal")
def remove_authenticator(request: Request, visitor: SignedInToWrite, db: Writing) -> Response:
    if not sessions.is_fresh(db, session_token(request), utc_now()):
        return prove_again()
    if _is_needed(request, db, visitor, without=has_authenticator(db, visitor.id)):
        return render_account(request, db, refusal(Problem("authenticator", LAST_FACTOR)))
    if not factors.remove_authenticator(db, visitor.id):
        return redirect("/account")
    audit_log.record(db, "authenticator app removed", by=visitor.id, at=utc_now())
    token = renewed(request, db, "app removed", at=utc_now())
    return with_session(request, redirect_with_message(request, "app-removed", "/account"), token)


@router.get("/account/recovery-codes")
def recovery_codes_page(request: Request, visitor: SignedIn, db: Reading) -> Response:
    return ask_first(request, db, "codes", address="/account/recovery-codes")


@router.post("/account/recovery-codes")
def new_recovery_codes(request: Request, visitor: SignedInToWrite, db: Writing) -> Response:
    if not sessions.is_fresh(db, session_token(request), utc_now()):
        return prove_again()
    if not has_factor(db, visitor.id):
        return redirect("/account")
    codes = factors.new_recovery_codes(db, key_of(request), visitor.id)
    audit_log.record(db, "recovery codes made", by=visitor.id, at=utc_now())
    token = renewed(request, db, "codes", at=utc_now())
    page = render(request, "accounts/recovery_codes.html", {"codes": codes, "next": "/account"})
    return with_session(request, page, token)


@router.post("/account/passkeys")
def add_passkey(request: Request, visitor: SignedInToWrite, submitted: SubmittedForm, db: Writing) -> Response:
    person = db.get(Person, visitor.id)
    if person is None or not sessions.is_fresh(db, session_token(request), utc_now()):
        return prove_again()
    form = add_named_passkey(request, db, person, submitted)
    if form.problems:
        return render_account(request, db, form)
    token = renewed(request, db, "passkey added", at=utc_now())
    codes = factors.first_recovery_codes(db, key_of(request), visitor.id)
    context = {"codes": codes, "next": "/account"}
    page = render(request, "accounts/recovery_codes.html", context) if codes else redirect("/account")
    return with_session(request, page, token)


@router.get("/account/passkeys/removal")
def passkey_removal_page(request: Request, visitor: SignedIn, db: Reading, passkey: str = "") -> Response:
    own = next((own for own in passkeys.passkeys_of(db, visitor.id) if own.id == passkey), None)
    if own is None:
        return redirect("/account")
    return ask_first(request, db, "passkey", own.name, address="/account/passkeys/removal", fields={"passkey": own.id})


@router.post("/account/passkeys/removal")
def remove_passkey(request: Request, visitor: SignedInToWrite, submitted: SubmittedForm, db: Writing) -> Response:
    if not sessions.is_fresh(db, session_token(request), utc_now()):
        return prove_again()
    id_ = id_in(submitted, "passkey")
    if _is_needed(request, db, visitor, without=id_ in {own.id for own in passkeys.passkeys_of(db, visitor.id)}):
        return render_account(request, db, refusal(Problem("passkeys", LAST_FACTOR)))
    if not passkeys.remove(db, visitor.id, id_):
        return redirect("/account")
    factors.forget_codes_of_nothing(db, visitor.id)
    audit_log.record(db, "passkey removed", by=visitor.id, at=utc_now())
    token = renewed(request, db, "passkey removed", at=utc_now())
    return with_session(request, redirect_with_message(request, "passkey-removed", "/account"), token)


def ask_first(
    request: Request, db: Session, what: str, name: str = "", *, address: str, fields: Mapping[str, str] = NO_FIELDS
) -> Response:
    """The stop before something that signs the person in goes for good."""
    if not sessions.is_fresh(db, session_token(request), utc_now()):
        return prove_again()
    context = {"what": what, "name": name, "address": address, "fields": fields, "back": "/account"}
    return render(request, "accounts/removal.html", context)


def add_named_passkey(request: Request, db: Session, person: Person, submitted: FormData) -> PasskeyForm:
    """The form with what stands against it; with no problem where it was added."""
    form, site, key = PasskeyForm(submitted), passkey_site(request), key_of(request)
    if form.problems:
        return form
    registration = passkeys.registered(key, site, person.id, passkeys.Answer.of(submitted)) if site else None
    if registration is None or not passkeys.add(db, person.id, registration, form.passkey_name.data, at=utc_now()):
        form.refuse([Problem("passkeys", PASSKEY_NOT_ADDED)])
        return form
    audit_log.record(db, "passkey added", by=person.id, at=utc_now())
    return form


def _is_needed(request: Request, db: Session, visitor: Visitor, *, without: bool) -> bool:
    """Whether this would take the last second factor of somebody who must have one."""
    number = has_authenticator(db, visitor.id) + number_of_passkeys(db, visitor.id)
    return without and number == 1 and is_needed(db, settings_of(request), visitor.office)


def render_authenticator(request: Request, db: Session, visitor: Visitor, form: AppCodeForm) -> Response:
    secret = factors.waiting_secret(db, key_of(request), visitor.id)
    if secret is None:
        return redirect("/account")
    context = {"app": factors.app_to_add(secret, visitor.email), "form": form, "codes": None}
    return render(request, "accounts/authenticator.html", context, status=422 if form.problems else 200)
