"""Effective weights add up to the whole, and the drawn sets are the same for everybody."""

from fractions import Fraction
from math import sqrt

from questionnaires.catalogue import Catalogue
from scoring.weights import drawn_sets, effective_weights, tried


def test_the_weights_of_all_questions_add_up_to_the_whole(catalogue: Catalogue) -> None:
    for version in catalogue.versions.values():
        assert sum(effective_weights(version).values()) == 1


def test_a_question_alone_in_its_element_weighs_as_much_as_the_element(catalogue: Catalogue) -> None:
    assert effective_weights(catalogue["2026.1"])["AW-11"] == Fraction(1, 20)


def test_the_safety_questions_of_2026_1_weigh_less_together_than_the_one_on_images(catalogue: Catalogue) -> None:
    shares, version = effective_weights(catalogue["2026.1"]), catalogue["2026.1"]
    safety = sum(shares[each.id] for element in ("E2.9", "E2.10") for each in version.scored_of[element])

    assert safety == Fraction(1, 25) < shares["AW-11"]


def test_anybody_draws_the_same_sets(catalogue: Catalogue) -> None:
    """Values of the first set, noted once: another machine or version of Python must give the same ones."""
    version = catalogue["2026.1"]

    first = next(drawn_sets(version, 1, seed=2027))

    assert [first[id_].value for id_ in ("RC-01", "RC-02", "RC-07", "EQ-33", "CO-20")] == [2, 2, "partly", 2, 1]
    assert next(drawn_sets(version, 1, seed=2028)) != first


def test_answers_of_a_set_resemble_each_other(catalogue: Catalogue) -> None:
    """Pearson's correlation of two questions over the sets; becoming whole levels takes a little from 0.8."""
    sets = list(drawn_sets(catalogue["2026.1"], 500, seed=1))
    pairs = [(answers["RC-01"].level, answers["LD-09"].level) for answers in sets]

    assert 0.65 < correlation(pairs) < 0.85


def test_the_short_form_of_2026_1_moves_the_third_pillar_most(catalogue: Catalogue) -> None:
    moved = tried(catalogue["2026.1"], sets=60).short_form

    assert max(moved, key=lambda pillar: moved[pillar].mean) == "P3"
    assert all(each.mean <= each.percentile_95 <= each.largest for each in moved.values())


def correlation(pairs: list[tuple[int, int]]) -> float:
    count = len(pairs)
    mean_a, mean_b = (sum(pair[side] for pair in pairs) / count for side in (0, 1))
    together = sum((a - mean_a) * (b - mean_b) for a, b in pairs)
    spread_a, spread_b = sum((a - mean_a) ** 2 for a, _ in pairs), sum((b - mean_b) ** 2 for _, b in pairs)
    return together / sqrt(spread_a * spread_b)
