"""A small office reads its own level texts wherever it is shown, and each answer with the words it was given to."""

import pytest
from sqlalchemy import update
from sqlmodel import col

from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.answers import StoredAnswer
from app.db.tables.rounds import Assessment
from questionnaires.catalogue import Catalogue
from tests.app.browser import form, words
from tests.app.small_office import PAGE, QUESTION, STAFF, VERSION, answer, ask_2027, count_staff, text_of
from tests.app.test_changes import LAST, put_last_round
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

HOME = f"/assessments/{ARDEN}"
TOLD = "The text for offices with fewer than 100 staff: Applied"
HTMX = {"hx-request": "true"}


@pytest.fixture(autouse=True)
def round_on_2027(database: Database, catalogue: Catalogue) -> None:
    ask_2027(database, catalogue)


def page(person: Actor, address: str = PAGE) -> str:
    return words(person.browser.get(address).text)


@pytest.mark.parametrize(("staff", "small"), [(60, True), (99, True), (100, False), (None, False)])
def test_an_office_of_fewer_than_100_reads_the_small_text_and_is_told_so(
    staff: int | None, small: bool, alice: Actor, sofia: Actor, catalogue: Catalogue
) -> None:
    count_staff(alice, staff)
    answer(alice, 3)

    for person in (alice, sofia):
        shown = page(person)
        assert text_of(catalogue, small=small) in shown
        assert text_of(catalogue, small=not small) not in shown
        assert (TOLD in shown) is small


@pytest.mark.parametrize(
    ("state", "who", "address"),
    [
        (State.IN_PROGRESS, "hugo", f"{HOME}/answers/{QUESTION}/level"),
        (State.UNDER_REVIEW, "rita", f"{HOME}/review/E1.1"),
    ],
)
def test_head_and_reviewer_read_the_same_text(
    state: State, who: str, address: str, database: Database, catalogue: Catalogue, request: pytest.FixtureRequest
) -> None:
    alice: Actor = request.getfixturevalue("alice")
    count_staff(alice, 60)
    answer(alice, 3)
    with database.writing() as db:
        put_in_state(db, catalogue, state)

    shown = page(request.getfixturevalue(who), address)

    assert text_of(catalogue, small=True) in shown
    assert TOLD in shown


@ON_BOTH
def test_an_answer_is_shown_with_the_words_it_was_given_to_once_the_office_has_grown(
    alice: Actor, hugo: Actor, catalogue: Catalogue
) -> None:
    count_staff(alice, 60)
    answer(alice, 3)
    count_staff(alice, 120)

    shown, check = page(alice), page(hugo, f"{HOME}/signature")

    assert text_of(catalogue, small=False) in shown
    assert f"When this was answered, level 3 said: “{text_of(catalogue, small=True)}”" in shown
    assert "1 question was answered before the number of staff changed the text of its levels" in check
    assert f"still fits: {QUESTION}" in check


def test_an_answer_given_before_anybody_counted_was_given_to_the_usual_words(
    alice: Actor, catalogue: Catalogue
) -> None:
    count_staff(alice, None)
    answer(alice, 3)
    count_staff(alice, 60)

    assert f"level 3 said: “{text_of(catalogue, small=False)}”" in page(alice)


def test_the_older_words_go_once_it_is_answered_anew(alice: Actor, hugo: Actor) -> None:
    count_staff(alice, 60)
    answer(alice, 3)
    count_staff(alice, 120)
    fields = form(alice.browser.get(PAGE).text, QUESTION).data(choice="2")

    saved = alice.browser.put(f"{HOME}/answers/{QUESTION}", data=fields, headers=HTMX)

    for shown in (words(saved.text), page(alice), page(hugo, f"{HOME}/signature")):
        assert "When this was answered" not in shown
        assert "number of staff" not in shown


def test_counting_on_the_same_side_of_100_changes_no_words(alice: Actor) -> None:
    count_staff(alice, 60)
    answer(alice, 3)
    count_staff(alice, 61)

    assert "When this was answered" not in page(alice)


def test_what_is_signed_stands_for_the_words_that_the_head_read(
    alice: Actor, database: Database, catalogue: Catalogue
) -> None:
    count_staff(alice, 60)
    answer(alice, 3)
    count_staff(alice, 120)
    with database.writing() as db:
        put_in_state(db, catalogue, State.SIGNED)

    shown = page(alice)

    assert text_of(catalogue, small=False) in shown
    assert "When this was answered" not in shown


def test_the_last_rounds_answer_is_shown_with_the_words_of_the_profile_of_then(
    alice: Actor, database: Database, catalogue: Catalogue
) -> None:
    put_last_round(database, catalogue, State.IN_PROGRESS)
    ask_2027(database, catalogue)
    with database.writing() as db:
        db.execute(update(Assessment).where(col(Assessment.id) == LAST).values(profile={STAFF: 60}))
        db.execute(update(StoredAnswer).values(state="answered", value="3"))
        put_in_state(db, catalogue, State.SIGNED, LAST)
    count_staff(alice, 120)

    then = page(alice, f"{HOME}/answers/{QUESTION}/last-round")

    assert text_of(catalogue, small=True) in then
    assert TOLD in then


def test_the_profile_says_what_the_number_of_staff_decides(alice: Actor, catalogue: Catalogue) -> None:
    count = sum(bool(own.small) for own in catalogue[VERSION].words("en").indicators.values())

    said = f"Below 100, the levels of {count} questions have a text for small offices."
    assert said in page(alice, f"{HOME}/profile")


def test_a_core_question_says_why_and_what_would_be_enough(alice: Actor, catalogue: Catalogue) -> None:
    own = catalogue[VERSION].words("en").indicators[QUESTION]

    shown = page(alice)

    assert f"What would be enough: {own.sufficient}" in shown
    assert f"What would not be enough: {own.insufficient}" in shown
    assert f"Why this is a core question: {own.core_reason}" in shown


@pytest.mark.parametrize("address", [PAGE, f"{HOME}/signature", f"{HOME}/answers/{QUESTION}/level"])
def test_each_page_on_which_levels_are_judged_says_the_conventions_of_the_version_once(
    address: str, alice: Actor, hugo: Actor, catalogue: Catalogue
) -> None:
    answer(alice, 3)

    shown = page(hugo, address)

    for sentence in catalogue[VERSION].words("en").conventions:
        assert shown.count(sentence.replace("{snapshot}", "31 December 2025")) == 1
