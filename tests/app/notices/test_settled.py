"""What somebody was asked to do counts as read once it is done, for everyone who was asked."""

from typing import Any

from sqlalchemy import select
from sqlmodel import col

from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.records import Notice
from app.jobs.outbox import Kind
from questionnaires.catalogue import Catalogue
from tests.app.notices.conftest import Tell
from tests.app.signing.signing import HOME, bring_to, make_ready, sign
from tests.cast import Actor
from tests.engines import ON_BOTH

HTMX = {"hx-request": "true"}
TWO_PARTS = {"E1.1": ("RC-01", "RC-02", "RC-03"), "E1.2": ("RC-04", "RC-05", "RC-06", "RC-07")}


def unread(database: Database) -> set[tuple[str, str]]:
    """(kind, person) of what nobody has opened."""
    statement = select(col(Notice.kind), col(Notice.person_id)).where(col(Notice.seen_at).is_(None))
    with database.reading() as db:
        return {(row.kind, row.person_id) for row in db.execute(statement)}


def answer(who: Actor, *indicators: str) -> None:
    for indicator in indicators:
        form: dict[str, Any] = {"revision": 0, "choice": "unknown"}
        saved = who.browser.put(f"{HOME}/answers/{indicator}", data=who.form(**form), headers=HTMX)
        assert saved.status_code == 200, saved.text


@ON_BOTH
def test_signing_settles_what_asked_for_it_and_nothing_else(
    hugo: Actor, database: Database, catalogue: Catalogue, tell: Tell
) -> None:
    make_ready(database, catalogue)
    tell("hugo")
    tell("alice", Kind.DUE_SOON, due="2099-12-18", done=1, asked=2)
    tell("alice", Kind.COMMENTED, indicator="RC-01")

    assert sign(hugo).status_code == 303

    left = unread(database)
    assert ("commented", "alice") in left
    assert not {kind for kind, _ in left} & {"ready to sign", "due soon"}
    assert ("receipt", "hugo") in left


def test_withdrawing_settles_that_it_is_ready_for_review(
    hugo: Actor, database: Database, catalogue: Catalogue, tell: Tell
) -> None:
    bring_to(database, catalogue, State.SIGNED)
    tell("sofia", Kind.SUBMITTED)
    hugo.browser.post(f"{HOME}/withdrawal", data=hugo.form(why="A level is wrong."))

    assert ("submitted", "sofia") not in unread(database)
    assert ("withdrawn", "alice") in unread(database)


@ON_BOTH
def test_work_is_settled_by_its_last_answer_whoever_gives_it(alice: Actor, connie: Actor, database: Database) -> None:
    for element in TWO_PARTS:
        alice.browser.post(f"{HOME}/work", data=alice.form(element=element, person="connie", due_on=""))
    told = {("assigned", "connie")}
    assert unread(database) == told

    answer(connie, *TWO_PARTS["E1.1"], *TWO_PARTS["E1.2"][:-1])
    assert unread(database) == told
    with database.reading() as db:
        paths = select(col(Notice.path)).where(col(Notice.seen_at).is_(None))
        assert list(db.execute(paths).scalars()) == [f"{HOME}/elements/E1.2"]

    answer(alice, TWO_PARTS["E1.2"][-1])
    assert unread(database) == set()


@ON_BOTH
def test_several_parts_that_were_assigned_at_once_are_settled_together(
    alice: Actor, connie: Actor, database: Database
) -> None:
    alice.browser.post(f"{HOME}/work", data=alice.form(element=[*TWO_PARTS], person="connie", due_on=""))

    answer(connie, *TWO_PARTS["E1.1"])
    assert unread(database) == {("assigned", "connie")}
    answer(connie, *TWO_PARTS["E1.2"])
    assert unread(database) == set()
