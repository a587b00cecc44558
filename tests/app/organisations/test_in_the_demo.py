"""An organisation of the demo that is a secretariat needs its kind and no more: the external reviewer reviews it."""

from dataclasses import replace

import pytest
from sqlmodel import select

from app.assessments.lifecycle import State
from app.cli.demo import loading
from app.cli.demo.cast import INVENTED
from app.db.migrations import migrate
from app.db.session import Database
from app.db.tables.people import Person
from app.db.tables.reviews import Moderation, ReviewTask
from app.db.tables.rounds import Assessment
from questionnaires.catalogue import load
from tests.cast import QUICK
from tests.conftest import DEMO_DAY
from tests.engines import ON_BOTH


@ON_BOTH
def test_the_demo_plays_the_own_assessment_of_a_secretariat(fresh_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    own = replace(INVENTED[-1], state=State.PUBLISHED)
    monkeypatch.setattr(loading, "INVENTED", (own,))
    monkeypatch.setattr("app.access.passwords.PASSWORDS", QUICK)
    migrate(fresh_url)

    with Database(fresh_url) as database:
        loading.load_demo(database, load(), DEMO_DAY)
        with database.reading() as db:
            reviewer = db.exec(select(Person).where(Person.office == "external_reviewer")).one()
            (task,) = db.exec(select(ReviewTask)).all()
            deciders = {row.by for row in db.exec(select(Moderation))}
            (assessment,) = db.exec(select(Assessment)).all()

    assert (task.reviewer_id, deciders) == (reviewer.id, {reviewer.id})
    assert assessment.state == State.PUBLISHED
