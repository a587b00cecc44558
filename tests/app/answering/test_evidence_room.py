"""The evidence of one question has room for 30,000 characters, whoever adds to it and wherever."""

from typing import Any

import pytest
from sqlmodel import col, select

from app.access.identity import utc_now
from app.assessments.reads import items_of
from app.db.session import Database
from app.db.tables.answers import Evidence, EvidenceUse, HistoryEntry, StoredAnswer
from questionnaires.answers import MOST_EVIDENCE_UNITS
from questionnaires.texts import utf16_units
from tests.app.browser import words
from tests.app.workbooks.sending import confirm, downloaded, filled, send
from tests.cast import ARDEN, ITEM, Actor

HOME = f"/assessments/{ARDEN}"
ANSWER = f"{HOME}/answers/RC-01"
LINKS = f"{HOME}/evidence/links"
HTMX = {"hx-request": "true"}
LONG = "b" * 10_000
TWO = [LONG, LONG]
TOO_LONG = "The evidence for RC-01 can have 30,000 characters in total, including its items in the register."
OVERSHOT = f"{TOO_LONG} Shorten it by"
EXPORTS = (
    f"{HOME}/gap-report.xlsx",
    f"{HOME}/workbook.xlsx",
    f"{HOME}/workbook.xlsx?paper=yes",
    "/rounds/round/reports.zip",
    "/rounds/round/consolidated.xlsx",
    "/rounds/round/consolidated.csv",
    "/rounds/round/consolidated.jsonl",
    "/rounds/round/overview.xlsx",
    "/administrations.xlsx",
)


def link(number: int = 1, length: int = 1_900, **more: Any) -> dict[str, Any]:
    return {"title": f"Plan {number}", "address": f"https://plan.example/{'a' * length}", "indicator": "RC-01", **more}


def add(person: Actor, **fields: Any) -> Any:
    return person.browser.post(LINKS, data=person.form(**fields))


def save(person: Actor, revision: int, evidence: list[str], **more: Any) -> Any:
    data = person.form(revision=revision, choice="3", evidence=evidence, **more)
    return person.browser.post(ANSWER, data=data, headers=HTMX)


def evidence_of(database: Database) -> list[str]:
    with database.reading() as db:
        answer = db.get(StoredAnswer, (ARDEN, "RC-01"))
        return [*(answer.evidence if answer else ()), *items_of(db, ARDEN).get("RC-01", ())]


@pytest.fixture
def registered(alice: Actor) -> Actor:
    """Six links of 1,900 letters serve RC-01: with two items of 10,000 it would be too much."""
    assert [add(alice, **link(number)).status_code for number in range(6)] == [303] * 6
    return alice


def test_the_register_takes_links_until_the_cell_is_full_and_every_export_draws(
    alice: Actor, sofia: Actor, database: Database
) -> None:
    number = 0
    while (answer := add(alice, **link(number))).status_code == 303:
        number += 1

    assert answer.status_code == 422
    assert OVERSHOT in words(answer.text)
    assert f'value="Plan {number}"' in answer.text, "what was typed stays"
    assert len(evidence_of(database)) == number >= 14
    assert utf16_units("\n".join(evidence_of(database))) <= MOST_EVIDENCE_UNITS
    assert save(alice, 0, ["c" * 500], comment=LONG).status_code == 200
    assert {path: sofia.browser.get(path).status_code for path in EXPORTS} == dict.fromkeys(EXPORTS, 200)


def test_an_answer_that_is_too_long_beside_the_register_is_told_and_stays_on_the_screen(
    registered: Actor, database: Database
) -> None:
    answer = save(registered, 0, TWO)

    assert answer.status_code == 422
    assert OVERSHOT in words(answer.text)
    without_script = registered.browser.post(ANSWER, data=registered.form(revision=0, choice="3", evidence=TWO))
    assert without_script.status_code == 422
    assert without_script.text.count(LONG) == 2
    assert len(evidence_of(database)) == 6


def test_programs_read_the_same_sentence(registered: Actor, database: Database) -> None:
    body = {"state": "answered", "value": 3, "evidence": TWO, "revision": 0}

    answer = registered.browser.put(f"/api/v1{ANSWER}", json=body, headers=registered.api)

    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    (error,) = answer.json()["errors"]
    assert error["field"] == "evidence"
    assert error["message"].startswith(OVERSHOT)


