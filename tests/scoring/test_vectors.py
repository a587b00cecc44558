"""The test vectors of the maturity model: cases that its owners have signed."""

import pytest

from tests.scoring.builders import (
    NOT_APPLICABLE,
    UNKNOWN,
    a_questionnaire,
    an_indicator,
    card,
    core,
    in_one_element,
    level,
    scored,
    yes_partly_no,
)

PILLAR_3 = a_questionnaire(
    core("LD-01", "E3.1"),
    an_indicator("LD-02", "E3.1"),
    an_indicator("LD-06", "E3.2"),
    an_indicator("LD-07", "E3.2"),
    an_indicator("LD-08", "E3.2"),
    core("LD-09", "E3.3"),
    an_indicator("LD-10", "E3.3"),
    an_indicator("LD-12", "E3.4"),
    yes_partly_no("LD-15", "E3.5"),
    yes_partly_no("LD-16", "E3.5"),
)
LEVELS: dict[str, int | str] = dict(zip(PILLAR_3.indicators, (2, 3, 1, 2, 2, 1, 0, 3, "yes", "partly"), strict=True))
ANSWERS_A = {id_: level(value) for id_, value in LEVELS.items()}


def test_vector_a_stands_at_level_2() -> None:
    result = card(scored(PILLAR_3, ANSWERS_A))

    assert [result[f"E3.{n}"]["exact"] for n in range(1, 6)] == ["125/2", "125/3", "25/2", "75", "75"]
    assert (result["P3"]["exact"], result["P3"]["score"]) == ("160/3", 53.3)
    assert (result["P3"]["level"], result["P3"]["uncapped_level"], result["P3"]["capped_by"]) == (2, 2, [])


def test_vector_a_with_ld_09_absent_is_capped_at_level_1() -> None:
    result = card(scored(PILLAR_3, ANSWERS_A | {"LD-09": level(0)}))

    assert [result[f"E3.{n}"]["exact"] for n in range(1, 6)] == ["125/2", "125/3", "0", "75", "75"]
    assert (result["P3"]["exact"], result["P3"]["score"]) == ("305/6", 50.8)
    assert (result["P3"]["level"], result["P3"]["uncapped_level"], result["P3"]["capped_by"]) == (1, 2, ["LD-09"])


def test_vector_b_leaves_out_what_does_not_apply_and_counts_what_is_unknown_as_0() -> None:
    overall = card(in_one_element(level(4), NOT_APPLICABLE, UNKNOWN, level(2)))["overall"]

    assert (overall["score"], overall["of_answered"]) == (50.0, 75.0)
    assert overall["coverage"] == {"exact": "2/3", "percent": 66.7}


@pytest.mark.parametrize(
    ("met", "not_met", "exact", "expected"),
    [(5, 3, "125/2", 3), (624_999, 375_001, "624999/10000", 2), (625_001, 374_999, "625001/10000", 3)],
)
def test_vector_c_takes_the_level_from_the_exact_score(met: int, not_met: int, exact: str, expected: int) -> None:
    questionnaire = a_questionnaire(an_indicator("A-01", weight=met), an_indicator("A-02", weight=not_met))

    overall = card(scored(questionnaire, {"A-01": level(4), "A-02": level(0)}))["overall"]

    assert (overall["exact"], overall["score"], overall["level"]) == (exact, 62.5, expected)
