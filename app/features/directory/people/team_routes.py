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
from app.features.directory.people.forms import InvitationForm, RoleForm, first_invitation, invitation_form
from app.features.directory.people.refusal import Refused
from app.i18n import languages
from app.web.app_state import state_of
from app.web.forms import Form, refusal
from app.web.pages import redirect_with_message, render
from questionnaires.problems import Problem

router = APIRouter(prefix="/administrations/{administration_id}/people", include_in_schema=False)

ToSee = Annotated[AdministrationAccess, Depends(AdministrationToSee(Permission.SEE_TEAM))]
ToSeeKeeping = Annotated[AdministrationAccess, Depends(AdministrationToSee(Permission.KEEP_TEAM))]
ToKeep = Annotated[AdministrationAccess, Depends(AdministrationToChange(Permission.KEEP_TEAM))]


@router.get("")
def page(request: Request, access: ToSee, db: Reading) -> Response:
    return render_people(request, access, db)


@router.post("")
def invite(request: Request, access: ToKeep, submitted: SubmittedForm, db: Writing) -> Response:
    form = invitation_form(submitted, TEAM)
    if form.problems:
        return render_people(request, access, db, form)
    act = partial(team.invite, db, access, form.invitation, key=state_of(request).key, at=utc_now())
    return do(request, access, db, act, "invited", form)


@router.post("/{person_id}")
def change_role(request: Request, access: ToKeep, person_id: str, submitted: SubmittedForm, db: Writing) -> Response:
    form = RoleForm(submitted, of=person_id)
    act = partial(team.change_role, db, access, person_id, form.role.data, at=utc_now())
    return do(request, access, db, act, "role", form)


@router.post("/{person_id}/invitation")
def invite_again(request: Request, access: ToKeep, person_id: str, db: Writing) -> Response:
    act = partial(team.invite_again, db, access, person_id, key=state_of(request).key, at=utc_now())
    return do(request, access, db, act, "invited", Form())


@router.get("/{person_id}/removal")
def removal_page(request: Request, access: ToSeeKeeping, person_id: str, db: Reading) -> Response:
    member = next((member for member in queries.team_of(db, access.administration.id) if member.id == person_id), None)
    if member is None:
        raise NotYours
    if member.role == Role.HEAD and not access.may(Permission.NAME_HEAD):
        return render_people(request, access, db, refusal(Problem("", team.NAMING_HEADS)), 403)
    home = home_of(access)
    context = {"access": access, "member": member, "address": f"{home}/{member.id}/removal", "back": home}
    return render(request, "directory/removal.html", context)


@router.post("/{person_id}/removal")
def remove(request: Request, access: ToKeep, person_id: str, db: Writing) -> Response:
    act = partial(team.remove, db, access, person_id, at=utc_now())
    answer = do(request, access, db, act, "removed", RoleForm(of=person_id))
    has_left = person_id == access.visitor.id and answer.status_code == 303
    return redirect_with_message(request, "left", "/") if has_left else answer


def do(
    request: Request, access: AdministrationAccess, db: Session, act: Callable[[], None], message: str, form: Form
) -> Response:
    """Does it, or shows the page again with what stands against it."""
    try:
        act()
    except Refused as refused:
        form.refuse([refused.problem])
        return render_people(request, access, db, form, refused.status)
    return redirect_with_message(request, message, home_of(access))


def home_of(access: AdministrationAccess) -> str:
    return f"/administrations/{access.administration.id}/people"


def render_people(
    request: Request, access: AdministrationAccess, db: Session, refused: Form | None = None, status: int = 422
) -> Response:
    """A form that was refused stands there as it was typed, the others as they are stored."""
    names_heads, members = access.may(Permission.NAME_HEAD), queries.team_of(db, access.administration.id)
    language = languages.spoken(access.administration.language)
    context: dict[str, Any] = {
        "access": access,
        "team": members,
        "roles": [role for role in TEAM if names_heads or role != Role.HEAD],
        "names_heads": names_heads,
        "naming_heads": team.NAMING_HEADS,
        "role_names": ROLE_NAMES,
        "role_sentences": ROLE_SENTENCES,
        "languages": languages.offered(),
        "refused": refused or Form(),
        "invitation": refused if isinstance(refused, InvitationForm) else first_invitation(Role.CONTRIBUTOR, language),
        "role_forms": {member.id: RoleForm(data={"role": member.role}, of=member.id) for member in members},
    }
    if isinstance(refused, RoleForm) and refused.role.data is not None:  # else it was a removal
        context["role_forms"][refused.of] = refused
    return render(request, "directory/people.html", context, status=status if refused else 200)
