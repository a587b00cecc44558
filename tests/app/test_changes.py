"""What the last round reported, and the rule of the jump."""

from typing import Any

import pytest
from sqlalchemy import update

from app.access.identity import utc_now
from app.access.loaders import ANY_ONE
from app.assessments.last_round import earlier_answers
from app.assessments.lifecycle import State
from app.assessments.readiness import JUMPED, what_stops
from app.assessments.reads import OneAssessment, one_assessment
from app.db.session import Database
from app.db.tables.answers import StoredAnswer
from app.db.tables.reviews import Moderation
from app.db.tables.rounds import Assessment, Publication, Round
from questionnaires.answers import Answer
from questionnaires.answers import State as AnswerState
from questionnaires.catalogue import Catalogue
from tests.cast import ARDEN
from tests.states import put_in_state

LAST = "arden-2025"


def answered(value: int | str, comment: str = "") -> Answer:
    return Answer("answered", value, comment=comment)


@pytest.mark.parametrize(
    ("previous", "now", "needs_comment"),
    [
        (answered(1), answered(3), True),
        (answered(4), answered(2), True),
        (answered(0), answered(4), True),
        (answered(2), answered(3), False),
        (answered(3), answered(3), False),
        (answered("no"), answered("partly"), True),
        (answered("yes"), answered("yes"), False),
        (answered(1), answered(3, "New decree"), False),
        (answered(1), answered(3, " \n"), True),
        (None, answered(4), False),
        (Answer("unknown"), answered(4), False),
        (answered(4), Answer("unknown"), False),
        (answered(4), Answer("not_answered"), False),
        (Answer("not_applicable", reason_code="NA1"), answered(3), False),
    ],
)
def test_two_levels_up_or_down_need_a_comment(previous: Answer | None, now: Answer, needs_comment: bool) -> None:
    last = previous.level if previous and previous.state == "answered" else None

    assert what_stops(now, last) == ((JUMPED,) if needs_comment else ())


def put_last_round(database: Database, catalogue: Catalogue, state: State, due_on: str = "2025-12-18") -> None:
    """Arden's 2025: RC-01 at 3 and RC-02 unknown; the reviewer made 2 of the 3."""
    now = utc_now()
    with database.writing() as db:
        db.add(Round(id="last", name="2025", questionnaire="2026.1", due_on=due_on))
        db.flush()
        keys: dict[str, Any] = {"administration_id": "arden", "round_id": "last", "questionnaire": "2026.1"}
        keys |= {"asked": 93, "fingerprint": catalogue["2026.1"].fingerprint}
        db.add(Assessment(id=LAST, state=State.NOT_OPENED, **keys))
        db.flush()
        for id_, given, value in (("RC-01", "answered", "3"), ("RC-02", "unknown", "")):
            row: dict[str, Any] = {"revision": 1, "state": given, "value": value, "saved_by": "alice", "saved_at": now}
            db.add(StoredAnswer(assessment_id=LAST, indicator=id_, **row))
        decided: dict[str, Any] = {"decision": "changed", "value": "2", "reason": "not shown", "by": "rita", "at": now}
        fields: dict[str, Any] = {
            "assessment_id": LAST,
            "part": "first",
            "indicator": "RC-01",
            "revision": 1,
            "signature": 1,
        }
        db.add(Moderation(**fields, **decided))
        db.flush()
        put_in_state(db, catalogue, state, LAST)


def this_round(database: Database, catalogue: Catalogue) -> dict[str, tuple[AnswerState, object]]:
    with database.reading() as db:
        row = db.connection().execute(ANY_ONE, {"assessment": ARDEN}).one()
        assessment: OneAssessment = one_assessment(row, catalogue)
        earlier = earlier_answers(db, assessment)
        return {id_: (answer.state, answer.value) for id_, answer in earlier.compared.items()} if earlier else {}


def test_of_several_editions_the_newest_counts(database: Database, catalogue: Catalogue) -> None:
    put_last_round(database, catalogue, State.PUBLISHED)
    with database.writing() as db:
        first = db.get_one(Publication, (LAST, 1)).model_dump()
        as_signed = first["content"] | {"moderated": {}}
        db.add(Publication(**first | {"edition": 2, "content": as_signed}))

    assert this_round(database, catalogue)["RC-01"] == ("answered", 3)


@pytest.mark.parametrize(
    ("state", "value"),
    [
        (State.SIGNED, 3),
        (State.UNDER_REVIEW, 3),
        (State.REVIEWED, 3),
        (State.PUBLISHED, 2),
    ],
)
def test_the_last_round_gives_what_was_published_or_else_signed(
    state: State, value: int, database: Database, catalogue: Catalogue
) -> None:
    put_last_round(database, catalogue, state)

    assert this_round(database, catalogue) == {"RC-01": ("answered", value), "RC-02": ("unknown", None)}


def test_of_a_last_round_that_was_never_signed_nothing_is_told(database: Database, catalogue: Catalogue) -> None:
    put_last_round(database, catalogue, State.IN_PROGRESS)

    assert this_round(database, catalogue) == {}


def test_while_a_published_result_is_corrected_it_stands(database: Database, catalogue: Catalogue) -> None:
    put_last_round(database, catalogue, State.PUBLISHED)
    with database.writing() as db:
        db.execute(update(Assessment).where(Assessment.id == LAST).values(state=State.IN_PROGRESS, edition=2))  # type: ignore[arg-type]
        db.execute(update(StoredAnswer).where(StoredAnswer.indicator == "RC-01").values(value="4"))  # type: ignore[arg-type]

    assert this_round(database, catalogue)["RC-01"] == ("answered", 2)


def test_there_is_nothing_before_the_first_round(database: Database, catalogue: Catalogue) -> None:
    assert this_round(database, catalogue) == {}


def test_a_later_round_and_one_never_opened_are_no_last_round(database: Database, catalogue: Catalogue) -> None:
    put_last_round(database, catalogue, State.PUBLISHED, due_on="2100-12-18")
    assert this_round(database, catalogue) == {}

    with database.writing() as db:
        put_in_state(db, catalogue, State.NOT_OPENED, LAST)
        db.execute(update(Round).where(Round.id == "last").values(due_on="2025-12-18"))  # type: ignore[arg-type]
    assert this_round(database, catalogue) == {}
