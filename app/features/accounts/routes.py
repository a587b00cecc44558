"""The sign-in page, the second factor, and signing out."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from app.access import passwords, sessions
from app.access.forms import SubmittedForm
from app.access.guards import Anyone, SignedInToWrite, SignInForm, session_token
from app.access.identity import has_authenticator, utc_now
from app.access.sessions import Stage
from app.db import audit_log
from app.db.session import Reading, Writing
from app.db.tables.people import Person
from app.features.accounts import (
    account_routes,
    actions,
    enrolment_routes,
    factor_routes,
    link_routes,
    passkeys,
    token_routes,
)
from app.features.accounts.account_routes import code_form, proved_by_code, wrong_code
from app.features.accounts.forms import CredentialsForm
from app.features.accounts.openid import link_routes as openid_link_routes
from app.features.accounts.openid import routes
from app.features.accounts.request_context import (
    Turn,
    at_code,
    at_passkey,
    at_password,
    browser_of,
    count_refusal,
    go_on,
    key_of,
    next_in,
    own_address,
    passkey_site,
    provider_name,
    settings_of,
    slowed,
    throttle_of,
    too_many,
    way_on,
    without_session,
)
from app.web.app_state import state_of
from app.web.forms import Form
from app.web.pages import redirect, render
from questionnaires.problems import N_, Problem

router = APIRouter(include_in_schema=False)
for part in (
    enrolment_routes,
    link_routes,
    routes,
    openid_link_routes,
    account_routes,
    factor_routes,
    token_routes,
):
    router.include_router(part.router)

SLOWED_DOWN = N_(
    "There were too many attempts. Wait {seconds} seconds, then try again, or choose a new password: the link that "
    "we email works at once."
)
WRONG = N_("The email address or the password is wrong. Check both and try again.")
WRONG_PASSKEY = N_("The passkey was not accepted. Try again, or sign in another way.")


@router.get("/sign-in")
def sign_in_page(request: Request, _open: Anyone, db: Reading, next: str = "/") -> Response:
    if half := sessions.half_session(db, session_token(request), utc_now()):
        return redirect(way_on(half[0], next))
    return render_sign_in(request, CredentialsForm(), next)


@router.post("/sign-in")
def sign_in(request: Request, submitted: SignInForm, _turn: Turn, db: Reading) -> Response:
    """Checks the password without holding the turn to write: Argon2 takes its time on purpose."""
    form, next_, now = CredentialsForm(submitted), next_in(submitted), utc_now()
    email, password = form.email.data, form.password.data
    attempt, throttle, database = at_password(request, email), throttle_of(request), state_of(request).database
    if wait := throttle.enter(attempt, now):
        form.refuse([Problem("", SLOWED_DOWN, {"seconds": wait})])
        return slowed(render_sign_in(request, form, next_, 429), wait)
    person = actions.person_with_password(db, email, password)
    new_hash = passwords.renewed_hash(person.password_hash, password) if person else ""
    db.rollback()
    if person is None:
        if count := count_refusal(request, "password", at=now):
            with database.writing() as writing_db:
                actions.remember_refusals(writing_db, "password", count, at=now)
        form.refuse([Problem("", WRONG)])
        return render_sign_in(request, form, next_)
    with database.writing() as writing_db:
        if not actions.still_fits(writing_db, person):
            form.refuse([Problem("", WRONG)])
            return render_sign_in(request, form, next_)
        actions.keep_hash(writing_db, person, new_hash)
        token, stage = actions.begin_session(
            writing_db, key_of(request), settings_of(request), person, browser_of(request), at=now
        )
    throttle.release(attempt)
    return go_on(request, token, stage, next_, known_as=email)


@router.post("/sign-in/passkey")
def sign_in_with_passkey(request: Request, submitted: SignInForm, _turn: Turn, db: Writing) -> Response:
    form, next_, attempt = CredentialsForm(), next_in(submitted), at_passkey(request)
    if wait := throttle_of(request).enter(attempt, utc_now()):
        form.refuse([too_many(wait)])
        return slowed(render_sign_in(request, form, next_, 429), wait)
    person_and_token = _proved_by_passkey(request, submitted, db)
    if person_and_token is None:
        form.refuse([Problem("", WRONG_PASSKEY)])
        return render_sign_in(request, form, next_)
    throttle_of(request).release(attempt)
    return go_on(request, person_and_token[1], Stage.SIGNED_IN, next_, known_as=person_and_token[0].email)


@router.get("/sign-in/second-factor")
def second_factor_page(request: Request, _open: Anyone, db: Reading, next: str = "/") -> Response:
    return render_second_factor(request, db, next)


@router.post("/sign-in/second-factor")
def sign_in_with_code(request: Request, submitted: SignInForm, _turn: Turn, db: Writing) -> Response:
    now, next_ = utc_now(), next_in(submitted)
    half = sessions.half_session(db, session_token(request), now)
    if half is None or half[0] is not Stage.SECOND_FACTOR:
        return redirect("/sign-in")
    person = half[1]
    form = code_form(db, person.id, submitted)
    if wait := throttle_of(request).enter(at_code(request, person), now):
        return slowed(render_second_factor(request, db, next_, form, too_many(wait)), wait)
    token = proved_by_code(request, db, person, form.code.data, at=now)
    if token:
        return go_on(request, token, Stage.SIGNED_IN, next_, known_as=person.email)
    return render_second_factor(request, db, next_, form, wrong_code(form))


@router.post("/sign-in/second-factor/passkey")
def second_factor_by_passkey(request: Request, submitted: SignInForm, _turn: Turn, db: Writing) -> Response:
    half, next_ = sessions.half_session(db, session_token(request), utc_now()), next_in(submitted)
    if half is None or half[0] is not Stage.SECOND_FACTOR:
        return redirect("/sign-in")
    form, attempt = code_form(db, half[1].id), at_passkey(request)
    if wait := throttle_of(request).enter(attempt, utc_now()):
        return slowed(render_second_factor(request, db, next_, form, too_many(wait)), wait)
    person_and_token = _proved_by_passkey(request, submitted, db, person_id=half[1].id)
    if person_and_token is None:
        return render_second_factor(request, db, next_, form, Problem("", WRONG_PASSKEY))
    throttle_of(request).release(attempt)
    return go_on(request, person_and_token[1], Stage.SIGNED_IN, next_, known_as=person_and_token[0].email)


@router.post("/sign-in/restart")
def restart(request: Request, _submitted: SignInForm, _turn: Turn, db: Writing) -> Response:
    """Ends a session that is not signed in yet, for somebody who means another account."""
    if sessions.half_session(db, session_token(request), utc_now()):
        sessions.end(db, session_token(request))
    return redirect("/sign-in")


@router.post("/sign-out")
def sign_out(request: Request, visitor: SignedInToWrite, _submitted: SubmittedForm, db: Writing) -> Response:
    if sessions.end(db, session_token(request)):
        audit_log.record(db, "signed out", by=visitor.id, at=utc_now())
    return without_session(redirect("/sign-in"))


def _proved_by_passkey(
    request: Request, submitted: FormData, db: Session, person_id: str = ""
) -> tuple[Person, str] | None:
    """Whose it is, and the token of a session that needs nothing more; None where the passkey proves nothing."""
    site, answer, now = passkey_site(request), passkeys.Answer.of(submitted), utc_now()
    person = site and passkeys.person_of(db, key_of(request), site, answer, at=now, person_id=person_id)
    if not person:
        if count := count_refusal(request, "passkey", by=person_id, at=now):
            actions.remember_refusals(db, "passkey", count, by=person_id, at=now)
        return None
    return person, sessions.start(db, person.id, Stage.SIGNED_IN, browser_of(request), at=now)


def render_sign_in(request: Request, form: CredentialsForm, next_: str, status: int = 422) -> Response:
    site = passkey_site(request)
    context = {
        "form": form,
        "next": own_address(next_),
        "offer": passkeys.offer_sign_in(key_of(request), site) if site else None,
        "provider": provider_name(settings_of(request)),
    }
    return render(request, "accounts/sign_in.html", context, status=status if form.problems else 200)


def render_second_factor(
    request: Request, db: Session, next_: str, form: Form | None = None, problem: Problem | None = None
) -> Response:
    half = sessions.half_session(db, session_token(request), utc_now())
    if half is None or half[0] is not Stage.SECOND_FACTOR:
        return redirect(f"/sign-in?next={quote(own_address(next_))}")
    person_id, form, status = half[1].id, form or code_form(db, half[1].id), 200
    if problem:
        form.refuse([problem])
        status = 429 if "seconds" in problem.names else 422
    site, own = passkey_site(request), passkeys.passkeys_of(db, person_id)
    context = {
        "form": form,
        "next": own_address(next_),
        "offer": passkeys.offer_sign_in(key_of(request), site, own, person_id) if site and own else None,
        "has_authenticator": has_authenticator(db, person_id),
    }
    return render(request, "accounts/second_factor.html", context, status=status)
