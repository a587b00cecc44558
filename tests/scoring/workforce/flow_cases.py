"""Flows for the tests: the vectors, any flow at all, and Fisher's test by nothing but binomial coefficients."""

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import comb
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from scoring.workforce.flows.flow import Counts, Flow
from scoring.workforce.flows.strata import compare_strata
from scoring.workforce.flows.two_by_two import Comparison, compare
from scoring.workforce.flows.verdicts import Judged, judge

VECTORS = Path(__file__).parents[2] / "data" / "workforce"
FLOW_VECTORS: dict[str, Any] = json.loads((VECTORS / "02-flows-2x2.json").read_text(encoding="utf-8"))
STRATA_VECTORS: dict[str, Any] = json.loads((VECTORS / "03-strata.json").read_text(encoding="utf-8"))
QUICK = settings(deadline=None, derandomize=True, max_examples=100)

Four = tuple[int, int, int, int]
Table = list[list[int]]


def compared(*numbers: int | None) -> Comparison:
    return compare(Flow(*numbers))


def of_table(table: Table) -> Flow:
    """Women first, success first, as the vectors are written."""
    return Flow(table[0][0], sum(table[0]), table[1][0], sum(table[1]))


def as_table(flow: Four) -> Table:
    return [[flow[0], flow[1] - flow[0]], [flow[2], flow[3] - flow[2]]]


def named(tables: Iterable[Table]) -> dict[str, Flow]:
    return {f"grade {number}": of_table(table) for number, table in enumerate(tables, 1)}


def judged(**grades: Four) -> Judged:
    return judge(compare_strata({name: Flow(*numbers) for name, numbers in grades.items()}))


def swapped(flow: Flow) -> Flow:
    """Women for men."""
    return Flow(flow.men_success, flow.men_group, flow.women_success, flow.women_group)


def swapped_all(flows: Mapping[str, Flow]) -> dict[str, Flow]:
    return {name: swapped(flow) for name, flow in flows.items()}


def flows(most: int = 400, least: int = 0) -> st.SearchStrategy[Flow]:
    group = st.integers(least, most)
    sex = group.flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size)))
    return st.builds(lambda women, men: Flow(*women, *men), sex, sex)


def exact_p(table: Counts) -> tuple[Fraction, Fraction]:
    """Two-sided p and mid-p by adding up the tables one by one."""
    women, women_group, men, men_group = table
    successes = women + men
    possible = range(max(0, successes - men_group), min(women_group, successes) + 1)
    weights = {number: comb(women_group, number) * comb(men_group, successes - number) for number in possible}
    tolerance = Fraction(weights[women], 10**7)
    counted = [weight for weight in weights.values() if weight - weights[women] <= tolerance]
    tied = [weight for weight in counted if weights[women] - weight <= tolerance]
    every = comb(women_group + men_group, successes)
    return Fraction(sum(counted), every), Fraction(2 * sum(counted) - sum(tied), 2 * every)
