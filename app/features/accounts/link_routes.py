"""The links of mails: accepting an invitation, choosing a new password, and asking for one."""

from collections.abc import AsyncIterator, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from app.access import one_time_links, passwords
from app.access.forms import SubmittedForm
from app.access.guards import Anyone, SignInForm
from app.access.identity import utc_now
from app.access.throttle import Attempt
from app.db.session import Database, Reading
from app.db.tables.people import Link, Person
from app.features.accounts import actions, changed, forms
from app.features.accounts.known_browsers import device_for
from app.features.accounts.queries import invited_as, known_of
from app.features.accounts.request_context import (
    Turn,
    browser_of,
    go_on,
    key_of,
    network_in,
    provider_name,
    seat,
    sender_of,
    settings_of,
    slowed,
    throttle_of,
    too_many,
)
from app.i18n import languages
from app.validation.mail_addresses import normalised
from app.web.pages import go_to, render
from questionnaires.problems import Problem

router = APIRouter()


async def turn_of_link(request: Request, token: str, _form: SubmittedForm) -> AsyncIterator[None]:
    """Whoever holds a link that works is no stranger, and is hindered by none."""
    holder = await run_in_threadpool(_holder, request.app.state.database, token)
    async with seat(request, holder or sender_of(request)):
        yield


def _holder(database: Database, token: str) -> str:
    with database.reading() as db:
        found = one_time_links.working_link(db, token, now=utc_now())
        return found[1].id if found else ""


TurnOfLink = Annotated[None, Depends(turn_of_link, scope="function")]


@router.get("/links/{token}")
def link_page(request: Request, token: str, _open: Anyone, db: Reading) -> Response:
    """Looking at it does not use it up: programs that check mails for danger follow links too."""
    found = one_time_links.working_link(db, token, now=utc_now())
    return _page(request, *found, token, typed=invited_as(db, found[1])) if found else dead_link(request)


@router.post("/links/{token}")
def follow_link(request: Request, token: str, form: SignInForm, _turn: TurnOfLink, db: Reading) -> Response:
    found = one_time_links.working_link(db, token, now=utc_now())
    if found is None:
        return dead_link(request)
    link, person = found
    problems: list[Problem] = []
    me = forms.read_me(form, problems) if link.kind == "invitation" else None
    known = (me.name if me else person.name, person.email, *known_of(db, person.id))
    password = forms.read_new_password(form, *known, problems=problems)
    if problems:
        return _page(request, link, person, token, problems=problems, typed=str(form.get("name", "")))
    password_hash = passwords.hash_password(password)
    db.rollback()
    now, settings, browser = utc_now(), settings_of(request), browser_of(request)
    with request.app.state.database.writing() as writing_db:
        used = actions.use_link(writing_db, token, at=now)
        if used is None:
            return dead_link(request)
        person = used[1]
        actions.set_password(writing_db, person.id, password_hash, at=now)
        if me is None:
            changed.tell(writing_db, person.id, "password", at=now)
        else:
            actions.describe_me(writing_db, person.id, me.name, me.language, at=now)
        session, stage = actions.begin_session(writing_db, key_of(request), settings, person, browser, at=now)
    return go_on(request, session, stage, "/", known_as=person.email)


@router.get("/password-reset")
def reset_page(request: Request, _open: Anyone) -> Response:
    return _reset_page(request)


@router.post("/password-reset")
def ask_for_reset(request: Request, form: SignInForm, _turn: Turn) -> Response:
    """The same answer whether there is such an account or not, and whether it has got all its mails of this time."""
    email, now, throttle = normalised(str(form.get("email", ""))), utc_now(), throttle_of(request)
    if wait := throttle.enter(Attempt.at_asking(network_in(request), device_for(request)), now):
        return slowed(_reset_page(request, email, problem=too_many(wait), status=429), wait)
    if not throttle.enter(Attempt.at_mail(email, device_for(request, email)), now):
        count = throttle.to_tell("reset", "", now)
        with request.app.state.database.writing() as db:
            actions.ask_for_reset(db, key_of(request), email, count=count, at=now)
    return go_to("/password-reset/sent")


@router.get("/password-reset/sent")
def reset_sent(request: Request, _open: Anyone) -> Response:
    return render(request, "accounts/reset_sent.html", {})


def dead_link(request: Request) -> Response:
    """One page for links that never were, that were used, and that are too old."""
    return render(request, "accounts/dead_link.html", {}, status=410)


def _reset_page(request: Request, email: str = "", *, problem: Problem | None = None, status: int = 200) -> Response:
    return render(request, "accounts/password_reset.html", {"email": email, "problem": problem}, status=status)


def _page(
    request: Request,
    link: Link,
    person: Person,
    token: str,
    *,
    problems: Sequence[Problem] = (),
    typed: str,
) -> Response:
    names = {
        "is_invitation": link.kind == "invitation",
        "person": person,
        "token": token,
        "problems": problems,
        "name": typed,
        "languages": languages.offered(),
        "provider": provider_name(settings_of(request)),
    }
    return render(request, "accounts/link.html", names, status=422 if problems else 200)
