"""The help page says what the tables say, to everybody."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.assessments.lifecycle import NAMES, STEPS, TRANSITIONS
from app.assessments.rights import RIGHTS, ROLE_NAMES, ROLE_SENTENCES, Permission, Role
from app.features.help.routes import groups
from app.features.help.texts import KEYS, WORDS, YEAR
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


def test_it_begins_with_the_five_steps_of_the_year(alice: Actor) -> None:
    page = words(alice.browser.get("/help").text)

    assert tuple(step.title for step in YEAR) == STEPS
    assert page.index(YEAR[0].sentence) < page.index(YEAR[-1].sentence) < page.index(ROLE_SENTENCES[Role.VIEWER])
    assert all(sentence in page for step in YEAR for sentence in step.roles.values())


def test_it_explains_the_words_that_the_style_guide_keeps_to() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "words.md").read_text(encoding="utf-8")
    table = guide.partition("## One word, one thing")[2].partition("States of an assessment")[0]
    kept = set(re.findall(r"^\| ([^|]+?) \|", table, re.MULTILINE)) - {"word", "---"}

    of_roles = {word for word in kept if word.startswith(("coordinator", "lead"))}
    assert set(WORDS) == kept - of_roles - {"sign-in, sign in"}


def test_it_names_the_keys_that_the_scripts_listen_to() -> None:
    scripts = Path(__file__).parents[3] / "app" / "web" / "static"
    listened = {
        key.upper()
        for script in scripts.glob("*.js")
        for key in re.findall(r'(?:toLowerCase\(\) !==|key ===) "(\w)"', script.read_text(encoding="utf-8"))
    }
    told = {key for _place, keys in KEYS for key, _effect in keys}

    assert listened == {"A", "N"}
    assert listened <= told
