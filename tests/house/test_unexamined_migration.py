"""Migration 004 brings the decision "accepted without examination", and going back leaves what was never a decision."""

from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, create_engine, insert, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import NullPool

from app.access.identity import utc_now
from app.db.migrations import config, migrate
from app.db.session import Database
from app.db.tables.reviews import Moderation
from questionnaires.catalogue import Catalogue
from tests.cast import ARDEN, stage
from tests.engines import ON_BOTH
from tests.house.prepared import Prepared

pytestmark = ON_BOTH

DECISIONS = text("SELECT indicator, decision FROM moderation ORDER BY indicator")
Decided = list[tuple[str, str]]


def add(connection: Connection, indicator: str, decision: str, note: str = "") -> None:
    row: dict[str, Any] = {"assessment_id": ARDEN, "part": "first", "revision": 1, "signature": 1, "value": ""}
    row |= {"indicator": indicator, "decision": decision, "note": note, "reason": "", "by": "rita", "at": utc_now()}
    connection.execute(insert(Moderation).values(**row))


def decided(url: str) -> Decided:
    with create_engine(url, poolclass=NullPool).connect() as connection:
        return [(row.indicator, row.decision) for row in connection.execute(DECISIONS)]


@pytest.fixture
def filled(fresh_url: str, prepared: Prepared, catalogue: Catalogue) -> str:
    def fill(url: str) -> None:
        migrate(url)
        with Database(url) as database:
            stage(database, catalogue)
        with create_engine(url, poolclass=NullPool).begin() as connection:
            add(connection, "RC-01", "accepted")
            add(connection, "RC-02", "unexamined", "No time")

    prepared.copy_to(fresh_url, "two decisions", fill)
    return fresh_url


def test_going_back_leaves_real_decisions_and_up_again_works(filled: str) -> None:
    command.downgrade(config(filled), "003")
    assert decided(filled) == [("RC-01", "accepted")]

    migrate(filled)
    assert decided(filled) == [("RC-01", "accepted")]


def test_nothing_is_accepted_unseen_without_a_reason(filled: str) -> None:
    with create_engine(filled, poolclass=NullPool).connect() as connection, pytest.raises(IntegrityError):
        add(connection, "RC-03", "unexamined")
