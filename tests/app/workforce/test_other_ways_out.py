"""Every other way out: whatever outsiders ask, the answer hangs on what was published and on no hidden number."""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from random import Random
from typing import Any
from zipfile import ZipFile, is_zipfile

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlmodel import select
from structlog.testing import capture_logs

from app.assessments.lifecycle import State
from app.assessments.report.protection import PublishedNumbers
from app.assessments.workforce.cells import CELL, key_of, values_of
from app.assessments.workforce.signed import digest_of, signed_numbers
from app.cli.personal_data import held_on
from app.db import fingerprints
from app.db.session import Database
from app.db.tables.records import AuditEntry
from app.db.tables.rounds import Publication, Signature
from app.db.tables.workforce import SignedWorkforce, WorkforceCell
from app.web.logs import Discreet
from questionnaires.catalogue import Catalogue
from questionnaires.workforce.definition import CellId
from scoring.protection.pattern import HIDDEN
from tests.app.workforce.conftest import fill_in
from tests.app.workforce.installation import VERSION, Installation
from tests.app.workforce.outsiders import AUDITOR, READERS
from tests.cast import ARDEN, Actor, actor
from tests.house.routes import READING, Route
from tests.scoring.protection.attack import Knowledge, Programme, Seen
from tests.scoring.protection.installations import Year, administration
from tests.scoring.protection.published import only
from tests.stage import put, rows_of
from tests.states import put_in_state

VARYING = re.compile(
    rb"[0-9a-f]{32,}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9A-Za-z_+/=-]{40,}"
    rb"|\d{16,}|\d\d:\d\d(:\d\d)?([.,]\d+)?|[\d,]+ (bytes|MB)"
)
"""Digests, ids, seals, tokens of forms and moments are other each time, and so is how well they can be compressed."""
COUNTED = ("WT1a", "WT1b", "WT3a", "WT3b", "WT3c", "WT5a", "WT6a", "WT7a", "WT7b", "WT9", "WT10")
APART = ("/accounts", "/account/", "/administrations", "/help", "/sign-in", "/links", "/password", "/mails", "/openid")
ASKED = [route for route in READING if not route.path.startswith(APART)]
"""Whatever may tell of assessments."""


def parts_of(content: bytes, name: str = "") -> Iterator[tuple[str, bytes]]:
    """Of a workbook or an archive each file in it, down to the last, without what varies."""
    if not is_zipfile(BytesIO(content)):
        yield name, VARYING.sub(b"#", content)
        return
    with ZipFile(BytesIO(content)) as archive:
        for each in sorted(archive.namelist()):
            yield from parts_of(archive.read(each), f"{name}/{VARYING.sub(b'#', each.encode()).decode()}")


@pytest.fixture
def published(database: Database, catalogue: Catalogue) -> Year:
    """Arden's numbers of a year, as drawn."""
    year = administration(catalogue.workforce[VERSION].structure, "21").year()
    Installation(database, catalogue, COUNTED).publish(year, 0)
    return year


def said_to(app: FastAPI, reader: str) -> dict[str, Any]:
    """The answer to every address that anybody may ask for, down to the parts of files."""
    person = actor(app, reader)
    answers = {str(route): ask(route, person) for route in ASKED}
    return {f"{route} {name}": part for route, content in answers.items() for name, part in parts_of(content)}


def ask(route: Route, person: Actor) -> bytes:
    answer = route.ask(person, follow_redirects=False)
    headers = {name: answer.headers.get(name, "") for name in ("content-disposition", "etag", "location")}
    return answer.content if is_zipfile(BytesIO(answer.content)) else answer.content + repr(headers).encode()


def another_truth(database: Database, catalogue: Catalogue, year: Year) -> dict[CellId, int]:
    """Numbers of which the publication would show the very same."""
    with database.reading() as db:
        content, values = db.exec(select(Publication.content)).one(), values_of(db, ARDEN)
    part = content["workforce"]
    structure = only(catalogue.workforce[VERSION].structure, COUNTED)
    every = {cell: values.get(cell) for table in structure.tables for cell in table.cells}
    shown = {**part["shown"], **dict.fromkeys(part["hidden"], HIDDEN), **year.profile}
    moved = Programme(Knowledge([Seen(structure, every, year.profile, shown)]).gather()).another_truth(Random(1))
    return {cell: value + by for (_, cell, value), by in moved.items() if by}


def put_truth(database: Database, truth: Mapping[CellId, int]) -> None:
    with database.writing() as db:
        signed = {key: list(salted) for key, salted in signed_numbers(db, ARDEN, 1).items()}
        for cell, value in truth.items():
            place = (WorkforceCell.table_id == cell.table, WorkforceCell.row_id == cell.row)
            here = update(WorkforceCell).where(*place, WorkforceCell.column_id == cell.column)  # type: ignore[arg-type]
            db.execute(here.values(value=value))
            signed[key_of(cell)][0] = value
        db.execute(update(SignedWorkforce).values(cells=signed))


