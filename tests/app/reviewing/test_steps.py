"""Beginning, returning with questions, finishing, reopening and publishing a review."""

from sqlmodel import select

from app.access.identity import utc_now
from app.assessments.answer_sets import content_hash, values_of
from app.assessments.lifecycle import State
from app.db.tables.reviews import Disagreement, ReturnedQuestion, ReviewTask
from app.db.tables.rounds import Publication
from tests.app.reviewing.conftest import PUBLICATION, REVIEW, Stage, decide, finish, get, post, publish, shown
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH

LEADERS = {"alice", "hugo"}
ALL = "/reviews/publications?round=round"


def told(arden: Stage, kind: str) -> set[str]:
    return {person for each, person in arden.mails() if each == kind}


def finished(arden: Stage, part: str = "first") -> bool:
    with arden.read() as db:
        task = db.get(ReviewTask, (ARDEN, part))
        return bool(task and task.finished_at)


def disagree(arden: Stage, text: str = "The decree is in force") -> None:
    with arden.database.writing() as db:
        db.add(Disagreement(assessment_id=ARDEN, edition=1, indicator="RC-01", text=text, by="hugo", at=utc_now()))


def test_the_reviewer_begins_the_review(rita: Actor, sam: Actor, arden: Stage) -> None:
    arden.put(State.SIGNED)
    assert "Begin the review" in get(rita).text

    assert post(sam, REVIEW).status_code == 403
    assert post(rita, REVIEW).status_code == 303

    assert arden.row().state == State.UNDER_REVIEW


@ON_BOTH
def test_a_return_names_what_is_needed_and_unlocks_only_that(rita: Actor, alice: Actor, arden: Stage) -> None:
    decide(rita, choice="1", reason="not shown", note="Which page?")
    assert "Which page?" in get(rita, f"{REVIEW}/return?choose=RC-01").text

    sent = {"signature": 1, "question-RC-01": "Name the page", "question-RC-02": "Send the policy"}
    assert post(rita, f"{REVIEW}/return", **sent).status_code == 303

    with arden.read() as db:
        rows = {
            question.indicator: (question.text, question.number, question.by)
            for question in db.exec(select(ReturnedQuestion))
        }
        moderated = values_of(db, arden.assessment(), with_moderated=True).moderated
    assert rows == {"RC-01": ("Name the page", 1, "rita"), "RC-02": ("Send the policy", 1, "rita")}
    assert arden.row().state == State.RETURNED
    assert told(arden, "returned") == LEADERS
    assert moderated
    assert moderated["RC-01"].value == 1
    assert "Name the page" in get(rita, f"{REVIEW}/E1.1").text


def test_a_question_without_words_is_refused_and_the_others_stay(rita: Actor, arden: Stage) -> None:
    answer = post(rita, f"{REVIEW}/return", signature=1, **{"question-RC-01": "Name the page", "question-RC-02": " "})

    assert answer.status_code == 422
    assert "RC-02: Enter what is needed." in answer.text
    assert "Name the page" in answer.text
    assert arden.row().state == State.UNDER_REVIEW


def test_choosing_more_questions_keeps_what_was_written(rita: Actor, arden: Stage) -> None:
    fields = {"question-RC-01": "Name the page", "choose": ["RC-02", "RC-03"], "more": "yes"}

    answer = post(rita, f"{REVIEW}/return", signature=1, **fields)

    assert answer.status_code == 200
    assert "Name the page" in answer.text
    assert 'name="question-RC-03"' in answer.text
    assert arden.row().state == State.UNDER_REVIEW


def test_nothing_chosen_and_a_newer_signature_are_said(rita: Actor, arden: Stage) -> None:
    assert post(rita, f"{REVIEW}/return", signature=1).status_code == 422
    stale = post(rita, f"{REVIEW}/return", signature=0, **{"question-RC-01": "Name the page"})

    assert stale.status_code == 409
    assert "Name the page" in stale.text
    assert arden.row().state == State.UNDER_REVIEW


