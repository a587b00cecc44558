"""All outcome indicators together, that on pay, and where each figure comes from."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from questionnaires.catalogue import Catalogue
from questionnaires.workforce.definition import CellId
from scoring.workforce.figures import Figure, TableNumbers
from scoring.workforce.indicators import outcomes
from scoring.workforce.pay_outcome import pay
from scoring.workforce.results import OutcomeResult
from tests.scoring.workforce.numbers import Given, a_full_set, tables, the_numbers, vector

WITHOUT_A_TABLE = {"RC-21", "RC-22", "AW-15", "LD-05"}
"""What is reported otherwise, and what needs several years."""
PAY_CASES = vector("04-pay")["cases"]


def figures_of(results: Mapping[str, OutcomeResult]) -> dict[tuple[str, str], Figure]:
    own = {(id_, ""): Figure(each.value, each.inputs, each.why_none, each.band) for id_, each in results.items()}
    return own | {(id_, name): part for id_, each in results.items() for name, part in each.parts.items()}


def paid(case: dict[str, Any]) -> Given:
    """Pay in hundredths; medians and extra pay are a tenth of the mean."""
    rows = {
        grade: ((w, m), (int(Fraction(mean_w) * 100), int(Fraction(mean_m) * 100)))
        for grade, m, mean_m, w, mean_w in case["rows"]
    }
    empty = {grade: ((0, 0), (None, None)) for grade in tables()["WT4a"].rows if grade not in rows}
    people = {grade: counts for grade, (counts, _) in (rows | empty).items()}
    means = {grade: pays for grade, (_, pays) in (rows | empty).items()}
    tenths = {grade: tuple(pay and pay // 10 for pay in pays) for grade, pays in means.items()}
    return {"WT4a.paid": people, "WT4a.mean_pay": means, "WT4a.median_pay": tenths, "WT4a.extra_pay": tenths}


def in_one_grade(women: int, men: int, mean_women: int | None, mean_men: int | None) -> OutcomeResult:
    nobody = {grade: (0, 0) for grade in tables()["WT4a"].rows}
    counts, pays = nobody | {"G5": (women, men)}, {"G5": (mean_women, mean_men)}
    return pay(the_numbers({"WT4a.paid": counts, "WT4a.mean_pay": pays}))


def changed(numbers: TableNumbers, kept: set[CellId]) -> TableNumbers:
    return replace(numbers, cells={cell: count if cell in kept else None for cell, count in numbers.cells.items()})


def test_every_rule_of_the_questionnaire_with_a_table_is_computed(catalogue: Catalogue) -> None:
    version = catalogue["2027.1"]
    ruled = [id_ for id_, words in version.words_by_language["en"].indicators.items() if words.rule]
    computed = outcomes(a_full_set())

    assert set(computed) == set(ruled) - WITHOUT_A_TABLE
    assert [id_ for id_ in ruled if id_ in computed] == list(computed)
    assert {id_ for id_ in ruled if version.indicators[id_].is_scored} == set()
    info = {id_ for id_ in computed if version.indicators[id_].scored == "info"}
    assert {id_ for id_, result in computed.items() if result.why_no_band == "no_bands"} == info | {"EQ-10"}
