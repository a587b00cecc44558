"""What the pages of this room need of a request, and the cookie that they give back."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request
from sqlmodel import Session
from starlette.responses import Response

from app.guards import COOKIE, SECURE_COOKIE, session_token
from app.identity import Visitor
from app.settings import Settings
from app.signing_in import changed
from app.signing_in.devices import device_of
from app.signing_in.passkeys import Site, site_of
from app.signing_in.sessions import Browser, Stage
from app.web.pages import go_to
from questionnaires.problems import N_

TOO_MANY = N_("There were too many tries. Wait 15 minutes, then try again.")
LONGEST_ADDRESS = 45
PAGES = {Stage.SECOND_FACTOR: "/sign-in/second-factor", Stage.ENROLMENT: "/sign-in/enrolment"}
"""Where a session that is not signed in yet goes on."""


def one_by_one() -> Iterator[None]:
    """Passwords are judged one at a time: each takes 64 MiB, and the brake must have seen the try before."""
    yield


Turn = Annotated[None, Depends(one_by_one, scope="function", max_concurrency=1)]


def browser_of(request: Request) -> Browser:
    return Browser(session_token(request), device_of(request.headers.get("user-agent", "")), address_of(request))


def address_of(request: Request) -> str:
    """A proxy that is trusted may name anything at any length; no address of a network is longer than this."""
    return request.client.host[:LONGEST_ADDRESS] if request.client else ""


def settings_of(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def key_of(request: Request) -> bytes:
    key: bytes = request.app.state.key
    return key


def visitor_in(request: Request) -> Visitor:
    """Whom the guard let in."""
    visitor: Visitor = request.state.visitor
    return visitor


def passkey_site(request: Request) -> Site | None:
    return site_of(settings_of(request), str(request.base_url))


def provider_name(settings: Settings) -> str:
    """What the button calls the OpenID provider; "" where there is none."""
    return (settings.oidc_name or settings.oidc_issuer) if settings.oidc_issuer else ""


def own_address(address: str) -> str:
    """Only a path of this server: "//elsewhere" and "/\\elsewhere" lead away in some browsers."""
    is_own = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if is_own else "/"


def way_on(stage: Stage, next_: str) -> str:
    """Where a browser goes after a proof: to what is still to do, or to where the person was going."""
    if stage is Stage.SIGNED_IN:
        return own_address(next_)
    return PAGES[stage] if own_address(next_) == "/" else f"{PAGES[stage]}?next={quote(own_address(next_))}"


def go_on(request: Request, token: str, stage: Stage, next_: str) -> Response:
    return with_session(request, go_to(way_on(stage, next_)), token)


def renewed(request: Request, db: Session, what: str, *, at: datetime) -> str:
    """After a change of what signs the visitor in: the new token, which the answer must bring as a cookie."""
    token = changed.renewed(db, visitor_in(request).id, session_token(request), what, at=at)
    request.state.new_session = token  # for the forms of a page that answers this very request
    return token


def with_session(request: Request, response: Response, token: str) -> Response:
    secure = request.url.scheme == "https"
    response.set_cookie(
        SECURE_COOKIE if secure else COOKIE, token, httponly=True, secure=secure, samesite="lax", path="/"
    )
    return response


def without_session(response: Response) -> Response:
    response.delete_cookie(SECURE_COOKIE, secure=True, httponly=True)
    response.delete_cookie(COOKIE, httponly=True)
    return response