@ON_BOTH
def test_finishing_says_what_is_undecided_and_tells_the_administration(rita: Actor, arden: Stage) -> None:
    decide(rita)
    page = get(rita, f"{REVIEW}/completion").text
    assert "1 of 90 answers examined" in page
    assert "89 answers were not examined" in page

    assert finish(rita).status_code == 303

    assert arden.row().state == State.REVIEWED
    assert finished(arden)
    assert told(arden, "reviewed") == LEADERS
    assert arden.row().moderated


def test_finishing_twice_does_nothing_twice(rita: Actor, arden: Stage) -> None:
    finish(rita)

    assert post(rita, f"{REVIEW}/completion", signature=1).status_code == 409
    assert len(told(arden, "reviewed")) == 2


def test_finishing_what_was_signed_anew_meanwhile_is_refused(rita: Actor, arden: Stage) -> None:
    assert post(rita, f"{REVIEW}/completion", signature=0).status_code == 409
    assert arden.row().state == State.UNDER_REVIEW


@ON_BOTH
def test_the_lead_reopens_with_a_reason_and_gives_it_to_somebody_else(
    sofia: Actor, rita: Actor, sam: Actor, arden: Stage
) -> None:
    finish(rita)
    disagree(arden)
    assert "The decree is in force" in get(sofia).text

    assert post(rita, f"{REVIEW}/reopening", why="Because").status_code == 403
    assert "Enter what the reviewer should look at again" in post(sofia, f"{REVIEW}/reopening", why=" ").text
    assert post(sofia, f"{REVIEW}/reopening", why="A second opinion").status_code == 303
    assert post(sofia, f"{REVIEW}/reviewer", reviewer="sam", due_on="2026-12-31").status_code == 303

    assert (arden.row().state, finished(arden)) == (State.UNDER_REVIEW, False)
    assert decide(sam, based_on="1.1").status_code == 200
    assert decide(rita, based_on="1.1").status_code == 403
    assert ("review assigned", "sam") in arden.mails()


def test_publishing_freezes_what_was_decided_with_a_hash_that_verifies(sofia: Actor, rita: Actor, arden: Stage) -> None:
    decide(rita, choice="1", reason="not shown")
    finish(rita)
    disagree(arden)

    assert publish(sofia).status_code == 303

    with arden.read() as db:
        published = db.exec(select(Publication)).one()
        settled = db.exec(select(Disagreement.settled)).one()
    assert content_hash(published.content) == published.hash
    assert published.content["moderated"]["RC-01"] == {"decision": "changed", "value": 1, "reason": "not shown"}
    assert published.content["not_agreed"] == ["RC-01"]
    assert settled == "not agreed"
    assert (arden.row().state, told(arden, "published")) == (State.PUBLISHED, LEADERS)
    pillars = {pillar["id"]: pillar["score"] for pillar in published.content["scorecards"]["moderated"]["pillars"]}
    assert {id_: arden.row().moderated["scores"][id_] for id_ in pillars} == pillars


@ON_BOTH
def test_publishing_twice_makes_one_publication(sofia: Actor, arden: Stage) -> None:
    arden.put(State.REVIEWED)

    marks = shown(sofia)
    assert [post(sofia, PUBLICATION, shown=marks).status_code for _ in range(2)] == [303, 409]

    with arden.read() as db:
        assert len(db.exec(select(Publication)).all()) == 1


@ON_BOTH
def test_all_reviewed_ones_of_a_round_are_published_at_once(sofia: Actor, rita: Actor, arden: Stage) -> None:
    arden.put(State.REVIEWED)
    disagree(arden)
    page = get(sofia, ALL).text
    assert "Arden Customs" in page
    assert "1 level is not agreed, and will be published as not agreed" in page
    assert "Brink" not in page

    marks = shown(sofia, ALL)
    assert post(rita, "/reviews/publications", round="round", mark=marks).status_code == 403

    first, again = (post(sofia, "/reviews/publications", round="round", mark=marks) for _ in range(2))

    assert (first.status_code, again.status_code) == (303, 409)
    assert "Arden Customs: it was published in the meantime." in again.text
    with arden.read() as db:
        assert [publication.assessment_id for publication in db.exec(select(Publication))] == [ARDEN]


def test_a_round_that_is_not_there_is_not_found(sofia: Actor, arden: Stage) -> None:
    assert post(sofia, "/reviews/publications", round="nothing\0").status_code == 404
