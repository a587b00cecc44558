"""Questions of a return are drafted on their cards: they are kept, and nobody else reads them before they are sent."""

import pytest
from httpx2 import Response
from sqlmodel import select

from app.assessments.lifecycle import State
from app.db.tables.reviews import DraftedQuestion
from tests.app.browser import words
from tests.app.reviewing.conftest import HTMX, REVIEW, Stage, answer_and_sign_again, finish, get, post
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH

CANARY = "Only who may return it reads this draft"
HOME = f"/assessments/{ARDEN}"
PLACES = [
    "/",
    HOME,
    f"{HOME}?show=returned",
    f"{HOME}/elements/E1.1",
    f"{HOME}/answers/RC-01/history",
    f"{HOME}/answers/RC-01/comments",
    f"{HOME}/signature",
    f"{HOME}/scorecard",
    f"{HOME}/moves",
    REVIEW,
    f"{REVIEW}?show=returned",
    f"{REVIEW}/E1.1",
    f"{REVIEW}/return",
    f"{REVIEW}/completion",
    f"{REVIEW}/questions/RC-01",
    f"/api/v1{HOME}",
    f"/api/v1{HOME}/answers",
    "/reviews",
    "/rounds/round",
    "/audit",
    "/audit.csv",
    "/notices",
]


def draft(person: Actor, text: str, indicator: str = "RC-01", based_on: str = "1.0", **fields: object) -> Response:
    """As htmx sends it."""
    form = {"revision": based_on, "needed": text, **fields}
    return person.browser.put(f"{REVIEW}/questions/{indicator}", data=person.form(**form), headers=HTMX)


def seen(person: Actor, place: str) -> Response:
    headers = person.api if "/api/" in place else HTMX if "/questions/" in place else {}
    return person.browser.get(place, headers=headers)


def drafts(arden: Stage) -> dict[str, tuple[str, int]]:
    with arden.read() as db:
        return {row.indicator: (row.text, row.revision) for row in db.exec(select(DraftedQuestion))}


@ON_BOTH
def test_a_draft_is_kept_and_is_on_the_page_of_the_return(rita: Actor, arden: Stage) -> None:
    assert "Question drafted, not sent yet" in draft(rita, "Name the page").text
    assert draft(rita, "Send the policy", "RC-02").status_code == 200

    assert ">Name the page</textarea>" in get(rita, f"{REVIEW}/E1.1").text
    assert "2 questions drafted, not sent yet" in get(rita).text
    page = get(rita, f"{REVIEW}/return").text
    assert page.index("Name the page") < page.index("Send the policy")
    assert "2 questions are drafted and were not sent" in words(get(rita, f"{REVIEW}/completion").text)
    assert arden.actions().count("question drafted") == 2


def test_without_script_the_button_saves_it(rita: Actor, arden: Stage) -> None:
    saved = post(rita, f"{REVIEW}/questions/RC-01", revision="1.0", needed="Name the page")

    assert saved.status_code == 303
    assert "/review/E1.1" in saved.headers["location"]
    assert drafts(arden) == {"RC-01": ("Name the page", 1)}


@pytest.mark.parametrize("name", ["alice", "hugo", "vera", "charlie", "bob", "tessa", "sam", "second"])
def test_nobody_else_reads_a_draft(
    name: str, rita: Actor, sam: Actor, arden: Stage, request: pytest.FixtureRequest
) -> None:
    draft(rita, CANARY)
    if name == "second":
        arden.second()
    reader = sam if name in ("sam", "second") else request.getfixturevalue(name)

    pages = {place: seen(reader, place) for place in PLACES}

    assert [place for place, page in pages.items() if CANARY in page.text] == []
    assert any(page.status_code == 200 for page in pages.values())
    assert draft(reader, "Mine").status_code in (403, 404)
    assert drafts(arden) == {"RC-01": (CANARY, 1)}


def test_whoever_may_return_it_reads_it(rita: Actor, sofia: Actor, arden: Stage) -> None:
    """The test above can fail: the same places tell the two."""
    draft(rita, CANARY)

    told = {person.id: {place for place in PLACES if CANARY in seen(person, place).text} for person in (rita, sofia)}

    expected = {f"{REVIEW}/E1.1", f"{REVIEW}/return", f"{REVIEW}/questions/RC-01"}
    assert told == {"rita": expected, "sofia": expected}


