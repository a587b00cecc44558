"""Which flag a flow gets, and in which order the rules are tried."""

from fractions import Fraction

import pytest

from scoring.workforce.flows.flow import Flow
from tests.scoring.workforce.flow_cases import compared


@pytest.mark.parametrize(
    ("numbers", "flag"),
    [
        ((None, 20, 5, 20), "not_known"),
        ((5, 20, 5, None), "not_known"),
        ((None, 0, 5, 20), "not_known"),  # 0 people of a group, but how many succeeded is still to be said
        ((21, 20, 5, 20), "contradictory"),
        ((None, 20, 6, 5), "contradictory"),  # wrong whatever the unknown number is
        ((0, 0, 5, 20), "no_group"),
        ((5, 20, 0, 0), "no_group"),
        ((0, 0, 0, 0), "no_group"),
        ((0, 40, 0, 90), "no_case"),
        ((0, 4, 0, 9), "no_case"),  # before too_few: there is nothing at all
        ((0, 9, 60, 100), "too_few"),  # a group under 10, however small p is
        ((9, 9, 0, 100), "too_few"),
        ((20, 20, 9, 9), "too_few"),
        ((0, 10, 6, 12), "review"),  # 10 is enough
        ((0, 40, 12, 90), "review"),  # no success of one sex
        ((12, 90, 0, 40), "review"),
        ((0, 10, 5, 20), "watch"),
        ((0, 40, 1, 90), "too_few"),  # the other one could have been a woman
        ((1, 10, 0, 1_000), "too_few"),  # p is 0.0099, but it is one person
        ((1, 10, 2, 10), "too_few"),  # 2 and 1 then
        ((1, 10, 3, 10), "watch"),  # 2 and 2 then: not turned round
        ((10, 100, 30, 150), "review"),
        ((79, 1_000, 100, 1_000), "watch"),
        ((80, 1_000, 100, 1_000), "none"),  # exactly four fifths
        ((800, 10_000, 1_000, 10_000), "watch_significant"),
        ((450, 1_000, 500, 1_000), "watch_significant"),
        ((20, 100, 25, 100), "none"),
        ((20, 20, 30, 30), "none"),  # all of both
        ((10, 100, 20, 200), "none"),
    ],
)
def test_a_flow_gets_the_flag_of_the_first_rule_that_holds(numbers: tuple[int | None, ...], flag: str) -> None:
    women, women_group, men, men_group = numbers

    assert compared(*numbers).flag == flag
    assert compared(men, men_group, women, women_group).flag == flag, "with the sexes exchanged"


def test_a_group_of_no_one_still_has_the_rate_of_the_other_sex() -> None:
    result = compared(0, 0, 5, 20)

    assert (result.rate_women, result.rate_men) == (None, Fraction(1, 4))
    assert (result.impact_ratio, result.fisher_two_sided, result.shortfall) == (None, None, None)


def test_a_rate_is_there_as_soon_as_its_two_numbers_are_known() -> None:
    result = compared(5, 20, None, 20)

    assert (result.rate_women, result.rate_men, result.expected("W")) == (Fraction(1, 4), None, None)


def test_without_any_success_there_is_no_ratio_rather_than_nought_by_nought() -> None:
    result = compared(0, 40, 0, 90)

    assert (result.ratio_women_to_men, result.impact_ratio, result.odds_ratio) == (None, None, None)
    assert (result.fisher_two_sided, result.shortfall, result.lower) == (1.0, Fraction(0), None)


def test_a_ratio_to_nothing_is_none_and_the_impact_ratio_nought() -> None:
    result = compared(12, 90, 0, 40)

    assert (result.ratio_women_to_men, result.impact_ratio, result.odds_ratio, result.lower) == (
        None,
        Fraction(0),
        None,
        "M",
    )
    assert result.odds_ratio_plus_half == 1 / compared(0, 40, 12, 90).odds_ratio_plus_half  # type: ignore[operator]


def test_one_changed_person_turns_a_difference_round_even_where_no_ratio_is_left() -> None:
    result = compared(0, 40, 1, 90)

    assert (result.ratio_after_shift_one, result.is_turned_by_one) == (None, True)


def test_the_shortfall_is_that_of_the_sex_with_the_lower_rate_in_people() -> None:
    women, men = compared(10, 100, 30, 150), compared(30, 150, 10, 100)

    assert (women.lower, women.shortfall_of_women, women.shortfall) == ("W", Fraction(6), Fraction(6))
    assert (men.lower, men.shortfall_of_women, men.shortfall) == ("M", Fraction(-6), Fraction(6))
    assert (women.expected("W"), women.expected("M")) == (Fraction(16), Fraction(24))


def test_a_number_below_0_is_refused() -> None:
    with pytest.raises(ValueError, match="never below 0"):
        Flow(1, 10, -1, 10)
