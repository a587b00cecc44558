"""What a report is made of is read once: what was signed or published is long."""

import pytest

from app.assessments.lifecycle import State
from app.assessments.report.gap_report import assessment_for_command, report_of
from app.db.session import Database
from questionnaires.catalogue import Catalogue
from tests.app.queries import queries
from tests.cast import ARDEN
from tests.states import put_in_state

LONG = {"signature": "signature.content", "publication": "publication.content", "moderation": "moderation.value"}
"""Of this round; what the last one reported is read from its assessment."""


@pytest.mark.parametrize("state", [State.SIGNED, State.UNDER_REVIEW, State.PUBLISHED], ids=str)
def test_what_was_signed_decided_and_published_is_read_once(
    state: State, database: Database, catalogue: Catalogue
) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, state)
    with database.reading() as db, queries(database) as sent:
        assessment = assessment_for_command(db, catalogue, ARDEN)
        assert assessment
        report_of(db, assessment, "en", with_moderated=True)

    read = {
        table: sum(statement.startswith(f"SELECT {table}.") and column in statement for statement in sent)
        for table, column in LONG.items()
    }
    assert read == {
        "signature": 1,
        "publication": int(state is State.PUBLISHED),
        "moderation": int(state is State.UNDER_REVIEW),
    }
