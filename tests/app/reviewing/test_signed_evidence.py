"""A reviewer opens what was signed as evidence beside the answer, and sees no fingerprint there."""

import pytest

from app.access.identity import utc_now
from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.answers import EvidenceUse
from questionnaires.catalogue import Catalogue
from tests.app.answers import store
from tests.app.browser import words
from tests.app.reviewing.conftest import DOCUMENT, REVIEW
from tests.cast import ARDEN, ITEM, Actor
from tests.states import put_in_state

FILE = f"/assessments/{ARDEN}/evidence/{ITEM}"


@pytest.fixture
def signed(database: Database, catalogue: Catalogue) -> Database:
    """RC-01 names a decree, and the item of the stage supports it."""
    store(database, catalogue, DOCUMENT)
    with database.writing() as db:
        use = {"evidence_id": ITEM, "indicator": "RC-01", "assessment_id": ARDEN}
        db.add(EvidenceUse(**use, by="alice", at=utc_now()))
        db.flush()
        put_in_state(db, catalogue, State.UNDER_REVIEW)
    return database


def test_an_item_is_a_link_to_its_file_and_a_reference_a_text(rita: Actor, signed: Database) -> None:
    page = rita.browser.get(f"{REVIEW}/E1.1").text

    assert f'<a href="{FILE}"><bdi>Order 12/2024</bdi></a>' in page
    assert f'<a href="{FILE}/file">Download' in page
    assert "Decree 7, page 12" in words(page)
    assert "SHA-256" not in page
