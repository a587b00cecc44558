"""Taking a signature back before the review; and correcting a published result by a new edition."""

import pytest
from sqlalchemy import update

from app.access.identity import utc_now
from app.assessments.answer_sets import moderations_of, newest_publication, values_of
from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.answers import ValidatedLevel
from app.db.tables.records import Mail
from app.db.tables.reviews import ReviewTask
from app.db.tables.rounds import Assessment, Move, Publication, Signature
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.signing.signing import HOME, SIGNATURE, arden, bring_to, make_ready, moderate, rows, sign, state
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH

WHY = "One figure was of the wrong year."
ASK, DECIDE = f"{HOME}/correction", f"{HOME}/correction/decision"


@pytest.fixture
def ready(database: Database, catalogue: Catalogue) -> Database:
    make_ready(database, catalogue)
    return database


@pytest.fixture
def published(ready: Database, catalogue: Catalogue) -> Database:
    bring_to(ready, catalogue, State.PUBLISHED)
    return ready


def verbs(database: Database) -> list[str]:
    """After the first answer, which opens it."""
    return [move.verb for move in rows(database, Move) if move.verb != "open"]


def decide(sofia: Actor, decision: str, why: str = "The source is clear.") -> int:
    return sofia.browser.post(DECIDE, data=sofia.form(decision=decision, why=why)).status_code


@ON_BOTH
def test_a_withdrawn_assessment_can_be_changed_and_signed_again(
    hugo: Actor, ready: Database, catalogue: Catalogue
) -> None:
    sign(hugo)
    assert hugo.browser.post(f"{HOME}/withdrawal", data=hugo.form(why=WHY)).status_code == 303

    assert state(ready, catalogue) is State.IN_PROGRESS
    with ready.reading() as db:
        assert values_of(db, arden(db, catalogue), with_moderated=True).reported_kind == "self"
    assert {mail.person_id for mail in rows(ready, Mail) if mail.kind == "withdrawn"} == {"alice", "sofia"}
    assert sign(hugo).status_code == 303
    assert [signed.number for signed in rows(ready, Signature)] == [1, 2]


def test_a_withdrawal_needs_a_reason(hugo: Actor, ready: Database, catalogue: Catalogue) -> None:
    sign(hugo)

    answer = hugo.browser.post(f"{HOME}/withdrawal", data=hugo.form(why=" "))

    assert answer.status_code == 422
    assert "Enter the reason in one sentence." in words(answer.text)
    assert state(ready, catalogue) is State.SIGNED


def test_after_the_review_began_nothing_is_withdrawn(hugo: Actor, ready: Database, catalogue: Catalogue) -> None:
    bring_to(ready, catalogue, State.UNDER_REVIEW)

    assert hugo.browser.post(f"{HOME}/withdrawal", data=hugo.form(why=WHY)).status_code == 409


def test_everybody_who_reads_sees_what_happened_and_why(
    hugo: Actor, vera: Actor, sofia: Actor, ready: Database, catalogue: Catalogue
) -> None:
    sign(hugo)
    hugo.browser.post(f"{HOME}/withdrawal", data=hugo.form(why=WHY))
    bring_to(ready, catalogue, State.PUBLISHED)
    sofia_asked = hugo.browser.post(ASK, data=hugo.form(why="Level of RC-01"))
    decide(sofia, "refuse", "The level is shown.")

    page = words(vera.browser.get(f"{HOME}/moves").text)

    assert sofia_asked.status_code == 303
    for said in ("Signed and submitted Hugo", "Withdrawn before the review Hugo", WHY, "Correction refused Sofia"):
        assert said in page
    assert "Sofia Secretariat" in page


@ON_BOTH
def test_a_correction_makes_a_new_edition_and_the_published_result_stays(
    hugo: Actor, sofia: Actor, published: Database, catalogue: Catalogue
) -> None:
    with published.reading() as db:
        before = db.get_one(Publication, (ARDEN, 1)).hash
    assert hugo.browser.post(ASK, data=hugo.form(why=WHY)).status_code == 303
    assert WHY in words(sofia.browser.get(SIGNATURE).text)

    assert decide(sofia, "allow") == 303

    with published.reading() as db:
        assessment = db.get_one(Assessment, ARDEN)
        publication = newest_publication(db, ARDEN)
    assert (assessment.state, assessment.edition, assessment.signature, assessment.moderated) == (
        "in progress",
        2,
        1,
        {},
    )
    assert publication
    assert publication.hash == before
    assert "the earlier result remains" in words(hugo.browser.get(f"{HOME}/scorecard").text)
    assert hugo.browser.get(f"/results/{ARDEN}").status_code == 200


