from collections.abc import Callable, Sequence

import pytest
from fastapi import FastAPI
from httpx2 import Response
from sqlmodel import col, select

from app.db.session import Database
from app.db.tables.answers import Evidence, EvidenceUse
from app.files.evidence_store import EvidenceFiles
from tests.app.evidence.office import PDF
from tests.cast import ARDEN, ITEM, Actor

HOME = f"/assessments/{ARDEN}/evidence"
Send = Callable[..., Response]


@pytest.fixture
def send(alice: Actor) -> Send:
    """Alice sends a file."""

    def sending(name: str = "Order 12.pdf", content: bytes = PDF, **fields: object) -> Response:
        form = alice.form(**fields)
        return alice.browser.post(f"{HOME}/files", data=form, files={"file": (name, content)})

    return sending


@pytest.fixture
def files(app: FastAPI) -> EvidenceFiles:
    return EvidenceFiles(app.state.settings.data_dir)


def items(database: Database) -> Sequence[Evidence]:
    """What was added beside the item of the stage."""
    statement = select(Evidence).where(col(Evidence.id) != ITEM).order_by(col(Evidence.added_at))
    with database.reading() as db:
        return db.exec(statement).all()


def uses(database: Database) -> dict[str, list[str]]:
    indicators: dict[str, list[str]] = {}
    with database.reading() as db:
        for use in db.exec(select(EvidenceUse).order_by(col(EvidenceUse.indicator))):
            indicators.setdefault(use.evidence_id, []).append(use.indicator)
    return indicators
