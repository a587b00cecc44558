"""Answers that nobody examined: what finishing asks for, what is kept, and what it means later."""

from typing import Any

import pytest
from sqlmodel import select

from app.access.identity import utc_now
from app.assessments.answer_sets import moderations_of, newest_signature, validated_values
from app.assessments.lifecycle import State
from app.assessments.stored_figures import moderated_figures
from app.db.tables.answers import StoredAnswer
from app.db.tables.reviews import Moderation
from app.db.tables.rounds import Move
from app.features.signing.actions import Signatory, sign
from app.features.signing.drafts import draft_of
from tests.app.browser import words
from tests.app.reviewing.conftest import REVIEW, WHY, Stage, decide, finish, get, post
from tests.cast import ARDEN, Actor

LEFT = 89
"""Of the 90 answers that Arden is asked for, after one decision."""


def kept(arden: Stage) -> dict[str, Moderation]:
    with arden.read() as db:
        return {
            moderation.indicator: moderation
            for moderation in db.exec(select(Moderation).where(Moderation.part == "first"))
        }


def examine_all(arden: Stage) -> None:
    with arden.database.writing() as db:
        signed = newest_signature(db, arden.assessment())
        assert signed
        for indicator in arden.catalogue["2026.1"].structure.indicators:
            row: dict[str, Any] = {
                "part": "first",
                "indicator": indicator.id,
                "revision": 1,
                "signature": 1,
                "decision": "accepted",
            }
            db.add(Moderation(assessment_id=ARDEN, by="rita", at=utc_now(), **row))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Tick that you accept them"),
        ({"unexamined": LEFT}, "Enter why you accept them"),
        ({"why": WHY}, "Tick that you accept them"),
        ({"unexamined": LEFT - 1, "why": WHY}, "Tick that you accept them"),
        ({"unexamined": LEFT, "why": "x" * 1001}, "Enter 1,000 characters or fewer"),
        ({"unexamined": LEFT, "why": "a\0b"}, "contains invisible characters"),
    ],
)
def test_an_unread_review_is_not_finished_without_tick_and_reason(
    fields: dict[str, object], said: str, rita: Actor, arden: Stage
) -> None:
    decide(rita)

    answer = post(rita, f"{REVIEW}/completion", signature=1, **fields)

    assert answer.status_code == 422
    assert said in words(answer.text)
    assert str(fields.get("why", "")).replace("\0", "") in answer.text.replace("\0", "")
    assert arden.row().state == State.UNDER_REVIEW
    assert kept(arden).keys() == {"RC-01"}


def test_what_is_left_is_kept_for_each_answer_with_who_and_why(rita: Actor, arden: Stage) -> None:
    decide(rita)

    assert finish(rita).status_code == 303

    rows = kept(arden)
    assert rows.pop("RC-01").decision == "accepted"
    assert {(row.decision, row.note, row.by, row.reason, row.signature) for row in rows.values()} == {
        ("unexamined", WHY, "rita", "", 1)
    }
    assert len(rows) == LEFT
    assert arden.actions().count("decision saved") == LEFT + 1
    with arden.read() as db:
        assert db.exec(select(Move.why).where(Move.verb == "finish review")).one() == WHY


def test_it_scores_exactly_as_accepted(rita: Actor, arden: Stage) -> None:
    decide(rita, choice="1", reason="not shown")
    finish(rita)

    assessment = arden.assessment()
    with arden.read() as db:
        decisions, signed = moderations_of(db, assessment), newest_signature(db, assessment)
        assert signed
        examined = {id_: row for id_, row in decisions.items() if row.decision != "unexamined"}
        figures = moderated_figures(assessment, signed.content["profile"], validated_values(signed.content), examined)
    assert examined.keys() == {"RC-01"}
    assert arden.row().moderated == figures


def test_a_review_in_which_everything_was_decided_is_finished_without_more_ado(rita: Actor, arden: Stage) -> None:
    examine_all(arden)
    page = get(rita, f"{REVIEW}/completion").text

    assert "90 of 90 answers examined" in page
    assert 'name="unexamined"' not in page
    assert finish(rita, why="").status_code == 303


def test_a_real_decision_takes_its_place_after_the_review_is_opened_again(
    sofia: Actor, rita: Actor, arden: Stage
) -> None:
    decide(rita)
    finish(rita)
    post(sofia, f"{REVIEW}/reopening", why="Half of it was not read")

    page = words(get(rita, f"{REVIEW}/E1.1").text)
    assert f"Accepted without examination: {WHY} Your own decision replaces it." in page
    assert 'value="accepted" data-accept checked' not in " ".join(get(rita, f"{REVIEW}/E1.1").text.split("RC-02")[1:])
    assert decide(rita, "RC-02", based_on="1.1").status_code == 200

    assert kept(arden)["RC-02"].decision == "accepted"
    assert "2 of 90 examined" in words(get(rita).text)


def test_whoever_finishes_again_accepts_the_rest_anew(sofia: Actor, rita: Actor, sam: Actor, arden: Stage) -> None:
    decide(rita)
    finish(rita)
    post(sofia, f"{REVIEW}/reopening", why="Half of it was not read")
    post(sofia, f"{REVIEW}/reviewer", reviewer="sam", due_on="")
    decide(sam, "RC-02", based_on="1.1")
    assert post(sam, f"{REVIEW}/completion", signature=1).status_code == 422

    assert finish(sam, "The rest is as last year").status_code == 303

    rows = kept(arden).values()
    assert {(row.by, row.note) for row in rows if row.decision == "unexamined"} == {("sam", "The rest is as last year")}


def test_after_a_return_what_is_signed_anew_is_still_not_examined(sofia: Actor, rita: Actor, arden: Stage) -> None:
    decide(rita)
    finish(rita)
    post(sofia, f"{REVIEW}/reopening", why="A question is open")
    post(rita, f"{REVIEW}/return", signature=1, **{"question-RC-03": "Name the page"})
    with arden.database.writing() as db:
        answer = db.get(StoredAnswer, (ARDEN, "RC-03"))
        assert answer
        answer.state, answer.value = "answered", "2"
        db.flush()
        signatory = Signatory("hugo", "Hugo Hale", "Director General")
        sign(db, arden.assessment(), draft_of(db, arden.assessment()), signatory, at=utc_now())

    rows = kept(arden)
    assert (rows["RC-02"].signature, rows["RC-02"].decision, rows["RC-03"].signature) == (2, "unexamined", 1)
    assert "1 of 90 examined" in words(get(rita).text)
    assert post(rita, f"{REVIEW}/completion", signature=2).status_code == 422


def test_the_text_of_a_question_is_not_filled_with_why_nobody_examined_it(
    sofia: Actor, rita: Actor, arden: Stage
) -> None:
    finish(rita)
    post(sofia, f"{REVIEW}/reopening", why="A question is open")

    assert WHY not in get(rita, f"{REVIEW}/return?choose=RC-02").text
