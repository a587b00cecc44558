"""Migration 010 gives tokens of before a name, the scope to write and at most a year; going back keeps them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from alembic import command
from sqlalchemy import MetaData, create_engine, insert, select
from sqlalchemy.pool import NullPool

from app.access.identity import utc_now
from app.db.migrations import config, migrate
from app.db.session import Database
from app.features.accounts.tokens import MOST_DAYS, tokens_of
from tests.engines import ON_BOTH
from tests.house.prepared import Prepared

pytestmark = ON_BOTH

MADE = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
FOR_TEN_YEARS, FOR_A_DAY = utc_now() + timedelta(days=3650), utc_now() + timedelta(days=1)
LEA = {"id": "lea", "email": "lea@x.org", "name": "Lea", "language": "en", "office": "", "is_active": True}
EXPIRY = {"old": FOR_TEN_YEARS, "new": FOR_A_DAY}


@pytest.fixture
def before(fresh_url: str, prepared: Prepared) -> str:
    prepared.copy_to(fresh_url, "007", fill)
    return fresh_url


def fill(url: str) -> None:
    command.upgrade(config(url), "007")
    with create_engine(url, poolclass=NullPool).begin() as connection:
        schema = MetaData()
        schema.reflect(connection)
        connection.execute(insert(schema.tables["person"]), LEA | {"password_hash": ""})
        for hash_, expiry in EXPIRY.items():
            row: dict[str, Any] = {"token_hash": hash_, "person_id": "lea", "created_at": MADE, "expires_at": expiry}
            connection.execute(insert(schema.tables["api_token"]), row)


def test_tokens_of_before_go_on_for_at_most_a_year_under_the_name_of_their_day(before: str) -> None:
    migrate(before)

    with Database(before) as database, database.reading() as db:
        tokens = {token.token_hash: token for token in tokens_of(db, "lea", utc_now())}
    assert {(token.name, token.scope, token.used_at) for token in tokens.values()} == {
        ("Token 2026-11-22", "write", None)
    }
    assert tokens["old"].id != tokens["new"].id
    assert tokens["new"].expires_at == FOR_A_DAY
    assert timedelta(days=MOST_DAYS - 1) < tokens["old"].expires_at - utc_now() <= timedelta(days=MOST_DAYS)


def test_going_back_keeps_them_and_up_again_works(before: str) -> None:
    migrate(before)
    command.downgrade(config(before), "007")

    with create_engine(before, poolclass=NullPool).connect() as connection:
        schema = MetaData()
        schema.reflect(connection)
        assert set(connection.execute(select(schema.tables["api_token"].c.token_hash)).scalars()) == {"old", "new"}
    migrate(before)
