"""The auditor's work list: what was published since they looked, what has changed since it was downloaded, samples."""

import hashlib
import re
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI

from app.access.identity import utc_now
from app.assessments.lifecycle import State, Transition
from app.assessments.report.gap_report import assessment_for_command
from app.assessments.transitions import Cause, record_transition
from app.db import audit_log
from app.db.audit_log import DownloadedFile
from app.db.session import Database
from app.features.audit.marks import MARKED
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.verification.checking import REPORT
from tests.cast import ARDEN, BRINK, Actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

CHANGED = "The assessment changed after this download:"
TAMPERED = "The file that is kept here is not the one that was downloaded"
SAMPLE = "/desk/sample?round=round&size=1&seed=dice"


def publish(database: Database, catalogue: Catalogue, assessment_id: str = ARDEN, at: datetime | None = None) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, State.REVIEWED, assessment_id)
        assessment = assessment_for_command(db, catalogue, assessment_id)
        assert assessment
        record_transition(db, assessment, Transition.PUBLISH, Cause("sofia", at or utc_now()))
        put_in_state(db, catalogue, State.PUBLISHED, assessment_id)


def part(page: str, name: str) -> str:
    """What a section of the work list says."""
    found_parts = re.search(rf'<section id="{name}">(.*?)</section>', page, re.DOTALL)
    assert found_parts
    return words(found_parts[1])


def until(page: str) -> str:
    shown = re.search(r'name="until" value="([^"]+)"', page)
    assert shown
    return shown[1]


def test_the_auditor_begins_at_the_desk_and_has_no_other_home(bob: Actor, sofia: Actor) -> None:
    assert bob.browser.get("/").headers["location"] == "/desk"
    assert "My work" not in bob.browser.get("/desk").text
    assert "My work" in sofia.browser.get("/desk").text


@ON_BOTH
def test_what_was_published_stays_until_it_is_marked_as_seen(
    bob: Actor, sofia: Actor, database: Database, catalogue: Catalogue
) -> None:
    publish(database, catalogue)
    page = bob.browser.get("/desk").text
    assert "Arden Customs" in part(page, "published")

    bob.browser.post("/desk/seen", data=bob.form(until=until(page)))

    assert "Arden Customs" not in part(bob.browser.get("/desk").text, "published")
    assert "Arden Customs" in part(sofia.browser.get("/desk").text, "published"), "it is Bob's own mark"
    publish(database, catalogue, BRINK)
    assert "Brink" in part(bob.browser.get("/desk").text, "published")


def test_what_is_published_after_the_page_was_shown_is_not_marked(
    bob: Actor, database: Database, catalogue: Catalogue
) -> None:
    publish(database, catalogue)
    shown = until(bob.browser.get("/desk").text)
    publish(database, catalogue, BRINK, utc_now() + timedelta(milliseconds=1))

    bob.browser.post("/desk/seen", data=bob.form(until=shown))

    assert "Brink" in part(bob.browser.get("/desk").text, "published")


@pytest.mark.parametrize("typed", ["", "tomorrow", "9999-12-31T00:00:00+00:00", "0001-01-01T00:00:00+14:00"])
def test_a_moment_that_no_page_showed_marks_nothing(
    typed: str, bob: Actor, database: Database, catalogue: Catalogue
) -> None:
    publish(database, catalogue)

    assert bob.browser.post("/desk/seen", data=bob.form(until=typed)).status_code == 303

    assert "Arden Customs" in part(bob.browser.get("/desk").text, "published")


def test_the_same_mark_twice_is_one_row_of_the_log(bob: Actor, database: Database, catalogue: Catalogue) -> None:
    publish(database, catalogue)
    shown = until(bob.browser.get("/desk").text)
    for _ in range(2):
        bob.browser.post("/desk/seen", data=bob.form(until=shown))

    with database.reading() as db:
        marks = db.connection().exec_driver_sql(f"SELECT count(*) FROM audit WHERE action = '{MARKED}'").scalar_one()
    assert marks == 1


