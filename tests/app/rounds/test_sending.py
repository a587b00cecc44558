"""Whatever leaves in pieces stands in the register, once, as far as it left."""

import hashlib
from itertools import islice

import pytest
from sqlalchemy import select

from app.access.identity import Visitor
from app.db.session import Database
from app.db.tables.records import Download
from app.features.rounds.reports.sending import until_registered

SOFIA = Visitor("sofia", "Sofia", "", "en", "lead")
PIECES = [b"one", b"two", b"three"]


@pytest.mark.parametrize("taken", [1, 2, 3])
def test_the_register_holds_what_left_once_however_far_it_came(taken: int, database: Database) -> None:
    pieces = until_registered(database, SOFIA, "round values", "a.csv", (piece for piece in PIECES))
    content = b"".join(islice(pieces, taken))
    pieces.close()

    with database.reading() as db:
        (entered,) = db.execute(select(Download)).scalars()
        assert entered.file_name == ("a.csv" if taken == len(PIECES) else "a.csv (broken off)")
        assert (entered.size, entered.sha256) == (len(content), hashlib.sha256(content).hexdigest())


def test_what_never_began_does_not_enter_the_register(database: Database) -> None:
    until_registered(database, SOFIA, "round values", "a.csv", (piece for piece in PIECES)).close()

    with database.reading() as db:
        assert db.execute(select(Download)).all() == []
