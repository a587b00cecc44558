"""What stands beside a question under review: the last round's decision, and the discussion, without leaving it."""

import pytest

from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.reviews import Moderation
from questionnaires.catalogue import Catalogue
from tests.app.answers import store
from tests.app.browser import words
from tests.app.queries import queries
from tests.app.reviewing.conftest import DOCUMENT, HTMX, REVIEW, Stage, get
from tests.app.test_changes import LAST, put_last_round
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

PLACE = f"{REVIEW}/E1.1"


def put_both(database: Database, catalogue: Catalogue, last: State) -> Stage:
    put_last_round(database, catalogue, last)
    with database.writing() as db:
        db.get_one(Moderation, (LAST, "first", "RC-01")).note = "Page 12 is a draft"
    store(database, catalogue, DOCUMENT)
    with database.writing() as db:
        put_in_state(db, catalogue, State.UNDER_REVIEW)
    return Stage(database, catalogue)


@ON_BOTH
def test_the_last_rounds_decision_is_shown_with_reason_note_and_reviewer(
    rita: Actor, database: Database, catalogue: Catalogue
) -> None:
    put_both(database, catalogue, State.PUBLISHED)

    page = words(get(rita, PLACE).text)

    assert "Last round (2025) Signed 3 Applied Applied → Reviewed 2 Formalised Formalised by Rita" in page
    assert "The evidence does not show the level: Page 12 is a draft" in page
    assert "Last round (2025) ? We don't know accepted" in page  # RC-02, on which nobody decided


@pytest.mark.parametrize("state", [State.SIGNED, State.UNDER_REVIEW, State.REVIEWED])
def test_what_is_not_published_yet_shows_no_decision(
    state: State, rita: Actor, database: Database, catalogue: Catalogue
) -> None:
    put_both(database, catalogue, state)

    page = words(get(rita, PLACE).text)

    assert "Last round (2025) 3 Applied" in page
    assert "Page 12 is a draft" not in page


def test_evidence_and_comment_of_the_last_round_come_from_the_address_that_the_question_has(
    rita: Actor, database: Database, catalogue: Catalogue
) -> None:
    put_both(database, catalogue, State.PUBLISHED)
    address = f"/assessments/{ARDEN}/answers/RC-01/last-round"

    assert f'hx-get="{address}"' in get(rita, PLACE).text
    assert "last-answer" in rita.browser.get(address, headers=HTMX).text


def test_a_message_is_posted_and_counted_beside_the_question(rita: Actor, arden: Stage) -> None:
    address = f"/assessments/{ARDEN}/answers/RC-01/comments"
    assert f'hx-get="{address}"' in get(rita, PLACE).text
    thread = rita.browser.get(address, headers=HTMX).text
    assert f'hx-post="{address}/secretariat"' in thread
    assert "Colleagues only" not in thread

    sent = rita.browser.post(f"{address}/secretariat", data=rita.form(text="Which page?"), headers=HTMX)

    assert 'id="open-RC-01" hx-swap-oob="true">1 open' in sent.text
    assert "Discussion 1 open" in words(get(rita, PLACE).text)


def test_a_page_of_questions_takes_a_fixed_number_of_queries(
    rita: Actor, database: Database, catalogue: Catalogue
) -> None:
    put_both(database, catalogue, State.PUBLISHED)
    get(rita, PLACE)
    numbers = []
    for place in (PLACE, f"{REVIEW}/E2.2", f"{REVIEW}/risks"):
        with queries(database) as sent:
            get(rita, place)
        numbers.append(len(sent))

    assert set(numbers) == {numbers[0]}
    assert numbers[0] <= 16
