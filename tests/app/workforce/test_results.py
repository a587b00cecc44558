"""The results of the workforce tables: what is said of a year, and to whom."""

import pytest
from bs4 import BeautifulSoup
from fastapi import FastAPI
from sqlalchemy import update
from sqlmodel import select

from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.rounds import Publication
from app.db.tables.workforce import SignedWorkforce
from app.i18n.formatting import NO_FIGURE
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.workforce.conftest import HOME, set_profile
from tests.app.workforce.whole_year import YEAR
from tests.app.workforce.year import cells_of, keep
from tests.cast import OFFICES, Actor, actor
from tests.states import put_in_state

RESULTS = f"{HOME}/results"
OF_ALL = "48 of 828 women and 43 of 1,302 men resigned."
"""Worked out from a number that is hidden: three women in the highest grades resigned."""
OF_PUBLISHED = "158 of 390 women and 292 of 610 men who were eligible applied for promotion."


@pytest.fixture
def year(on_2027: Database, catalogue: Catalogue) -> Database:
    set_profile(on_2027, pay_data_available="yes", staff_total=2148)
    keep(on_2027, catalogue, cells_of(catalogue, YEAR))
    return on_2027


@pytest.fixture
def published(year: Database, catalogue: Catalogue) -> Database:
    with year.writing() as db:
        put_in_state(db, catalogue, State.PUBLISHED)
    return year


def read_by(person: Actor) -> str:
    answer = person.browser.get(RESULTS)
    assert answer.status_code == 200
    return words(answer.text)


def test_a_coordinator_reads_where_women_are_and_what_to_look_at(alice: Actor, year: Database) -> None:
    page = read_by(alice)

    assert "Women are 39.1% of all staff (839 of 2,148). They are 23.6% of senior management" in page
    assert "9 more women among the 55 people in senior management would make 40%." in page
    assert "The share of women among all staff is 1.65 times their share in the two highest grades" in page
    assert "26.8% of the women would have to be in another function" in page
    assert f"Resigned Case for review {OF_ALL} At one rate for both, it would be about 35 women, not 48." in page
    assert "By grade: The difference is also there between women and men of the same grades" in page
    assert "Resigned 48 of 828, 5.8% 43 of 1,302, 3.3% 0.57 0.008 +2.5 (+0.7 to +4.5)" in page
    assert "discrimination" not in page.lower()


def test_a_coordinator_reads_what_the_pay_gap_is_made_of(alice: Actor, year: Database) -> None:
    page = read_by(alice)

    assert "On average, women are paid 6.5% less per hour than men. Within grades, they are paid 3.1% less." in page
    assert "Of the mean gap of 6.45%, 3.52 percentage points come from the grades that women and men are in" in page
    assert "A pay gap is not the same as unequal pay for equal work" in page
    assert (
        f"Mean gap in extra pay {NO_FIGURE} Not known: some of the numbers that it is worked out from are missing."
        in page
    )


def test_each_outcome_has_its_value_band_rule_and_numbers(alice: Actor, year: Database, catalogue: Catalogue) -> None:
    page = read_by(alice)

    assert "How many women and men are executives, senior managers and middle managers? 23.6% Band 2 of 4" in page
    assert f"Rule: {catalogue['2027.1'].words('en').indicators['LD-03'].rule}" in page
    assert "Staff by grade, Staff, Women: 1; 12" in page
    assert "Border posts with a woman officer on each shift: 35.3% Band 1 of 4" in page


def test_practice_is_ahead_of_nothing_before_its_questions_are_answered(alice: Actor, year: Database) -> None:
    page = read_by(alice)

    assert (
        "Pay, benefits and rewards Not all questions are answered Band 3 of 4 EQ-14 3.1% Band 3 of 4 Not known" in page
    )
    assert "ahead of practice" not in page


def test_a_signed_practice_is_beside_its_results(alice: Actor, year: Database, catalogue: Catalogue) -> None:
    with year.writing() as db:
        put_in_state(db, catalogue, State.SIGNED)

    assert "score 0.0 Band 3 of 4 EQ-14 3.1% Band 3 of 4 Results ahead of practice" in read_by(alice)


@pytest.mark.parametrize("state", [State.IN_PROGRESS, State.UNDER_REVIEW, State.PUBLISHED])
def test_every_result_is_for_the_team_and_for_who_reviews_while_they_review(
    app: FastAPI, year: Database, catalogue: Catalogue, state: State
) -> None:
    with year.writing() as db:
        put_in_state(db, catalogue, state)

    for name in ("vera", "charlie", *OFFICES):
        answer = actor(app, name).browser.get(RESULTS)
        sees = name == "vera" or (name in ("sofia", "rita") and state is State.UNDER_REVIEW)
        assert (OF_ALL in words(answer.text)) == sees, (name, state)
        if answer.status_code == 200 and not sees:
            assert (OF_PUBLISHED in words(answer.text)) == (state is State.PUBLISHED), (name, state)


def test_nobody_of_another_administration_finds_the_page(app: FastAPI, published: Database) -> None:
    assert {actor(app, name).browser.get(RESULTS).status_code for name in ("charlie", "tessa", "xenia")} <= {403, 404}


def test_others_read_what_the_published_numbers_say_and_that_the_rest_is_hidden(
    bob: Actor, published: Database
) -> None:
    page = read_by(bob)

    assert "1 Executive: head, deputies, top board + 2 Senior management 13 42 55 23.6%" in page
    assert "9 more women among the 55 people in senior management would make 40%." in page
    assert "The glass ceiling index is hidden." in page
    assert "Hidden, because a number is hidden: Left, for any reason; Resigned; Retired" in page
    assert "The mean gap is hidden." in page


@pytest.mark.parametrize("other", [0, 40, 5_000])
def test_nothing_on_the_page_of_others_hangs_on_a_hidden_number(bob: Actor, published: Database, other: int) -> None:
    """Were each of the hidden numbers another one, page, order and charts would be the same to the letter."""
    before = drawn_for(bob)

    assert change_hidden(published, other) > 20
    assert drawn_for(bob) == before
    assert change_hidden(published, other, keep_hidden=False) > 20
    assert drawn_for(bob) != before


def drawn_for(person: Actor) -> str:
    """All but the head of the page, where each form has a new token."""
    main = BeautifulSoup(person.browser.get(RESULTS).text, "html.parser").select_one("main")
    assert main
    return str(main)


def change_hidden(database: Database, other: int, *, keep_hidden: bool = True) -> int:
    """The numbers under the signature, of those that are hidden or of the others; how many were changed."""
    with database.writing() as db:
        hidden = set(db.exec(select(Publication.content)).one()["workforce"]["hidden"])
        cells = db.exec(select(SignedWorkforce.cells)).one()
        changed = {key: [other, salt] for key, (_, salt) in cells.items() if (key in hidden) == keep_hidden}
        db.execute(update(SignedWorkforce).values(cells={**cells, **changed}))
    return len(changed)
