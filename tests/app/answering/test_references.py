"""References are typed, taken away and read in one list with the items of the register."""

from urllib.parse import urlencode

from app.assessments.reads import saved_answers
from app.db.session import Database
from questionnaires.catalogue import Catalogue
from tests.app.answers import store
from tests.app.browser import words
from tests.app.evidence.conftest import HOME as REGISTER
from tests.cast import ARDEN, ITEM, Actor

ANSWER = f"/assessments/{ARDEN}/answers/RC-01"
ELEMENT = f"/assessments/{ARDEN}/elements/E1.1"
REMOVED = ("removed", "yes")
TYPED = {"RC-01": {"state": "answered", "value": 2, "evidence": ["Circular 12", "See https://plan.example.org."]}}


def send(person: Actor, *fields: tuple[str, str]) -> int:
    body = urlencode([*person.form(revision="0").items(), ("choice", "2"), *fields])
    kind = {"content-type": "application/x-www-form-urlencoded"}
    return int(person.browser.post(ANSWER, content=body, headers=kind).status_code)


def test_the_mark_behind_a_reference_takes_it_away_and_no_other(alice: Actor, database: Database) -> None:
    typed = [("evidence", "First"), ("evidence", "Second"), REMOVED, ("evidence", "Third"), ("evidence", ""), REMOVED]

    assert send(alice, REMOVED, *typed) == 303

    with database.reading() as db:
        assert saved_answers(db, ARDEN)["RC-01"].answer.evidence == ("First", "Third")


def test_who_answers_has_each_reference_in_a_field_with_its_link_and_its_mark(
    alice: Actor, database: Database, catalogue: Catalogue
) -> None:
    store(database, catalogue, {"profile": {}, "answers": TYPED})
    page = alice.browser.get(ELEMENT).text

    assert page.count('name="removed"') == 2
    assert '<a href="https://plan.example.org" rel="noreferrer noopener" target="_blank">Open' in page
    assert "Remove Circular 12 from RC-01" in words(page)


def test_who_only_reads_has_items_and_references_in_one_list(
    alice: Actor, vera: Actor, database: Database, catalogue: Catalogue
) -> None:
    store(database, catalogue, {"profile": {}, "answers": TYPED})
    alice.browser.post(f"{REGISTER}/{ITEM}/uses", data=alice.form(indicator="RC-01"))

    page = vera.browser.get(ELEMENT).text

    (listed,) = page.split('id="items-RC-01">')[1:]
    assert words(listed.split("</ul>")[0]).split(" Circular")[0].startswith("Order 12/2024")
    assert listed.split("</ul>")[0].count('<li class="chip') == 3
    assert words(page).count("Circular 12") == 1
