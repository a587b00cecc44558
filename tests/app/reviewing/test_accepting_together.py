"""The plain answers of an element are accepted in one act: which ones, how each is kept, and what is refused."""

from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import Response
from sqlmodel import col, select

from app.access.identity import utc_now
from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.answers import Comment, Thread
from app.db.tables.records import AuditEntry
from questionnaires.catalogue import Catalogue
from tests.app.answers import NOT_APPLICABLE, PROFILE, store
from tests.app.browser import form
from tests.app.browser import words as words_of
from tests.app.reviewing.conftest import HTMX, REVIEW, Stage, add_sam, decide, get, post
from tests.app.test_changes import put_last_round
from tests.browser.measured import ways
from tests.cast import ARDEN, Actor, actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

PLACE = f"{REVIEW}/E1.1"
ACCEPTANCES = f"{PLACE}/acceptances"
PLAIN: dict[str, Any] = {"state": "answered", "value": 2, "evidence": ["Decree 7, page 12"]}


def signed(database: Database, catalogue: Catalogue, **answers: dict[str, Any]) -> Stage:
    """Arden under review, with plain answers to all of E1.1 but those given here."""
    of_e11 = {"RC-01": PLAIN, "RC-02": PLAIN, "RC-03": PLAIN}
    given = {id_.replace("_", "-"): answer for id_, answer in answers.items()}
    store(database, catalogue, {"profile": PROFILE, "answers": of_e11 | given})
    with database.writing() as db:
        add_sam(db)
        put_in_state(db, catalogue, State.UNDER_REVIEW)
    return Stage(database, catalogue)


@pytest.fixture
def plain(database: Database, catalogue: Catalogue) -> Stage:
    return signed(database, catalogue)


@pytest.fixture
def sam(app: FastAPI, plain: Stage) -> Actor:
    return actor(app, "sam")


def words(html: str) -> str:
    """A list of links reads as a sentence does."""
    return words_of(html).replace(" ,", ",")


def accept(person: Actor, *shown: str) -> Response:
    return post(person, ACCEPTANCES, shown=shown)


def joint_acts(stage: Stage) -> list[dict[str, Any]]:
    with stage.read() as db:
        rows = select(AuditEntry).where(AuditEntry.action == "decisions saved together").order_by(col(AuditEntry.id))
        return [dict(row.details) for row in db.exec(rows)]


@ON_BOTH
def test_one_act_accepts_each_answer_for_itself_and_the_log_says_which(rita: Actor, plain: Stage) -> None:
    page = get(rita, PLACE).text
    assert "Accept these 3 answers with evidence RC-01, RC-02, RC-03" in words(page)

    answer = post(rita, ACCEPTANCES, **form(page, ACCEPTANCES).data())

    assert answer.status_code == 303
    assert answer.headers["location"].partition("?")[0] == f"{REVIEW}/E1.2"
    assert "3 answers were accepted." in get(rita, answer.headers["location"]).text
    for id_ in ("RC-01", "RC-02", "RC-03"):
        row = plain.decision(id_)
        assert row
        assert (row.decision, row.by, row.signature, row.revision, row.note) == ("accepted", "rita", 1, 1, "")
    assert plain.actions().count("decision saved") == 3
    ids = ["RC-01", "RC-02", "RC-03"]
    assert joint_acts(plain) == [{"part": "first", "element": "E1.1", "number": 3, "indicators": ids}]


@ON_BOTH
def test_later_readers_see_what_was_accepted_together_until_it_is_decided_anew(rita: Actor, plain: Stage) -> None:
    accept(rita, "RC-01:1.0", "RC-02:1.0")
    assert "accepted together with RC-02" in get(rita, PLACE).text

    decide(rita, based_on="1.1", choice="1", reason="too old")

    page = get(rita, PLACE).text
    assert "accepted together with RC-02" not in page
    assert "accepted together with RC-01" in page


