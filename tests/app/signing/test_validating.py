"""The head may change a level before signing; the team's own stays beside it."""

import pytest

from app.assessments.answer_sets import values_of
from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.answers import ValidatedLevel
from app.db.tables.records import AuditEntry
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.signing.signing import ANSWERS, HOME, SIGNATURE, arden, bring_to, make_ready, rows, sign
from tests.cast import Actor

VALIDATED = f"{HOME}/validated"
CHANGE = {"indicator": "RC-01", "level": "2", "reason": "Two units do not follow it yet."}


@pytest.fixture
def ready(database: Database, catalogue: Catalogue) -> Database:
    make_ready(database, catalogue)
    return database


def test_the_heads_level_stands_beside_the_teams(hugo: Actor, ready: Database) -> None:
    assert hugo.browser.post(VALIDATED, data=hugo.form(**CHANGE)).status_code == 303

    page = words(hugo.browser.get(SIGNATURE).text)
    assert "3 Applied Applied 2 Formalised Formalised Two units do not follow it yet." in page


def test_once_signed_validated_differs_from_self_exactly_there(
    hugo: Actor, ready: Database, catalogue: Catalogue
) -> None:
    hugo.browser.post(VALIDATED, data=hugo.form(**CHANGE))
    sign(hugo)

    with ready.reading() as db:
        values = values_of(db, arden(db, catalogue), with_moderated=False)

    assert values.validated is not None
    assert {id_ for id_ in ANSWERS if values.own[id_] != values.validated[id_]} == {"RC-01"}
    assert (values.own["RC-01"].value, values.validated["RC-01"].value) == (3, 2)
    assert "self-assessed 3, signed 2" in words(hugo.browser.get(SIGNATURE).text)


def test_it_can_be_undone(hugo: Actor, ready: Database, catalogue: Catalogue) -> None:
    hugo.browser.post(VALIDATED, data=hugo.form(**CHANGE))

    hugo.browser.post(VALIDATED, data=hugo.form(undo="RC-01"))
    hugo.browser.post(VALIDATED, data=hugo.form(undo="RC-01"))

    assert rows(ready, ValidatedLevel) == []
    done = [row.action for row in rows(ready, AuditEntry) if "validated" in row.action]
    assert sorted(done) == ["level validated", "validated level undone"]


def test_another_level_takes_the_place_of_the_one_before(hugo: Actor, ready: Database) -> None:
    for level in ("2", "1"):
        assert hugo.browser.post(VALIDATED, data=hugo.form(**CHANGE | {"level": level})).status_code == 303

    assert [row.value for row in rows(ready, ValidatedLevel)] == ["1"]


def test_sent_twice_it_is_kept_once(hugo: Actor, ready: Database) -> None:
    for _ in range(2):
        assert hugo.browser.post(VALIDATED, data=hugo.form(**CHANGE)).status_code == 303

    assert len(rows(ready, ValidatedLevel)) == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"level": "7"}, "Choose a level from 0 to 4."),
        ({"reason": " "}, "Enter the reason in one sentence."),
        ({"reason": "a\0b"}, "contains invisible characters"),
        ({"indicator": "RC-03"}, "This question has no level to change."),
        ({"indicator": "RC-07", "level": "3"}, "Choose 4 (yes), 2 (partly) or 0 (no) for this question."),
    ],
)
def test_what_cannot_be_kept_comes_back_with_what_was_typed(
    fields: dict[str, str], sentence: str, hugo: Actor, ready: Database
) -> None:
    answer = hugo.browser.post(VALIDATED, data=hugo.form(**(CHANGE | fields)))

    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert "reason" in fields or CHANGE["reason"] in answer.text
    assert rows(ready, ValidatedLevel) == []


@pytest.mark.parametrize("indicator", ["RC-21", "ZZ-99", "", "RC-01\0"])
def test_of_what_is_no_question_there_is_nothing(indicator: str, hugo: Actor, ready: Database) -> None:
    assert hugo.browser.post(VALIDATED, data=hugo.form(**(CHANGE | {"indicator": indicator}))).status_code == 404


def test_a_level_that_the_team_says_too_no_longer_differs(hugo: Actor, alice: Actor, ready: Database) -> None:
    hugo.browser.post(VALIDATED, data=hugo.form(**CHANGE))
    body = {"state": "answered", "value": 2, "revision": 1, "evidence": ["Order 12/2024, page 4"]}
    alice.browser.put(f"/api/v1{HOME}/answers/RC-01", json=body, headers=alice.api)

    assert "No longer differs" in words(hugo.browser.get(SIGNATURE).text)


def test_after_a_return_only_what_was_sent_back_may_be_changed(
    hugo: Actor, ready: Database, catalogue: Catalogue
) -> None:
    bring_to(ready, catalogue, State.RETURNED)

    other = hugo.browser.post(VALIDATED, data=hugo.form(**(CHANGE | {"indicator": "RC-02"})))
    returned = hugo.browser.post(VALIDATED, data=hugo.form(**CHANGE))

    assert (other.status_code, returned.status_code) == (422, 303)
    assert [row.indicator for row in rows(ready, ValidatedLevel)] == ["RC-01"]
