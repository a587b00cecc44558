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
from app.features.accounts.account_routes import account_page, prove_again
from app.features.accounts.forms import read_name
from app.features.accounts.request_context import key_of, passkey_site, renewed, settings_of, with_session
from app.web.pages import go_on_saying, go_to, render
from questionnaires.problems import N_, Problem

router = APIRouter()

CODE_DIFFERS = N_("This code does not fit. Type the six digits that the app shows now.")
PASSKEY_NOT_ADDED = N_("The passkey was not added. Try again; a passkey can be added once only.")
NO_FIELDS: Mapping[str, str] = {}
LAST_FACTOR = N_("Your office needs a second factor. Add another one before you remove this.")


@router.get("/account/authenticator")
def authenticator_page(request: Request, visitor: SignedIn, db: Reading) -> Response:
    if not sessions.is_fresh(db, session_token(request), utc_now()):
        return prove_again()
    return _page(request, db, visitor)


@router.post("/account/authenticator")
def begin_authenticator(request: Request, visitor: SignedInToWrite, db: Writing) -> Response:
    if not sessions.is_fresh(db, session_token(request), utc_now()):
        return prove_again()
    if factors.begin_authenticator(db, key_of(request), visitor.id, at=utc_now()):
        sessions.end_all(db, visitor.id, but=session_token(request))  # as they would with its first code
        audit_log.record(db, "authenticator app begun", by=visitor.id, at=utc_now())
    return go_to("/account/authenticator")


@router.post("/account/authenticator/confirmation")
def confirm_authenticator(request: Request, visitor: SignedInToWrite, form: SubmittedForm, db: Writing) -> Response:
    if not sessions.is_fresh(db, session_token(request), utc_now()):
        return prove_again()
    code = str(form.get("code", ""))
    if not factors.confirm_authenticator(db, key_of(request), visitor.id, code, at=utc_now()):
        return _page(request, db, visitor, problem=CODE_DIFFERS)
    audit_log.record(db, "authenticator app added", by=visitor.id, at=utc_now())
    return _with_first_codes(request, db, visitor.id, "app added")


@router.get("/account/authenticator/removal")
def authenticator_removal_page(request: Request, visitor: SignedIn, db: Reading) -> Response:
    return ask_first(request, db, "app", address="/account/authenticator/removal")


@router.post("/account/authenticator/removal")
def remove_authenticator(request: Request, visitor: SignedInToWrite, db: Writing) -> Response:
    if not sessions.is_fresh(db, session_token(request), utc_now()):
        return prove_again()
    if _is_needed(request, db, visitor, without=has_authenticator(db, visitor.id)):
        return account_page(request, db, problems=[Problem("authenticator", LAST_FACTOR)], status=422)
    if not factors.remove_authenticator(db, visitor.id):
        return go_to("/account")
    audit_log.record(db, "authenticator app removed", by=visitor.id, at=utc_now())
    token = renewed(request, db, "app removed", at=utc_now())
    return with_session(request, go_on_saying(request, "app-removed", "/account"), token)


@router.get("/account/recovery-codes")
def recovery_codes_page(request: Request, visitor: SignedIn, db: Reading) -> Response:
    return ask_first(request, db, "codes", address="/account/recovery-codes")


@router.post("/account/recovery-codes")
def new_recovery_codes(request: Request, visitor: SignedInToWrite, db: Writing) -> Response:
    if not sessions.is_fresh(db, session_token(request), utc_now()):
        return prove_again()
    if not has_factor(db, visitor.id):
        return go_to("/account")
    codes = factors.new_recovery_codes(db, key_of(request), visitor.id)
    audit_log.record(db, "recovery codes made", by=visitor.id, at=utc_now())
    token = renewed(request, db, "codes", at=utc_now())
    page = render(request, "accounts/recovery_codes.html", {"codes": codes, "next": "/account"})
    return with_session(request, page, token)


