"""Who runs this installation, and whom to write to: on every page and for everybody, signed in or not."""

from collections.abc import Iterator
from typing import cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.db.session import Database
from app.web.app_state import AppState
from tests.app.browser import words
from tests.app_state import change_state

PAGES = ("/contact", "/privacy", "/accessibility")


@pytest.fixture
def nobody(app: FastAPI, database: Database) -> TestClient:
    return TestClient(app, base_url="https://testserver")


@pytest.fixture
def run_by_the_wco(app: FastAPI) -> Iterator[None]:
    before = cast(AppState, app.state).settings
    ours = {"organisation": "WCO <Brussels>", "contact_email": "parity@wco.example"}
    change_state(app, settings=before.model_copy(update=ours))
    yield
    change_state(app, settings=before)


@pytest.mark.usefixtures("run_by_the_wco")
@pytest.mark.parametrize("address", PAGES)
def test_they_name_the_organisation_and_its_address(address: str, nobody: TestClient) -> None:
    page = nobody.get(address).text

    assert '<a href="mailto:parity@wco.example">' in page
    assert words(page).count("WCO <Brussels>") >= 2, "at the top and at the end"


@pytest.mark.parametrize("address", PAGES)
def test_where_no_address_is_set_they_name_the_people_to_ask(address: str, nobody: TestClient) -> None:
    page = nobody.get(address).text

    assert "mailto:" not in page
    assert "Ask the coordinator of your administration, or the person who invited you." in words(page)


def test_every_page_leads_there(nobody: TestClient) -> None:
    page = nobody.get("/sign-in").text

    assert all(f'href="{address}"' in page for address in PAGES)
