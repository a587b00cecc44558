"""Shares, diversity, segregation, glass ceiling and heads needed: exact, and words where a number would be infinite."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.workforce.representation import (
    GlassCeiling,
    HeadsNeeded,
    Representation,
    Row,
    RowShare,
    duncan,
    glass_ceiling,
    heads_needed,
    heads_to_balance,
    karmel_maclachlan,
    representation,
)
from tests.scoring.workforce.numbers import vector

QUICK = settings(deadline=None, derandomize=True, max_examples=60)
CASES = vector("01-representation")["cases"]
PEOPLE = st.integers(0, 400)
STAFF = st.lists(st.tuples(PEOPLE, PEOPLE, st.integers(0, 5)), min_size=1, max_size=11).map(
    lambda counts: [Row(f"F{at}", *row) for at, row in enumerate(counts, 1)]
)


def exact(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def swapped(rows: Sequence[Row]) -> list[Row]:
    return [Row(row.id, row.men, row.women, row.other) for row in rows]


def shares(rows: Sequence[Row]) -> tuple[Representation, GlassCeiling]:
    return representation(rows), glass_ceiling(rows)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_figures_are_those_of_the_vector(case: dict[str, Any]) -> None:
    rows, expected = [Row(*row) for row in case["rows"]], case["expected"]
    figures, ceiling = shares(rows)

    assert (figures.women, figures.men, figures.other, figures.total) == tuple(
        expected[name] for name in ("women", "men", "other", "total")
    )
    assert figures.share_of_women == exact(expected["share_of_women"])
    assert figures.rows == {
        id_: RowShare(exact(row["share"]), exact(row["index"])) for id_, row in expected["per_row"].items()
    }
    assert (figures.blau, figures.blau_normalised) == (exact(expected["blau"]), exact(expected["blau_normalised"]))
    assert (figures.duncan, figures.karmel_maclachlan) == (
        exact(expected["duncan_D"]),
        exact(expected["karmel_maclachlan"]),
    )
    assert ceiling.value == exact(expected.get("glass_ceiling_index"))
    assert figures.not_known == ()


def test_the_glass_ceiling_of_the_first_vector_has_band_1() -> None:
    ceiling = glass_ceiling([Row(*row) for row in CASES[0]["rows"]])

    assert (ceiling.women_at_top, ceiling.people_at_top) == (13, 55)
    assert (float(ceiling.value or 0), ceiling.band) == (CASES[0]["expected"]["glass_ceiling_float"], 1)


@pytest.mark.parametrize(
    ("women_at_top", "band"),
    [(50, 4), (40, 4), (39, 3), (32, 3), (31, 2), (27, 2), (26, 1), (20, 1), (19, 0), (1, 0)],
)
def test_the_band_of_the_glass_ceiling_is_that_of_its_rule(women_at_top: int, band: int) -> None:
    """Women are 40 % of all: with 40 of 100 at the top the index is 1, with 32 it is 5/4, with 20 it is 2."""
    rows = [Row("G1", women_at_top, 100 - women_at_top), Row("G7", 400 - women_at_top, 500 + women_at_top)]

    assert glass_ceiling(rows).band == band


def test_no_woman_at_the_top_is_said_in_words_and_has_band_0() -> None:
    ceiling = glass_ceiling([Row("G1", 0, 2), Row("G2", 0, 3), Row("G3", 10, 10)])

    assert (ceiling.value, ceiling.state, ceiling.band) == (None, "no_women_at_top", 0)


def test_fewer_than_5_at_the_top_have_no_band_even_without_a_woman() -> None:
    four, nobody = (glass_ceiling([Row("G1", 0, men), Row("G3", 10, 10)]) for men in (4, 0))

    assert (four.state, four.band) == ("no_women_at_top", None)
    assert (nobody.state, nobody.value, nobody.band) == ("nobody_at_top", None, None)


def test_without_people_nothing_can_be_said() -> None:
    figures, ceiling = shares([Row("G1", 0, 0), Row("G3", 0, 0)])

    assert (figures.total, figures.share_of_women, figures.rows["G1"].share) == (0, None, None)
    assert (figures.blau, figures.duncan, figures.karmel_maclachlan) == (None, None, None)
    assert (ceiling.value, ceiling.state) == (None, "nobody_at_top")


def test_the_third_category_counts_in_denominators_and_as_a_category() -> None:
    figures = representation([Row("F1", 4, 4, 4), Row("F2", 4, 4, 4)])

    assert (figures.share_of_women, figures.rows["F1"]) == (Fraction(1, 3), RowShare(Fraction(1, 3), Fraction(1)))
    assert (figures.blau, figures.blau_normalised) == (Fraction(2, 3), Fraction(1))


def test_the_diversity_of_36_women_in_100_is_the_published_one() -> None:
    figures = representation([Row("all", 36, 64)])

    assert (figures.blau, figures.blau_normalised) == (Fraction("0.4608"), Fraction("0.9216"))


def test_what_is_not_known_takes_away_only_what_hangs_on_it() -> None:
    """Men of G2 are not known: the share in G1 and all women are, and nothing that needs all men."""
    figures, ceiling = shares([Row("G1", 2, 8), Row("G2", 3, None), Row("G3", 5, 5)])

    assert (figures.women, figures.men, figures.other, figures.total) == (10, None, 0, None)
    assert (figures.rows["G1"].share, figures.rows["G1"].index) == (Fraction(1, 5), None)
    assert figures.rows["G2"] == RowShare(None, None)
    assert (figures.share_of_women, figures.blau, figures.duncan, figures.karmel_maclachlan) == (None,) * 4
    assert (figures.not_known, ceiling.not_known) == (("G2",), ("G2",))
    assert (ceiling.value, ceiling.state, ceiling.band) == (None, "not_known", None)


def test_an_unknown_third_category_leaves_the_comparison_of_women_and_men() -> None:
    rows = [Row("F1", 30, 10, None), Row("F2", 10, 30, 0)]
    figures = representation(rows)

    assert (figures.share_of_women, figures.rows["F1"].share, figures.not_known) == (None, None, ("F1",))
    assert figures.duncan == Fraction(1, 2)


def test_segregation_is_undefined_where_there_is_one_sex_only() -> None:
    women, both = representation([Row("F1", 7, 0), Row("F2", 3, 0)]), representation([Row("F1", 7, 1)])

    assert (women.is_one_sex, women.duncan, women.karmel_maclachlan) == (True, None, None)
    assert (both.is_one_sex, both.duncan) == (False, Fraction(0))


@pytest.mark.parametrize(
    ("women", "total", "needed"), [(13, 55, 9), (22, 55, 0), (21, 55, 1), (40, 55, 0), (0, 1, 1), (0, 0, 0), (2, 6, 1)]
)
def test_heads_needed_are_whole_people_and_never_below_0(women: int, total: int, needed: int) -> None:
    assert heads_needed(women, total) == needed


def test_heads_are_needed_of_the_sex_that_is_under_the_target() -> None:
    assert heads_to_balance(Row("F9", 30, 8, 2)) == HeadsNeeded(women=0, men=8)
    assert heads_to_balance(Row("F9", 10, 10)) == HeadsNeeded(0, 0)
    assert heads_to_balance(Row("F9", 10, 10), Fraction(1, 2)) == HeadsNeeded(0, 0)
    assert heads_to_balance(Row("F9", 10, None)) == HeadsNeeded(None, None)


@given(STAFF)
@QUICK
def test_segregation_lies_between_0_and_1_and_is_the_same_for_both_sexes(rows: list[Row]) -> None:
    """Karmel and MacLachlan's index is Duncan's times twice the shares of women and of men."""
    figures = representation(rows)
    assert (duncan(swapped(rows)), karmel_maclachlan(swapped(rows))) == (figures.duncan, figures.karmel_maclachlan)
    if figures.duncan is not None and figures.karmel_maclachlan is not None and figures.women and figures.men:
        of_men = Fraction(figures.men, figures.women + figures.men)
        assert 0 <= figures.duncan <= 1
        assert figures.karmel_maclachlan == 2 * of_men * (1 - of_men) * figures.duncan
    else:
        assert not (figures.women and figures.men)


@given(STAFF)
@QUICK
def test_the_shares_of_rows_weighted_with_their_people_are_the_share_of_all(rows: list[Row]) -> None:
    figures = representation(rows)
    weighted = sum((row.total or 0) * (figures.rows[row.id].share or 0) for row in rows)

    assert figures.share_of_women == (weighted / figures.total if figures.total else None)
    assert figures.blau_normalised is None or 0 <= figures.blau_normalised <= 1


@given(STAFF, st.fractions(0, 1, max_denominator=100))
@QUICK
def test_the_heads_needed_reach_the_target_and_no_fewer_do(rows: list[Row], target: Fraction) -> None:
    women, total = sum(row.women or 0 for row in rows), sum(row.total or 0 for row in rows)
    needed = heads_needed(women, total, target)

    assert women + needed >= target * total
    assert needed == 0 or women + needed - 1 < target * total
