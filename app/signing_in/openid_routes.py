"""Signing in by an OpenID provider, and linking an account there to one here.

A GET brings the browser back and changes nothing: its page sends what the provider said on by a form of ours.
"""

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from app import audit, links
from app.database import Reading, Writing
from app.guards import COOKIE, SECURE_COOKIE, Anyone, SignedIn, SignedInForm, SignedInToWrite, SignInForm, session_token
from app.identity import utc_now
from app.posted import Posted
from app.signing_in import actions, openid, sessions
from app.signing_in.account_routes import account_page, prove_again
from app.signing_in.asking import (
    TurnElsewhere,
    brake_of,
    browser_of,
    count_refusal,
    go_on,
    key_of,
    network_in,
    own_address,
    provider_name,
    settings_of,
    slowed,
    too_many,
    visitor_in,
)
from app.signing_in.brake import Attempt
from app.signing_in.factor_routes import ask_first
from app.signing_in.known import device_for
from app.signing_in.link_routes import dead_link
from app.tables.people import ExternalIdentity
from app.web.pages import go_on_saying, go_to, render
from questionnaires.problems import N_, Problem

router = APIRouter()

NOT_PROVED = N_("Nothing was changed. Try again, or sign in in another way.")
UNKNOWN = N_(
    "This account opens nothing here. Sign in with your password, then link it on the page of your account. If you "
    "were invited, ask for a new invitation."
)
BELONGS_TO_OTHER = N_("This account at the provider belongs to another person here. Sign out there and try again.")


@router.get("/sign-in/openid")
def set_out(request: Request, _open: Anyone, _turn: TurnElsewhere, next: str = "/") -> Response:
    return _to_provider(request, openid.new_way(next=own_address(next)), "/sign-in")


@router.get("/account/openid")
def set_out_to_link(request: Request, visitor: SignedIn, _turn: TurnElsewhere, db: Reading) -> Response:
    if not sessions.is_fresh(db, session_token(request), utc_now()):
        return prove_again()
    return _to_provider(request, openid.new_way(person_id=visitor.id), "/account")


@router.get("/links/{token}/openid")
def set_out_to_accept(request: Request, token: str, _open: Anyone, _turn: TurnElsewhere, db: Reading) -> Response:
    """An invitation may be accepted by an account elsewhere in place of a password."""
    found = links.working_link(db, token, now=utc_now())
    if found is None or found[0].kind != "invitation":
        return dead_link(request) if found is None else go_to(f"/links/{token}")
    return _to_provider(request, openid.new_way(link=token), f"/links/{token}")


@router.get(openid.RETURN_PATH)
def come_back(request: Request, _open: Anyone, code: str = "", state: str = "") -> Response:
    way = _way(request)
    if not settings_of(request).oidc_issuer:
        return go_to("/sign-in")
    if way is None or not code:
        return _stopped(request)
    if way.person_id:
        return go_to(f"/account/openid/return?{request.url.query}")
    return _send_on(request, "/sign-in/openid", code, state)


@router.get("/account/openid/return")
def come_back_to_link(request: Request, _visitor: SignedIn, code: str = "", state: str = "") -> Response:
    return _send_on(request, "/account/openid", code, state)


@router.post("/sign-in/openid")
def arrive(request: Request, form: SignInForm, _turn: TurnElsewhere) -> Response:
    """Asks the provider before the turn to write is taken: it may be slow."""
    settings, way, browser, now = settings_of(request), _way(request), browser_of(request), utc_now()
    if way is None or way.person_id or not settings.oidc_issuer:
        return go_to("/sign-in")
    attempt, brake = Attempt.at_passkey(network_in(request), device_for(request)), brake_of(request)
    if wait := brake.enter(attempt, now):
        return slowed(_stopped(request, too_many(wait), status=429), wait)
    subject = _subject(request, way, form)
    if not subject:
        return _stopped(request)
    with request.app.state.database.writing() as db:
        person = actions.person_by_identity(db, settings.oidc_issuer, subject, invitation=way.link, at=now)
        if person is None:
            if count := count_refusal(request, "OpenID", at=now):
                actions.remember_refusals(db, "OpenID", count, at=now)
            return _forget_way(_stopped(request, UNKNOWN))
        token, stage = actions.begin_session(db, key_of(request), settings, person, browser, at=now)
    brake.release(attempt)
    return _forget_way(go_on(request, token, stage, way.next, known_as=person.email))


