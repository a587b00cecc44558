"""A report that cannot be drawn is named, left out and told: it is never the end of the others."""

import json
import logging
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from fastapi import FastAPI
from sqlalchemy import text
from structlog.testing import capture_logs

from app.access.identity import utc_now
from app.db.session import Database
from app.db.tables.answers import StoredAnswer
from app.features.rounds.consolidated.wide import UNREAD
from exports.long_texts import MOST_OF_A_CELL
from exports.manifest import FILE, read_manifest
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.drawn_workbooks import opened
from tests.app.rounds.rounds import crowd
from tests.app.rounds.test_reports_page import next_question
from tests.cast import ARDEN, Actor

ZIP = "/rounds/round/reports.zip"
VALUES = "/rounds/round/consolidated"
REPORT = f"/assessments/{ARDEN}/gap-report.xlsx"
ADVICE = "Nothing is lost: all answers are saved, and you can download every other file."


def spoil(database: Database, assessment: str = ARDEN) -> None:
    """A text longer than a cell, as no entry takes it."""
    answer: dict[str, Any] = {"indicator": "RC-01", "revision": 1, "state": "answered", "value": "3"}
    saved: dict[str, Any] = {"saved_by": "alice", "saved_at": utc_now()}
    with database.writing() as db:
        db.add(StoredAnswer(assessment_id=assessment, comment="a" * (MOST_OF_A_CELL + 1), **answer, **saved))


def damage(database: Database) -> None:
    """A profile that no program of ours wrote."""
    with database.writing() as db:
        db.execute(text("UPDATE assessment SET profile = '[1, 2]' WHERE id = :id"), {"id": ARDEN})


@pytest.fixture
def full(database: Database, catalogue: Catalogue) -> Database:
    crowd(database, catalogue, 1, past=0)
    return database


@pytest.mark.parametrize("path", [REPORT, f"/assessments/{ARDEN}/workbook.xlsx"])
def test_who_asks_for_it_alone_reads_a_sentence_and_the_log_tells_the_fault(
    path: str, alice: Actor, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    spoil(database)

    with caplog.at_level(logging.ERROR):
        page = alice.browser.get(path)

    assert page.status_code == 422
    assert "This file cannot be created" in words(page.text)
    assert ADVICE in words(page.text)
    (record,) = (record for record in caplog.records if record.name == "parity.drawing")
    assert record.exc_info
    assert "longer than a cell" in str(record.exc_info[1].__cause__)  # type: ignore[union-attr]


def test_programs_read_it_as_a_problem(alice: Actor, database: Database) -> None:
    spoil(database)

    answer = alice.browser.get(f"/api/v1{REPORT}", headers=alice.api)

    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json()["detail"].startswith(ADVICE)


def test_the_others_are_in_the_file_and_the_manifest_names_it(app: FastAPI, sofia: Actor, full: Database) -> None:
    spoil(full)

    with capture_logs() as lines, ZipFile(BytesIO(sofia.browser.get(ZIP).content)) as archive:
        signer = app.state.signer
        manifest = read_manifest(archive.read(FILE), {signer.sign(b"").key: signer.public})
        reports = [name for name in archive.namelist() if name.endswith(".xlsx")]

    assert len(reports) == 2
    (left_out,) = manifest.left_out
    assert left_out.startswith("gap-report-Arden-Customs")
    assert sorted(file.name for file in manifest.files) == sorted([*reports, "README.txt"])
    (line,) = (line for line in lines if line["event"] == "report cannot be drawn")
    assert (line["log_level"], line["id"], line["error"]) == ("error", ARDEN, "Unwritten")
    assert "cells.py" in line["where"]


def test_who_waits_reads_whose_report_is_missing(sofia: Actor, full: Database) -> None:
    spoil(full)
    asked = next_question(sofia.browser.get("/rounds/round/reports").text)

    sofia.browser.get(ZIP)

    told = words(sofia.browser.get(asked).text)
    assert "1 report could not be created and is left out." in told
    assert "Arden Customs" in told
    assert "The other reports were created and sent." in told


@pytest.mark.parametrize("table", ["", "?table=administrations"])
def test_one_that_cannot_be_read_has_its_line_in_the_files_of_all(table: str, sofia: Actor, full: Database) -> None:
    damage(full)

    with capture_logs() as lines:
        rows = [json.loads(line) for line in sofia.browser.get(f"{VALUES}.jsonl{table}").text.splitlines()]
        csv = sofia.browser.get(f"{VALUES}.csv{table}").text

    (unread,) = (row for row in rows if row["assessment_state"] == UNREAD)
    assert (unread["round"], unread["code"], unread["administration"]) == ("2026", "ARDEN", "Arden Customs")
    assert set(list(unread.values())[5:]) == {None}
    assert len({row["code"] for row in rows}) == 3
    assert f"2026,ARDEN,Arden Customs,EUR,{UNREAD}," in csv
    assert [line["id"] for line in lines if line["event"] == "assessment cannot be read"] == [ARDEN, ARDEN]


def test_one_that_cannot_be_read_has_its_line_in_the_workbook_of_all(sofia: Actor, full: Database) -> None:
    damage(full)

    book = opened(sofia.browser.get(f"{VALUES}.xlsx").content)

    lines = [row for row in book["Administrations"].iter_rows(values_only=True) if row[1] == "ARDEN"]
    assert [row[4] for row in lines] == ["Cannot be read"]
    assert len(list(book["Administrations"].iter_rows())) == 4
    assert len(list(book["Heatmap"].iter_rows(max_col=2))) >= 3
