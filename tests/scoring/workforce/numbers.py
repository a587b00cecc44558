"""Tables of 2027.1 filled in, and the vectors of the workforce statistics."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from questionnaires.catalogue import load
from questionnaires.workforce.definition import CellId, Table
from scoring.workforce.figures import TableNumbers

VECTORS = Path(__file__).parents[2] / "data" / "workforce"
Given = Mapping[str, Mapping[str, tuple[int | None, ...] | int | None]]
"""By table and measure, such as "WT1a.staff", the numbers of a row: of women, men and others, or one number."""
TYPICAL = {
    "applicants": 80, "shortlisted": 40, "offered": 20, "hired": 14, "eligible": 50, "applied": 30, "promoted": 12,
    "opening": 90, "resigned": 4, "retired": 3, "contract_ended": 2, "dismissed": 1, "left_otherwise": 1,
    "staff": 60, "mean_pay": 2_000, "median_pay": 1_900, "extra_pay": 150, "sites": 60, "separate": 40, "shifts": 30,
    "entitled": 60, "took": 40, "due": 30, "returned": 25, "returned_before": 28, "still_employed": 20, "hours": 900,
}  # fmt: skip


def vector(name: str) -> Any:
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


@cache
def tables() -> Mapping[str, Table]:
    return load().workforce["2027.1"].tables


def the_numbers(*given: Given) -> TableNumbers:
    """What is not given is not known; what is given later counts."""
    cells: dict[CellId, int | None] = {}
    for place, rows in (entry for each in given for entry in each.items()):
        table, _, measure = place.partition(".")
        for row, values in rows.items():
            columns = tables()[table].measure(measure).columns
            known = values if isinstance(values, tuple) else (values,)
            cells |= {CellId(table, row, measure, sex): value for sex, value in zip(columns, known, strict=False)}
    return TableNumbers(tables(), cells)


def a_full_set() -> TableNumbers:
    """Every cell of every table has a number that its neighbours do not have, and they fit together."""
    cells = [cell for table in tables().values() for cell in table.cells]
    full: dict[CellId, int | None] = {cell: TYPICAL.get(cell.measure, 20) + at % 3 for at, cell in enumerate(cells)}
    return TableNumbers(tables(), full)
