"""Results of numbers that are few, missing, of one sex, at their limits or against each other: a sentence each time."""

import re
from collections.abc import Mapping
from fractions import Fraction

import pytest
from sqlalchemy import event

from app.assessments.lifecycle import State
from app.db.session import Database
from app.i18n.formatting import beside_limit
from questionnaires.catalogue import Catalogue
from questionnaires.workforce.definition import MOST, CellId
from scoring.workforce.flows.two_by_two import FOUR_FIFTHS, SIGNIFICANT_BELOW
from tests.app.browser import words
from tests.app.workforce.conftest import HOME, set_profile
from tests.app.workforce.whole_year import YEAR
from tests.app.workforce.year import cells_of, keep
from tests.cast import ARDEN, Actor
from tests.states import put_in_state

RESULTS = f"{HOME}/results"
NO_NUMBER = re.compile(r"\b(nan|NaN|inf|None|Infinity|undefined)\b")
"""None of which is a word of the page: where there is no number it says why."""
Changed = Mapping[CellId, int | None]


def every_cell(catalogue: Catalogue) -> list[CellId]:
    return [cell for table in catalogue.workforce["2027.1"].structure.tables for cell in table.cells]


def page_of(alice: Actor, database: Database, catalogue: Catalogue, cells: Changed) -> str:
    set_profile(database, pay_data_available="yes", organisation="administration")
    keep(database, catalogue, cells)
    answer = alice.browser.get(RESULTS)
    assert answer.status_code == 200
    page = words(answer.text)
    assert NO_NUMBER.findall(page) == []
    assert "e+" not in answer.text
    return page


def test_before_the_first_number_the_page_says_what_will_be_there(alice: Actor, on_2027: Database) -> None:
    assert "Results appear here as soon as there are numbers" in words(alice.browser.get(RESULTS).text)


def test_a_version_without_tables_has_no_results(alice: Actor) -> None:
    assert alice.browser.get(RESULTS).status_code == 404


def test_a_single_number_makes_no_result(alice: Actor, on_2027: Database, catalogue: Catalogue) -> None:
    page = page_of(alice, on_2027, catalogue, {CellId("WT1a", "G1", "staff", "W"): 3})

    assert "The share of women among all staff is not known, because numbers of some grades are missing." in page
    assert "Recruitment, promotion, leaving, training and leave are not known yet." in page
    assert "Pay by grade is not known." in page
    assert "Missing numbers: Staff by grade" in page


@pytest.mark.parametrize(
    ("sex", "sentence"), [("M", "There were no women in this group"), ("W", "There were no men in this group")]
)
def test_with_one_sex_alone_nothing_is_compared(
    alice: Actor, on_2027: Database, catalogue: Catalogue, sex: str, sentence: str
) -> None:
    cells = {cell: number if cell.sex == sex else 0 for cell, number in cells_of(catalogue, YEAR).items() if cell.sex}
    page = page_of(alice, on_2027, catalogue, cells)

    assert f"{sentence}, so women and men cannot be compared." in page
    assert "Segregation index: Not known: there are women only or men only, so they cannot be compared." in page
    assert "Mean gap: Not known: there are women only or men only" in page


def test_no_woman_at_the_top_is_said_in_words(alice: Actor, on_2027: Database, catalogue: Catalogue) -> None:
    top = dict.fromkeys((CellId("WT1a", grade, "staff", "W") for grade in ("G1", "G2")), 0)
    page = page_of(alice, on_2027, catalogue, cells_of(catalogue, YEAR) | top)

    assert "They are 0% of senior management, grades 1 and 2 (0 of 42). 17 more women among the 42 people" in page
    assert "There is no woman in grades 1 and 2, so the index has no value." in page
    assert "Are women as present in senior management as among all staff? No value Band 0 of 4" in page


