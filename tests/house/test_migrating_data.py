"""A database of the first version, full of data, becomes one of today, and back: nothing that both can hold is lost."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import MetaData, Table, create_engine, insert, select
from sqlalchemy.engine import Engine
from sqlalchemy.pool import NullPool

from app.access.identity import utc_now
from app.cli.backfill import fill_figures, record_contents
from app.db import audit_chain, audit_log
from app.db.migrations import config, migrate
from app.db.session import Database
from app.features.audit.proof import Proof, prove
from app.files.evidence_store import EvidenceFiles
from questionnaires.catalogue import Catalogue
from tests.engines import ON_BOTH
from tests.house.prepared import Prepared
from tests.house.test_figures_stored import computed, stored

pytestmark = ON_BOTH

MOMENT = datetime(2026, 10, 1, 12, 0, 0, 123456, tzinfo=UTC)
OFFICES = {"lea": "secretariat", "bob": "auditor", "alice": "", "ben": "", "gone": ""}
NOW = {"secretariat": "lead"}
ANSWERS: tuple[dict[str, Any], ...] = (
    {"state": "answered", "value": "3", "evidence": ["Policy, page 4"], "comment": "é \N{EN DASH} 中"},
    {"state": "answered", "value": "partly"},
    {"state": "answered", "value": "2", "is_outside_control": True, "authority": "Commission", "raised": "yes"},
    {"state": "unknown", "target": 4},
    {"state": "not_applicable", "reason_code": "NA1", "reason": "Another agency"},
    {"state": "not_answered", "comment": "Later"},
)
LOG_IDS = (1, 2, 4, 5, 9)
"""With gaps, as sequences leave them."""
EMPTY_ANSWER = {
    "value": "", "reason_code": "", "reason": "", "evidence": [], "comment": "", "is_outside_control": False,
    "authority": "", "raised": "", "target": None,
}  # fmt: skip
SAVED = {"assessment_id": "begun", "saved_by": "alice", "saved_at": MOMENT}
SEEN = {"started_at": MOMENT, "seen_at": MOMENT}
LOGGED = {"at": MOMENT, "by": "alice", "action": "answer saved", "assessment_id": "begun"}
ASKED_OF_BEN = {"assessment_id": "begun", "person_id": "ben", "kind": "ready to sign", "at": MOMENT}
Rows = dict[str, list[dict[str, Any]]]


def rows_of_the_first_version(catalogue: Catalogue) -> Rows:
    return people() | work(catalogue) | {
        "session": [{"token_hash": f"s-{id_}", "person_id": id_, **SEEN} for id_ in OFFICES],
        "api_token": [{"token_hash": "t", "person_id": "bob", "created_at": MOMENT, "expires_at": MOMENT}],
        "sign_in_failure": [{"id": 1, "subject": "address:127.0.0.1", "at": MOMENT}],
        "audit": [{"id": id_, "details": {"revision": id_, "name": "é"}, **LOGGED} for id_ in LOG_IDS],
    }  # fmt: skip


def people() -> Rows:
    person = {"language": "en", "password_hash": "hash"}
    place = {"country": "", "region": "EUR", "language": "en"}
    return {
        "administration": [
            {"id": id_, "code": id_.upper(), "name": f"{id_} Customs", **place} for id_ in ("arden", "brink")
        ],
        "person": [
            {"id": id_, "email": f"{id_}@x.org", "name": id_, "office": office, "is_active": id_ != "gone", **person}
            for id_, office in OFFICES.items()
        ],
        "membership": [
            {"person_id": "alice", "administration_id": "arden", "role": "coordinator"},
            {"person_id": "ben", "administration_id": "brink", "role": "coordinator"},
        ],
    }


def work(catalogue: Catalogue) -> Rows:
    """One assessment with an answer of each kind and its history, and one that nobody opened."""
    version = catalogue["2026.1"]
    indicators = list(version.indicators)[: len(ANSWERS)]
    assessment: dict[str, Any] = {"round_id": "r", "questionnaire": "2026.1", "fingerprint": version.fingerprint}
    assessment |= {"asked": 93, "done": 0, "level": None, "levels": {}, "progress": {}}
    begun = {"state": "in progress", "changed_at": MOMENT, "profile": {"profile.staff_total": 420}}
    new: dict[str, Any] = {"state": "not opened", "changed_at": None, "profile": {}}
    history = [
        {**SAVED, "subject": indicator, "revision": n, "content": {"state": "answered", "value": n}}
        for indicator in indicators
        for n in (1, 2)
    ]
    return {
        "round": [{"id": "r", "name": "2026", "questionnaire": "2026.1", "due_on": "2026-12-18"}],
        "assessment": [
            {"id": "begun", "administration_id": "arden", "profile_revision": 1, **begun, **assessment},
            {"id": "new", "administration_id": "brink", "profile_revision": 0, **new, **assessment},
        ],
        "answer": [
            {**EMPTY_ANSWER, **answer, **SAVED, "indicator": indicator, "revision": 2}
            for indicator, answer in zip(indicators, ANSWERS, strict=True)
        ],
        "history": [*history, {**SAVED, "subject": "profile", "revision": 1, "content": {"profile.staff_total": 420}}],
    }


def engine_of(url: str) -> Engine:
    return create_engine(url, poolclass=NullPool)


def tables_of(engine: Engine) -> dict[str, Table]:
    """As they are in the database: today's classes do not fit the first version's."""
    schema = MetaData()
    schema.reflect(engine)
    return dict(schema.tables)


def write(url: str, rows: Rows) -> None:
    engine = engine_of(url)
    tables = tables_of(engine)
    with engine.begin() as connection:
        for name, some in rows.items():
            for row in some:
                connection.execute(insert(tables[name]), row)


def read(url: str, rows: Rows) -> Rows:
    """The columns of the first version, in the order in which the rows were written."""
    engine = engine_of(url)
    tables, contents = tables_of(engine), {}
    with engine.connect() as connection:
        for name, some in rows.items():
            table = tables[name]
            wanted = connection.execute(select(*(table.c[column] for column in some[0]))).mappings()
            contents[name] = sorted((_plain(row) for row in wanted), key=json.dumps)
    return contents


def _plain(row: Any) -> dict[str, Any]:
    """Moments in UTC, whether the database keeps the zone or not."""
    return {
        name: value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC).isoformat()
        if isinstance(value, datetime)
        else value
        for name, value in row.items()
    }


def as_read(rows: Rows) -> Rows:
    return {name: sorted((_plain(row) for row in some), key=json.dumps) for name, some in rows.items()}


@pytest.fixture
def rows(catalogue: Catalogue) -> Rows:
    return rows_of_the_first_version(catalogue)


@pytest.fixture
def of_003(fresh_url: str, prepared: Prepared, rows: Rows) -> str:
    prepared.copy_to(fresh_url, "003", lambda url: fill(url, rows, "003"))
    return fresh_url


@pytest.fixture
def of_today(fresh_url: str, prepared: Prepared, rows: Rows) -> str:
    prepared.copy_to(fresh_url, "today", lambda url: fill(url, rows, "head"))
    return fresh_url


@pytest.fixture
def gone_back(fresh_url: str, prepared: Prepared, rows: Rows) -> str:
    """To the first version, from today."""

    def go_back(url: str) -> None:
        fill(url, rows, "head")
        command.downgrade(config(url), "001")

    prepared.copy_to(fresh_url, "gone back", go_back)
    return fresh_url


def fill(url: str, rows: Rows, version: str) -> None:
    """A database as the first version left it, with data of every kind, brought to this version."""
    command.upgrade(config(url), "001")
    write(url, rows)
    command.upgrade(config(url), version)


def today(rows: Rows) -> Rows:
    """The very same rows, but for the names of offices, the numbers of the log, which has no gaps any more, and failed
    sign-ins, which are counted in memory."""
    people = [row | {"office": NOW.get(row["office"], row["office"])} for row in rows["person"]]
    log = [row | {"id": number} for number, row in enumerate(rows["audit"], 1)]
    kept = {name: some for name, some in rows.items() if name != "sign_in_failure"}
    return kept | {"person": people, "audit": log}


def test_nothing_is_lost_on_the_way_to_today(of_today: str, rows: Rows) -> None:
    assert read(of_today, today(rows)) == as_read(today(rows))


def test_the_log_becomes_a_chain_that_can_be_proved_and_goes_on(of_today: str) -> None:
    with Database(of_today) as database:
        with database.writing() as db:
            audit_log.record(db, "answer saved", by="alice", at=utc_now())
        with database.reading() as db:
            chain = audit_chain.verify_chain(db)
    assert (chain.entries, chain.broken) == (len(LOG_IDS) + 1, "")


def test_the_figures_that_lists_show_are_filled_from_the_answers(of_today: str, catalogue: Catalogue) -> None:
    with Database(of_today) as database:
        for _ in range(2):
            with database.writing() as db:
                fill_figures(db, catalogue, at=utc_now())

        assert stored(database) == computed(database, catalogue)
        with database.reading() as db:
            assert audit_chain.verify_chain(db).entries == len(LOG_IDS) + 1


ASKED, MOVED = "signature asked for", "assessment moved"


@pytest.mark.parametrize(
    ("logged", "stands"), [([ASKED], True), ([MOVED, ASKED], True), ([ASKED, MOVED], False), ([], False)]
)
def test_a_request_to_sign_that_stands_is_taken_from_the_log(logged: list[str], stands: bool, of_003: str) -> None:
    url = of_003
    entries = [
        LOGGED | {"id": id_, "details": {}, "hash": "", "action": action} for id_, action in enumerate(logged, 6)
    ]
    write(url, {"audit": entries, "reminder": [{**ASKED_OF_BEN, "details": {}}]})

    migrate(url)

    contents = read(
        url, {"signature_request": [{"assessment_id": "", "by": "", "at": MOMENT}], "reminder": [ASKED_OF_BEN]}
    )
    request = {"assessment_id": "begun", "by": "alice", "at": MOMENT.isoformat()}
    assert contents == {"signature_request": [request] if stands else [], "reminder": []}


def test_each_session_has_a_name_of_its_own(of_today: str) -> None:
    ids = [row["id"] for row in read(of_today, {"session": [{"id": "", "stage": ""}]})["session"]]
    assert len(set(ids)) == len(OFFICES)
    assert "" not in ids


def test_back_to_the_first_version_and_up_again_keeps_what_it_can_hold(gone_back: str, rows: Rows) -> None:
    numbered = today(rows) | {"person": rows["person"]}

    assert read(gone_back, numbered) == as_read(numbered)
    migrate(gone_back)
    assert read(gone_back, today(rows)) == as_read(today(rows))


def test_the_first_version_goes_on_writing_its_log_after_the_way_back(gone_back: str, rows: Rows) -> None:
    without_id = {name: value for name, value in rows["audit"][0].items() if name != "id"}
    write(gone_back, {"audit": [without_id]})

    assert len(read(gone_back, {"audit": [without_id]})["audit"]) == len(LOG_IDS) + 1


def covered(database: Database, catalogue: Catalogue) -> Proof:
    """What `parity migrate` does after the migrations; twice, since each start does it."""
    for _ in range(2):
        with database.writing() as db:
            fill_figures(db, catalogue, at=utc_now())
            record_contents(db, at=MOMENT)
    with database.reading() as db:
        return prove(db, EvidenceFiles(Path("var")), catalogue)


def test_what_stands_in_an_old_database_is_covered_from_its_update_on(of_today: str, catalogue: Catalogue) -> None:
    with Database(of_today) as database:
        with database.reading() as db:
            before = prove(db, EvidenceFiles(Path("var")), catalogue)
        proof = covered(database, catalogue)
        with database.writing() as db:
            db.connection().exec_driver_sql("UPDATE answer SET comment = 'Changed' WHERE state = 'unknown'")
        with database.reading() as db:
            changed = prove(db, EvidenceFiles(Path("var")), catalogue)

    assert (before.compared.uncovered > 0, before.covered_since) == (True, None)
    assert (proof.problems, proof.compared.uncovered, proof.covered_since) == ([], 0, MOMENT)
    assert (proof.chain.before_contents, proof.chain.entries) == (len(LOG_IDS), len(LOG_IDS) + 2)
    assert len(changed.problems) == 1
    assert changed.problems[0].startswith("arden Customs, 2026: the answer to ")


def test_on_the_way_back_the_log_stays_a_chain(of_today: str, catalogue: Catalogue) -> None:
    with Database(of_today) as database:
        covered(database, catalogue)

    command.downgrade(config(of_today), "003")
    migrate(of_today)

    with Database(of_today) as database:
        proof = covered(database, catalogue)
    assert (proof.problems, proof.compared.uncovered) == ([], 0)