def test_the_log_does_not_show_which_levels_were_left_as_they_are(rita: Actor, sofia: Actor, plain: Stage) -> None:
    accept(rita, "RC-01:1.0")

    (line,) = (line for line in get(sofia, "/audit.csv").text.splitlines() if "decisions saved together" in line)
    assert "number: 1" in line
    assert "RC-01" not in line


OUTSIDE = {"outside_control": {"authority": "Ministry", "raised": False}}


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ({"state": "answered", "value": 2}, "no evidence"),
        ({"state": "answered", "value": 0}, "no evidence"),
        ({"state": "answered", "value": 2, "evidence": [" "]}, "no evidence"),
        ({"state": "unknown"}, "unknown"),
        ({"state": "not_answered"}, "not answered"),
        (NOT_APPLICABLE, "not applicable"),
        (PLAIN | OUTSIDE, "decided outside"),
    ],
)
def test_what_is_not_plain_is_left_with_the_reason_and_refused(
    answer: dict[str, Any], why: str, rita: Actor, database: Database, catalogue: Catalogue
) -> None:
    stage = signed(database, catalogue, RC_02=answer)

    assert f"Left for you to decide: RC-02 ({why})" in words(get(rita, PLACE).text)
    refused = accept(rita, "RC-01:1.0", "RC-02:1.0")

    assert refused.status_code == 409
    assert "Some answers were not accepted" in refused.text
    assert stage.decision("RC-01")
    assert stage.decision("RC-02") is None


def test_a_level_that_moved_by_two_is_left(rita: Actor, database: Database, catalogue: Catalogue) -> None:
    """It was at 2 in the last round."""
    put_last_round(database, catalogue, State.PUBLISHED)
    signed(database, catalogue, RC_01=PLAIN | {"value": 4, "comment": "A new policy"})

    page = words(get(rita, PLACE).text)

    assert "Accept these 2 answers with evidence RC-02, RC-03" in page
    assert "RC-01 (2 or more levels since last round)" in page


@ON_BOTH
def test_what_is_still_talked_about_is_left(rita: Actor, plain: Stage) -> None:
    with plain.database.writing() as db:
        about: dict[str, Any] = {"assessment_id": ARDEN, "indicator": "RC-02", "audience": "secretariat"}
        db.add(Thread(**about))
        db.flush()
        db.add(Comment(id="comment", text="Which page?", by="rita", at=utc_now(), **about))

    page = words(get(rita, PLACE).text)

    assert "RC-02 (discussion not resolved)" in page
    assert "Discussion 1 open" in page


def test_what_was_returned_is_left_when_it_comes_back(rita: Actor, plain: Stage) -> None:
    post(rita, f"{REVIEW}/return", signature=1, **{"question-RC-03": "Name the page"})
    plain.put(State.UNDER_REVIEW)
    with plain.database.writing() as db:
        db.connection().exec_driver_sql(
            "INSERT INTO returned_question (assessment_id, number, indicator, text, by, at) "
            f"VALUES ('{ARDEN}', 1, 'RC-03', 'Name the page', 'rita', '2026-11-30 08:00:00')"
        )

    assert "RC-03 (returned with a question)" in words(get(rita, PLACE).text)


@ON_BOTH
def test_a_colleagues_decision_refuses_only_that_answer(rita: Actor, sofia: Actor, plain: Stage) -> None:
    decide(sofia, "RC-02", choice="1", reason="too old")

    answer = accept(rita, "RC-01:1.0", "RC-02:1.0", "RC-03:1.0")

    assert answer.status_code == 409
    assert "RC-02: it has been decided on since you opened the page." in words(answer.text)
    assert "RC-01:" not in words(answer.text)
    rows = {id_: plain.decision(id_) for id_ in ("RC-01", "RC-02", "RC-03")}
    assert {id_: row.decision for id_, row in rows.items() if row} == {
        "RC-01": "accepted",
        "RC-02": "changed",
        "RC-03": "accepted",
    }
    assert [act["indicators"] for act in joint_acts(plain)] == [["RC-01", "RC-03"]]


