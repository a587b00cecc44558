"""Whether a newer file exists, and who learns more than that."""

import html
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.access.identity import utc_now
from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.reviews import Moderation
from app.files.signing_keys import public_keys
from exports.signing import keys_in
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.verification.checking import NEWER, NEWEST, REPORT, changed, check, set_arden
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

pytestmark = pytest.mark.usefixtures("each_file_is_read_once")


def test_the_newest_file_is_called_so(nobody: TestClient, report: bytes) -> None:
    assert NEWEST in words(check(nobody, report).text)


def test_a_stranger_learns_only_that_a_newer_one_exists(
    nobody: TestClient, charlie: Actor, report: bytes, database: Database, catalogue: Catalogue
) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, State.PUBLISHED)

    for browser in (nobody, charlie.browser):
        said = words(check(browser, report).text)
        assert NEWER in said
        assert "The assessment is now" not in said
        assert "Published" not in said.replace("its result published", "")


@pytest.mark.parametrize("state", [State.UNDER_REVIEW, State.REVIEWED, State.RETURNED])
def test_what_is_not_published_is_no_business_of_strangers(
    state: State, nobody: TestClient, alice: Actor, report: bytes, database: Database
) -> None:
    set_arden(database, state=state)

    assert NEWEST in words(check(nobody, report).text)
    assert "A report downloaded now would differ." in words(check(alice.browser, report).text)


@ON_BOTH
def test_a_new_signature_makes_it_old(nobody: TestClient, report: bytes, database: Database) -> None:
    set_arden(database, signature=2)

    assert NEWER in words(check(nobody, report).text)


@ON_BOTH
def test_a_file_of_the_published_result_stays_the_newest_while_a_correction_is_made(
    nobody: TestClient, alice: Actor, database: Database, catalogue: Catalogue
) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, State.PUBLISHED)
    published = alice.browser.get(REPORT).content
    set_arden(database, state=State.IN_PROGRESS, edition=2)
    draft = alice.browser.get(REPORT).content

    assert NEWEST in words(check(nobody, published).text)
    assert NEWEST in words(check(nobody, draft).text)


def test_whoever_may_read_the_assessment_learns_how_it_stands(alice: Actor, report: bytes) -> None:
    said = words(check(alice.browser, report, **alice.form()).text)

    assert "The assessment is now in edition 1 and in the state “Signed”." in said
    assert "The assessment has not changed since the file was created." in said


def test_a_decision_of_the_review_makes_a_file_with_its_levels_old(
    sofia: Actor, database: Database, catalogue: Catalogue
) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, State.UNDER_REVIEW)
    before = sofia.browser.get(REPORT).content
    later: dict[str, Any] = {"by": "rita", "at": utc_now() + timedelta(days=1)}
    with database.writing() as db:
        db.add(
            Moderation(
                assessment_id=ARDEN,
                part="first",
                indicator="RC-01",
                revision=1,
                decision="accepted",
                signature=1,
                **later,
            )
        )

    said = words(check(sofia.browser, before, **sofia.form()).text)

    assert "A report downloaded now would differ." in said
    assert sofia.browser.get(REPORT).content != before


@ON_BOTH
def test_auditors_learn_when_this_very_file_left(bob: Actor, alice: Actor, sofia: Actor, report: bytes) -> None:
    for auditor in (bob, sofia):
        said = words(check(auditor.browser, report).text)
        assert "Downloaded" in said
        assert ", Alice gap-report-Arden-Customs" in said
    assert "Downloaded" not in check(alice.browser, report).text
    again = check(bob.browser, changed(report, lambda book: None))
    assert "This exact file is not in the register of downloads. It was saved again" in words(again.text)
    foreign = words(check(bob.browser, changed(report, lambda book: book.remove(book["Seal"]))).text)
    assert "This exact file is not in the register of downloads. Choose" in foreign, "it never left"


def test_the_public_keys_are_there_for_everybody(nobody: TestClient, app: FastAPI) -> None:
    answer = nobody.get("/verify/keys")

    assert keys_in(answer.text) == public_keys(app.state.settings)
    assert answer.headers["content-disposition"].startswith('attachment; filename="parity-keys.pem"')
    assert html.unescape(nobody.get("/verify").text).count('href="/verify/keys"') == 1
