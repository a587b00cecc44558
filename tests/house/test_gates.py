"""Every address that takes files, or more than an ordinary form, has a gate: rights are looked at before the body."""

import pytest

from app.access.forms import submitted_form_with_files
from app.access.guards import file_from_anyone
from app.web.middleware import UPLOADS
from app.web.upload_guard import AssessmentGate, OfficeGate
from tests.house.routes import ROUTES, Route

LARGE = [
    route
    for route in ROUTES
    if route.writes
    and (submitted_form_with_files in route.calls or UPLOADS.search(route.address()))
    and file_from_anyone not in route.calls
]


def test_there_are_some() -> None:
    assert len(LARGE) >= 6


@pytest.mark.parametrize("route", LARGE, ids=str)
def test_a_gate_asks_for_the_right_of_the_guard_before_anything_else(route: Route) -> None:
    gate = route.calls[0]

    assert isinstance(gate, AssessmentGate if route.is_of_assessment else OfficeGate)
    assert gate.permission is route.permission


def test_other_routes_have_none() -> None:
    gated = [route for route in ROUTES if any(isinstance(call, AssessmentGate | OfficeGate) for call in route.calls)]

    assert [str(route) for route in gated if route not in LARGE] == []
