"""A room with nothing in it says what will be there; a filter that finds nothing says that it is the filter."""

import re

import pytest
from fastapi import FastAPI
from sqlalchemy import delete

from app.db.session import Database
from app.db.tables.people import Membership
from tests.app.browser import words
from tests.cast import ARDEN, Actor, actor
from tests.house.test_templates import TEMPLATES, source

pytestmark = pytest.mark.usefixtures("database")
ROOM = re.compile(r'<div class="empty">(.*?)</div>', re.DOTALL)
ALONE = re.compile(r'<(?:p|li) class="card"[^>]*>{{ _\("((?:No|Nobody|Nothing|There (?:is|are) no)\b[^"]*)"')
OF_A_PART = ("No question is below its target.", "No one was found.", "No download has this SHA-256.")


@pytest.mark.parametrize(
    ("person", "address", "title"),
    [
        ("sofia", "/reviews", "Nothing to review yet"),
        ("bob", "/desk/results", "Nothing has been signed yet"),
        ("bob", "/downloads", "Nothing has been downloaded yet"),
        ("tessa", "/mails/waiting", "Every email has been sent"),
        ("alice", "/results", "No published results yet"),
        ("alice", f"/assessments/{ARDEN}/moves", "Nothing has happened yet"),
        ("alice", f"/assessments/{ARDEN}/answers/RC-01/history", "Nothing has been saved here yet"),
    ],
)
def test_a_room_with_nothing_in_it_says_what_will_be_there(person: str, address: str, title: str, app: FastAPI) -> None:
    (room,) = ROOM.findall(actor(app, person).browser.get(address).text)

    assert words(room).startswith(title)
    assert len(words(room)) > len(title) + 40, "more than that it is empty"


@pytest.mark.parametrize(
    ("person", "address", "sentence"),
    [
        ("sofia", "/reviews?state=signed", "No signed self-assessments match."),
        ("bob", "/desk/results?round=2026", "No signed results match these filters."),
        ("bob", "/downloads?person=nobody", "No downloads match these filters."),
        ("sofia", "/administrations?text=nowhere", "No administrations match. Change the filter."),
    ],
)
def test_a_filter_that_finds_nothing_says_so(person: str, address: str, sentence: str, app: FastAPI) -> None:
    page = actor(app, person).browser.get(address).text

    assert ROOM.findall(page) == []
    assert sentence in words(page)


def test_a_team_without_people_says_whom_to_invite_first(sofia: Actor, database: Database) -> None:
    with database.writing() as db:
        db.execute(delete(Membership).where(Membership.administration_id == "brink"))  # type: ignore[arg-type]  # a column

    page = words(sofia.browser.get("/administrations/brink/people").text)

    assert "No one belongs to this administration yet Invite a coordinator first." in page


def test_no_page_says_in_a_card_alone_that_a_room_is_empty() -> None:
    said = {text for name in TEMPLATES for text in ALONE.findall(source(name))}

    assert said
    assert {text for text in said if " match" not in text and not text.startswith(OF_A_PART)} == set()
