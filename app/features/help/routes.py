"""Help, drawn from the tables by which Parity decides, and the pages that say who runs it: for everyone."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.access.guards import PerhapsSignedIn
from app.assessments.lifecycle import ALL, NAMES, TRANSITIONS, WAITS_FOR, State
from app.assessments.rights import OF_ASSIGNED_REVIEWERS, RIGHTS, ROLE_NAMES, ROLE_SENTENCES, TEAM, Permission, Role
from app.features.help.texts import KEYS, WORDS, YEAR
from app.web.app_state import state_of
from app.web.pages import render
from questionnaires.catalogue import Catalogue
from questionnaires.problems import N_

router = APIRouter(include_in_schema=False)

ROUND = (Permission.RUN_ROUND, Permission.FOLLOW_ROUND, Permission.READ_AUDIT)
PEOPLE = (
    Permission.SEE_TEAM,
    Permission.KEEP_TEAM,
    Permission.NAME_HEAD,
    Permission.DISCLOSE,
    Permission.KEEP_MEMBERS,
    Permission.KEEP_ACCOUNTS,
)


@dataclass(frozen=True)
class Grant:
    """Who may do something in the same states; `states` is empty where it is all of them."""

    roles: list[Role]
    states: list[State]


@dataclass(frozen=True)
class Line:
    permission: Permission
    sentence: str
    grants: list[Grant]
    is_of_assigned: bool


def line_of(permission: Permission) -> Line:
    """Roles with the same states stand together."""
    right = RIGHTS[permission]
    by_states: dict[frozenset[State], list[Role]] = {}
    for role, states in right.grants.items():
        by_states.setdefault(states, []).append(role)
    grants = [
        Grant(roles, [] if states == ALL else [state for state in State if state in states])
        for states, roles in by_states.items()
    ]
    return Line(permission, right.sentence, grants, permission in OF_ASSIGNED_REVIEWERS)


def groups() -> list[tuple[str, list[Line]]]:
    """Every right once: those on assessments by whose roles they are, those about the round and people by name."""
    on_assessments = [right for right in RIGHTS if right not in (*PEOPLE, *ROUND)]
    reading = [right for right in on_assessments if Role.AUDITOR in RIGHTS[right].grants]
    team = [right for right in on_assessments if right not in reading and set(TEAM) & set(RIGHTS[right].grants)]
    secretariat = [right for right in on_assessments if right not in (*reading, *team)]
    return [
        (N_("Reading"), [line_of(permission) for permission in reading]),
        (N_("Work of the administration"), [line_of(permission) for permission in team]),
        (N_("Work of the secretariat"), [line_of(permission) for permission in secretariat]),
        (N_("The round"), [line_of(permission) for permission in ROUND]),
        (N_("People and administrations"), [line_of(permission) for permission in PEOPLE]),
    ]


def moves_from(state: State) -> list[tuple[str, State]]:
    """What can happen next, and where it leads."""
    return [(step.name, step.target) for step in TRANSITIONS.values() if state in step.sources]


@router.get("/help")
def help_page(request: Request, _visitor: PerhapsSignedIn) -> Response:
    context = {
        "year": YEAR,
        "glossary": WORDS,
        "keys": KEYS,
        "roles": [(ROLE_NAMES[role], ROLE_SENTENCES[role]) for role in Role],
        "groups": groups(),
        "role_names": ROLE_NAMES,
        "state_names": NAMES,
        "versions": state_of(request).catalogue.newest_first(),
        "changed_since": _changed_since(state_of(request).catalogue),
        "states": [(state, WAITS_FOR[state], moves_from(state)) for state in State],
    }
    return render(request, "help/help.html", context)


def _changed_since(catalogue: Catalogue) -> dict[str, str]:
    """Each version that a map compares with the one before it, the newest first."""
    before = {version: catalogue.compared_with(version) for version in catalogue.newest_first()}
    return {version: older for version, older in before.items() if older}


@router.get("/contact")
def contact_page(request: Request, _visitor: PerhapsSignedIn) -> Response:
    return _about_us(request, "help/contact.html")


@router.get("/privacy")
def privacy_page(request: Request, _visitor: PerhapsSignedIn) -> Response:
    return _about_us(request, "help/privacy.html")


@router.get("/accessibility")
def accessibility_page(request: Request, _visitor: PerhapsSignedIn) -> Response:
    return _about_us(request, "help/accessibility.html")


def _about_us(request: Request, template: str) -> Response:
    return render(request, template, {"contact_email": state_of(request).settings.contact_email})