@pytest.mark.long(keep=1)
@pytest.mark.parametrize("reader", [*READERS, "charlie", "tessa"])
def test_no_address_and_no_file_hangs_on_a_hidden_number(
    app: FastAPI, database: Database, catalogue: Catalogue, published: Year, reader: str
) -> None:
    """Of two truths that publish the same, outsiders get the same answers, to the last byte of each workbook."""
    truth, staged = another_truth(database, catalogue, published), rows_of(database)
    before, of_team = said_to(app, reader), said_to_team(app)
    put(database, staged)
    put_truth(database, truth)
    app.state.kept_reports.empty()

    after = said_to(app, reader)

    assert len(truth) > 20
    assert said_to_team(app) != of_team
    assert {name for name, part in before.items() if after.get(name) != part} == set()
    assert after.keys() == before.keys()


def test_without_the_rule_of_what_may_be_shown_the_results_would_tell_hidden_numbers(
    app: FastAPI, database: Database, catalogue: Catalogue, published: Year, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So the test above would find it."""
    results = next(route for route in ASKED if route.path.endswith("/workforce/results"))
    truth, bob = another_truth(database, catalogue, published), actor(app, AUDITOR)
    before = dict(parts_of(ask(results, bob)))
    put_truth(database, truth)
    assert dict(parts_of(ask(results, bob))) == before

    monkeypatch.setattr(PublishedNumbers, "may_show", lambda _shown, _cells: True)

    told = dict(parts_of(ask(results, bob)))
    put_truth(database, {cell: value + 1 for cell, value in truth.items()})
    assert dict(parts_of(ask(results, bob))) != told != before


def said_to_team(app: FastAPI) -> bytes:
    return actor(app, "alice").browser.get(f"/assessments/{ARDEN}/workforce/results").content


@pytest.mark.parametrize("reader", ["alice", AUDITOR])
def test_no_salt_leaves(app: FastAPI, database: Database, published: Year, reader: str) -> None:
    """Not even for the team: whoever has one can try out which number is behind a hash."""
    with database.reading() as db:
        salts = {salt for _, salt in signed_numbers(db, ARDEN, 1).values()}
    person = actor(app, reader)

    told = b"".join(ask(route, person) for route in ASKED if "{assessment_id}" in route.path).decode(errors="ignore")

    assert salts
    assert not salts & set(re.findall(r"[0-9a-f]{32}", told))


def test_no_number_can_be_tried_out_from_the_log_or_from_what_was_signed(
    alice: Actor, on_2027: Database, catalogue: Catalogue
) -> None:
    """The trial is the right one: with the salt it finds the number at once."""
    fill_in(alice, "WT1a", {"G1/staff.W": 3})
    with on_2027.writing() as db:
        put_in_state(db, catalogue, State.SIGNED)
    with on_2027.reading() as db:
        (cell,) = db.exec(select(WorkforceCell)).all()
        row = {column.name: getattr(cell, column.name) for column in CELL.c}
        (logged,) = [
            (each.contents or {})[next(iter(fingerprints.of_values(CELL, row)))]
            for each in db.exec(select(AuditEntry))
            if each.action == "workforce numbers saved"
        ]
        digest = db.exec(select(Signature.content)).one()["workforce"]["sha256"]

    def finds(salt: str) -> list[bool]:
        """Of the hash in the log and of the signed digest: whether one of the small numbers gives it."""
        hashes = [{*fingerprints.of_values(CELL, row | {"value": value, "salt": salt}).values()} for value in range(50)]
        digests = [digest_of({"WT1a/G1/staff.W": (value, salt)}) for value in range(50)]
        return [any(logged in each for each in hashes), digest in digests]

    assert finds(cell.salt) == [True, True]
    assert finds("") == [False, False]


def test_a_person_who_asks_for_their_data_gets_no_number_of_their_administration(
    alice: Actor, on_2027: Database
) -> None:
    """They may have left it since: which numbers they saved and when is about them, the numbers are not."""
    fill_in(alice, "WT1a", {"G1/staff.W": 7654321})
    with on_2027.reading() as db:
        held = held_on(db, "alice@example.org") or {}

    assert held["workforce_cell"][0]["row_id"] == "G1"
    assert "7654321" not in str(held)
    assert not {"value", "salt"} & {
        name for table in ("workforce_cell", "workforce_history") for name in held[table][0]
    }


def test_a_number_that_is_sent_stands_in_no_log(
    app: FastAPI, alice: Actor, on_2027: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Saved or refused, and when the database fails with it in hand."""
    home = f"/api/v1/assessments/{ARDEN}/workforce/WT1a/G1/staff.W"
    outside = TestClient(app, raise_server_exceptions=False)
    outside.portal = alice.browser.portal
    with capture_logs() as lines, caplog.at_level("DEBUG"):
        fill_in(alice, "WT1a", {"G1/staff.W": 7654321, "G1/staff.M": "7654321.5"})
        for body in ({"value": 7654321, "revision": 0}, {"value": "7654321", "revision": 1}):
            outside.put(home, json=body, headers=alice.api)
        monkeypatch.setattr("app.features.workforce.api.save_numbers", fail_with)
        assert outside.put(home, json={"value": 7654321, "revision": 1}, headers=alice.api).status_code == 500

    assert lines
    assert "7654321" not in str(lines)
    assert "7654321" not in "".join(map(Discreet().format, caplog.records))


def fail_with(_db: object, _assessment: object, new: object, **_options: object) -> None:
    raise ValueError(f"Cannot store {new}")