def test_sent_twice_it_is_saved_once(rita: Actor, arden: Stage) -> None:
    assert [draft(rita, "Name the page").status_code for _ in range(2)] == [200, 200]

    assert drafts(arden) == {"RC-01": ("Name the page", 1)}
    assert arden.actions().count("question drafted") == 1


@ON_BOTH
def test_of_two_windows_the_older_shows_both_texts_and_lets_choose(rita: Actor, sofia: Actor, arden: Stage) -> None:
    draft(sofia, "Of the lead")

    answer = draft(rita, "Of the reviewer")
    plain = post(rita, f"{REVIEW}/questions/RC-01", revision="1.0", needed="Of the reviewer")

    for page in (answer, plain):
        assert page.status_code == 409
        assert "Someone else has drafted this question since you opened it" in page.text
        assert "Of the lead" in page.text
        assert "Of the reviewer" in page.text
    assert drafts(arden) == {"RC-01": ("Of the lead", 1)}

    assert "Of the lead" in rita.browser.get(f"{REVIEW}/questions/RC-01", headers=HTMX).text
    assert draft(rita, "Of the reviewer", over="1.1").status_code == 200
    assert drafts(arden) == {"RC-01": ("Of the reviewer", 2)}


def test_emptied_its_text_is_gone_and_an_older_window_still_does_not_overwrite(rita: Actor, arden: Stage) -> None:
    draft(rita, "Name the page")
    assert "No question is drafted" in draft(rita, " \n", based_on="1.1").text

    assert drafts(arden) == {"RC-01": ("", 2)}
    assert "not sent yet" not in get(rita).text
    assert 'name="question-RC-01"' not in get(rita, f"{REVIEW}/return").text

    draft(rita, "Name the chapter", based_on="1.2")
    assert draft(rita, "From the older window", based_on="1.1").status_code == 409
    assert drafts(arden) == {"RC-01": ("Name the chapter", 3)}


def test_written_on_what_is_no_longer_signed_its_text_stays_on_the_screen(rita: Actor, arden: Stage) -> None:
    post(rita, f"{REVIEW}/return", signature=1, **{"question-RC-01": "Name the page"})
    answer_and_sign_again(arden)

    answer = draft(rita, "Typed on the older answer")
    plain = post(rita, f"{REVIEW}/questions/RC-01", revision="1.0", needed="Typed on the older answer")

    for page in (answer, plain):
        assert page.status_code == 409
        assert "has signed a newer version since you opened this page" in page.text
    assert 'name="over" value="2.0"' in answer.text
    assert ">Typed on the older answer</textarea>" in plain.text
    assert drafts(arden) == {}

    assert draft(rita, "Typed on the older answer", over="2.0").status_code == 200
    assert drafts(arden) == {"RC-01": ("Typed on the older answer", 1)}


def test_what_no_text_may_be_is_refused_and_stays_on_the_screen(rita: Actor, arden: Stage) -> None:
    refused = draft(rita, "a" * 10_001)
    plain = post(rita, f"{REVIEW}/questions/RC-01", revision="1.0", needed="Name\x07 the page")

    assert (refused.status_code, plain.status_code) == (422, 422)
    assert "This text has 10,001 characters" in refused.text
    assert "Name\x07 the page" in plain.text
    assert drafts(arden) == {}


@ON_BOTH
def test_the_return_sends_the_drafts_and_a_new_edition_begins_without_any(rita: Actor, arden: Stage) -> None:
    draft(rita, "Name the page")
    shown = get(rita, f"{REVIEW}/return").text.partition('name="shown" value="')[2].partition('"')[0]
    assert post(rita, f"{REVIEW}/return", signature=1, shown=shown, **{"question-RC-01": "Name it"}).status_code == 303
    assert drafts(arden) == {}

    answer_and_sign_again(arden)
    draft(rita, "Never sent", based_on="2.0")
    arden.put(State.SIGNED)
    assert post(rita, REVIEW).status_code == 303
    assert drafts(arden) == {}


def test_a_review_can_be_finished_with_drafts_that_stay_for_its_reopening(
    rita: Actor, sofia: Actor, arden: Stage
) -> None:
    draft(rita, "Name the page")
    finish(rita)
    assert draft(rita, "Changed", based_on="1.1").status_code == 409

    post(sofia, f"{REVIEW}/reopening", why="A second opinion")

    assert ">Name the page</textarea>" in get(rita, f"{REVIEW}/E1.1").text
