"""The people of an administration."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import AdministrationToChange, AdministrationToSee
from app.access.identity import utc_now
from app.access.loaders import AdministrationAccess, NotYours
from app.assessments.rights import ROLE_NAMES, ROLE_SENTENCES, TEAM, Permission, Role
from app.db.session import Reading, Writing
from app.features.directory.people import queries, team
from app.features.directory.people.invitations import Invitation, read_invitation
from app.features.directory.people.refusal import Refused
from app.i18n import languages
from app.web.pages import go_on_saying, render
from questionnaires.problems import Problem

router = APIRouter(prefix="/administrations/{administration_id}/people", include_in_schema=False)

ToSee = Annotated[AdministrationAccess, Depends(AdministrationToSee(Permission.SEE_TEAM))]
ToSeeKeeping = Annotated[AdministrationAccess, Depends(AdministrationToSee(Permission.KEEP_TEAM))]
ToKeep = Annotated[AdministrationAccess, Depends(AdministrationToChange(Permission.KEEP_TEAM))]


@router.get("")
def page(request: Request, access: ToSee, db: Reading) -> Response:
    return _page(request, access, db, None, [])


@router.post("")
def invite(request: Request, access: ToKeep, form: SubmittedForm, db: Writing) -> Response:
    (invitation, problems), status = read_invitation(form, TEAM), 422
    if not problems:
        try:
            team.invite(db, access, invitation, key=request.app.state.key, at=utc_now())
            return go_on_saying(request, "invited", _home(access))
        except Refused as refused:
            problems, status = [refused.problem], refused.status
    typed = Invitation(str(form.get("email", "")), str(form.get("name", "")), invitation.role, invitation.language)
    return _page(request, access, db, typed, problems, status)


@router.post("/{person_id}")
def change_role(request: Request, access: ToKeep, person_id: str, form: SubmittedForm, db: Writing) -> Response:
    role = str(form.get("role", ""))
    return _do(request, access, db, "role", partial(team.change_role, db, access, person_id, role, at=utc_now()))


@router.post("/{person_id}/invitation")
def invite_again(request: Request, access: ToKeep, person_id: str, db: Writing) -> Response:
    key = request.app.state.key
    return _do(request, access, db, "invited", partial(team.invite_again, db, access, person_id, key=key, at=utc_now()))


@router.get("/{person_id}/removal")
def removal_page(request: Request, access: ToSeeKeeping, person_id: str, db: Reading) -> Response:
    found = [one for one in queries.team_of(db, access.administration.id) if one.id == person_id]
    if not found:
        raise NotYours
    if found[0].role == Role.HEAD and not access.may(Permission.NAME_HEAD):
        return _page(request, access, db, None, [Problem("", team.NAMING_HEADS)], 403)
    home = _home(access)
    names = {"access": access, "member": found[0], "address": f"{home}/{found[0].id}/removal", "back": home}
    return render(request, "directory/removal.html", names)


@router.post("/{person_id}/removal")
def remove(request: Request, access: ToKeep, person_id: str, db: Writing) -> Response:
    answer = _do(request, access, db, "removed", partial(team.remove, db, access, person_id, at=utc_now()))
    has_left = person_id == access.visitor.id and answer.status_code == 303
    return go_on_saying(request, "left", "/") if has_left else answer


def _do(request: Request, access: AdministrationAccess, db: Session, said: str, act: Callable[[], None]) -> Response:
    """Does it, or shows the page again with what stands against it."""
    try:
        act()
    except Refused as refused:
        return _page(request, access, db, None, [refused.problem], refused.status)
    return go_on_saying(request, said, _home(access))


def _home(access: AdministrationAccess) -> str:
    return f"/administrations/{access.administration.id}/people"


def _page(
    request: Request,
    access: AdministrationAccess,
    db: Session,
    typed: Invitation | None,
    problems: list[Problem],
    status: int = 422,
) -> Response:
    names_heads = access.may(Permission.NAME_HEAD)
    blank = Invitation("", "", "contributor", languages.spoken(access.administration.language))
    names: dict[str, Any] = {
        "access": access,
        "team": queries.team_of(db, access.administration.id),
        "roles": [role for role in TEAM if names_heads or role != Role.HEAD],
        "names_heads": names_heads,
        "naming_heads": team.NAMING_HEADS,
        "role_names": ROLE_NAMES,
        "role_sentences": ROLE_SENTENCES,
        "languages": languages.offered(),
        "typed": typed or blank,
        "problems": problems,
    }
    return render(request, "directory/people.html", names, status=status if problems else 200)
