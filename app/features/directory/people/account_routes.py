"""The accounts, for the technical administrator."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import OfficeToChange, OfficeToSee
from app.access.identity import Visitor, utc_now
from app.assessments.rights import OFFICES, ROLE_NAMES, ROLE_SENTENCES, Permission
from app.db.session import Reading, Writing
from app.features.directory.people import accounts, queries
from app.features.directory.people.invitations import Invitation, read_invitation
from app.features.directory.people.refusal import Refused
from app.i18n import languages
from app.web.pages import go_on_saying, render
from questionnaires.problems import Problem

router = APIRouter(prefix="/accounts", include_in_schema=False)

ToSee = Annotated[Visitor, Depends(OfficeToSee(Permission.KEEP_ACCOUNTS))]
ToKeep = Annotated[Visitor, Depends(OfficeToChange(Permission.KEEP_ACCOUNTS))]


@router.get("")
def page(request: Request, visitor: ToSee, db: Reading) -> Response:
    return _page(request, visitor, db, None, [])


@router.post("")
def invite(request: Request, visitor: ToKeep, form: SubmittedForm, db: Writing) -> Response:
    invitation, problems = read_invitation(form, OFFICES)
    if not problems:
        try:
            accounts.invite(db, invitation, key=request.app.state.key, by=visitor, at=utc_now())
            return go_on_saying(request, "invited", "/accounts")
        except Refused as refused:
            problems = [refused.problem]
    typed = Invitation(str(form.get("email", "")), str(form.get("name", "")), invitation.role, invitation.language)
    return _page(request, visitor, db, typed, problems)


@router.post("/{person_id}/invitation")
def invite_again(request: Request, visitor: ToKeep, person_id: str, db: Writing) -> Response:
    key = request.app.state.key
    act = partial(accounts.invite_again, db, person_id, key=key, by=visitor, at=utc_now())
    return _do(request, visitor, db, "invited", act)


@router.post("/{person_id}/office")
def change_office(request: Request, visitor: ToKeep, person_id: str, form: SubmittedForm, db: Writing) -> Response:
    office = str(form.get("office", ""))
    act = partial(accounts.change_office, db, person_id, office, by=visitor, at=utc_now())
    return _do(request, visitor, db, "office", act)


@router.get("/{person_id}/state")
def disabling_page(request: Request, visitor: ToSee, person_id: str, db: Reading) -> Response:
    return _ask(request, "directory/disabling.html", db, person_id, "state")


@router.get("/{person_id}/sign-outs")
def sign_outs_page(request: Request, visitor: ToSee, person_id: str, db: Reading) -> Response:
    return _ask(request, "directory/sign_outs.html", db, person_id, "sign-outs")


def _ask(request: Request, template: str, db: Session, person_id: str, act: str) -> Response:
    person = accounts.person_of(db, person_id)
    names = {"person": person, "address": f"/accounts/{person.id}/{act}", "back": "/accounts"}
    return render(request, template, names)


@router.post("/{person_id}/state")
def set_active(request: Request, visitor: ToKeep, person_id: str, form: SubmittedForm, db: Writing) -> Response:
    is_active = form.get("is_active") == "yes"
    act = partial(accounts.set_active, db, person_id, is_active, by=visitor, at=utc_now())
    return _do(request, visitor, db, "enabled" if is_active else "disabled", act)


@router.post("/{person_id}/sign-outs")
def end_sessions(request: Request, visitor: ToKeep, person_id: str, db: Writing) -> Response:
    act = partial(accounts.end_sessions, db, person_id, by=visitor, at=utc_now())
    return _do(request, visitor, db, "signed-out", act)


def _do(request: Request, visitor: Visitor, db: Session, said: str, act: Callable[[], None]) -> Response:
    try:
        act()
    except Refused as refused:
        return _page(request, visitor, db, None, [refused.problem])
    return go_on_saying(request, said, "/accounts")


def _page(
    request: Request, visitor: Visitor, db: Session, typed: Invitation | None, problems: list[Problem]
) -> Response:
    text = request.query_params.get("text", "")
    names: dict[str, Any] = {
        "offices": OFFICES,
        "people": queries.people_of_offices(db),
        "found": queries.search_people(db, text),
        "text": text,
        "role_names": ROLE_NAMES,
        "role_sentences": ROLE_SENTENCES,
        "languages": languages.offered(),
        "typed": typed or Invitation("", "", "reviewer", visitor.language),
        "problems": problems,
    }
    return render(request, "directory/accounts.html", names, status=422 if problems else 200)
