"""Numbers that contradict each other are told before signing and stop it; what only asks for a look does not."""

import pytest

from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.rounds import Assessment
from questionnaires.catalogue import Catalogue
from tests.app.browser import form, words
from tests.app.queries import queries
from tests.app.signing.signing import full_profile
from tests.app.workforce.conftest import HOME, fill_in, last_round_ended_with, set_profile
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH
from tests.states import put_in_state, put_on_version

SIGNATURE = f"/assessments/{ARDEN}/signature"
SENTENCE = "Some workforce numbers do not fit together: mend them, then sign."
TOO_MANY = {"GA/eligible.W": 3, "GA/promoted.W": 5}


@pytest.fixture
def ready_to_sign(on_2027: Database, catalogue: Catalogue) -> Database:
    profile = {key.removeprefix("profile."): value for key, value in full_profile(catalogue, "2027.1").items()}
    set_profile(on_2027, **profile)
    with on_2027.writing() as db:
        put_in_state(db, catalogue, State.IN_PROGRESS)
    return on_2027


def sign(hugo: Actor, page: str) -> int:
    fields = form(page, SIGNATURE).data(name="Hugo Hale", title="Director General", checked="yes")
    return hugo.browser.post(SIGNATURE, data=fields).status_code


def state(database: Database) -> str:
    with database.reading() as db:
        return db.get_one(Assessment, ARDEN).state


@ON_BOTH
def test_a_contradiction_stops_the_signature_until_it_is_mended(
    alice: Actor, hugo: Actor, ready_to_sign: Database
) -> None:
    before = hugo.browser.get(SIGNATURE).text
    fill_in(alice, "WT3b", TOO_MANY)

    page = hugo.browser.get(SIGNATURE)
    assert "1 check of the workforce tables is not met" in words(page.text)
    assert f'href="{HOME}/WT3b#checks"' in page.text
    refused = hugo.browser.post(SIGNATURE, data=form(before, SIGNATURE).data(name="Hugo", title="Head", checked="yes"))
    assert refused.status_code == 409
    assert SENTENCE in words(refused.text)
    assert state(ready_to_sign) == "in progress"

    fill_in(alice, "WT3b", {"GA/eligible.W": 6})
    assert sign(hugo, hugo.browser.get(SIGNATURE).text) == 303
    assert state(ready_to_sign) == "signed"


def test_what_only_asks_for_a_look_is_told_and_does_not_stop(
    alice: Actor, hugo: Actor, ready_to_sign: Database, catalogue: Catalogue
) -> None:
    last_round_ended_with(ready_to_sign, catalogue, {"WT1a/G5/staff.W": 100})
    fill_in(alice, "WT1a", {"G5/staff.W": 150})

    page = hugo.browser.get(SIGNATURE).text
    assert "These workforce tables have numbers to look at again. They do not prevent signing: Staff by grade (1)" in (
        words(page)
    )
    assert sign(hugo, page) == 303


def test_tables_without_any_number_stop_nothing(hugo: Actor, ready_to_sign: Database) -> None:
    page = hugo.browser.get(SIGNATURE).text

    assert "workforce tables" not in words(page)
    assert sign(hugo, page) == 303


def test_offices_are_told_nothing_of_numbers_that_they_do_not_see(
    alice: Actor, sofia: Actor, ready_to_sign: Database
) -> None:
    fill_in(alice, "WT3b", TOO_MANY)

    assert "workforce tables" not in words(sofia.browser.get(SIGNATURE).text)


def test_it_costs_one_query_more_and_none_where_no_tables_are_asked(
    hugo: Actor, on_2027: Database, catalogue: Catalogue
) -> None:
    counts = {}
    for version in ("2027.1", "2026.1"):
        with on_2027.writing() as db:
            put_on_version(db, catalogue, version)
        with queries(on_2027) as sent:
            assert hugo.browser.get(SIGNATURE).status_code == 200
        counts[version] = sent
    of_numbers = [sum("workforce" in statement for statement in sent) for sent in counts.values()]
    assert of_numbers == [2, 0], "the numbers, which are read once for all; and those of the last round"
