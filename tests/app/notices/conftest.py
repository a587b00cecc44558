"""What the tests of notices share: telling somebody of an assessment, and reading what they were told."""

from collections.abc import Callable
from datetime import datetime

import pytest

from app.access.identity import utc_now
from app.db.session import Database
from app.jobs.outbox import Kind, post
from tests.cast import ARDEN

Tell = Callable[..., None]
PLACE = f"/assessments/{ARDEN}/signature"


@pytest.fixture
def tell(database: Database) -> Tell:
    """Tells one person of Arden that Alice asked for the signature, or of something else."""

    def told(person: str, kind: Kind = Kind.READY_TO_SIGN, *, at: datetime | None = None, **names: object) -> None:
        about = {"by": "Alice", "place": "Arden Customs", "round": "2026"} | names
        with database.writing() as db:
            post(db, kind, person, PLACE, at=at or utc_now(), assessment_id=ARDEN, **about)

    return told
