"""The links of mails: accepting an invitation, choosing a new password, and asking for one."""

from collections.abc import AsyncIterator
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
from app.db.tables.people import Person
from app.features.accounts import actions, changed
from app.features.accounts.forms import (
    AcceptanceForm,
    NewPasswordForm,
    ResetForm,
    form_of_invitation,
    refuse_bad_password,
)
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
from app.web.app_state import state_of
from app.web.pages import redirect, render

router = APIRouter()

INVITATION = "invitation"


async def turn_of_link(request: Request, token: str, _submitted: SubmittedForm) -> AsyncIterator[None]:
    """Whoever holds a link that works is no stranger, and is hindered by none."""
    holder = await run_in_threadpool(_holder, state_of(request).database, token)
    async with seat(request, holder or sender_of(request)):
        yield


def _holder(database: Database, token: str) -> str:
    with database.reading() as db:
        link_and_person = one_time_links.working_link(db, token, now=utc_now())
        return link_and_person[1].id if link_and_person else ""


TurnOfLink = Annotated[None, Depends(turn_of_link, scope="function")]


@router.get("/links/{token}")
def link_page(request: Request, token: str, _open: Anyone, db: Reading) -> Response:
    """Looking at it does not use it up: programs that check mails for danger follow links too."""
    link_and_person = one_time_links.working_link(db, token, now=utc_now())
    if link_and_person is None:
        return dead_link(request)
    link, person = link_and_person
    if link.kind != INVITATION:
        return render_link(request, person, token, NewPasswordForm())
    return render_link(request, person, token, form_of_invitation(person, invited_as(db, person)))


@router.post("/links/{token}")
def follow_link(request: Request, token: str, submitted: SignInForm, _turn: TurnOfLink, db: Reading) -> Response:
    link_and_person = one_time_links.working_link(db, token, now=utc_now())
    if link_and_person is None:
        return dead_link(request)
    link, person = link_and_person
    form = AcceptanceForm(submitted) if link.kind == INVITATION else NewPasswordForm(submitted)
    name = form.name.data if isinstance(form, AcceptanceForm) else person.name
    refuse_bad_password(form, name, person.email, *known_of(db, person.id))
    if form.problems:
        return render_link(request, person, token, form)
    db.rollback()
    return use_link(request, token, form)


def use_link(request: Request, token: str, form: AcceptanceForm | NewPasswordForm) -> Response:
    """Hashes before the turn to write begins: that takes its time on purpose."""
    password_hash = passwords.hash_password(form.password.data)
    now, settings, browser = utc_now(), settings_of(request), browser_of(request)
    with state_of(request).database.writing() as db:
        used = actions.use_link(db, token, at=now)
        if used is None:
            return dead_link(request)
        person = used[1]
        actions.set_password(db, person.id, password_hash, at=now)
        if isinstance(form, AcceptanceForm):
            actions.describe_me(db, person.id, form.name.data, form.language.data, "", at=now)
        else:
            changed.tell(db, person.id, "password", at=now)
        session, stage = actions.begin_session(db, key_of(request), settings, person, browser, at=now)
    return go_on(request, session, stage, "/", known_as=person.email)


@router.get("/password-reset")
def reset_page(request: Request, _open: Anyone) -> Response:
    return render_reset(request, ResetForm())


@router.post("/password-reset")
def ask_for_reset(request: Request, submitted: SignInForm, _turn: Turn) -> Response:
    """The same answer whether there is such an account or not, and whether it has got all its mails of this time."""
    form, now, throttle = ResetForm(submitted), utc_now(), throttle_of(request)
    email = form.email.data
    if wait := throttle.enter(Attempt.at_asking(network_in(request), device_for(request)), now):
        form.refuse([too_many(wait)])
        return slowed(render_reset(request, form, 429), wait)
    if not throttle.enter(Attempt.at_mail(email, device_for(request, email)), now):
        count = throttle.to_tell("reset", "", now)
        with state_of(request).database.writing() as db:
            actions.ask_for_reset(db, key_of(request), email, count=count, at=now)
    return redirect("/password-reset/sent")


@router.get("/password-reset/sent")
def reset_sent(request: Request, _open: Anyone) -> Response:
    return render(request, "accounts/reset_sent.html", {})


def dead_link(request: Request) -> Response:
    """One page for links that never were, that were used, and that are too old."""
    return render(request, "accounts/dead_link.html", {}, status=410)


def render_reset(request: Request, form: ResetForm, status: int = 200) -> Response:
    return render(request, "accounts/password_reset.html", {"form": form}, status=status)


def render_link(request: Request, person: Person, token: str, form: AcceptanceForm | NewPasswordForm) -> Response:
    context = {
        "is_invitation": isinstance(form, AcceptanceForm),
        "person": person,
        "token": token,
        "form": form,
        "languages": languages.offered(),
        "provider": provider_name(settings_of(request)),
    }
    return render(request, "accounts/link.html", context, status=422 if form.problems else 200)
