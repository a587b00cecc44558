"""The description of the API names every address that there is, and no page."""

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.house.routes import ROUTES, Route

OF_API = [route for route in ROUTES if route.is_api]


@pytest.fixture
def description(app: FastAPI) -> dict[str, Any]:
    document: dict[str, Any] = TestClient(app).get("/api/v1/openapi.json").json()
    return document


def test_every_route_of_the_api_is_described_and_nothing_else(
    description: dict[str, Any],
) -> None:
    described = {f"{method.upper()} {path}" for path, ways in description["paths"].items() for method in ways}

    assert described == {str(route) for route in OF_API}


@pytest.mark.parametrize("route", OF_API, ids=str)
def test_every_route_of_the_api_says_what_it_is_for(route: Route, description: dict[str, Any]) -> None:
    assert description["paths"][route.path][route.method.lower()]["summary"]
