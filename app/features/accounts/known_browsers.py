"""Browsers that an account was signed in from before: each has a long-lived sealed cookie that says so.

It signs nobody in. It is for the throttle, which counts the tries of a known browser apart from those of strangers
(Anton Dedov, "Slow Down Online Guessing Attacks with Device Cookies", OWASP Foundation, 2017).
"""

import json
import secrets
from typing import cast

from fastapi import Request
from starlette.responses import Response

from app.access.guards import COOKIE, SECURE_COOKIE
from app.access.identity import hashed
from app.access.sealing import seal, unseal
from app.web.app_state import state_of

BROWSERS = "known browsers"
"""The purpose of the derived key."""
SECONDS = 400 * 24 * 3600
"""From sign-in to sign-in; browsers keep no cookie longer (RFC 6265bis, 2025)."""
MOST_ACCOUNTS = 4
"""Of one browser, such as a shared one of an office; the cookie has to stay short."""


def device_for(request: Request, email: str = "") -> str:
    """The name of this browser, random, where it is known to this account, or, where none is named, to any; else ""."""
    known = _known(request)
    return known.get(hashed(email), "") if email else next(reversed(known.values()), "")


def remember_browser(request: Request, response: Response, email: str) -> None:
    """After somebody has proved all that their account asks for."""
    account, known = hashed(email), _known(request)
    known = {other: device for other, device in known.items() if other != account} | {
        account: secrets.token_urlsafe(12)
    }
    newest = dict(list(known.items())[-MOST_ACCOUNTS:])
    secure = request.url.scheme == "https"
    response.set_cookie(
        _cookie(request),
        seal(_key(request), BROWSERS, json.dumps(newest)),
        max_age=SECONDS,
        httponly=True,
        secure=secure,
        samesite="lax",
        path="/",
    )


def _known(request: Request) -> dict[str, str]:
    """Account -> device, the newest last. No e-mail address stands in it, only its hash."""
    text = unseal(_key(request), BROWSERS, request.cookies.get(_cookie(request), ""), seconds=SECONDS)
    return cast(dict[str, str], json.loads(text)) if text else {}


def _cookie(request: Request) -> str:
    """Named so that over https no other host can have set it."""
    return f"{SECURE_COOKIE if request.url.scheme == 'https' else COOKIE}-browser"


def _key(request: Request) -> bytes:
    return state_of(request).key
