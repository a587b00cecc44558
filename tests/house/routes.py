"""Every route of the application, found by walking it; and a request to each that would succeed for the right person.

A new route that writes needs a line in BODIES of `bodies.py`: without it the tests of all routes fail.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi.routing import APIRoute
from httpx2 import Response
from starlette.routing import BaseRoute, Mount

from app.access.guards import GUARD_KINDS, GUARDS, ON_ASSESSMENTS
from app.assessments.lifecycle import State
from app.assessments.rights import Permission, Role, may
from app.db.session import writing
from app.main import create_app
from app.settings import Settings
from questionnaires.catalogue import Catalogue
from tests.cast import ARDEN, BY_ROLE, ITEM, KEPT_FILE, LINK, PAST_IMPORT, Actor
from tests.house.bodies import BODIES

OPEN_TO_ALL = {"/api/v1/openapi.json", "/static"}  # no page of ours: FastAPI's description and the files


def is_guard(call: Callable[..., object]) -> bool:
    return isinstance(call, GUARD_KINDS) or call in GUARDS


FILES: dict[str, dict[str, tuple[str, bytes]]] = {
    "/assessments/{assessment_id}/evidence/files": {"file": ("Order 12.pdf", KEPT_FILE)},
    "/assessments/{assessment_id}/evidence/{evidence_id}/replacement": {"file": ("Order 13.txt", b"Order 13/2026")},
    "/assessments/{assessment_id}/workbook/imports": {"workbooks": ("answers.xlsx", KEPT_FILE)},
    "/assessments/{assessment_id}/workforce/staff-list": {"file": ("staff.csv", b"Grade,Sex\nG1,W\n")},
    "/administrations/import": {"file": ("list.csv", b"Code\nARDEN\n")},
    "/verify": {"file": ("Order 12.pdf", KEPT_FILE)},
}
"""What an upload sends beside its body."""

WORKFORCE = tuple(
    f"{method} {api}/assessments/{{assessment_id}}/workforce{place}"
    for method, api, place in (
        ("GET", "", ""),
        ("GET", "", "/{table}"),
        ("POST", "", "/{table}"),
        ("PUT", "", "/{table}"),
        ("GET", "/api/v1", ""),
        ("PUT", "/api/v1", "/{table}"),
        ("PUT", "/api/v1", "/{table}/{row}/{column}"),
    )
)
"""The questionnaire of the cast has no such tables."""

ALSO_GOOD: dict[str, tuple[int, ...]] = {
    "GET /assessments/{assessment_id}/review/completion": (409,),
    "POST /assessments/{assessment_id}/review/completion": (409, 422),
    "POST /assessments/{assessment_id}/review/decisions/{indicator}": (409,),
    "PUT /assessments/{assessment_id}/review/decisions/{indicator}": (409,),
    "POST /assessments/{assessment_id}/review/{element}/acceptances": (409,),
    "POST /assessments/{assessment_id}/recommendations/{indicator}": (404,),
    "GET /assessments/{assessment_id}/workforce/results": (404,),
    "POST /reviews/assignments": (409,),
    "POST /rounds/{round_id}/reminders": (409,),
    "POST /rounds/{round_id}/extensions": (409,),
    "POST /reviews/publications": (409,),
    "POST /assessments/{assessment_id}/publication": (409,),
    "GET /reviews/draws": (404, 422),
    "POST /reviews/draws": (422,),
    "POST /sign-in/passkey": (422,),
    "POST /account/passkeys": (422,),
    "POST /account/confirmation/passkey": (422,),
    "POST /account/tokens": (200,),
    "POST /assessments/{assessment_id}/signature": (409, 422),
    "POST /assessments/{assessment_id}/work/signature": (409,),
    "POST /assessments/{assessment_id}/validated": (422,),
    "POST /assessments/{assessment_id}/disagreements/{indicator}": (422,),
    "POST /assessments/{assessment_id}/workbook/imports": (422,),
    "GET /assessments/{assessment_id}/workforce": (404,),
    "GET /assessments/{assessment_id}/workforce/{table}": (404,),
    "GET /assessments/{assessment_id}/workforce/{table}/history": (404,),
    "PUT /assessments/{assessment_id}/workforce/{table}": (404,),
    "POST /assessments/{assessment_id}/workforce/{table}": (404,),
    "POST /assessments/{assessment_id}/workforce/{table}/block": (404,),
    "POST /assessments/{assessment_id}/workforce/{table}/opening": (404,),
    "GET /assessments/{assessment_id}/workforce/grades": (404,),
    "POST /assessments/{assessment_id}/workforce/grades": (404,),
    "GET /assessments/{assessment_id}/workforce/staff-list": (404,),
    "GET /assessments/{assessment_id}/workforce/staff-list.xlsx": (404,),
    "POST /assessments/{assessment_id}/workforce/staff-list": (404,),
    "POST /assessments/{assessment_id}/workforce/staff-list/confirmation": (404,),
    "POST /assessments/{assessment_id}/workbook/imports/confirmation": (422,),
    "GET /assessments/{assessment_id}/signatures/{number}.json": (404,),
    "POST /administrations/{administration_id}/people/{person_id}/invitation": (422,),
    "POST /administrations/import": (200,),
    "POST /verify": (422,),
    "POST /administrations/import/confirmation": (422,),
    "POST /administrations/import/left-out": (422,),
    "POST /assessments/{assessment_id}/workbook/imports/left-out": (422,),
    "POST /accounts/{person_id}/invitation": (422,),
    "POST /accounts/{person_id}/office": (422,),
    "POST /mails/{mail_id}/tries": (404,),
    "POST /notices/{notice_id}": (404,),
    "GET /assessments/{assessment_id}/review/versions/{number}": (404,),
    "GET /mails": (404,),
    "GET /desk/sample": (422,),
    "GET /audit/{number}": (404,),
    **dict.fromkeys(WORKFORCE, (404,)),
}
"""Routes whose own rules refuse the body above in some state or for some role, with a sentence: 409 or 422."""

THERE_ONCE = {
    "GET /assessments/{assessment_id}/signatures/{number}.json": State.SIGNED,
    "GET /results/{assessment_id}": State.PUBLISHED,
}
"""Addresses at which there is nothing before Arden has come to a state."""

IN_ADDRESSES = {
    "element": "E1.1",
    "indicator": "RC-01",
    "version": "2027.1",
    "pillar": "P1",
    "round_id": "round",
    "code": "ARDEN",
    "number": "1",
    "evidence_id": ITEM,
    "import_id": PAST_IMPORT,
    "person_id": "vera",
    "mail_id": "none",
    "notice_id": "none",
    "token": LINK,
    "table": "WT1a",
    "row": "G1",
    "column": "staff.W",
}
"""What stands in the addresses beside assessment and administration."""


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    calls: tuple[Callable[..., object], ...]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def guards(self) -> list[Callable[..., object]]:
        return [call for call in self.calls if is_guard(call)]

    @property
    def permission(self) -> Permission | None:
        """The right that its guard asks for; None where being signed in is enough, or less."""
        return getattr(self.guards[0], "permission", None)

    @property
    def is_of_assessment(self) -> bool:
        return isinstance(self.guards[0], ON_ASSESSMENTS)

    @property
    def is_api(self) -> bool:
        return self.path.startswith("/api/")

    @property
    def allowed(self) -> tuple[str, State]:
        """Somebody of the cast who may, and a state of Arden in which they may: Alice in the middle, if she may."""
        first = THERE_ONCE.get(str(self), State.IN_PROGRESS)
        if self.permission is None:
            return "alice", first
        states = (first, *State)
        return next((BY_ROLE[role], state) for state in states for role in Role if may(self.permission, role, state))

    @property
    def writes(self) -> bool:
        return self.method != "GET"

    @property
    def good(self) -> tuple[int, ...]:
        """What may come back once the guard has let it pass: done, or a refusal in the route's own words."""
        return (200, 201, 204, 303, *ALSO_GOOD.get(str(self), ()))

    def address(self, assessment: str = ARDEN, administration: str = "arden") -> str:
        return self.path.format(assessment_id=assessment, administration_id=administration, **IN_ADDRESSES)

    def ask(self, actor: Actor, assessment: str = ARDEN, *, administration: str = "arden", **options: Any) -> Response:
        """As this person, with everything that the route wants."""
        headers = options.pop("headers", {}) | (actor.api if self.is_api else {})
        if self.writes:
            body = BODIES[self.path]
            options |= {"json": body} if self.is_api else {"data": actor.form(**body), "files": FILES.get(self.path)}
        return actor.browser.request(self.method, self.address(assessment, administration), headers=headers, **options)

    def ask_as_nobody(self, actor: Actor, **options: Any) -> Response:
        """The same request from a browser and a program that are not signed in."""
        actor.browser.cookies.clear()
        return self.ask(Actor(actor.id, actor.browser, "no token of anybody", actor.key), **options)


