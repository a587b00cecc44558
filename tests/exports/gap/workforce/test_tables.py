"""The sheet "Workforce tables": numbers as they may be shown, with totals that a spreadsheet adds up itself."""

from exports.content import Formula, TableStack
from tests.exports.gap.workforce.reports import (
    a_report_with,
    every_number,
    of,
    published,
    row_of,
    stack_of,
    table_of,
    valdoria,
    words,
)

SHEET = "Workforce tables"


def test_a_report_without_numbers_has_no_such_sheet() -> None:
    for numbers in (None, every_number({}), every_number(of(WT1a={"G1/staff.W": None}))):
        assert not [each for each in a_report_with(numbers).tables if isinstance(each, TableStack)]


def test_the_own_edition_has_every_number_and_sums_by_formula() -> None:
    table = table_of(a_report_with(every_number(valdoria())), SHEET, "Staff by grade")

    row = row_of(table, words().rows["G1"], 1)
    assert (row["Women"], row["Men"], row["All"]) == (1, 8, 9)
    (_counted, _whom, women, _men, everybody) = (column.values for column in table.columns)
    assert women[-1] == Formula("=SUM(C7:C13)", 839)
    assert everybody[0] == Formula("=SUM(C7:D7)", 9)
    assert everybody[-1] == Formula("=SUM(C14:D14)", 2148)


def test_others_see_merged_rows_by_name_and_a_letter_for_what_is_hidden() -> None:
    report = a_report_with(published(valdoria()))

    merged = row_of(table_of(report, SHEET, "Staff by grade"), f"{words().rows['G1']} + {words().rows['G2']}", 1)
    assert (merged["Women"], merged["Men"], merged["All"]) == (13, 42, 55)
    assert words().rows["G1"] not in table_of(report, SHEET, "Staff by grade").columns[1].values
    assert row_of(table_of(report, SHEET, "Complaints received"), "Harassment", 1)["Women"] == "c"


def test_where_a_part_is_hidden_or_not_known_the_sum_is_no_formula() -> None:
    numbers = {**valdoria()} | of(WT2={"fixed_part/staff.M": None})
    own = table_of(a_report_with(every_number(numbers)), SHEET, "Contracts")
    others = a_report_with(published(valdoria()))

    row = row_of(own, "Fixed term, part time", 1)
    assert (row["Men"], row["All"]) == (None, None)
    assert own.columns[3].values[-1] is None
    complaints = table_of(others, SHEET, "How complaints were handled")
    sums = [(column, at) for column in complaints.columns[2:] for at in complaints.strong]
    hidden = [(column, at) for column, at in sums if "c" in column.values[at - 2 : at]]
    assert hidden
    assert not any(isinstance(column.values[at], Formula) for column, at in hidden)


def test_pay_is_shown_with_its_decimals_and_never_added_up() -> None:
    table = table_of(a_report_with(every_number(valdoria())), SHEET, "Pay by grade")

    at = table.columns[0].values.index("Mean pay per hour")
    assert (table.columns[2].values[at], table.columns[2].style(at)) == (62.0, "count pay")
    assert not any(isinstance(cell, Formula) for column in table.columns for cell in column.values[at:])


def test_the_third_column_is_the_administrations_alone() -> None:
    with_other = {**valdoria()} | of(WT1a={"G6/staff.X": 3})
    own, others = (stack_of(a_report_with(make(with_other)), SHEET) for make in (every_number, published))

    row = row_of(own.tables[0], words().rows["G6"], 1)
    assert (row["Women"], row["Men"], row["Other or not stated"], row["All"]) == (356, 693, 3, 1052)
    assert own.tables[0].columns[-1].values[5] == Formula("=SUM(C12:E12)", 1052)
    assert not [column for table in others.tables for column in table.columns if column.title == "Other or not stated"]
