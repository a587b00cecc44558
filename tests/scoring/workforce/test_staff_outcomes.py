"""Outcome indicators on who stands where, is trained and is sent: value and band as their rules in the words say."""

from fractions import Fraction

import pytest

from questionnaires.workforce.definition import CellId
from scoring.workforce.figures import Figure
from scoring.workforce.outcomes.staff import (
    border_posts,
    business_bodies,
    ceiling,
    functions,
    heads_of_sites,
    leadership_training,
    management,
    missions,
    trained_managers,
    trained_staff,
)
from tests.scoring.workforce.numbers import Given, tables, the_numbers, vector

FIRST = vector("01-representation")["cases"][0]
GRADES = {"WT1a.staff": {grade: tuple(counts) for grade, *counts in FIRST["rows"]}}
FUNCTIONS = tables()["WT1b"].rows


def of_staff(table: str, counts: tuple[int | None, ...], **others: tuple[int | None, ...]) -> Given:
    """The same women, men and others in all rows of a table but those given."""
    return {f"{table}.staff": dict.fromkeys(tables()[table].rows, counts) | others}


@pytest.mark.parametrize(
    ("women", "band"),
    [
        *((0, 0), (9, 0), (10, 1), (19, 1), (20, 2), (29, 2), (30, 3), (39, 3), (40, 4), (50, 4), (60, 4)),
        *((61, 3), (70, 3), (71, 2), (80, 2), (81, 1), (90, 1), (91, 0), (100, 0)),
    ],
)
def test_a_share_of_women_has_the_same_band_as_that_of_men(women: int, band: int) -> None:
    result = business_bodies(the_numbers({"WT9.seats": {"business": (women, 100 - women)}}))

    assert (result.value, result.band, result.why_no_band) == (Fraction(women, 100), band, "")


def test_senior_management_is_the_two_highest_grades_together() -> None:
    result = management(the_numbers(GRADES))

    assert (result.value, result.band) == (Fraction(13, 55), 2)
    assert {level: (part.value, part.band) for level, part in result.parts.items()} == {
        "executives": (Fraction(1, 9), 1),
        "senior_management": (Fraction(13, 55), 2),
        "middle_management": (Fraction(22, 65), 3),
    }
    assert {cell.row for cell in result.inputs} == {"G1", "G2"}


def test_the_glass_ceiling_index_is_the_one_of_the_vector() -> None:
    result = ceiling(the_numbers(GRADES))

    assert (result.value, result.band) == (Fraction(FIRST["expected"]["glass_ceiling_index"]), 1)
    assert len(result.inputs) == 7 * 3


def test_no_woman_at_the_top_has_band_0_and_no_number() -> None:
    result = ceiling(the_numbers(of_staff("WT1a", (10, 10, 0), G1=(0, 2, 0), G2=(0, 3, 0))))

    assert (result.value, result.why_none, result.band, result.why_no_band) == (None, "no_women_at_top", 0, "")


def test_fewer_than_5_people_at_the_top_are_for_information() -> None:
    result = ceiling(the_numbers(of_staff("WT1a", (10, 10, 0), G1=(1, 1, 0), G2=(1, 1, 0))))

    assert (result.value, result.band, result.why_no_band) == (Fraction(1), None, "too_few")


def test_segregation_is_banded_by_the_index_of_all_functions() -> None:
    """The women work in F1 as three in ten of the men do, and otherwise as they do: D is 3/10."""
    result = functions(the_numbers(of_staff("WT1b", (0, 0, 0), F1=(60, 30, 0), F2=(40, 70, 0))))

    assert (result.value, result.band, result.parts["F1"].value) == (Fraction(3, 10), 2, Fraction(2, 3))
    assert (result.parts["F3"].value, result.parts["F3"].why_none) == (None, "no_people")


@pytest.mark.parametrize(
    ("counts", "why"), [((0, 5, 0), "one_sex"), ((0, 0, 0), "no_people"), ((3, None, 0), "not_known")]
)
def test_segregation_says_why_there_is_none(counts: tuple[int | None, ...], why: str) -> None:
    result = functions(the_numbers(of_staff("WT1b", counts)))

    assert (result.value, result.why_none, result.band, result.why_no_band) == (None, why, None, "no_value")


def test_who_is_neither_woman_nor_man_matters_for_shares_and_not_for_segregation() -> None:
    result = functions(the_numbers(of_staff("WT1b", (5, 5, 0), F1=(5, 5, 10))))

    assert (result.value, result.parts["F1"].value) == (Fraction(0), Fraction(1, 4))
    assert {cell.sex for cell in result.inputs} == {"W", "M"}


def test_an_empty_third_category_is_nobody_beside_the_number_of_women_and_of_men() -> None:
    given, women_only = of_staff("WT1a", (5, 5, None)), of_staff("WT1a", (5, 5, 0), G1=(5, None, None))

    assert management(the_numbers(given)).value == Fraction(1, 2)
    assert management(the_numbers(women_only)).why_none == "not_known"


