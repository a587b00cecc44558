"""The sign-in page, and signing out."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app import audit
from app.database import Reading, Writing
from app.guards import COOKIE, SECURE_COOKIE, Anyone, Posted, SignedInToWrite, SignInForm, session_token
from app.identity import normalised, utc_now
from app.signing_in import actions
from app.web.pages import go_to, render
from questionnaires.problems import N_

router = APIRouter(include_in_schema=False)

WRONG = N_("The e-mail address or the password is wrong. Check both and try again.")
TOO_MANY = N_("There were too many tries. Wait 15 minutes, then try again.")


@router.get("/sign-in")
def sign_in_page(request: Request, _open: Anyone, next: str = "/") -> Response:
    return _page(request, "", next)


def one_by_one() -> Iterator[None]:
    """Passwords are judged one at a time: each takes 64 MiB, and the brake must have seen the try before."""
    yield


Turn = Annotated[None, Depends(one_by_one, scope="function", max_concurrency=1)]


@router.post("/sign-in")
def sign_in(request: Request, form: SignInForm, _turn: Turn, db: Reading) -> Response:
    """Checks the password without holding the turn to write: Argon2 takes its time on purpose."""
    email, password = normalised(str(form.get("email", ""))), str(form.get("password", ""))
    attempt = actions.Attempt(email, request.client.host if request.client else "")
    now, database = utc_now(), request.app.state.database
    if actions.is_throttled(db, attempt, now):
        return _page(request, email, str(form.get("next", "/")), problem=TOO_MANY, status=429)
    person = actions.person_with_password(db, email, password)
    db.rollback()
    with database.writing() as writing_db:
        if person is None:
            actions.remember_failure(writing_db, attempt, at=now)
        else:
            token = actions.start_session(writing_db, person, attempt, old_token=session_token(request), at=now)
    if person is None:
        return _page(request, email, str(form.get("next", "/")), problem=WRONG, status=422)
    response = go_to(_own_address(str(form.get("next", "/"))))
    secure = request.url.scheme == "https"
    response.set_cookie(
        SECURE_COOKIE if secure else COOKIE, token, httponly=True, secure=secure, samesite="lax", path="/"
    )
    return response


@router.post("/sign-out")
def sign_out(request: Request, visitor: SignedInToWrite, _form: Posted, db: Writing) -> Response:
    actions.end_session(db, session_token(request))
    audit.remember(db, "signed out", by=visitor.id, at=utc_now())
    response = go_to("/sign-in")
    response.delete_cookie(SECURE_COOKIE, secure=True, httponly=True)
    response.delete_cookie(COOKIE, httponly=True)
    return response


def _page(request: Request, email: str, next_: str, *, problem: str = "", status: int = 200) -> Response:
    names = {"email": email, "next": _own_address(next_), "problem": problem}
    return render(request, "signing_in/sign_in.html", names, status=status)


def _own_address(address: str) -> str:
    """Only a path of this server: "//elsewhere" and "/\\elsewhere" lead away in some browsers."""
    is_own = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if is_own else "/"