@ON_BOTH
def test_a_report_that_has_changed_since_it_was_downloaded_is_named_until_it_is_downloaded_again(
    bob: Actor, database: Database, catalogue: Catalogue
) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, State.REVIEWED)
    bob.browser.get(REPORT)
    assert CHANGED not in bob.browser.get("/desk").text

    publish(database, catalogue)
    assert f"Arden Customs 2026 Last downloaded {CHANGED}" not in part(bob.browser.get("/desk").text, "differences")
    assert CHANGED in part(bob.browser.get("/desk").text, "differences")

    bob.browser.get(REPORT)
    assert CHANGED not in bob.browser.get("/desk").text


def test_a_kept_report_that_is_not_the_one_that_left_is_named(
    bob: Actor, app: FastAPI, database: Database, catalogue: Catalogue
) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, State.REVIEWED)
    sent = bob.browser.get(REPORT).content
    assert TAMPERED not in bob.browser.get("/desk").text
    (kept,) = [path for path in app.state.kept_reports.folder.iterdir() if path.read_bytes().endswith(sent)]

    kept.write_bytes(hashlib.sha256(sent + b"x").digest() + sent + b"x")

    assert TAMPERED in part(bob.browser.get("/desk").text, "differences")


def test_a_download_of_an_assessment_that_an_auditor_may_not_read_is_not_compared(
    bob: Actor, database: Database, catalogue: Catalogue
) -> None:
    leaving = DownloadedFile("gap report", "gap.xlsx", b"bytes", ARDEN)
    audit_log.record_download(database, leaving, by="alice", at=datetime(2020, 1, 1, tzinfo=UTC))
    with database.writing() as db:
        put_in_state(db, catalogue, State.IN_PROGRESS)

    assert "Arden Customs" not in part(bob.browser.get("/desk").text, "differences")


@ON_BOTH
def test_a_sample_is_the_same_for_the_same_address_and_follows_the_published_rule(
    bob: Actor, database: Database, catalogue: Catalogue
) -> None:
    with database.writing() as db:
        for assessment_id in (ARDEN, BRINK):
            put_in_state(db, catalogue, State.SIGNED, assessment_id)
    first = min((ARDEN, BRINK), key=lambda id_: hashlib.sha256(f"dice:{id_}".encode()).hexdigest())

    page = bob.browser.get(SAMPLE).text

    assert f'href="/assessments/{first}/gap-report.xlsx"' in page
    assert page.count("gap-report.xlsx") == 1
    assert f"{ARDEN}, {BRINK}" in page, "what it was drawn from"
    assert f'name="of" value="{first}"' in page


def test_without_a_seed_one_is_drawn_and_stands_in_the_address(bob: Actor) -> None:
    answer = bob.browser.get("/desk/sample?round=round&size=1&seed=")

    assert answer.status_code == 303
    assert re.fullmatch(r"/desk/sample\?round=round&size=1&seed=[0-9a-f]{16}", answer.headers["location"])


@pytest.mark.parametrize("query", ["", "round=none&size=1&seed=a", "round=round&size=0&seed=a", "round=round&size=51"])
def test_a_sample_that_cannot_be_drawn_is_asked_for_again(query: str, bob: Actor) -> None:
    answer = bob.browser.get(f"/desk/sample?{query}")

    assert answer.status_code == 422
    assert "There is a problem" in answer.text


def test_a_file_is_checked_beside_its_line_and_one_of_another_assessment_is_told_apart(
    bob: Actor, database: Database, catalogue: Catalogue
) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, State.SIGNED)
    sent = bob.browser.get(REPORT).content
    said = {}
    for assessment_id in (ARDEN, BRINK):
        answer = bob.browser.post(
            "/verify", files={"file": ("r.xlsx", sent)}, data={"of": assessment_id}, headers={"hx-request": "true"}
        )
        said[assessment_id] = words(answer.text)

    assert said[ARDEN].startswith("Genuine and unchanged.")
    assert said[BRINK].startswith("It is the file of another assessment: Arden Customs, 2026.")
    assert all(text.endswith("UTC , Bob") for text in said.values()), "and when it was downloaded"
