"""LibreOffice works out every figure of the sheet "Results" from the sheet "Workforce tables", and finds it equal."""

from io import BytesIO

import pytest

from exports.gap.workbook import draw_gap_report
from tests.exports.builders import opened
from tests.exports.gap.recalculating import recalculated
from tests.exports.gap.workforce.reports import a_report_with, every_number, of, published, valdoria
from tests.scoring.workforce.numbers import a_full_set

pytestmark = pytest.mark.office
NUMBERS = {
    "own": every_number(valdoria()),
    "own, every table, three columns": every_number(dict(a_full_set().cells)),
    "for others": published(valdoria()),
    "for others, with a third sex": published({**valdoria()} | of(WT1a={"G6/staff.X": 2, "G5/staff.X": 3})),
    "one sex": every_number({cell: 0 if cell.sex == "W" else number for cell, number in valdoria().items()}),
}
ROWS = {"own": 100, "for others": 70}
"""Of figures that are compared, at least."""


@pytest.fixture(scope="module")
def checks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[str]]]:
    """The sheet "Check" of each, and of one with another number in a table."""
    drawn = {name: draw_gap_report(a_report_with(numbers)) for name, numbers in NUMBERS.items()}
    drawn["changed"] = with_another_number(drawn["own"])
    sheet = opened(drawn["own"]).sheetnames.index("Check") + 1
    return dict(
        zip(drawn, recalculated(tmp_path_factory.mktemp("results"), [*drawn.values()], sheet=sheet), strict=True)
    )


def with_another_number(data: bytes) -> bytes:
    book, saved = opened(data), BytesIO()
    book["Workforce tables"]["C8"].value = 13
    book.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize("name", NUMBERS)
def test_every_figure_is_the_stored_one(checks: dict[str, list[list[str]]], name: str) -> None:
    sheet = checks[name]

    equal, _, total, *_ = sheet[1][0].split()
    assert (sheet[0][0], equal) == ("Matches", total)
    rows = [row for row in sheet[6:] if row[6] == "Matches" and not row[0]]
    assert len(rows) >= ROWS.get(name, 20)


def test_another_number_in_a_table_turns_the_check_red(checks: dict[str, list[list[str]]]) -> None:
    sheet = checks["changed"]

    differing = {row[1] for row in sheet[6:] if row[6] == "Differs"}
    assert sheet[0][0] == "Differs"
    assert {"2 Senior management", "All staff"} <= differing
    assert any(name.startswith("LD-04 ") for name in differing)
    assert "Shortlisted / Applied" not in differing