@pytest.mark.parametrize(("sites", "band", "why"), [(10, 3, ""), (9, None, "too_few"), (None, None, "not_known")])
def test_heads_of_sites_are_banded_from_10_sites_on(sites: int | None, band: int | None, why: str) -> None:
    given: Given = {
        "WT8.headed": {"border_posts": (2, 4), "offices": (1, 2)},
        "WT8.sites": {"border_posts": sites, "offices": 0},
    }
    result = heads_of_sites(the_numbers(given))

    assert (result.value, result.band, result.why_no_band) == (Fraction(1, 3), band, why)
    assert CellId("WT8", "offices", "sites") in result.inputs


@pytest.mark.parametrize(("women", "band"), [(19, 4), (16, 3), (15, 2), (13, 2), (12, 1), (10, 1), (9, 0)])
def test_places_in_leadership_training_are_held_against_those_eligible(women: int, band: int) -> None:
    """Half of those eligible are women, so that 20 of 40 places would be parity; only one in ten of the staff is."""
    eligible: Given = {"WT3b.eligible": dict.fromkeys(("GA", "GB", "GC"), (10, 10, 0))}
    places: Given = {"WT5a.participants": {"leadership": (women, 40 - women, 0)}}
    result = leadership_training(the_numbers(of_staff("WT1a", (1, 9, 0)), eligible, places))

    assert (result.value, result.band, result.basis) == (Fraction(women, 20), band, "eligible")
    assert {cell.table for cell in result.inputs} == {"WT5a", "WT3b"}


@pytest.mark.parametrize("eligible", [(None, 10, 0), (0, 0, 0)], ids=["not known", "nobody"])
def test_where_nobody_is_known_to_be_eligible_all_staff_stand_in(eligible: tuple[int | None, ...]) -> None:
    sent: Given = {"WT10.people": {"delegates": (1, 4), "trainees": (0, 3), "seconded": (1, 1)}}
    promoted: Given = {"WT3b.eligible": dict.fromkeys(("GA", "GB", "GC"), eligible)}
    result = missions(the_numbers(of_staff("WT1a", (1, 3, 0)), promoted, sent))

    assert (result.value, result.band, result.basis) == (Fraction(4, 5), 3, "staff")
    assert result.parts["staff"].value == Fraction(1, 4)
    assert {cell.table for cell in result.inputs} == {"WT10", "WT1a", "WT3b"}
    assert {cell.table for cell in result.parts["staff"].inputs} == {"WT1a", "WT3b"}


def test_without_women_to_send_there_is_no_ratio() -> None:
    sent: Given = {"WT10.people": dict.fromkeys(("delegates", "trainees", "seconded"), (0, 2))}
    result = missions(the_numbers(of_staff("WT1a", (0, 3, 0)), sent))

    assert (result.value, result.why_none) == (None, "no_group")


@pytest.mark.parametrize(("trained", "band"), [(80, 4), (79, 3), (60, 3), (59, 2), (40, 2), (39, 1), (20, 1), (19, 0)])
def test_training_on_gender_equality_is_banded_by_all_staff(trained: int, band: int) -> None:
    staff = of_staff("WT1a", (0, 0, 0), G1=(1, 2, 0), G2=(2, 3, 0), G3=(5, 7, 0), G6=(30, 49, 1))
    numbers = the_numbers(staff, {"WT5b.trained": {"managers": (10, 0, 0), "others": (9, trained - 19, 0)}})
    result = trained_staff(numbers)

    assert (result.value, result.band) == (Fraction(trained, 100), band)
    assert result.parts["women"].value == Fraction(19, 38)
    assert trained_managers(numbers).value == Fraction(10, 20)
    assert trained_managers(numbers).band == 2


@pytest.mark.parametrize(
    ("posts", "band"), [(95, 4), (94, 3), (80, 3), (79, 2), (50, 2), (49, 1), (20, 1), (19, 0), (0, 0)]
)
def test_each_share_of_the_border_posts_has_its_band(posts: int, band: int) -> None:
    given: Given = {
        "WT8.sites": {"border_posts": 100, "offices": 7},
        "WT8.separate": {"border_posts": posts},
        "WT8.shifts": {"border_posts": 100},
    }
    result = border_posts(the_numbers(given))
    facilities = result.parts["separate_facilities"]

    assert (facilities.value, facilities.band, result.parts["woman_on_each_shift"].band) == (
        Fraction(posts, 100),
        band,
        4,
    )
    assert (result.value, result.why_none, result.why_no_band) == (None, "in_parts", "in_parts")
    assert result.mean_band == Fraction(band + 4, 2)


def test_an_empty_table_gives_no_figure_and_no_band() -> None:
    nothing = the_numbers({})
    results = [management(nothing), ceiling(nothing), functions(nothing), missions(nothing), trained_staff(nothing)]

    assert {(result.value, result.band, result.why_none, result.mean_band) for result in results} == {
        (None, None, "not_known", None)
    }
    assert border_posts(nothing).parts["separate_facilities"] == Figure(
        None,
        (CellId("WT8", "border_posts", "separate"), CellId("WT8", "border_posts", "sites")),
        "not_known",
    )
