"""The workbook that most tests of this room begin with."""

import pytest

from app.db.session import Database
from tests.app.once import Once
from tests.app.workbooks.sending import downloaded
from tests.app.workforce.conftest import on_2027
from tests.cast import Actor

__all__ = ("on_2027",)


@pytest.fixture
def genuine(alice: Actor, database: Database, once: Once[bytes]) -> bytes:
    """As it leaves, with nothing filled in."""
    return once.of(database, lambda: downloaded(alice))
