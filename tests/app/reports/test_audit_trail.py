"""The audit trail of the gap report holds what the page “What happened” shows, and nothing more."""

from typing import Any

from sqlalchemy import update

from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.rounds import Assessment, Move, Publication, Signature
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.drawn_workbooks import opened, table
from tests.app.signing.signing import HOME, bring_to, make_ready, rows, sign
from tests.cast import ARDEN, Actor


def trail(person: Actor) -> list[dict[str, Any]]:
    return table(person.browser.get(f"{HOME}/gap-report.xlsx").content, "Audit trail")


def test_moves_and_signatures_stand_in_the_order_of_time(
    alice: Actor, hugo: Actor, database: Database, catalogue: Catalogue
) -> None:
    make_ready(database, catalogue)
    sign(hugo)

    moves, [signed] = rows(database, Move), rows(database, Signature)
    entries = [row for row in trail(alice) if row["What"]]

    assert [row["What"] for row in entries] == ["Opened", "Signed and submitted", "Signature 1, edition 1"]
    assert [(row["From"], row["To"]) for row in entries[:2]] == [
        ("Not opened", "In progress"),
        ("In progress", "Signed"),
    ]
    assert [row["Who"] for row in entries] == ["Alice", "Hugo", "Hugo Hale, Director General"]
    assert [row["When (UTC)"] for row in entries[:2]] == [f"{move.at:%Y-%m-%d %H:%M:%S}" for move in moves]
    assert (entries[2]["Fingerprint (SHA-256)"], entries[2]["Audit log fingerprint"]) == (
        signed.hash,
        signed.audit_head,
    )


def test_a_published_result_has_its_hash_and_names_the_secretariat(
    alice: Actor, database: Database, catalogue: Catalogue
) -> None:
    make_ready(database, catalogue)
    bring_to(database, catalogue, State.PUBLISHED)

    [published] = rows(database, Publication)
    last = trail(alice)[-1]

    assert (last["What"], last["Who"]) == ("Published result, edition 1", "Sofia (Secretariat)")
    assert last["Fingerprint (SHA-256)"] == published.hash


def test_a_reason_stands_beside_its_move_as_on_the_page(
    alice: Actor, bob: Actor, hugo: Actor, database: Database, catalogue: Catalogue
) -> None:
    make_ready(database, catalogue)
    sign(hugo)
    hugo.browser.post(f"{HOME}/withdrawal", data=hugo.form(why="A figure was wrong."))
    sign(hugo)

    [why] = [row["Reason"] for row in trail(bob) if row["What"] == "Withdrawn before the review"]

    assert why == "A figure was wrong."
    assert why in words(bob.browser.get(f"{HOME}/moves").text)
    assert trail(bob) == trail(alice)


def test_more_time_that_was_given_stands_there_with_its_reason(
    alice: Actor, database: Database, catalogue: Catalogue
) -> None:
    make_ready(database, catalogue)
    with database.writing() as db:
        given = update(Assessment).where(Assessment.id == ARDEN)  # type: ignore[arg-type]
        db.execute(given.values(extended_to="2100-01-31", extended_why="A new director came."))

    sheet = opened(alice.browser.get(f"{HOME}/gap-report.xlsx").content)["Audit trail"]

    said = [(row[1], row[5]) for row in sheet.iter_rows(values_only=True)]
    assert ("Extended to 2100-01-31", "A new director came.") in said