@router.post("/account/passkeys")
def add_passkey(request: Request, visitor: SignedInToWrite, form: SubmittedForm, db: Writing) -> Response:
    person = db.get(Person, visitor.id)
    if person is None or not sessions.is_fresh(db, session_token(request), utc_now()):
        return prove_again()
    if problems := add_named_passkey(request, db, person, form):
        typed = str(form.get("passkey_name", ""))
        return account_page(request, db, problems=problems, passkey_name=typed, status=422)
    return _with_first_codes(request, db, visitor.id, "passkey added")


@router.get("/account/passkeys/removal")
def passkey_removal_page(request: Request, visitor: SignedIn, db: Reading, passkey: str = "") -> Response:
    found = [one for one in passkeys.passkeys_of(db, visitor.id) if one.id == passkey]
    if not found:
        return go_to("/account")
    fields = {"passkey": found[0].id}
    return ask_first(request, db, "passkey", found[0].name, address="/account/passkeys/removal", fields=fields)


@router.post("/account/passkeys/removal")
def remove_passkey(request: Request, visitor: SignedInToWrite, form: SubmittedForm, db: Writing) -> Response:
    if not sessions.is_fresh(db, session_token(request), utc_now()):
        return prove_again()
    id_ = str(form.get("passkey", "")).replace("\0", "")
    if _is_needed(request, db, visitor, without=id_ in {one.id for one in passkeys.passkeys_of(db, visitor.id)}):
        return account_page(request, db, problems=[Problem("passkeys", LAST_FACTOR)], status=422)
    if not passkeys.remove(db, visitor.id, id_):
        return go_to("/account")
    factors.forget_codes_of_nothing(db, visitor.id)
    audit_log.record(db, "passkey removed", by=visitor.id, at=utc_now())
    token = renewed(request, db, "passkey removed", at=utc_now())
    return with_session(request, go_on_saying(request, "passkey-removed", "/account"), token)


def ask_first(
    request: Request, db: Session, what: str, name: str = "", *, address: str, fields: Mapping[str, str] = NO_FIELDS
) -> Response:
    """The stop before something that signs the person in goes for good."""
    if not sessions.is_fresh(db, session_token(request), utc_now()):
        return prove_again()
    names = {"what": what, "name": name, "address": address, "fields": fields, "back": "/account"}
    return render(request, "accounts/removal.html", names)


def add_named_passkey(request: Request, db: Session, person: Person, form: FormData) -> list[Problem]:
    """What stands against it; nothing where it was added."""
    site, problems = passkey_site(request), list[Problem]()
    name = (
        read_name("passkey_name", form.get("passkey_name", ""), "", problems) if form.get("passkey_name") else "Passkey"
    )
    answer = passkeys.Answer(str(form.get("credential", "")), str(form.get("sealed", "")))
    if problems:
        return problems
    if site is None or not passkeys.add(db, key_of(request), site, person, answer, name, at=utc_now()):
        return [Problem("passkeys", PASSKEY_NOT_ADDED)]
    audit_log.record(db, "passkey added", by=person.id, at=utc_now())
    return []


def _is_needed(request: Request, db: Session, visitor: Visitor, *, without: bool) -> bool:
    """Whether this would take the last second factor of somebody who must have one."""
    number = has_authenticator(db, visitor.id) + number_of_passkeys(db, visitor.id)
    return without and number == 1 and is_needed(db, settings_of(request), visitor.office)


def _with_first_codes(request: Request, db: Session, person_id: str, what: str) -> Response:
    """The first second factor brings recovery codes: shown once, so their page answers the form itself."""
    token = renewed(request, db, what, at=utc_now())
    codes = factors.first_recovery_codes(db, key_of(request), person_id)
    names = {"codes": codes, "next": "/account"}
    page = render(request, "accounts/recovery_codes.html", names) if codes else go_to("/account")
    return with_session(request, page, token)


def _page(request: Request, db: Session, visitor: Visitor, *, problem: str = "") -> Response:
    secret = factors.waiting_secret(db, key_of(request), visitor.id)
    if secret is None:
        return go_to("/account")
    names = {"secret": secret, "picture": factors.picture(secret, visitor.email), "problem": problem}
    return render(request, "accounts/authenticator.html", names, status=422 if problem else 200)