def found_below(routes: Iterable[BaseRoute]) -> Iterator[BaseRoute]:
    """FastAPI keeps the routers that were included, not their routes: walk into them."""
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is None:
            yield route
        else:
            yield from found_below(included.routes)


def _calls(dependant: Any) -> Iterator[Callable[..., object]]:
    for dependency in dependant.dependencies:
        yield dependency.call
        yield from _calls(dependency)


def _walk() -> tuple[list[Route], set[str]]:
    """The routes, and the paths of everything that is no route of FastAPI's."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=Path(folder), database_url=""), Catalogue({}, frozenset()))
    routes = list(found_below(app.routes))
    ours = [route for route in routes if isinstance(route, APIRoute)]
    others = {route.path for route in routes if not isinstance(route, APIRoute) and hasattr(route, "path")}
    assert all(isinstance(route, APIRoute | Mount) or hasattr(route, "path") for route in routes)
    return [
        Route(method, route.path, tuple(_calls(route.dependant))) for route in ours for method in route.methods or ()
    ], others


ROUTES, OTHERS = _walk()
ROUTES.sort(key=str)
OF_ASSESSMENTS = [route for route in ROUTES if "{assessment_id}" in route.path]
READING = [route for route in ROUTES if not route.writes]
WRITING_PAGES = [route for route in ROUTES if route.writes and not route.is_api]
WRITING_ASSESSMENTS = [route for route in OF_ASSESSMENTS if writing in route.calls]
