"""Signing in by an OpenID provider: the way there, the way back, and who it is.

A GET brings the browser back and changes nothing: its page sends what the provider said on by a form of ours.
"""

from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.access.guards import Anyone, SignInForm
from app.access.identity import utc_now
from app.features.accounts import actions
from app.features.accounts.openid import client
from app.features.accounts.openid.pages import (
    NOT_PROVED,
    forget_way,
    identity_in,
    keep_finding,
    keep_way,
    send_on,
    stopped,
    way_in,
)
from app.features.accounts.request_context import (
    TurnElsewhere,
    at_passkey,
    browser_of,
    count_refusal,
    go_on,
    key_of,
    own_address,
    provider_name,
    settings_of,
    slowed,
    throttle_of,
    too_many,
)
from app.web.app_state import state_of
from app.web.pages import redirect, render, with_query
from questionnaires.problems import N_

router = APIRouter()

UNKNOWN = N_(
    "This account is not linked to a Parity account. Sign in with your password, then link it under “My account”. If "
    "you were invited, ask for a new invitation."
)


@router.get("/sign-in/openid")
def set_out(request: Request, _open: Anyone, _turn: TurnElsewhere, next: str = "/") -> Response:
    settings, way = settings_of(request), client.new_way(next=own_address(next))
    if not settings.oidc_issuer:
        return redirect("/sign-in")
    try:
        return keep_way(request, redirect(client.address_at_provider(settings, way)), way)
    except client.NotProved:
        return stopped(request, NOT_PROVED)


@router.get(client.RETURN_PATH)
def come_back(request: Request, _open: Anyone, code: str = "", state: str = "") -> Response:
    way = way_in(request)
    if not settings_of(request).oidc_issuer:
        return redirect("/sign-in")
    if way is None or not code:
        return stopped(request, NOT_PROVED)
    if way.person_id:
        return redirect(with_query("/account/openid/return", request.url.query))
    return send_on(request, "/sign-in/openid", code, state)


@router.post("/sign-in/openid")
def arrive(request: Request, submitted: SignInForm, _turn: TurnElsewhere) -> Response:
    """Asks the provider before the turn to write is taken: it may be slow."""
    settings, way, browser, now = settings_of(request), way_in(request), browser_of(request), utc_now()
    if way is None or way.person_id or not settings.oidc_issuer:
        return redirect("/sign-in")
    attempt, throttle = at_passkey(request), throttle_of(request)
    if wait := throttle.enter(attempt, now):
        return slowed(stopped(request, too_many(wait), status=429), wait)
    identity = identity_in(request, way, submitted)
    if identity is None:
        return stopped(request, NOT_PROVED)
    if way.link:
        finding = client.Finding(identity, link=way.link)
        return forget_way(keep_finding(request, redirect(f"/links/{quote(way.link)}/openid"), finding))
    with state_of(request).database.writing() as db:
        if person := actions.person_by_identity(db, identity.issuer, identity.subject):
            token, stage = actions.begin_session(db, key_of(request), settings, person, browser, at=now)
            throttle.release(attempt)
            return forget_way(go_on(request, token, stage, way.next, known_as=person.email))
        account = actions.account_of(db, identity.email) if identity.email else None
        if account is None and (count := count_refusal(request, "OpenID", at=now)):
            actions.remember_refusals(db, "OpenID", count, at=now)
    if account is None:
        return forget_way(stopped(request, UNKNOWN))
    return forget_way(_ask_whose_it_is(request, identity, account.email))


def _ask_whose_it_is(request: Request, identity: client.Identity, email: str) -> Response:
    """An address alone links nothing: whoever it is signs in to the account that was found, and is asked there."""
    context = {"provider": provider_name(settings_of(request)), "identity": identity, "email": email}
    return keep_finding(request, render(request, "accounts/openid_found.html", context), client.Finding(identity))
