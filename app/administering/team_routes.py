"""The people of an administration."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.responses import Response

from app import languages
from app.access import OpenedAdministration
from app.administering import queries, team
from app.administering.inviting import Invitation, read_invitation
from app.database import Reading, Writing
from app.guards import AdministrationToChange, AdministrationToSee
from app.identity import utc_now
from app.posted import Posted
from app.rights import ROLE_NAMES, ROLE_SENTENCES, TEAM, Permission
from app.web.pages import go_to, render
from questionnaires.problems import N_, Problem

router = APIRouter(prefix="/administrations/{administration_id}/people", include_in_schema=False)

ToSee = Annotated[OpenedAdministration, Depends(AdministrationToSee(Permission.SEE_TEAM))]
ToKeep = Annotated[OpenedAdministration, Depends(AdministrationToChange(Permission.KEEP_TEAM))]

SAID = {
    "invited": N_("The invitation is on its way. It works for seven days."),
    "role": N_("The role is changed."),
    "removed": N_("The person no longer belongs to the team. What they answered and wrote stays."),
}


@router.get("")
def page(request: Request, opened: ToSee, db: Reading) -> Response:
    return _page(request, opened, db, None, [])


@router.post("")
def invite(request: Request, opened: ToKeep, form: Posted, db: Writing) -> Response:
    invitation, problems = read_invitation(form, TEAM)
    if not problems:
        try:
            team.invite(db, opened, invitation, key=request.app.state.key, at=utc_now())
            return go_to(f"{_home(opened)}?said=invited")
        except team.Refused as refused:
            problems = [refused.problem]
    typed = Invitation(str(form.get("email", "")), str(form.get("name", "")), invitation.role, invitation.language)
    return _page(request, opened, db, typed, problems)


@router.post("/{person_id}")
def change_role(request: Request, opened: ToKeep, person_id: str, form: Posted, db: Writing) -> Response:
    role = str(form.get("role", ""))
    return _do(request, opened, db, "role", partial(team.change_role, db, opened, person_id, role, at=utc_now()))


@router.post("/{person_id}/invitation")
def invite_again(request: Request, opened: ToKeep, person_id: str, db: Writing) -> Response:
    key = request.app.state.key
    return _do(request, opened, db, "invited", partial(team.invite_again, db, opened, person_id, key=key, at=utc_now()))


@router.post("/{person_id}/removal")
def remove(request: Request, opened: ToKeep, person_id: str, db: Writing) -> Response:
    answer = _do(request, opened, db, "removed", partial(team.remove, db, opened, person_id, at=utc_now()))
    has_left = person_id == opened.visitor.id and answer.status_code == 303
    return go_to("/") if has_left else answer


def _do(request: Request, opened: OpenedAdministration, db: Session, said: str, act: Callable[[], None]) -> Response:
    """Does it, or shows the page again with what stands against it."""
    try:
        act()
    except team.Refused as refused:
        return _page(request, opened, db, None, [refused.problem])
    return go_to(f"{_home(opened)}?said={said}")


def _home(opened: OpenedAdministration) -> str:
    return f"/administrations/{opened.administration.id}/people"


def _page(
    request: Request, opened: OpenedAdministration, db: Session, typed: Invitation | None, problems: list[Problem]
) -> Response:
    blank = Invitation("", "", "contributor", languages.spoken(opened.administration.language))
    names: dict[str, Any] = {
        "opened": opened,
        "team": queries.team_of(db, opened.administration.id),
        "roles": TEAM,
        "role_names": ROLE_NAMES,
        "role_sentences": ROLE_SENTENCES,
        "languages": languages.offered(),
        "typed": typed or blank,
        "problems": problems,
        "said": SAID.get(request.query_params.get("said", ""), ""),
    }
    return render(request, "administering/people.html", names, status=422 if problems else 200)
