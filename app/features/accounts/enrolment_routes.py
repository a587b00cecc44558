"""Setting up the second factor that an office must have, before anything else opens."""

from collections.abc import Sequence

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
from app.features.accounts.request_context import Turn, browser_of, key_of, own_address, passkey_site, with_session
from app.web.pages import go_to, render
from questionnaires.problems import Problem

router = APIRouter()


@router.get("/sign-in/enrolment")
def enrolment_page(request: Request, _open: Anyone, db: Reading, next: str = "/") -> Response:
    person = _enrolling(request, db)
    return _page(request, db, person, next) if person else go_to("/sign-in")


@router.post("/sign-in/enrolment")
def enrol_authenticator(request: Request, form: SignInForm, _turn: Turn, db: Writing) -> Response:
    person, next_ = _enrolling(request, db), str(form.get("next", "/"))
    if person is None:
        return go_to("/sign-in")
    code = str(form.get("code", ""))
    if not factors.confirm_authenticator(db, key_of(request), person.id, code, at=utc_now()):
        return _page(request, db, person, next_, problem=CODE_DIFFERS, status=422)
    audit_log.record(db, "authenticator app added", by=person.id, at=utc_now())
    return _signed_in(request, db, person, next_, "app added")


@router.post("/sign-in/enrolment/passkey")
def enrol_passkey(request: Request, form: SignInForm, _turn: Turn, db: Writing) -> Response:
    person, next_ = _enrolling(request, db), str(form.get("next", "/"))
    if person is None:
        return go_to("/sign-in")
    if problems := add_named_passkey(request, db, person, form):
        typed = str(form.get("passkey_name", ""))
        return _page(request, db, person, next_, problems=problems, passkey_name=typed, status=422)
    return _signed_in(request, db, person, next_, "passkey added")


def _enrolling(request: Request, db: Session) -> Person | None:
    half = sessions.half_session(db, session_token(request), utc_now())
    is_open = half and half[0] is Stage.ENROLMENT and not has_factor(db, half[1].id)
    return half[1] if half and is_open else None


def _signed_in(request: Request, db: Session, person: Person, next_: str, what: str) -> Response:
    """The page with the recovery codes: they are shown once, so it answers the form itself. Other sessions end."""
    sessions.end_all(db, person.id)
    changed.tell(db, person.id, what, at=utc_now())
    token = sessions.start(db, person.id, Stage.SIGNED_IN, browser_of(request), at=utc_now())
    codes = factors.first_recovery_codes(db, key_of(request), person.id)
    names = {"codes": codes, "next": own_address(next_)}
    return with_session(request, render(request, "accounts/recovery_codes.html", names), token, known_as=person.email)


def _page(
    request: Request,
    db: Session,
    person: Person,
    next_: str,
    *,
    problem: str = "",
    problems: Sequence[Problem] = (),
    passkey_name: str = "",
    status: int = 200,
) -> Response:
    secret, site = factors.waiting_secret(db, key_of(request), person.id) or "", passkey_site(request)
    names = {
        "next": own_address(next_),
        "problem": problem,
        "problems": problems,
        "passkey_name": passkey_name,
        "secret": secret,
        "picture": factors.picture(secret, person.email) if secret else "",
        "offer": passkeys.offer_new(db, key_of(request), site, person) if site else None,
    }
    return render(request, "accounts/enrolment.html", names, status=status)