def test_answers_of_an_older_signature_are_refused(rita: Actor, plain: Stage) -> None:
    answer = accept(rita, "RC-01:0.0", "RC-02:0.0")

    assert answer.status_code == 409
    assert "RC-01: the administration has signed a newer version since you opened the page." in words(answer.text)
    assert plain.decision("RC-01") is None
    assert joint_acts(plain) == []


def test_sent_twice_it_is_one_act(rita: Actor, plain: Stage) -> None:
    answers = [accept(rita, "RC-01:1.0", "RC-02:1.0") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert plain.actions().count("decision saved") == 2
    assert len(joint_acts(plain)) == 1


@pytest.mark.parametrize("shown", ["RC-04:1.0", "RC-99:1.0", "WF-01:1.0", "nothing", "", "a\0b:1.0", "RC-01"])
def test_what_is_not_of_this_part_or_is_no_mark_accepts_nothing(shown: str, rita: Actor, plain: Stage) -> None:
    accept(rita, shown)

    assert "decision saved" not in plain.actions()


def test_a_question_that_is_left_comes_next_before_other_parts(
    rita: Actor, database: Database, catalogue: Catalogue
) -> None:
    signed(database, catalogue, RC_03={"state": "unknown"})

    assert accept(rita, "RC-01:1.0", "RC-02:1.0").headers["location"].endswith("#RC-03")


def test_each_decision_brings_the_act_as_it_would_be_now(rita: Actor, plain: Stage) -> None:
    saved = words(decide(rita, "RC-02", choice="1", reason="too old").text)

    assert "Accept these 2 answers with evidence RC-01, RC-03" in saved


@ON_BOTH
def test_a_second_reviewer_accepts_unseen_and_moves_no_figure(rita: Actor, sam: Actor, plain: Stage) -> None:
    plain.second()
    before = plain.row().moderated

    assert accept(sam, "RC-01:1.0", "RC-02:1.0").status_code == 303

    assert plain.decision("RC-01", "second")
    assert plain.decision("RC-01") is None
    assert plain.row().moderated == before
    assert "accepted together" in get(sam, PLACE).text
    assert "accepted together" not in get(rita, PLACE).text


def test_the_figures_after_it_are_those_of_decisions_made_one_by_one(rita: Actor, plain: Stage) -> None:
    decide(rita, "RC-01", choice="0", reason="too old")
    lowered = plain.row().moderated
    accept(rita, "RC-02:1.0", "RC-03:1.0")

    assert plain.row().moderated == lowered


def test_who_only_reads_has_no_button(sam: Actor, plain: Stage) -> None:
    assert "answers with evidence" not in get(sam, PLACE).text
    assert accept(sam, "RC-01:1.0").status_code == 403
    assert sam.browser.put(ACCEPTANCES, data=sam.form(), headers=HTMX).status_code == 405


def test_a_whole_assessment_of_plain_answers_takes_one_act_a_part(
    rita: Actor, database: Database, catalogue: Catalogue
) -> None:
    """What `ways.WHOLE_REVIEW` says: each page is read to its end, and its button pressed."""
    scored = [indicator for indicator in catalogue["2026.1"].structure.indicators if indicator.is_scored]
    answers = {each.id: PLAIN | ({} if each.kind == "maturity" else {"value": "yes"}) for each in scored}
    stage = signed(database, catalogue, **answers)
    address, acts = f"{REVIEW}/E1.1", 0
    while address.partition("?")[0] != REVIEW:
        page = address.partition("?")[0]
        button = form(get(rita, address).text, f"{page}/acceptances")
        address, acts = (
            post(rita, f"{page}/acceptances", **button.data()).headers["location"].partition("#")[0],
            acts + 1,
        )

    assert 'Not examined <span class="count">0</span>' in get(rita).text
    assert stage.actions().count("decision saved") == 90
    assert acts == ways.WHOLE_REVIEW.today.acts
