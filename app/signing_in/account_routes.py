"""My account: name and language, password, sessions."""

from collections.abc import Sequence

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app import audit, languages, passwords
from app.database import Reading, Writing
from app.guards import SignedIn, SignedInForm, SignedInToWrite, session_token
from app.identity import utc_now
from app.posted import Posted
from app.signing_in import actions, forms, passkeys, sessions
from app.signing_in.asking import (
    Turn,
    at_password,
    brake_of,
    browser_of,
    count_refusal,
    go_on,
    key_of,
    passkey_site,
    provider_name,
    settings_of,
    too_many,
    visitor_in,
    without_session,
)
from app.signing_in.queries import account_of
from app.signing_in.sessions import Stage
from app.web.pages import go_on_saying, go_to, render
from questionnaires.problems import N_, Problem

router = APIRouter()

WRONG_PASSWORD = N_("The password is wrong. Check it and try again.")


@router.get("/account")
def my_account(request: Request, _visitor: SignedIn, db: Reading) -> Response:
    return account_page(request, db)


@router.post("/account")
def describe_me(request: Request, visitor: SignedInToWrite, form: Posted, db: Writing) -> Response:
    problems: list[Problem] = []
    me = forms.read_me(form, problems, visitor.name)
    if problems:
        return account_page(request, db, problems=problems, typed=str(form.get("name", "")), status=422)
    actions.describe_me(db, visitor.id, me.name, me.language, at=utc_now())
    return go_on_saying(request, "saved", "/account")


@router.post("/account/confirmation")
def confirm_me(request: Request, form: SignedInForm, _turn: Turn, db: Reading) -> Response:
    """A new session in place of the old one, so that what signs the person in may be changed for ten minutes."""
    if problem := _problem_of_password(request, db, str(form.get("current", "")), "confirmation"):
        return account_page(request, db, problems=[problem], status=422)
    with request.app.state.database.writing() as writing_db:
        browser = browser_of(request)
        token = sessions.start(writing_db, visitor_in(request).id, Stage.SIGNED_IN, browser, at=utc_now())
    return go_on(request, token, Stage.SIGNED_IN, "/account")


@router.post("/account/password")
def change_password(request: Request, form: SignedInForm, _turn: Turn, db: Reading) -> Response:
    visitor, problems = visitor_in(request), list[Problem]()
    if problem := _problem_of_password(request, db, str(form.get("current", "")), "current"):
        return account_page(request, db, problems=[problem], status=422)
    password = forms.read_new_password(form, visitor.name, visitor.email, problems=problems)
    if problems:
        return account_page(request, db, problems=problems, status=422)
    password_hash = passwords.hash_of(password)
    db.rollback()
    with request.app.state.database.writing() as writing_db:
        token = session_token(request)
        actions.set_password(writing_db, visitor.id, password_hash, but=token, at=utc_now())
    return go_on_saying(request, "password", "/account")


@router.post("/account/sign-out")
def sign_out_elsewhere(request: Request, visitor: SignedInToWrite, form: Posted, db: Writing) -> Response:
    """One session of mine, or, where none is named, every one with this."""
    id_ = str(form.get("session", "")).replace("\0", "")
    ended = sessions.end_one(db, visitor.id, id_) if id_ else sessions.end_all(db, visitor.id)
    if ended:
        audit.remember(db, "session ended", by=visitor.id, at=utc_now(), details={"sessions": ended})
    if not id_:
        return without_session(go_on_saying(request, "i-signed-out", "/sign-in", signed_out=True))
    return go_on_saying(request, "session-ended", "/account") if ended else go_to("/account")


def _problem_of_password(request: Request, db: Session, password: str, place: str) -> Problem | None:
    """What stands against the password of the person who is signed in; failures count as those of signing in."""
    visitor, now = visitor_in(request), utc_now()
    attempt, brake = at_password(request, visitor.email), brake_of(request)
    if wait := brake.enter(attempt, now):
        return too_many(wait, place)
    person = actions.person_with_password(db, visitor.email, password)
    db.rollback()
    if person:
        brake.release(attempt)
        return None
    if count := count_refusal(request, "password", by=visitor.id, at=now):
        with request.app.state.database.writing() as writing_db:
            actions.remember_refusals(writing_db, "password", count, by=visitor.id, at=now)
    return Problem(place, WRONG_PASSWORD)


def prove_again() -> Response:
    return go_to("/account#confirmation")


def account_page(
    request: Request, db: Session, *, problems: Sequence[Problem] = (), typed: str | None = None, status: int = 200
) -> Response:
    visitor, settings, now = visitor_in(request), settings_of(request), utc_now()
    account = account_of(db, visitor.id, settings, session_token(request), now)
    site = passkey_site(request)
    names = {
        "account": account,
        "name": account.person.name if typed is None else typed,
        "problems": problems,
        "languages": languages.offered(),
        "has_passkeys": bool(site or account.passkeys),
        "offer": passkeys.offer_new(db, key_of(request), site, account.person) if site and account.is_fresh else None,
        "provider": provider_name(settings),
    }
    return render(request, "signing_in/account.html", names, status=status)
