"""Whoever audits changes nothing: every address that writes what is not their own answers 403.

Their own is how far they have looked through the published results, which a row of the log says.
"""

import pytest

from app.assessments.lifecycle import State
from app.assessments.rights import Permission, Role, may_ever
from app.db.session import Database
from questionnaires.catalogue import Catalogue
from tests.cast import Actor
from tests.house.contents import contents
from tests.house.routes import ROUTES
from tests.states import put_in_state

CHANGING = [route for route in ROUTES if route.writes and route.permission and route.path != "/desk/seen"]


@pytest.mark.parametrize("state", State)
def test_every_address_that_writes_refuses_the_auditor(
    state: State, bob: Actor, database: Database, catalogue: Catalogue
) -> None:
    """What was not signed yet is not even there for them: 404."""
    with database.writing() as db:
        put_in_state(db, catalogue, state)
    before = contents(database, "session")

    answers = {str(route): route.ask(bob).status_code for route in CHANGING}

    assert set(answers.values()) <= {403, 404}
    assert 403 in answers.values() or state in (State.NOT_OPENED, State.IN_PROGRESS)
    assert contents(database, "session") == before


def test_the_table_gives_the_auditor_no_right_to_change() -> None:
    theirs = {permission for permission in Permission if may_ever(permission, Role.AUDITOR)}

    assert theirs == {
        Permission.READ,
        Permission.SEE_MODERATED,
        Permission.EXPORT,
        Permission.READ_EVIDENCE,
        Permission.FOLLOW_ROUND,
        Permission.READ_AUDIT,
    }