def test_an_item_that_is_there_serves_no_question_that_has_no_room(alice: Actor, database: Database) -> None:
    assert save(alice, 0, [LONG, LONG, "b" * 9_990]).status_code == 200

    form = alice.form(indicator="RC-01")
    answer = alice.browser.post(f"{HOME}/evidence/{ITEM}/uses", data=form)

    assert answer.status_code == 422
    assert OVERSHOT in words(answer.text)
    with database.reading() as db:
        assert db.exec(select(EvidenceUse)).all() == []


def test_restoring_an_older_answer_keeps_to_the_rule(alice: Actor, database: Database) -> None:
    save(alice, 0, TWO)
    save(alice, 1, [])
    for number in range(6):
        assert add(alice, **link(number)).status_code == 303

    answer = alice.browser.post(f"{ANSWER}/history", data=alice.form(restore=1, revision=2))

    assert answer.status_code == 422
    assert OVERSHOT in words(answer.text)
    with database.reading() as db:
        assert len(db.exec(select(HistoryEntry).where(col(HistoryEntry.subject) == "RC-01")).all()) == 2


def test_a_workbook_brings_every_row_but_the_one_without_room(registered: Actor, database: Database) -> None:
    cells = {("RC-01", "evidence"): f"{LONG}\n{LONG}", ("RC-01", "answer"): 2, ("RC-02", "answer"): 4}

    preview = send(registered, filled(downloaded(registered), cells))

    assert OVERSHOT in words(preview.text)
    assert confirm(registered, preview).status_code == 200, "what was left out is told once more"
    with database.reading() as db:
        assert db.get_one(StoredAnswer, (ARDEN, "RC-02")).value == "4"
        assert db.get(StoredAnswer, (ARDEN, "RC-01")) is None


def test_what_filled_up_after_the_preview_is_not_stored(alice: Actor, database: Database) -> None:
    cells = {("RC-01", "evidence"): f"{LONG}\n{LONG}", ("RC-01", "answer"): 2}
    preview = send(alice, filled(downloaded(alice), cells))
    for number in range(6):
        add(alice, **link(number))

    answer = confirm(alice, preview)

    assert answer.status_code == 422
    assert OVERSHOT in words(answer.text)
    assert "Nothing is saved yet." in words(answer.text)
    with database.reading() as db:
        assert db.get(StoredAnswer, (ARDEN, "RC-01")) is None


def test_an_import_is_not_taken_back_into_a_cell_that_filled_up(alice: Actor, database: Database) -> None:
    save(alice, 0, TWO)
    cells = {("RC-01", "evidence"): "Order 12"}
    assert confirm(alice, send(alice, filled(downloaded(alice), cells))).status_code == 303
    for number in range(6):
        assert add(alice, **link(number)).status_code == 303
    page = alice.browser.get(f"{HOME}/workbook").text
    (undo,) = {part.partition('"')[0] for part in page.split('action="')[1:] if "/undo" in part.partition('"')[0]} - {
        f"{HOME}/workbook/imports/import-of-arden/undo"
    }

    answer = alice.browser.post(undo, data=alice.form())

    assert answer.status_code == 422
    assert OVERSHOT in words(answer.text)
    assert evidence_of(database)[0] == "Order 12"


def test_what_an_earlier_version_took_can_be_kept_and_shortened_but_not_lengthened(
    alice: Actor, database: Database
) -> None:
    too_many = 20
    save(alice, 0, ["Order 12"])
    with database.writing() as db:
        for number in range(too_many):
            named: dict[str, Any] = {"title": "Plan", "address": f"https://plan.example/{number}/{'a' * 1_900}"}
            item: dict[str, Any] = {"id": f"item-{number}", "assessment_id": ARDEN, "kind": "link", "added_by": "alice"}
            db.add(Evidence(**item, **named, added_at=utc_now()))
            db.flush()
            use: dict[str, Any] = {"evidence_id": f"item-{number}", "assessment_id": ARDEN, "by": "alice"}
            db.add(EvidenceUse(**use, indicator="RC-01", at=utc_now()))

    assert save(alice, 1, ["Order 12"], comment="The same evidence").status_code == 200
    assert save(alice, 2, ["Order"]).status_code == 200
    assert save(alice, 3, ["Order 12"]).status_code == 422
    assert {path: alice.browser.get(path).status_code for path in EXPORTS[:3]} == dict.fromkeys(EXPORTS[:3], 200)
