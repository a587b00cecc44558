"""My account: name and language, password, sessions, and the proof that it is me who changes them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from app.access import passwords, sessions
from app.access.forms import SubmittedForm
from app.access.guards import SignedIn, SignedInForm, SignedInToWrite, session_token
from app.access.identity import READ, has_authenticator, has_factor, utc_now, visitor_by_session
from app.access.sessions import Stage
from app.db import audit_log
from app.db.session import Reading, Writing
from app.db.tables.people import Person
from app.features.accounts import actions, passkeys, tokens
from app.features.accounts.forms import (
    DAYS,
    EMAILS,
    AnyCodeForm,
    MeForm,
    PasskeyForm,
    PasswordChangeForm,
    PasswordProofForm,
    RecoveryCodeForm,
    TokenForm,
    form_of_me,
    refuse_bad_password,
)
from app.features.accounts.queries import Account, account_of, known_of
from app.features.accounts.request_context import (
    Turn,
    at_code,
    at_password,
    browser_of,
    count_refusal,
    go_on,
    id_in,
    key_of,
    passkey_site,
    provider_name,
    renewed,
    settings_of,
    slowed,
    throttle_of,
    too_many,
    visitor_in,
    with_session,
    without_session,
)
from app.i18n import languages
from app.web.app_state import state_of
from app.web.forms import Form, refusal
from app.web.pages import redirect, redirect_with_message, render
from questionnaires.problems import N_, Problem

router = APIRouter()

WRONG_PASSWORD = N_("The password is wrong. Check it and try again.")
WRONG_CODE = N_("This code does not work. Enter the code that your app shows now. Each code works once.")
WRONG_RECOVERY_CODE = N_("This recovery code does not work. Check it, or enter another. Each code works once.")
WRONG_PASSKEY = N_("The passkey was not accepted. Try again, or use a code.")


@router.get("/account")
def my_account(request: Request, _visitor: SignedIn, db: Reading) -> Response:
    return render_account(request, db)


@router.post("/account")
def describe_me(request: Request, visitor: SignedInToWrite, submitted: SubmittedForm, db: Writing) -> Response:
    form = MeForm(submitted, {"name": visitor.name})
    if form.problems:
        return render_account(request, db, form)
    actions.describe_me(db, visitor.id, form.name.data, form.language.data, form.emails.data, at=utc_now())
    return redirect_with_message(request, "saved", "/account")


@router.post("/account/confirmation")
def confirm_me(request: Request, submitted: SignedInForm, _turn: Turn, db: Reading) -> Response:
    """A new session in place of the old one, so that what signs the person in may be changed for ten minutes.

    By the strongest proof that there is: whoever has a second factor shows that, and a password alone is not enough.
    """
    if has_factor(db, visitor_in(request).id):
        return _confirm_by_code(request, db, submitted)
    form = PasswordProofForm(submitted)
    if problem := _problem_of_password(request, db, form.current.data):
        return _not_proved(request, db, form, problem)
    with _still_signed_in(request) as writing_db:
        browser = browser_of(request)
        token = sessions.start(writing_db, visitor_in(request).id, Stage.SIGNED_IN, browser, at=utc_now())
    return go_on(request, token, Stage.SIGNED_IN, "/account")


def _confirm_by_code(request: Request, db: Session, submitted: FormData) -> Response:
    visitor, now = visitor_in(request), utc_now()
    form = code_form(db, visitor.id, submitted)
    if wait := throttle_of(request).enter(at_code(request, visitor), now):
        return _not_proved(request, db, form, too_many(wait, "code"))
    db.rollback()
    with _still_signed_in(request) as writing_db:
        person = writing_db.get_one(Person, visitor.id)
        token = proved_by_code(request, writing_db, person, form.code.data, at=now)
    if token:
        return go_on(request, token, Stage.SIGNED_IN, "/account")
    return _not_proved(request, db, form, wrong_code(form))


def code_form(db: Session, person_id: str, submitted: FormData | None = None) -> AnyCodeForm | RecoveryCodeForm:
    """Nobody is asked for, or told of, an app that they do not have."""
    return AnyCodeForm(submitted) if has_authenticator(db, person_id) else RecoveryCodeForm(submitted)


def wrong_code(form: AnyCodeForm | RecoveryCodeForm) -> Problem:
    return Problem("code", WRONG_CODE if isinstance(form, AnyCodeForm) else WRONG_RECOVERY_CODE)


def proved_by_code(request: Request, db: Session, person: Person, typed: str, *, at: datetime) -> str:
    """Of a try that the throttle let in: the new token; "" where the code proves nothing, which is counted."""
    token = actions.prove_by_code(db, key_of(request), person, typed, browser_of(request), at=at)
    if token:
        throttle_of(request).release(at_code(request, person))
    elif count := count_refusal(request, "code", by=person.id, at=at):
        actions.remember_refusals(db, "code", count, by=person.id, at=at)
    return token


@router.post("/account/confirmation/passkey")
def confirm_me_by_passkey(
    request: Request, visitor: SignedInToWrite, submitted: SubmittedForm, db: Writing
) -> Response:
    site, answer, now = passkey_site(request), passkeys.Answer.of(submitted), utc_now()
    if not site or not passkeys.person_of(db, key_of(request), site, answer, at=now, person_id=visitor.id):
        return render_account(request, db, refusal(Problem("confirmation", WRONG_PASSKEY)))
    token = sessions.start(db, visitor.id, Stage.SIGNED_IN, browser_of(request), at=now)
    return go_on(request, token, Stage.SIGNED_IN, "/account")


@router.post("/account/password")
def change_password(request: Request, submitted: SignedInForm, _turn: Turn, db: Reading) -> Response:
    """With a second factor both are asked for: that within the last ten minutes, and the password itself."""
    visitor, form = visitor_in(request), PasswordChangeForm(submitted)
    if has_factor(db, visitor.id) and not sessions.is_fresh(db, session_token(request), utc_now()):
        return prove_again()
    if problem := _problem_of_password(request, db, form.current.data):
        return _not_proved(request, db, form, problem)
    refuse_bad_password(form, visitor.name, visitor.email, *known_of(db, visitor.id))
    if form.problems:
        return render_account(request, db, form)
    password_hash = passwords.hash_password(form.password.data)
    db.rollback()
    with _still_signed_in(request) as writing_db:
        now = utc_now()
        actions.set_password(writing_db, visitor.id, password_hash, but=session_token(request), at=now)
        token = renewed(request, writing_db, "password", at=now)
    return with_session(request, redirect_with_message(request, "password", "/account"), token)


@router.post("/account/sign-out")
def sign_out_elsewhere(request: Request, visitor: SignedInToWrite, submitted: SubmittedForm, db: Writing) -> Response:
    """One session of mine, or, where none is named, every one with this, and all programs."""
    id_ = id_in(submitted, "session")
    ended = sessions.end_one(db, visitor.id, id_) if id_ else sessions.end_all(db, visitor.id)
    programs = 0 if id_ else tokens.end_all(db, visitor.id)
    if ended:
        details = {"sessions": ended} | ({"tokens": programs} if programs else {})
        audit_log.record(db, "session ended", by=visitor.id, at=utc_now(), details=details)
    if not id_:
        return without_session(redirect_with_message(request, "i-signed-out", "/sign-in", signed_out=True))
    return redirect_with_message(request, "session-ended", "/account") if ended else redirect("/account")


@contextmanager
def _still_signed_in(request: Request) -> Iterator[Session]:
    """The turn to write, unless the session has ended since the guard looked at it: hashing and waiting take time."""
    with state_of(request).database.writing() as db:
        sessions.hold(db, session_token(request))
        visitor_by_session(db, session_token(request), settings_of(request), utc_now())
        yield db


def _problem_of_password(request: Request, db: Session, password: str) -> Problem | None:
    """What stands against the password of the person who is signed in; failures count as those of signing in."""
    visitor, now = visitor_in(request), utc_now()
    attempt, throttle = at_password(request, visitor.email), throttle_of(request)
    if wait := throttle.enter(attempt, now):
        return too_many(wait, "current")
    person = actions.person_with_password(db, visitor.email, password)
    db.rollback()
    if person:
        throttle.release(attempt)
        return None
    if count := count_refusal(request, "password", by=visitor.id, at=now):
        with state_of(request).database.writing() as writing_db:
            actions.remember_refusals(writing_db, "password", count, by=visitor.id, at=now)
    return Problem("current", WRONG_PASSWORD)


def _not_proved(request: Request, db: Session, form: Form, problem: Problem) -> Response:
    """The page again. After too many tries programs read, too, for how long to wait."""
    form.refuse([problem])
    if wait := problem.names.get("seconds"):
        return slowed(render_account(request, db, form, 429), int(str(wait)))
    return render_account(request, db, form)


def prove_again() -> Response:
    return redirect("/account#confirmation")


def render_account(request: Request, db: Session, refused: Form | None = None, status: int = 422) -> Response:
    """A form that was refused stands there as it was typed, the others as they are stored."""
    visitor, settings, now = visitor_in(request), settings_of(request), utc_now()
    account = account_of(db, visitor.id, settings, session_token(request), now)
    site, key = passkey_site(request), key_of(request)
    proof = passkeys.offer_sign_in(key, site, account.passkeys, visitor.id) if site and account.passkeys else None
    context = _forms_of(account, refused) | {
        "account": account,
        "refused": refused or Form(),
        "languages": languages.offered(),
        "has_passkeys": site is not None,
        "emails": EMAILS,
        "offer": passkeys.offer_new(db, key, site, account.person) if site and account.is_fresh else None,
        "proof": None if account.is_fresh else proof,
        "provider": provider_name(settings),
        "issuer": settings.oidc_issuer,
    }
    return render(request, "accounts/account.html", context, status=status if refused else 200)


def _forms_of(account: Account, refused: Form | None) -> dict[str, Form]:
    code = AnyCodeForm() if account.has_authenticator else RecoveryCodeForm()
    forms = {
        "me": form_of_me(account.person, account.emails),
        "password": PasswordChangeForm(),
        "proof_form": code if account.has_factor else PasswordProofForm(),
        "passkey": PasskeyForm(),
        "token_form": TokenForm(data={"scope": READ, "days": DAYS[0]}),
    }
    return {name: refused if refused and type(refused) is type(form) else form for name, form in forms.items()}
