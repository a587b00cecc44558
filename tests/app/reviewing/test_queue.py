"""The queue: filtered and sorted by the server, in three queries; and giving reviews out."""

import re
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import select

from app.access.identity import utc_now
from app.assessments.lifecycle import State
from app.db.tables.reviews import ReviewTask
from app.features.reviewing.queue import Wanted, queue
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.reviewing.conftest import Stage, decide, get, post
from tests.cast import ARDEN, BRINK, Actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

pytestmark = ON_BOTH


@pytest.fixture
def both(arden: Stage, catalogue: Catalogue) -> Stage:
    """Brink is signed too; nobody has it."""
    with arden.database.writing() as db:
        put_in_state(db, catalogue, State.SIGNED, BRINK)
    return arden


def listed(page: str) -> list[str]:
    return re.findall(r'href="/assessments/([\w-]+)/review"', page)


def test_what_is_submitted_is_listed_with_reviewer_state_and_progress(rita: Actor, both: Stage) -> None:
    decide(rita)

    page = get(rita, "/reviews").text

    assert listed(page) == [ARDEN, BRINK]
    assert 'Rita<span class="quiet nowrap"> 1 of ' in page
    assert "unassigned" in page
    assert ">mine<" in page


def test_what_is_not_submitted_is_not_listed(rita: Actor, arden: Stage) -> None:
    assert listed(get(rita, "/reviews").text) == [ARDEN]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=signed", [BRINK]),
        ("reviewer=rita", [ARDEN]),
        ("reviewer=nobody", [BRINK]),
        ("reviewer=sam", []),
        ("sort=state", [BRINK, ARDEN]),
        ("sort=administration", [ARDEN, BRINK]),
        ("round=none&state=%00&reviewer=x&sort=y", [ARDEN, BRINK]),
    ],
)
def test_filters_and_order(query: str, expected: list[str], rita: Actor, both: Stage) -> None:
    assert listed(get(rita, f"/reviews?{query}").text) == expected


@pytest.mark.parametrize(("sort", "expected"), [("mine", [ARDEN, BRINK]), ("due", [BRINK, ARDEN])])
def test_mine_come_first_and_no_date_comes_last(sort: str, expected: list[str], both: Stage) -> None:
    task: dict[str, Any] = {"reviewer_id": "sam", "due_on": "2020-01-01", "by": "sofia", "at": utc_now()}
    with both.database.writing() as db:
        db.add(ReviewTask(assessment_id=BRINK, part="first", **task))
    with both.read() as db:
        assert [line.id for line in queue(db, Wanted("round", sort=sort), "rita")] == expected


def test_what_is_overdue_is_said(sofia: Actor, both: Stage) -> None:
    post(sofia, "/reviews/assignments", assessment=BRINK, reviewer="sam", due_on="2020-01-31", round="round")

    assert "overdue since 31 January 2020" in get(sofia, "/reviews").text


def test_the_queue_takes_three_queries(rita: Actor, both: Stage) -> None:
    statements: list[str] = []
    listen = (both.database.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
    event.listen(*listen)
    get(rita, "/reviews")
    event.remove(*listen)

    queries = [statement for statement in statements if statement.lstrip().startswith("SELECT")]
    assert len([query for query in queries if "session" not in query]) == 3


def test_the_lead_gives_out_several_at_once(sofia: Actor, both: Stage) -> None:
    fields = {"assessment": [ARDEN, BRINK], "reviewer": "sam", "due_on": "2026-12-31", "round": "round"}

    assert post(sofia, "/reviews/assignments", **fields).status_code == 303
    assert post(sofia, "/reviews/assignments", **fields).status_code == 303

    with both.read() as db:
        tasks = {task.assessment_id: (task.reviewer_id, task.due_on) for task in db.exec(select(ReviewTask))}
    assert tasks == {ARDEN: ("sam", "2026-12-31"), BRINK: ("sam", "2026-12-31")}
    assert both.actions().count("review assigned") == 2
    assert ("review assigned", "sam") in both.mails()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"assessment": []}, "Tick the assessments"),
        ({"reviewer": ""}, "Choose a reviewer."),
        ({"reviewer": "alice"}, "Choose a reviewer."),
        ({"due_on": "31.12.2026"}, "Enter a date"),
        ({"due_on": "0026-12-31"}, "The year 0026 is out of range."),
    ],
)
def test_what_is_missing_is_said_and_the_rest_stays(
    fields: dict[str, object], words: str, sofia: Actor, both: Stage
) -> None:
    whole: dict[str, object] = {"assessment": [BRINK], "reviewer": "sam", "due_on": "2026-12-31", "round": "round"}

    answer = post(sofia, "/reviews/assignments", **(whole | fields))

    assert answer.status_code == 422
    assert words in answer.text
    assert str(fields.get("due_on", "2026-12-31")) in answer.text
    assert "review assigned" not in both.actions()


def test_a_reviewer_gives_nothing_out(rita: Actor, both: Stage) -> None:
    assert post(rita, "/reviews/assignments", assessment=BRINK, reviewer="rita", round="round").status_code == 403
    assert "Assign selected to" not in get(rita, "/reviews").text


def test_an_administration_and_an_auditor_do_not_see_the_queue(alice: Actor, bob: Actor, arden: Stage) -> None:
    assert [get(person, "/reviews").status_code for person in (alice, bob)] == [403, 403]


def test_a_selection_from_the_round_is_assigned_after_a_page_that_names_the_others(sofia: Actor, arden: Stage) -> None:
    chosen = "chosen=ARDEN&chosen=BRINK&chosen=%00"
    page = words(get(sofia, f"/reviews/assignments?round=round&view=state%3Dsigned&{chosen}").text)
    of_round = {"part": "first", "round": "round", "view": "state=signed&done=x", "assessment": [ARDEN]}
    nobody = post(sofia, "/reviews/assignments", **of_round, reviewer="", due_on="")
    answer = post(sofia, "/reviews/assignments", **of_round, reviewer="sam", due_on="2099-01-31")
    location = answer.headers["location"]

    assert "1 review is assigned." in page
    assert "Arden Customs , now with Rita" in page
    assert "Brink Revenue : It has not been signed yet. Not opened" in page
    assert (nobody.status_code, "1 review is assigned." in words(nobody.text)) == (422, True)
    assert answer.status_code == 303
    assert re.fullmatch(r"/rounds/round\?state=signed&done=reviews-given\.\w+#administrations", location)
    with arden.read() as db:
        task = db.get_one(ReviewTask, (ARDEN, "first"))
    assert (task.reviewer_id, task.due_on) == ("sam", "2099-01-31")
