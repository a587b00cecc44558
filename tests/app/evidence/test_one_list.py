"""The register is one list: items, and the references typed into answers, each with the questions that use it."""

import re

import pytest

from app.db.session import Database
from questionnaires.catalogue import Catalogue
from tests.app.answers import store
from tests.app.browser import words
from tests.app.evidence.conftest import HOME
from tests.cast import ITEM, Actor
from tests.engines import ON_BOTH

CIRCULAR, POLICY, SAFE = "Circular 12, page 4", "See https://customs.example.org/policy.", "<b>Order</b>"
TYPED = {"RC-02": [CIRCULAR], "EQ-01": [f" {CIRCULAR}"], "RC-01": [POLICY, SAFE]}


@pytest.fixture
def register(alice: Actor, database: Database, catalogue: Catalogue) -> Actor:
    """Alice, whose answers name three references; the item of the stage supports RC-01."""
    answers = {id_: {"state": "answered", "value": 2, "evidence": texts} for id_, texts in TYPED.items()}
    store(database, catalogue, {"profile": {}, "answers": answers})
    alice.browser.post(f"{HOME}/{ITEM}/uses", data=alice.form(indicator="RC-01"))
    return alice


def lines(person: Actor, **wanted: str) -> list[str]:
    """What each line of the list says."""
    page = person.browser.get(HOME, params=wanted).text
    return [words(line) for line in re.findall(r"<tr.*?</tr>", page, re.DOTALL)][1:]


@ON_BOTH
def test_a_reference_typed_into_several_answers_is_one_line_with_its_questions(register: Actor) -> None:
    (line,) = (line for line in lines(register) if CIRCULAR in line)

    assert re.search(r"Reference 2 questions RC-02 EQ-01 Answer saved by Alice,", line)


def test_what_is_typed_is_only_text_but_its_address_can_be_opened(register: Actor) -> None:
    page = register.browser.get(HOME).text

    link = '<a href="https://customs.example.org/policy" rel="noreferrer noopener" target="_blank">'
    assert f"See {link}https://customs.example.org/policy</a>." in page
    assert SAFE in words(page)
    assert SAFE not in page


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        ({}, 4),
        ({"kind": "typed"}, 3),
        ({"kind": "file"}, 1),
        ({"kind": "file", "indicator": "RC-02"}, 0),
        ({"indicator": "RC-01"}, 3),
        ({"kind": "no kind", "indicator": "XX-01"}, 4),
    ],
)
def test_the_list_is_narrowed_by_kind_and_question(wanted: dict[str, str], number: int, register: Actor) -> None:
    assert len(lines(register, **wanted)) == number


def test_the_list_comes_in_the_order_that_was_chosen(register: Actor) -> None:
    assert CIRCULAR in lines(register, sort="uses")[0]
    first, *_, last = lines(register, sort="title")
    assert SAFE in first
    assert last.startswith("See https:")


def test_a_page_narrowed_to_nothing_says_so_and_leads_back(register: Actor) -> None:
    page = register.browser.get(HOME, params={"kind": "link"}).text

    assert "No evidence of this kind" in words(page)
    assert f'<a class="button second" href="{HOME}">' in page


def test_only_those_who_read_the_answers_see_what_is_typed_into_them(
    register: Actor, vera: Actor, rita: Actor, bob: Actor, charlie: Actor
) -> None:
    assert [len(lines(reader)) for reader in (vera, rita)] == [4, 4]
    assert [stranger.browser.get(HOME).status_code for stranger in (charlie, bob)] == [404, 404]


def test_no_fingerprint_is_in_the_list(register: Actor) -> None:
    assert not any("SHA-256" in line for line in lines(register))
