"""What became of the recommendations of the last published round: said by the team, seen by the reviewer, frozen."""

from typing import Any

import pytest
from httpx2 import Response

from app.assessments.lifecycle import State
from app.assessments.report.outcome import content_to_publish, followed_of
from app.db.session import Database
from app.db.tables.rounds import Publication
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.reviewing.conftest import REVIEW, Stage, get, post
from tests.app.test_changes import LAST, put_last_round
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH

PAGE = f"/assessments/{ARDEN}/recommendations"
BEFORE: dict[str, Any] = {
    "number": 2,
    "indicator": "RC-01",
    "finding": "The decree names no date",
    "risk": "Nobody is held to it",
    "recommended": "Set a date for each measure",
    "due_on": "2026-06-30",
}
REASON = "The order of May sets the dates"


@pytest.fixture
def advised(arden: Stage, database: Database, catalogue: Catalogue) -> Stage:
    """Arden, whose last round was published with one recommendation."""
    put_last_round(database, catalogue, State.PUBLISHED)
    with database.writing() as db:
        last = db.get_one(Publication, (LAST, 1))
        last.content = {**last.content, "recommendations": [BEFORE]}
    arden.put(State.IN_PROGRESS)
    return arden


def say(person: Actor, revision: int = 0, status: str = "done", reason: str = REASON) -> Response:
    return post(person, f"{PAGE}/RC-01", revision=revision, status=status, reason=reason)


def said(stage: Stage) -> list[tuple[str, str, str, str]]:
    with stage.read() as db:
        followed = followed_of(db, stage.assessment())
    return [(each.name, each.indicator, each.status, each.reason) for each in followed]


@ON_BOTH
def test_the_team_says_what_became_of_each(alice: Actor, advised: Stage) -> None:
    assert PAGE in get(alice, f"/assessments/{ARDEN}").text
    assert PAGE in get(alice, f"/assessments/{ARDEN}/evidence").text
    assert BEFORE["recommended"] in get(alice, PAGE).text
    assert said(advised) == [("R2", "RC-01", "", "")]

    assert say(alice).status_code == 303

    assert said(advised) == [("R2", "RC-01", "done", REASON)]
    assert advised.actions()[-1] == "recommendation followed"


def test_without_recommendations_no_page_speaks_of_them(alice: Actor, arden: Stage) -> None:
    assert PAGE not in get(alice, f"/assessments/{ARDEN}").text
    assert "No earlier published round" in get(alice, PAGE).text
    assert say(alice).status_code in (404, 409)


def test_a_reason_and_a_choice_are_needed(alice: Actor, advised: Stage) -> None:
    assert say(alice, reason=" ").status_code == 422
    assert say(alice, status="perhaps").status_code == 422
    assert post(alice, f"{PAGE}/RC-02", revision=0, status="done", reason=REASON).status_code == 404
    assert said(advised) == [("R2", "RC-01", "", "")]


def test_of_two_windows_the_later_sees_both(alice: Actor, hugo: Actor, advised: Stage) -> None:
    say(hugo, status="under way", reason="Hugo's words")

    conflict = say(alice, reason="Alice's words")

    assert conflict.status_code == 409
    assert "Hugo&#39;s words" in conflict.text
    assert "Alice&#39;s words" in conflict.text
    assert say(alice, revision=1).status_code == 303


def test_the_reviewer_reads_it_beside_the_answer_and_cannot_change_it(
    rita: Actor, alice: Actor, advised: Stage
) -> None:
    say(alice)
    advised.put(State.UNDER_REVIEW)

    assert REASON in get(rita, f"{REVIEW}/E1.1").text
    assert REASON in get(rita, PAGE).text
    assert say(rita).status_code == 403
    assert say(alice, revision=1, status="not done").status_code == 409


def test_a_publication_holds_what_was_said(alice: Actor, advised: Stage) -> None:
    say(alice)
    advised.put(State.REVIEWED)

    with advised.read() as db:
        content = content_to_publish(db, advised.assessment())

    assert [(each["status"], each["reason"]) for each in content["followed"]] == [("done", REASON)]


def older(indicator: str, status: str) -> dict[str, Any]:
    """A recommendation of 2024, and what the publication of 2025 says became of it."""
    return {
        "round": "2024",
        "number": 1,
        "indicator": indicator,
        "recommended": "Print the policy",
        "due_on": "",
        "status": status,
        "reason": "It is at the printer's",
    }


@ON_BOTH
def test_what_is_still_open_is_followed_until_it_is_done_or_closed(alice: Actor, rita: Actor, advised: Stage) -> None:
    carried = [older("RC-02", "under way"), older("RC-03", "done"), older("RC-04", ""), older("RC-05", "closed")]
    with advised.database.writing() as db:
        last = db.get_one(Publication, (LAST, 1))
        last.content = {**last.content, "followed": [*carried, older("RC-01", "not done")]}
    page = words(get(alice, PAGE).text)

    assert said(advised) == [("R1", "RC-02", "", ""), ("R1", "RC-04", "", ""), ("R2", "RC-01", "", "")]
    assert (page.count("open since 2024"), page.count("open since 2025")) == (2, 1)

    closing = {"revision": 0, "status": "closed", "reason": "The agency was dissolved"}
    assert post(alice, f"{PAGE}/RC-02", **closing).status_code == 303
    assert words(get(alice, PAGE).text).count("open since 2024") == 1
    advised.put(State.REVIEWED)
    with advised.read() as db:
        frozen = {each["indicator"]: each for each in content_to_publish(db, advised.assessment())["followed"]}
    assert (frozen["RC-02"]["round"], frozen["RC-02"]["status"]) == ("2024", "closed")
    assert (frozen["RC-04"]["round"], frozen["RC-04"]["status"]) == ("2024", "")


def test_what_is_open_is_followed_though_the_last_round_recommended_nothing(alice: Actor, advised: Stage) -> None:
    with advised.database.writing() as db:
        last = db.get_one(Publication, (LAST, 1))
        content = {name: part for name, part in last.content.items() if name != "recommendations"}
        last.content = {**content, "followed": [older("RC-02", "not done")]}

    assert said(advised) == [("R1", "RC-02", "", "")]
