"""What the pages of this room need of a request, and the cookies that they give back."""

import os
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Annotated
from urllib.parse import quote

import structlog
from fastapi import Depends, Request
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import Response

from app.access.fair_queue import FairQueue, network_of
from app.access.forms import SubmittedForm
from app.access.guards import COOKIE, SECURE_COOKIE, session_token
from app.access.identity import Visitor
from app.access.services import services_of
from app.access.sessions import Browser, Stage
from app.access.throttle import Attempt, Throttle
from app.db.session import Reading
from app.db.tables.people import Person
from app.features.accounts import changed
from app.features.accounts.devices import device_of
from app.features.accounts.known_browsers import device_for, remember_browser
from app.features.accounts.passkeys import Site, site_of
from app.settings import Settings
from app.validation.mail_addresses import normalised
from app.web.pages import redirect
from questionnaires.problems import N_, Problem

TOO_MANY = N_("There were too many attempts. Wait {seconds} seconds, then try again.")
LONGEST_ADDRESS = 45
log = structlog.get_logger("parity.signing_in")
PAGES = {Stage.SECOND_FACTOR: "/sign-in/second-factor", Stage.ENROLMENT: "/sign-in/enrolment"}
"""Where a session that is not signed in yet goes on."""


PLACES = min(4, max(1, (os.cpu_count() or 1) // 2))
"""A hash takes 64 MiB and up to four cores: more at once would be no faster, and only stop those who save."""
STRANGERS, KNOWN = FairQueue(PLACES), FairQueue(PLACES)
"""For what hashes or writes. Those who signed in, now or before, never wait behind strangers."""
STRANGERS_ELSEWHERE, KNOWN_ELSEWHERE = FairQueue(4), FairQueue(4)
"""For what asks the OpenID provider, which may be slow."""


async def turn(request: Request, submitted: SubmittedForm, db: Reading) -> AsyncIterator[None]:
    """A seat for as long as the route works. What was read before is let go of: nobody waits with a connection."""
    if db.in_transaction():
        await run_in_threadpool(db.rollback)
    async with seat(request, sender_of(request, normalised(str(submitted.get("email", ""))))):
        yield


def seat(request: Request, sender: str) -> AbstractAsyncContextManager[None]:
    return (KNOWN if sender else STRANGERS).taken(sender or network_in(request))


async def turn_elsewhere(request: Request, db: Reading) -> AsyncIterator[None]:
    if db.in_transaction():
        await run_in_threadpool(db.rollback)
    sender = sender_of(request)
    async with (KNOWN_ELSEWHERE if sender else STRANGERS_ELSEWHERE).taken(sender or network_in(request)):
        yield


Turn = Annotated[None, Depends(turn, scope="function")]
TurnElsewhere = Annotated[None, Depends(turn_elsewhere, scope="function")]


def sender_of(request: Request, email: str = "") -> str:
    """Who signed in, now or before from this browser; "" for strangers."""
    visitor: Visitor | None = getattr(request.state, "visitor", None)
    return visitor.id if visitor else device_for(request, email)


def browser_of(request: Request) -> Browser:
    return Browser(session_token(request), device_of(request.headers.get("user-agent", "")), address_of(request))


def address_of(request: Request) -> str:
    """A proxy that is trusted may name anything at any length; no address of a network is longer than this."""
    return request.client.host[:LONGEST_ADDRESS] if request.client else ""


def network_in(request: Request) -> str:
    return network_of(address_of(request))


def throttle_of(request: Request) -> Throttle:
    return services_of(request).throttle


def at_password(request: Request, email: str) -> Attempt:
    return Attempt.at_password(email, network_in(request), device_for(request, email))


def at_passkey(request: Request) -> Attempt:
    return Attempt.at_passkey(network_in(request), device_for(request))


def at_code(request: Request, person: Person | Visitor) -> Attempt:
    return Attempt.at_code(person.id, device_for(request, person.email))


def count_refusal(request: Request, what: str, *, by: str = "", at: datetime) -> int:
    """Each is a line of the server's log. Its number in this hour where the audit log is to tell of it too; else 0."""
    log.info("sign-in refused", kind=what, by=by, network=network_in(request))
    return throttle_of(request).to_tell(what, by, at)


def too_many(seconds: int, place: str = "") -> Problem:
    return Problem(place, TOO_MANY, {"seconds": seconds})


def slowed(response: Response, seconds: int) -> Response:
    response.headers["retry-after"] = str(seconds)
    return response


def settings_of(request: Request) -> Settings:
    return services_of(request).settings


def key_of(request: Request) -> bytes:
    return services_of(request).key


def visitor_in(request: Request) -> Visitor:
    """Whom the guard let in."""
    visitor: Visitor = request.state.visitor
    return visitor


def passkey_site(request: Request) -> Site | None:
    return site_of(settings_of(request), str(request.base_url))


def provider_name(settings: Settings) -> str:
    """What the button calls the OpenID provider; "" where there is none."""
    return (settings.oidc_name or settings.oidc_issuer) if settings.oidc_issuer else ""


def next_in(submitted: FormData) -> str:
    """Where the person was going."""
    return str(submitted.get("next", "/"))


def id_in(submitted: FormData, name: str) -> str:
    """Without what PostgreSQL would refuse: then it is nobody's."""
    return str(submitted.get(name, "")).replace("\0", "")


def own_address(address: str) -> str:
    """Only a path of this server: "//elsewhere" and "/\\elsewhere" lead away in some browsers."""
    is_own = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if is_own else "/"


def way_on(stage: Stage, next_: str) -> str:
    """Where a browser goes after a proof: to what is still to do, or to where the person was going."""
    if stage is Stage.SIGNED_IN:
        return own_address(next_)
    return PAGES[stage] if own_address(next_) == "/" else f"{PAGES[stage]}?next={quote(own_address(next_))}"


def go_on(request: Request, token: str, stage: Stage, next_: str, *, known_as: str = "") -> Response:
    """`known_as` is the e-mail address of whoever signed in now: from a full sign-in on the browser is a known one."""
    known_as = known_as if stage is Stage.SIGNED_IN else ""
    return with_session(request, redirect(way_on(stage, next_)), token, known_as=known_as)


def renewed(request: Request, db: Session, what: str, *, at: datetime) -> str:
    """After a change of what signs the visitor in: the new token, which the answer must bring as a cookie."""
    token = changed.renewed(db, visitor_in(request).id, session_token(request), what, at=at)
    request.state.new_session = token  # for the forms of a page that answers this very request
    return token


def with_session(request: Request, response: Response, token: str, *, known_as: str = "") -> Response:
    if known_as:
        remember_browser(request, response, known_as)
    secure = request.url.scheme == "https"
    response.set_cookie(
        SECURE_COOKIE if secure else COOKIE, token, httponly=True, secure=secure, samesite="lax", path="/"
    )
    return response


def without_session(response: Response) -> Response:
    response.delete_cookie(SECURE_COOKIE, secure=True, httponly=True)
    response.delete_cookie(COOKIE, httponly=True)
    return response
