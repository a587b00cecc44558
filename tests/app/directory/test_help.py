"""The help page says what the tables say, to everybody."""

import pytest
from fastapi.testclient import TestClient

from app.assessments.lifecycle import NAMES, TRANSITIONS
from app.assessments.rights import RIGHTS, ROLE_NAMES, ROLE_SENTENCES, Permission
from app.features.help.routes import groups
from tests.app.browser import words
from tests.cast import Actor


def test_every_right_stands_once_with_all_its_roles_and_states() -> None:
    lines = [line for _title, lines in groups() for line in lines]

    assert sorted(line.permission for line in lines) == sorted(RIGHTS)
    for line in lines:
        shown = {role: grant.states for grant in line.grants for role in grant.roles}
        grants = RIGHTS[line.permission].grants
        assert shown.keys() == grants.keys()
        assert all(not states or set(states) == grants[role] for role, states in shown.items())


@pytest.mark.parametrize("permission", Permission)
def test_the_page_shows_every_right(permission: Permission, alice: Actor) -> None:
    assert RIGHTS[permission].sentence in words(alice.browser.get("/help").text)


def test_the_page_names_every_role_state_and_move(alice: Actor) -> None:
    page = words(alice.browser.get("/help").text)

    for said in (
        *ROLE_NAMES.values(),
        *ROLE_SENTENCES.values(),
        *NAMES.values(),
        *(transition.name for transition in TRANSITIONS.values()),
    ):
        assert said in page


def test_it_is_open_to_everybody_and_linked_from_every_page(alice: Actor) -> None:
    nobody = TestClient(alice.browser.app)

    assert nobody.get("/help").status_code == 200
    assert 'href="/help"' in nobody.get("/sign-in").text
    assert "Alice" in alice.browser.get("/help").text
