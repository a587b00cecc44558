"""Reports on questionnaire 2027.1 with workforce numbers: the administration's own, and the one for others."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from exports.content import GapReport
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

Cells = Mapping[CellId, int | None]


@cache
def tables() -> WorkforceTables:
    return load().workforce["2027.1"]


def words() -> TablesWords:
    return tables().words_by_language["en"]


def every_number(cells: Cells, *, with_other: bool = False) -> WorkforceNumbers:
    return own_numbers(tables(), words(), cells, with_other=with_other)


def published(cells: Cells) -> WorkforceNumbers:
    """As a first publication of these numbers shows them."""
    structure = tables().structure
    given = {cell: in_a_sum(cell, cells) for cell in tables().cells}
    pattern = protect(structure, given, {})
    figures = {
        name: value
        for name, value in shown(structure, pattern, given, {}).items()
        if value is not None and value is not HIDDEN
    }
    return numbers_for_others(
        tables(),
        words(),
        figures,
        merged=pattern.merged,
        hidden=pattern.hidden,
        published=1,
    )


def a_report_with(workforce: WorkforceNumbers | None, answers: dict[str, Any] | None = None) -> GapReport:
    version = newest()
    given = answers if answers is not None else {"EQ-01": level(3), "LD-01": level(2), "AW-01": level(4)}
    document, problems = read_document(version, {"profile": {}, "answers": given})
    assert not problems
    scorecard = score(version, document.profile, document.answers)
    parts = (version, FACTS, document.profile, document.answers, scorecard, find_gaps(version, scorecard))
    return gap_report(Findings(*parts, language="en", translate=str), workforce)
