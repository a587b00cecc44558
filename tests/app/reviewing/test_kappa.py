"""Weighted kappa against sums done by hand; draws that anybody can repeat."""

from fractions import Fraction

import pytest

from app.assessments.draws import draw
from app.features.reviewing.second_reviews.kappa import weighted_kappa

IDS = [f"a{number}" for number in range(20)]


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        ([(0, 0), (4, 4)], Fraction(1)),
        # observed 1 + 1; all nine combinations of {1, 2, 3} and {1, 3, 2}: 4 x 1 + 2 x 4 = 12 ... 1 - 3 x 2 / 12
        ([(1, 1), (2, 3), (3, 2)], Fraction(1, 2)),
        # observed 16 + 16; combinations of {0, 4} and {4, 0}: 16 + 0 + 0 + 16 = 32 ... 1 - 2 x 32 / 32
        ([(0, 4), (4, 0)], Fraction(-1)),
        # the first always says 2: every difference is expected as often as it is seen
        ([(2, 1), (2, 3)], Fraction(0)),
        # observed 0 + 1 + 1 + 4 = 6; each of 0, 1, 2, 4 against 0, 2, 1, 2: 9 + 3 + 5 + 33 = 50 ... 1 - 4 x 6 / 50
        ([(0, 0), (1, 2), (2, 1), (4, 2)], Fraction(13, 25)),
    ],
)
def test_kappa_is_the_one_computed_by_hand(pairs: list[tuple[int, int]], kappa: Fraction) -> None:
    assert weighted_kappa(pairs) == kappa
    assert weighted_kappa([(b, a) for a, b in pairs]) == kappa


@pytest.mark.parametrize("pairs", [[], [(3, 3)], [(3, 3), (3, 3)]])
def test_kappa_is_not_defined_without_two_different_levels(pairs: list[tuple[int, int]]) -> None:
    assert weighted_kappa(pairs) is None


def test_a_wider_disagreement_weighs_more() -> None:
    agreed = [(level, level) for level in range(5)] * 3

    near, far = weighted_kappa([*agreed, (1, 2)]), weighted_kappa([*agreed, (0, 4)])

    assert near
    assert far
    assert near > far


def test_a_draw_is_repeated_by_its_seed() -> None:
    assert draw(IDS, 10, "2026") == draw(IDS[::-1], 10, "2026")
    assert draw(IDS, 50, "2026") != draw(IDS, 50, "2027")


def test_a_draw_follows_the_written_rule() -> None:
    """Computed beside: printf '%s:%s' 2026 a0 | sha256sum, and so on, sorted."""
    assert draw(["a0", "a1", "a2", "a3"], 50, "2026") == ["a1", "a3"]


@pytest.mark.parametrize(("share", "count"), [(1, 1), (10, 2), (11, 3), (50, 10), (100, 20)])
def test_the_share_is_rounded_up(share: int, count: int) -> None:
    drawn = draw(IDS, share, "seed")

    assert len(set(drawn)) == count
    assert set(drawn) <= set(IDS)


def test_of_nothing_nothing_is_drawn() -> None:
    assert draw([], 100, "seed") == []


def test_chance_favours_nobody() -> None:
    """Over a thousand seeds each of twenty is among the five drawn about 250 times; 4.5 deviations are 62."""
    times = dict.fromkeys(IDS, 0)
    for seed in range(1000):
        for id_ in draw(IDS, 25, str(seed)):
            times[id_] += 1

    assert all(188 <= count <= 312 for count in times.values())
