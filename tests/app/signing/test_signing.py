"""A signature: once, of exactly what the head saw, before the day ends where the administration is."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from sqlalchemy import update

from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.people import Administration
from app.db.tables.records import AuditEntry, Download, Mail
from app.db.tables.reviews import Moderation
from app.db.tables.rounds import Assessment, Move, Round, Signature
from questionnaires.catalogue import Catalogue
from tests.app.browser import form, words
from tests.app.signing.signing import (
    HOME,
    LEVEL_3,
    SIGNATURE,
    bring_to,
    form_to_sign,
    make_ready,
    moderate,
    rows,
    sign,
    state,
)
from tests.cast import ARDEN, Actor, actor
from tests.engines import ON_BOTH

NOON_UTC = datetime(2026, 12, 18, 12, tzinfo=UTC)
"""The 18th has ended in Auckland, and has not in Los Angeles."""


@pytest.fixture
def ready(database: Database, catalogue: Catalogue) -> Database:
    make_ready(database, catalogue)
    return database


def save(alice: Actor, indicator: str, value: int, revision: int = 1) -> int:
    body = LEVEL_3 | {"value": value, "revision": revision}
    return alice.browser.put(f"/api/v1{HOME}/answers/{indicator}", json=body, headers=alice.api).status_code


def test_the_receipt_says_who_when_and_what(hugo: Actor, ready: Database) -> None:
    assert sign(hugo).headers["location"] == SIGNATURE

    [signed] = rows(ready, Signature)
    page = words(hugo.browser.get(SIGNATURE).text)
    assert "Hugo Hale, Director General" in page
    assert signed.hash in page
    assert signed.audit_head in page


def test_the_file_of_the_signature_hashes_to_what_the_receipt_says(hugo: Actor, ready: Database) -> None:
    sign(hugo)

    file = hugo.browser.get(f"{HOME}/signatures/1.json")

    [signed] = rows(ready, Signature)
    assert hashlib.sha256(file.content).hexdigest() == signed.hash
    assert [(row.what, row.sha256) for row in rows(ready, Download)] == [("signed answers", signed.hash)]


@pytest.mark.parametrize("number", ["2", "0", "-1", "x", "%00", "9" * 30])
def test_of_a_signature_that_was_never_made_there_is_no_file(number: str, hugo: Actor, ready: Database) -> None:
    sign(hugo)

    assert hugo.browser.get(f"{HOME}/signatures/{number}.json").status_code == 404


def test_the_head_of_the_log_on_the_receipt_stands_for_the_signature_too(hugo: Actor, ready: Database) -> None:
    sign(hugo)

    [signed] = rows(ready, Signature)
    [row] = [row for row in rows(ready, AuditEntry) if row.action == "assessment signed"]
    assert (row.hash, row.details["hash"]) == (signed.audit_head, signed.hash)


@ON_BOTH
def test_team_and_lead_are_told_and_no_mail_holds_an_answer(hugo: Actor, ready: Database) -> None:
    sign(hugo)

    mails = sorted((mail.kind, mail.person_id) for mail in rows(ready, Mail))
    [signed] = rows(ready, Signature)
    assert mails == [("receipt", "alice"), ("receipt", "hugo"), ("submitted", "sofia")]
    receipt = next(mail.names for mail in rows(ready, Mail) if mail.kind == "receipt")
    assert (receipt["hash"], receipt["head"]) == (signed.hash, signed.audit_head)
    assert not any("Order 12" in str(mail.names) for mail in rows(ready, Mail))


@ON_BOTH
def test_a_double_click_signs_once_and_shows_the_receipt(hugo: Actor, ready: Database) -> None:
    data = form_to_sign(hugo)

    answers = [hugo.browser.post(SIGNATURE, data=data) for _ in range(2)]

    assert [(answer.status_code, answer.headers["location"]) for answer in answers] == [(303, SIGNATURE)] * 2
    assert len(rows(ready, Signature)) == len([move for move in rows(ready, Move) if move.verb == "sign"]) == 1


@ON_BOTH
def test_two_windows_at_once_sign_once(app: FastAPI, hugo: Actor, ready: Database) -> None:
    data = form_to_sign(hugo)
    windows = [actor(app, "hugo") for _ in range(2)]

    with ThreadPoolExecutor(2) as people:
        answers = list(people.map(lambda window: window.browser.post(SIGNATURE, data=data).status_code, windows))

    assert answers == [303, 303]
    assert len(rows(ready, Signature)) == 1


def test_the_old_form_does_not_sign_again_after_a_withdrawal(hugo: Actor, ready: Database) -> None:
    data = form_to_sign(hugo)
    hugo.browser.post(SIGNATURE, data=data)
    hugo.browser.post(f"{HOME}/withdrawal", data=hugo.form(why="A document came in late."))

    assert hugo.browser.post(SIGNATURE, data=data).status_code == 409
    assert len(rows(ready, Signature)) == 1


@ON_BOTH
def test_an_answer_that_is_saved_meanwhile_stops_the_signature(
    hugo: Actor, alice: Actor, ready: Database, catalogue: Catalogue
) -> None:
    data = form_to_sign(hugo)
    assert save(alice, "RC-01", 4) == 200

    answer = hugo.browser.post(SIGNATURE, data=data)

    assert answer.status_code == 409
    assert "The answers have changed since you opened this page. Nothing was signed." in words(answer.text)
    again = form(answer.text, SIGNATURE)
    assert (again.value("name"), again.value("title")) == ("Hugo Hale", "Director General")
    assert (state(ready, catalogue), rows(ready, Signature)) == (State.IN_PROGRESS, [])
    assert hugo.browser.post(SIGNATURE, data=again.data(checked="yes")).status_code == 303


@ON_BOTH
def test_a_save_in_flight_is_signed_or_refused_but_never_lost_between(
    app: FastAPI, hugo: Actor, alice: Actor, ready: Database
) -> None:
    data = form_to_sign(hugo)

    with ThreadPoolExecutor(2) as people:
        saving = people.submit(save, alice, "RC-01", 4)
        signing = people.submit(lambda: actor(app, "hugo").browser.post(SIGNATURE, data=data).status_code)
        outcome = (saving.result(), signing.result())

    assert outcome in {(200, 409), (409, 303)}
    assert len(rows(ready, Signature)) == (outcome[1] == 303)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": " "}, "Enter your name."),
        ({"title": ""}, "Enter your title, such as Director General."),
        ({"checked": ""}, "Tick the box to confirm that you have checked the answers."),
        ({"name": "H" * 201}, "This has 201 characters. Shorten it to 200 or fewer."),
        ({"name": "\u202eHugo"}, "This name contains invisible characters, at each ▯ here: “▯Hugo” (U+202E)."),
        ({"title": "www.evil.example"}, "A name cannot contain a web or email address"),
        ({"title": "a\0b"}, "contains invisible characters"),
    ],
)
def test_what_is_not_typed_well_comes_back(typed: dict[str, str], sentence: str, hugo: Actor, ready: Database) -> None:
    answer = sign(hugo, **typed)

    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert "name" in typed or form(answer.text, SIGNATURE).value("name") == "Hugo Hale"
    assert rows(ready, Signature) == []


@pytest.mark.parametrize(("zone", "status"), [("Pacific/Auckland", 409), ("America/Los_Angeles", 303)])
def test_at_the_same_instant_the_day_is_over_in_one_zone_only(
    zone: str, status: int, hugo: Actor, alice: Actor, ready: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = form_to_sign(hugo)
    with ready.writing() as db:
        db.execute(update(Round).values(due_on="2026-12-18"))
        db.execute(update(Administration).values(time_zone=zone))
    monkeypatch.setattr("app.features.signing.routes.utc_now", lambda: NOON_UTC)

    answer = hugo.browser.post(SIGNATURE, data=data)

    assert answer.status_code == status
    said = (
        "The last day to sign was 18 December 2026 (time zone Pacific/Auckland). Ask the secretariat for an extension."
    )
    assert (said in words(answer.text)) is (status == 409)
    assert save(alice, "RC-01", 4) == (200 if status == 409 else 409)


def test_more_time_lets_it_be_signed(hugo: Actor, ready: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with ready.writing() as db:
        db.execute(update(Round).values(due_on="2026-12-01"))
        db.execute(update(Assessment).values(extended_to="2026-12-18"))
    monkeypatch.setattr("app.features.signing.routes.utc_now", lambda: NOON_UTC)

    assert sign(hugo).status_code == 303


@ON_BOTH
def test_after_a_return_what_is_unchanged_keeps_the_reviewers_decision(
    hugo: Actor, alice: Actor, ready: Database, catalogue: Catalogue
) -> None:
    bring_to(ready, catalogue, State.RETURNED)
    moderate(ready, "RC-01", "2")
    moderate(ready, "EQ-05", "1")
    moderate(ready, "EQ-05", "2", part="second")
    assert "1 returned question has not been changed" in words(hugo.browser.get(SIGNATURE).text)
    save(alice, "RC-01", 4)
    assert "has not been changed" not in words(hugo.browser.get(SIGNATURE).text)

    assert sign(hugo).status_code == 303

    decided = {(row.indicator, row.part): row.signature for row in rows(ready, Moderation)}
    assert decided == {("RC-01", "first"): 1, ("EQ-05", "first"): 2, ("EQ-05", "second"): 2}
    assert state(ready, catalogue) is State.UNDER_REVIEW
    assert {mail.person_id for mail in rows(ready, Mail) if mail.kind == "submitted"} == {"sofia", "rita"}
    with ready.reading() as db:
        stored = db.get_one(Assessment, ARDEN)
    assert stored.moderated["scores"] != stored.scores
