"""Reports on questionnaire 2027.1 with workforce numbers: the administration's own, and the one for others."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from exports.content import Cell, Formula, GapReport, TableStack, TitledTable
from exports.gap.findings import Findings
from exports.gap.report import gap_report
from exports.gap.workforce.numbers import WorkforceNumbers, numbers_for_others, own_numbers
from questionnaires.answers import read_document
from questionnaires.catalogue import load
from questionnaires.workforce.definition import CellId, TablesWords, WorkforceTables
from scoring.gaps import find_gaps
from scoring.protection.pattern import HIDDEN, shown
from scoring.protection.protect import protect
from scoring.score import score
from scoring.workforce.sums import in_a_sum
from tests.exports.builders import FACTS, level
from tests.exports.newest import newest

VALDORIA = Path(__file__).parents[4] / "app" / "cli" / "demo" / "numbers" / "valdoria.json"
Cells = dict[CellId, int | None]
ANSWERS = {"EQ-01": level(3), "LD-01": level(4), "AW-01": level(4), "EQ-15": level(4), "LD-06": level(1)}


@cache
def tables() -> WorkforceTables:
    return load().workforce["2027.1"]


def words() -> TablesWords:
    return tables().words_by_language["en"]


def cell(name: str) -> CellId:
    table, row, column = name.split("/")
    measure, _, sex = column.partition(".")
    return CellId(table, row, measure, sex)


def of(**by_row: Mapping[str, int | None]) -> Cells:
    """By table, and by "row/column"."""
    return {cell(f"{table}/{place}"): number for table, rows in by_row.items() for place, number in rows.items()}


@cache
def valdoria() -> Cells:
    """The numbers of the demo's administration: those of nobody."""
    return {cell(name): number for name, number in json.loads(VALDORIA.read_text(encoding="utf-8")).items()}


def every_number(cells: Cells, *, with_other: bool = False) -> WorkforceNumbers:
    return own_numbers(tables(), words(), cells, with_other=with_other)


def published(cells: Cells) -> WorkforceNumbers:
    """As a first publication of these numbers shows them; the third sex never stands alone."""
    structure, given = tables().structure, {each: in_a_sum(each, cells) for each in tables().cells}
    pattern = protect(structure, given, {})
    told = shown(structure, pattern, given, {}).items()
    figures = {name: value for name, value in told if isinstance(value, int) and not name.endswith(".X")}
    assert HIDDEN in dict(told).values()
    return numbers_for_others(tables(), words(), figures, merged=pattern.merged, hidden=pattern.hidden, published=1)


def a_report_with(workforce: WorkforceNumbers | None, answers: dict[str, Any] | None = None) -> GapReport:
    version = newest()
    document, problems = read_document(version, {"profile": {}, "answers": ANSWERS if answers is None else answers})
    assert not problems
    scorecard = score(version, document.profile, document.answers)
    parts = (version, FACTS, document.profile, document.answers, scorecard, find_gaps(version, scorecard))
    return gap_report(Findings(*parts, language="en", translate=str), workforce)


def stack_of(report: GapReport, name: str) -> TableStack:
    return next(each for each in report.tables if isinstance(each, TableStack) and each.name == name)


def table_of(report: GapReport, sheet: str, heading: str) -> TitledTable:
    return next(each for each in stack_of(report, sheet).tables if each.heading.startswith(heading))


def row_of(table: TitledTable, name: str, naming: int = 0) -> dict[str, Cell]:
    """By title; the row that is named so in that column. Formulas as the values that are stored with them."""
    at = table.columns[naming].values.index(name)
    return {column.title: value_of(column.values[at]) for column in table.columns}


def line_of(report: GapReport, id_: str) -> dict[str, Cell]:
    """Of an outcome indicator, by its id."""
    for table in stack_of(report, "Results").tables:
        for name in table.columns[0].values:
            if str(name).startswith(f"{id_} "):
                return row_of(table, str(name))
    raise LookupError(id_)


def value_of(cell: Cell) -> Cell:
    return cell.value if isinstance(cell, Formula) else cell
