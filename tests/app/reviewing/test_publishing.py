"""What the lead is told before a result is published, and what happens if it changed meanwhile."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import col, select, update

from app.access.identity import utc_now
from app.assessments.lifecycle import State
from app.db.tables.people import Administration
from app.db.tables.reviews import Disagreement, Moderation
from app.db.tables.rounds import Publication
from tests.app.browser import words
from tests.app.reviewing.conftest import PUBLICATION, REVIEW, WHY, Stage, decide, finish, get, post, publish, shown
from tests.cast import ARDEN, BRINK, Actor
from tests.states import put_in_state

ALL = "/reviews/publications?round=round"


@pytest.fixture
def unread(rita: Actor, arden: Stage) -> Stage:
    decide(rita)
    finish(rita)
    return arden


def published(arden: Stage) -> set[str]:
    with arden.read() as db:
        return set(db.exec(select(Publication.assessment_id)))


def test_the_lead_reads_what_would_be_published_and_who_will_see_it(sofia: Actor, unread: Stage) -> None:
    page = words(get(sofia, PUBLICATION).text)

    assert "Arden Customs, round 2026, edition 1" in page
    assert "Level 0, Absent, score" in page
    assert "1 of 90 answers examined" in page
    assert "89 answers were accepted without examination" in page
    assert "1 of them is marked not applicable and left out of the score: RC-04" in page
    assert "Only the administration's team, the secretariat and the auditors." in page
    assert "89 answers were accepted without examination" in words(get(sofia).text)
    assert published(unread) == set()


def test_only_whoever_may_publish_reads_it(rita: Actor, alice: Actor, unread: Stage) -> None:
    assert [get(person, PUBLICATION).status_code for person in (rita, alice)] == [403, 403]


def disclose(arden: Stage) -> None:
    with arden.database.writing() as db:
        db.execute(update(Administration).where(col(Administration.id) == "arden").values(disclosure="public"))


def disagree(arden: Stage) -> None:
    with arden.database.writing() as db:
        row: dict[str, Any] = {
            "edition": 1,
            "indicator": "RC-01",
            "text": "It is in force",
            "by": "hugo",
            "at": utc_now(),
        }
        db.add(Disagreement(assessment_id=ARDEN, **row))


def decide_otherwise(arden: Stage) -> None:
    with arden.database.writing() as db:
        of_one = update(Moderation).where(col(Moderation.indicator) == "RC-01")
        db.execute(of_one.values(decision="changed", value="0", reason="no evidence"))


CHANGES: dict[str, Callable[[Stage], None]] = {
    "Arden Customs: the administration has changed who may see its result.": disclose,
    "Arden Customs: the levels that are not agreed have changed.": disagree,
    "Arden Customs: the reviewer's decisions have changed.": decide_otherwise,
}


@pytest.mark.parametrize("said", CHANGES)
def test_what_changed_since_the_page_was_shown_is_said_and_nothing_is_published(
    said: str, sofia: Actor, unread: Stage
) -> None:
    marks = shown(sofia)
    CHANGES[said](unread)

    single = post(sofia, PUBLICATION, shown=marks)
    several = post(sofia, "/reviews/publications", round="round", mark=marks)

    assert (single.status_code, several.status_code) == (409, 409)
    assert said in words(single.text)
    assert said in words(several.text)
    assert published(unread) == set()
    assert publish(sofia).status_code == 303


@pytest.mark.parametrize("marks", [[], ["none"], [f"{ARDEN}:a:b:c:d"], ["\0"]])
def test_what_was_never_shown_is_not_published(marks: list[str], sofia: Actor, unread: Stage) -> None:
    assert post(sofia, PUBLICATION, shown=marks).status_code == 409
    assert published(unread) == set()


def test_a_review_that_was_finished_meanwhile_is_not_published_unseen(sofia: Actor, unread: Stage) -> None:
    marks = shown(sofia, ALL)
    with unread.database.writing() as db:
        put_in_state(db, unread.catalogue, State.REVIEWED, BRINK)

    assert post(sofia, "/reviews/publications", round="round", mark=marks).status_code == 303
    assert published(unread) == {ARDEN}
    assert post(sofia, "/reviews/publications", round="round", mark=shown(sofia, ALL)).status_code == 303
    assert published(unread) == {ARDEN, BRINK}


def test_a_selection_from_the_round_is_published_and_leads_back_to_its_list(sofia: Actor, unread: Stage) -> None:
    from_round = "/reviews/publications?round=round&view=region%3DEUR"
    chosen, none = (get(sofia, f"{from_round}{more}").text for more in ("&chosen=ARDEN&chosen=BRINK", ""))
    marks = shown(sofia, f"{from_round}&chosen=ARDEN")
    answer = post(sofia, "/reviews/publications", round="round", view="region=EUR", mark=marks)

    assert "Brink Revenue Not opened Its review is not finished." in words(chosen)
    assert "This concerns none of the administrations that you selected." in words(none)
    assert answer.headers["location"].startswith("/rounds/round?region=EUR&done=all-published.")
    assert published(unread) == {ARDEN}


def test_only_what_is_ticked_is_published(sofia: Actor, unread: Stage) -> None:
    with unread.database.writing() as db:
        put_in_state(db, unread.catalogue, State.REVIEWED, BRINK)
    marks = shown(sofia, ALL)
    ticked = [mark for mark in marks if mark.startswith(ARDEN)]

    assert len(marks) == 2
    assert post(sofia, "/reviews/publications", round="round").status_code == 409
    assert post(sofia, "/reviews/publications", round="round", mark=ticked).status_code == 303
    assert published(unread) == {ARDEN}


def test_a_selection_says_what_was_not_examined_and_why_and_what_cannot_be_published(
    sofia: Actor, unread: Stage
) -> None:
    page = words(get(sofia, f"{ALL}&view=&chosen=ARDEN&chosen=BRINK&chosen=none&chosen=%00").text)

    assert "1 of 90 answers examined" in page
    assert "RC-02" in page
    assert WHY in page
    assert "Brink Revenue Not opened Its review is not finished." in page
    assert shown(sofia, f"{ALL}&view=&chosen=BRINK") == []


def test_a_review_that_was_opened_again_meanwhile_is_named(sofia: Actor, unread: Stage) -> None:
    marks = shown(sofia, ALL)
    post(sofia, f"{REVIEW}/reopening", why="Read it")

    answer = post(sofia, "/reviews/publications", round="round", mark=marks)

    assert answer.status_code == 409
    assert "Arden Customs: its review is no longer finished." in words(answer.text)


def test_what_is_frozen_is_what_was_shown(sofia: Actor, unread: Stage) -> None:
    publish(sofia)

    with unread.read() as db:
        content = db.exec(select(Publication)).one().content
    assert content["examined"] == {"examined": 1, "asked": 90}
    assert content["moderated"].keys() == {"RC-01"}
    assert len(content["unexamined"]) == 89
    assert "RC-02" in content["unexamined"]


def test_the_message_afterwards_is_for_whoever_did_it(sofia: Actor, rita: Actor, unread: Stage) -> None:
    address = publish(sofia).headers["location"]

    assert "The result was published and is final." in get(sofia, address).text
    assert "The result was published and is final." not in get(rita, address).text


@pytest.mark.parametrize("done", ["published", "published.0123456789abcdef", "nothing.é", ".", "%00"])
def test_an_address_that_somebody_made_up_claims_nothing(done: str, sofia: Actor, unread: Stage) -> None:
    page = get(sofia, f"{REVIEW}?done={done}")

    assert page.status_code == 200
    assert "message-after" not in page.text
