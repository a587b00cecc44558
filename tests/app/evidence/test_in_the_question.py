"""Evidence in the question that it supports: there to see, to add and to remove without leaving the page."""

import re

import pytest
from bs4 import BeautifulSoup

from app.assessments.lifecycle import State
from app.db.session import Database
from questionnaires.catalogue import Catalogue
from tests.app.browser import without_message, words
from tests.app.evidence.conftest import HOME, uses
from tests.cast import ARDEN, ITEM, Actor
from tests.states import put_in_state

ELEMENT = f"/assessments/{ARDEN}/elements/E1.1"
HTMX = {"hx-request": "true"}
FINGERPRINT = re.compile(r"[0-9a-f]{64}")


def support(person: Actor, *indicators: str) -> None:
    answer = person.browser.post(f"{HOME}/{ITEM}/uses", data=person.form(indicator=list(indicators)))
    assert answer.status_code == 303


def chips(page: str, indicator: str = "RC-01") -> list[str]:
    return [
        chip.get_text(" ", strip=True) for chip in BeautifulSoup(page, "html.parser").select(f"#items-{indicator} li")
    ]


def test_an_item_is_named_with_its_page_and_its_file_and_no_fingerprint(alice: Actor) -> None:
    support(alice, "RC-01")

    page = alice.browser.get(ELEMENT).text

    (chip,) = chips(page)
    assert chip.startswith("Order 12/2024")
    assert f'href="{HOME}/{ITEM}"' in page
    assert f'href="{HOME}/{ITEM}/file"' in page
    assert chips(page, "RC-02") == []
    assert not FINGERPRINT.search(words(page))


def test_a_link_opens_and_a_document_kept_elsewhere_says_who_holds_it(alice: Actor) -> None:
    link = {"title": "Plan", "address": "https://customs.example.org/plan", "indicator": "RC-01"}
    alice.browser.post(f"{HOME}/links", data=alice.form(**link))
    alice.browser.post(f"{HOME}/references", data=alice.form(title="Minutes", holder="Personnel", indicator="RC-01"))

    page = alice.browser.get(ELEMENT).text

    assert [chip.split(" Remove")[0] for chip in chips(page)] == ["Plan Open Plan", "Minutes held by Personnel"]
    assert 'href="https://customs.example.org/plan" rel="noreferrer noopener"' in page


def test_who_only_reads_sees_the_items_and_no_button(alice: Actor, vera: Actor) -> None:
    support(alice, "RC-01")

    page = vera.browser.get(ELEMENT).text

    assert len(chips(page)) == 1
    assert "/uses" not in page
    assert "remove-RC-01" not in page


def test_removing_an_item_leads_back_to_the_question(alice: Actor, database: Database) -> None:
    support(alice, "RC-01", "RC-02")

    answer = alice.browser.post(f"{HOME}/{ITEM}/uses", data=alice.form(was="RC-01", back="RC-01"))

    assert (answer.status_code, without_message(answer.headers["location"])) == (303, f"{ELEMENT}#RC-01")
    assert uses(database) == {ITEM: ["RC-02"]}


def test_with_script_removing_an_item_leaves_the_others(alice: Actor, database: Database) -> None:
    support(alice, "RC-01", "RC-02")

    answer = alice.browser.post(f"{HOME}/{ITEM}/uses", data=alice.form(was="RC-01", back="RC-01"), headers=HTMX)

    assert answer.status_code == 200
    assert "It no longer supports RC-01." in words(answer.text)
    assert chips(answer.text) == []
    assert uses(database) == {ITEM: ["RC-02"]}


def test_after_a_return_only_the_questions_sent_back_offer_a_button(
    alice: Actor, database: Database, catalogue: Catalogue
) -> None:
    support(alice, "RC-01", "RC-02")
    with database.writing() as db:
        put_in_state(db, catalogue, State.RETURNED)

    page = alice.browser.get(ELEMENT).text

    assert 'form="remove-RC-01"' in page
    assert 'form="remove-RC-02"' not in page
    assert len(chips(page, "RC-02")) == 1


@pytest.mark.parametrize("back", ["", "RC-99", "https://example.org"])
def test_no_form_leads_elsewhere(back: str, alice: Actor) -> None:
    support(alice, "RC-01")

    answer = alice.browser.post(f"{HOME}/{ITEM}/uses", data=alice.form(was="RC-01", back=back))

    assert without_message(answer.headers["location"]) == f"{HOME}/{ITEM}"