def test_the_new_edition_is_signed_with_the_next_number_after_the_last_day_too(
    hugo: Actor, sofia: Actor, published: Database, catalogue: Catalogue
) -> None:
    hugo.browser.post(ASK, data=hugo.form(why=WHY))
    decide(sofia, "allow")
    with published.writing() as db:
        db.get_one(Assessment, ARDEN).extended_to = "2026-01-31"

    assert sign(hugo).status_code == 303

    assert [(signature.number, signature.edition) for signature in rows(published, Signature)] == [(1, 1), (2, 2)]
    with published.reading() as db:
        values = values_of(db, arden(db, catalogue), with_moderated=True)
    assert values.reported_kind == "validated"


def test_the_correction_is_reviewed_anew(
    hugo: Actor, alice: Actor, sofia: Actor, rita: Actor, published: Database, catalogue: Catalogue
) -> None:
    """Neither the old decisions nor the end of the old review count."""
    moderate(published, "RC-01", "2")
    with published.writing() as db:
        db.execute(update(ReviewTask).values(finished_at=utc_now()))
    hugo.browser.post(ASK, data=hugo.form(why=WHY))
    decide(sofia, "allow")
    sign(hugo)
    rita.browser.post(f"{HOME}/review", data=rita.form())

    assert [task.finished_at for task in rows(published, ReviewTask)] == [None]
    with published.reading() as db:
        assessment = arden(db, catalogue)
        assert (assessment.state, moderations_of(db, assessment)) == (State.UNDER_REVIEW, {})


def test_the_heads_levels_of_the_old_edition_are_cleared(
    hugo: Actor, sofia: Actor, ready: Database, catalogue: Catalogue
) -> None:
    hugo.browser.post(f"{HOME}/validated", data=hugo.form(indicator="RC-01", level="2", reason="Not everywhere."))
    bring_to(ready, catalogue, State.PUBLISHED)
    hugo.browser.post(ASK, data=hugo.form(why=WHY))

    decide(sofia, "allow")

    assert rows(ready, ValidatedLevel) == []


@ON_BOTH
def test_asking_twice_is_asking_once(hugo: Actor, alice: Actor, published: Database) -> None:
    for person in (hugo, alice):
        assert person.browser.post(ASK, data=person.form(why=WHY)).status_code == 303

    assert verbs(published) == ["ask for a correction"]
    assert [mail.person_id for mail in rows(published, Mail)] == ["sofia"]


def test_a_refused_correction_may_be_asked_for_again(hugo: Actor, sofia: Actor, published: Database) -> None:
    hugo.browser.post(ASK, data=hugo.form(why=WHY))
    assert [decide(sofia, "refuse") for _ in range(2)] == [303, 303]
    hugo.browser.post(ASK, data=hugo.form(why="Here is the source."))

    assert verbs(published) == ["ask for a correction", "refuse the correction", "ask for a correction"]
    assert {mail.person_id for mail in rows(published, Mail) if mail.kind == "correction decided"} == {"hugo", "alice"}


@pytest.mark.parametrize(("decision", "why"), [("", "A reason"), ("allow", " "), ("perhaps", "A reason")])
def test_a_decision_needs_its_words(decision: str, why: str, hugo: Actor, sofia: Actor, published: Database) -> None:
    hugo.browser.post(ASK, data=hugo.form(why=WHY))

    answer = sofia.browser.post(DECIDE, data=sofia.form(decision=decision, why=why))

    assert answer.status_code == 422
    assert why in answer.text
    assert verbs(published) == ["ask for a correction"]


def test_nothing_is_decided_where_nobody_asked(sofia: Actor, published: Database) -> None:
    assert decide(sofia, "allow") == 303

    assert verbs(published) == []