def test_nobody_at_all_is_said_in_words(alice: Actor, on_2027: Database, catalogue: Catalogue) -> None:
    page = page_of(alice, on_2027, catalogue, dict.fromkeys(every_cell(catalogue), 0))

    assert "There is no one on the staff, by the tables." in page
    assert "There was no one in this group, so women and men cannot be compared." in page


def test_the_largest_numbers_have_results_too(alice: Actor, on_2027: Database, catalogue: Catalogue) -> None:
    tables = catalogue.workforce["2027.1"].tables
    most = {cell: MOST[tables[cell.table].measure(cell.measure).unit] for cell in every_cell(catalogue)}

    assert "Women are 33.3% of all staff (69,999,993 of 209,999,979)." in page_of(alice, on_2027, catalogue, most)


def test_more_promoted_than_eligible_is_to_be_corrected(alice: Actor, on_2027: Database, catalogue: Catalogue) -> None:
    wrong = {CellId("WT3b", "GA", "promoted", "W"): 500}
    page = page_of(alice, on_2027, catalogue, cells_of(catalogue, YEAR) | wrong)

    assert "546 women cannot be out of 390. Correct the numbers of women." in page
    assert "Not known: more people are counted than there were in the group. Check the numbers." in page


def test_what_the_profile_takes_away_has_no_results(alice: Actor, on_2027: Database, catalogue: Catalogue) -> None:
    keep(on_2027, catalogue, cells_of(catalogue, YEAR))
    set_profile(on_2027, pay_data_available="forbidden", sex_categories="<script>alert(1)</script>", scope="")

    answer = alice.browser.get(RESULTS)

    assert "On average, women are paid" not in words(answer.text)
    assert "EQ-14" not in answer.text
    assert "alert(1)" not in answer.text


def test_list_and_published_page_lead_to_the_results(
    alice: Actor, bob: Actor, on_2027: Database, catalogue: Catalogue
) -> None:
    keep(on_2027, catalogue, cells_of(catalogue, YEAR))
    with on_2027.writing() as db:
        put_in_state(db, catalogue, State.PUBLISHED)

    assert all(f'href="{RESULTS}"' in person.browser.get(HOME).text for person in (alice, bob))


def test_an_element_tells_its_outcomes_to_those_alone_who_see_every_number(
    alice: Actor, bob: Actor, on_2027: Database, catalogue: Catalogue
) -> None:
    set_profile(on_2027, pay_data_available="yes")
    keep(on_2027, catalogue, cells_of(catalogue, YEAR))
    with on_2027.writing() as db:
        put_in_state(db, catalogue, State.PUBLISHED)
    pay, policy = (f"/assessments/{ARDEN}/elements/{id_}" for id_ in ("E2.3", "E1.1"))

    assert "What the workforce tables show here: EQ-14, band 3 of 4;" in words(alice.browser.get(pay).text)
    assert "workforce tables show" not in words(alice.browser.get(policy).text)
    assert "workforce tables show" not in words(bob.browser.get(pay).text)


def test_an_element_asks_for_numbers_once_and_only_where_it_has_an_outcome(alice: Actor, on_2027: Database) -> None:
    asked: list[str] = []
    event.listen(on_2027.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    for element, times in (("E1.1", 0), ("E2.3", 1)):
        asked.clear()
        alice.browser.get(f"/assessments/{ARDEN}/elements/{element}")
        assert sum("workforce_cell" in statement for statement in asked) == times


def test_a_figure_is_never_written_on_the_other_side_of_its_limit() -> None:
    assert [beside_limit(p, 3, SIGNIFICANT_BELOW, "en") for p in (0.0364, 0.0499, 0.05, 1.0)] == [
        "0.036",
        "0.049",
        "0.050",
        "1.000",
    ]
    assert [beside_limit(Fraction(each, 1000), 2, FOUR_FIFTHS, "en") for each in (794, 797, 800)] == [
        "0.79",
        "0.79",
        "0.80",
    ]