@router.post("/account/openid")
def link_account(request: Request, form: SignedInForm, _turn: TurnElsewhere, db: Reading) -> Response:
    settings, way, visitor = settings_of(request), _way(request), visitor_in(request)
    if way is None or way.person_id != visitor.id or not settings.oidc_issuer:
        return go_to("/account")
    db.rollback()
    subject = _subject(request, way, form)
    if not subject:
        return _stopped(request)
    with request.app.state.database.writing() as writing_db:
        linked = actions.link_identity(writing_db, visitor.id, settings.oidc_issuer, subject, at=utc_now())
    if not linked:
        return account_page(request, db, problems=[Problem("openid", BELONGS_TO_OTHER)], status=422)
    return _forget_way(go_to("/account"))


@router.get("/account/openid/removal")
def unlinking_page(request: Request, visitor: SignedIn, db: Reading, issuer: str = "", subject: str = "") -> Response:
    identity = db.get(ExternalIdentity, (issuer.replace("\0", ""), subject.replace("\0", "")))
    if identity is None or identity.person_id != visitor.id:
        return go_to("/account")
    fields = {"issuer": identity.issuer, "subject": identity.subject}
    return ask_first(request, db, "openid", identity.issuer, address="/account/openid/removal", fields=fields)


@router.post("/account/openid/removal")
def unlink_account(request: Request, visitor: SignedInToWrite, form: Posted, db: Writing) -> Response:
    if not sessions.is_fresh(db, session_token(request), utc_now()):
        return prove_again()
    issuer, subject = (str(form.get(name, "")).replace("\0", "") for name in ("issuer", "subject"))
    identity = db.get(ExternalIdentity, (issuer, subject))
    if identity and identity.person_id == visitor.id:
        db.delete(identity)
        audit.remember(db, "OpenID account unlinked", by=visitor.id, at=utc_now(), details={"issuer": identity.issuer})
        return go_on_saying(request, "unlinked", "/account")
    return go_to("/account")


def _to_provider(request: Request, way: openid.Way, back: str) -> Response:
    if not settings_of(request).oidc_issuer:
        return go_to(back)
    try:
        response = go_to(openid.address_at_provider(settings_of(request), way))
    except openid.NotProved:
        return _stopped(request)
    secure = request.url.scheme == "https"
    response.set_cookie(
        _cookie(request),
        way.seal(key_of(request)),
        max_age=openid.SECONDS,
        httponly=True,
        secure=secure,
        samesite="lax",
        path="/",
    )
    return response


def _cookie(request: Request) -> str:
    """Named so that over https no other host can have set it."""
    return f"{SECURE_COOKIE if request.url.scheme == 'https' else COOKIE}-openid"


def _way(request: Request) -> openid.Way | None:
    return openid.way_of(key_of(request), request.cookies.get(_cookie(request), ""))


def _forget_way(response: Response) -> Response:
    response.delete_cookie(f"{SECURE_COOKIE}-openid", secure=True, httponly=True)
    response.delete_cookie(f"{COOKIE}-openid", httponly=True)
    return response


def _subject(request: Request, way: openid.Way, form: FormData) -> str:
    """Who the provider says it is; "" where that is not proved."""
    try:
        return openid.subject_of(settings_of(request), way, str(form.get("code", "")), str(form.get("state", "")))
    except openid.NotProved:
        return ""


def _send_on(request: Request, address: str, code: str, state: str) -> Response:
    names = {"address": address, "code": code, "state": state, "provider": provider_name(settings_of(request))}
    return render(request, "signing_in/send_on.html", names)


def _stopped(request: Request, advice: str | Problem = NOT_PROVED, *, status: int = 403) -> Response:
    names = {"provider": provider_name(settings_of(request)), "advice": advice}
    return render(request, "signing_in/stopped.html", names, status=status)
