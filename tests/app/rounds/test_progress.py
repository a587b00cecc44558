"""The top of a round: figures that are links into the list, the regions as a chart, and what an empty round says."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.people import Administration
from app.db.tables.reviews import ReviewTask
from app.db.tables.rounds import Assessment, Round
from app.features.rounds.timing import timing_of_answers, timing_of_review
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.rounds.rounds import crowd
from tests.app.rounds.test_overview import ROUND, shown
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

COUNTER = re.compile(r'<li><a href="([^"]+)"><strong>(\d+)</strong> ([^<]+)</a></li>')
NOON = datetime(2026, 12, 18, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due_on", "zone", "timing"),
    [
        ("2026-12-26", "UTC", ""),
        ("2026-12-25", "UTC", "soon"),
        ("2026-12-18", "UTC", "soon"),
        ("2026-12-17", "UTC", "late"),
        ("2026-12-18", "Pacific/Kiritimati", "late"),
        ("2026-12-18", "Pacific/Pago_Pago", "soon"),
        ("", "UTC", ""),
    ],
)
def test_a_day_ends_where_the_administration_is(due_on: str, zone: str, timing: str) -> None:
    assert timing_of_answers(State.IN_PROGRESS, 1, due_on, zone, NOON) == timing


def test_what_was_signed_once_is_not_late() -> None:
    late = {state for state in State if timing_of_answers(state, 1, "2026-01-01", "UTC", NOON)}

    assert late == {State.NOT_OPENED, State.IN_PROGRESS}
    assert not timing_of_answers(State.IN_PROGRESS, 2, "2026-01-01", "UTC", NOON)


def test_a_review_is_overdue_after_its_day() -> None:
    days = ("2026-12-17", "2026-12-18", "")

    assert [timing_of_review(State.SIGNED, day, NOON) for day in days] == ["overdue", "", ""]
    assert not timing_of_review(State.REVIEWED, "2026-12-17", NOON)


@ON_BOTH
def test_each_figure_leads_to_the_list_that_it_counted(sofia: Actor, database: Database, catalogue: Catalogue) -> None:
    crowd(database, catalogue, 28)
    yesterday = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()
    with database.writing() as db:
        db.execute(update(ReviewTask).values(due_on=yesterday))
        db.execute(update(Round).where(col(Round.id) == "round").values(due_on=yesterday))
        db.execute(update(Administration).where(col(Administration.id) == "x0").values(time_zone="Asia/Tokyo"))
        soon = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
        db.execute(update(Assessment).where(col(Assessment.id) == "x1-2026").values(extended_to=soon))
    counters = COUNTER.findall(sofia.browser.get(ROUND).text)

    assert {title for _address, _count, title in counters} == {
        "Due within seven days",
        "Late",
        "Next step: administration",
        "Next step: secretariat",
        "Signed, no reviewer yet",
        "Overdue reviews",
        "Published",
    }
    for address, count, title in counters:
        path = address.replace("&amp;", "&").partition("#")[0]
        assert (title, len(shown(sofia.browser.get(path).text))) == (title, int(count))


def test_only_the_lead_ticks_lines_and_all_that_are_shown_at_once(
    sofia: Actor, rita: Actor, database: Database, catalogue: Catalogue
) -> None:
    crowd(database, catalogue, 12)

    assert 'name="chosen"' not in rita.browser.get(ROUND).text
    assert " checked>" not in sofia.browser.get(ROUND).text
    ticked = sofia.browser.get(f"{ROUND}?region=AP&ticked=all").text
    assert ticked.count(" checked>") == len(shown(ticked)) == 2


def test_an_empty_round_says_what_to_do(sofia: Actor, rita: Actor, database: Database) -> None:
    with database.writing() as db:
        db.add(Round(id="next", name="2027", questionnaire="2026.1", due_on="2100-09-30"))
    to_sofia, to_rita = (words(who.browser.get("/rounds/next").text) for who in (sofia, rita))

    assert "This page then shows how far each of them is. Add administrations" in to_sofia
    assert "No administrations have been added yet" in to_rita
    assert "Add administrations" not in to_rita


@ON_BOTH
def test_the_agreement_is_that_of_the_page_of_second_reviews(
    sofia: Actor, rita: Actor, database: Database, catalogue: Catalogue
) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, State.REVIEWED, ARDEN)

    figure = sofia.browser.get("/reviews/agreement?round=round", headers={"hx-request": "true"})

    assert words(figure.text) == "\N{EN DASH} Agreement of double reviews"
    assert "/reviews/second?round=round" in figure.text
    assert sofia.browser.get("/reviews/agreement?round=round").headers["location"] == "/reviews/second?round=round"
    assert rita.browser.get("/reviews/agreement?round=round").status_code == 403
