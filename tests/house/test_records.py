"""A record carries its day and its zone on the screen; a working page at least on paper, and under the pointer."""

import re

import pytest
from fastapi import FastAPI

from app.assessments.lifecycle import State
from app.db.session import Database
from questionnaires.catalogue import Catalogue
from tests.cast import ARDEN, ITEM, actor
from tests.house.test_templates import TEMPLATES, source
from tests.states import put_in_state

OF_ARDEN = f"/assessments/{ARDEN}"
RECORDS = [
    ("bob", "/desk"),
    ("bob", "/desk/results"),
    ("bob", "/desk/sample?round=round&size=1&seed=dice"),
    ("bob", "/audit/1"),
    ("bob", "/audit"),
    ("bob", "/downloads"),
    ("alice", f"{OF_ARDEN}/moves"),
    ("alice", f"{OF_ARDEN}/signature"),
    ("alice", f"{OF_ARDEN}/answers/RC-01/history"),
    ("alice", f"{OF_ARDEN}/evidence"),
    ("alice", f"{OF_ARDEN}/evidence/{ITEM}"),
    ("alice", f"{OF_ARDEN}/workbook"),
    ("alice", "/account"),
    ("tessa", "/mails/waiting"),
]
WITH_SHORT_TIMES = {
    "answering/_comments_of.html",
    "answering/_not_saved_state.html",
    "answering/_profile_state.html",
    "answering/_question_read.html",
    "answering/_said.html",
    "answering/_shares.html",
    "answering/_state.html",
    "workbooks/_conflict.html",
    "workforce/_state.html",
    "reviewing/_decision_problem.html",
    "reviewing/_decision_read.html",
    "reviewing/_decision_state.html",
    "reviewing/outcome/_state.html",
    "reviewing/returning/_draft_not_saved.html",
    "reviewing/returning/_draft_state.html",
}
"""Where people work, and want to know how long ago something was."""
WORKING = [("alice", f"{OF_ARDEN}/elements/E1.1"), ("alice", f"{OF_ARDEN}/answers/RC-01/comments")]
DATED = re.compile(r"\d{1,2} [A-Z][a-z]+ 2\d{3}, \d\d:\d\d UTC")
TIME = re.compile(r"<time([^>]*)>(.*?)</time>", re.DOTALL)


def times_of(app: FastAPI, database: Database, catalogue: Catalogue, who: str, address: str) -> list[tuple[str, str]]:
    """Attributes and content of each time on a page of an assessment in which something happened today."""
    alice = actor(app, "alice")
    alice.browser.post(f"{OF_ARDEN}/answers/RC-01", data=alice.form(revision=0, choice="3"))
    alice.browser.post(f"{OF_ARDEN}/answers/RC-01/comments/team", data=alice.form(text="See page 4"))
    alice.browser.post("/password-reset", data={"email": "vera@example.org"})
    alice.browser.get(f"{OF_ARDEN}/gap-report.xlsx")
    if who != "tessa" and address not in {working for _, working in WORKING}:
        with database.writing() as db:
            put_in_state(db, catalogue, State.PUBLISHED)
    answer = actor(app, who).browser.get(address)
    assert answer.status_code == 200
    times = [time for time in TIME.findall(answer.text) if "end of day" not in time[1]]
    assert times, "nothing on this page has a time"
    return times


def test_only_where_people_work_times_are_short() -> None:
    assert {name for name in TEMPLATES if re.search(r"(?<!macro )\bmoment\(", source(name))} == WITH_SHORT_TIMES


@pytest.mark.parametrize(("who", "address"), RECORDS)
def test_a_record_says_day_and_zone(
    who: str, address: str, app: FastAPI, database: Database, catalogue: Catalogue
) -> None:
    times = times_of(app, database, catalogue, who, address)

    assert [content for _, content in times if not DATED.fullmatch(content)] == []


@pytest.mark.parametrize(("who", "address"), WORKING)
def test_a_working_page_says_them_on_paper(
    who: str, address: str, app: FastAPI, database: Database, catalogue: Catalogue
) -> None:
    times = times_of(app, database, catalogue, who, address)

    assert [
        content for attributes, content in times if not (DATED.search(attributes) or DATED.fullmatch(content))
    ] == []
