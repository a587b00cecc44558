"""A long thread comes in pages: the newest comments first of all, earlier ones when they are asked for."""

import re
from datetime import timedelta

import pytest

from app.access.identity import utc_now
from app.db.session import Database
from app.db.tables.answers import Comment, Thread
from app.features.answering.queries import MOST_COMMENTS
from tests.app.browser import words
from tests.cast import ARDEN, Actor

TALK = f"/assessments/{ARDEN}/answers/RC-01/comments"
HTMX = {"hx-request": "true"}
ALL = 2 * MOST_COMMENTS + 5


@pytest.fixture
def long(database: Database, alice: Actor) -> Actor:
    """Of two in a row the moment is the same."""
    begun = utc_now() - timedelta(days=1)
    with database.writing() as db:
        db.add(Thread(assessment_id=ARDEN, indicator="RC-01", audience="team"))
        for number in range(ALL):
            at = begun + timedelta(minutes=number // 2)
            fields = {"assessment_id": ARDEN, "indicator": "RC-01", "audience": "team", "by": "connie"}
            db.add(Comment(id=f"c-{number:03}", text=f"Remark {number:03}", at=at, **fields))
    return alice


def remarks(html: str) -> list[int]:
    return [int(number) for number in re.findall(r"Remark (\d+)", html)]


def earlier(html: str) -> str:
    """The address behind “Earlier comments”, "" where there is none."""
    match = re.search(r'<a href="([^"#]+)[^"]*"[^>]*>Earlier comments', html)
    return match[1] if match else ""


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_the_newest_are_shown_in_their_order_and_all_are_counted(long: Actor, headers: dict[str, str]) -> None:
    answer = long.browser.get(TALK, headers=headers).text

    assert remarks(answer) == list(range(ALL - MOST_COMMENTS, ALL))
    assert f"{ALL} open" in words(long.browser.get(f"/assessments/{ARDEN}/elements/E1.1").text)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_earlier_ones_lead_back_to_the_first_and_none_is_missing(long: Actor, headers: dict[str, str]) -> None:
    numbers: list[int] = []
    address = TALK
    while address:
        answer = long.browser.get(address, headers=headers).text
        numbers, address = remarks(answer) + numbers, earlier(answer)

    assert numbers == list(range(ALL))


def test_what_htmx_fetches_joins_what_is_there_and_touches_no_field(long: Actor) -> None:
    address = earlier(long.browser.get(TALK, headers=HTMX).text)

    assert "<textarea" not in long.browser.get(address, headers=HTMX).text
    page = long.browser.get(address).text
    assert "<textarea" in page
    assert "Latest comments" in words(page)


@pytest.mark.parametrize("before", ["c-999", "%00", "a' OR 1=1", "9" * 5_000])
def test_a_comment_that_is_not_there_shows_the_newest(before: str, long: Actor) -> None:
    answer = long.browser.get(f"{TALK}?before={before}")

    assert remarks(answer.text) == list(range(ALL - MOST_COMMENTS, ALL))


def test_no_comment_of_the_team_can_be_reached_from_outside(long: Actor, rita: Actor) -> None:
    for headers in ({}, HTMX):
        assert remarks(rita.browser.get(f"{TALK}?before=c-010", headers=headers).text) == []


def test_a_new_comment_is_the_last_of_the_newest_page(long: Actor) -> None:
    answer = long.browser.post(f"{TALK}/team", data=long.form(text="Remark 999"), headers=HTMX).text

    assert remarks(answer) == [*range(ALL - MOST_COMMENTS + 1, ALL), 999]
    assert f"{ALL + 1} open" in words(answer)


def test_a_short_thread_has_one_page(alice: Actor) -> None:
    alice.browser.post(f"{TALK}/team", data=alice.form(text="Remark 1"))

    assert earlier(alice.browser.get(TALK).text) == ""
