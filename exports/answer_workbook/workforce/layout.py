"""What the sheet is made of, for the one who draws it and the one who reads it back.

Its hidden first row has the codes of the columns, its hidden first column the place of each row, such as
"WT3a/GA/applicants". What tells no women from men stands in the column of the totals, as on the page.
"""

from questionnaires.workforce.cells import CellId

PLACE, TITLE, TOTAL = "place", "row", "total"
"""Codes of columns, beside those of the sexes."""
NUMBERS = "numbers"
"""Stands in what is signed where the workbook has the sheet: the revision of each number that was handed out."""


def key_of(cell: CellId) -> str:
    """As signed: the place of its row, and its sex where it has one."""
    return f"{place_of(cell)}.{cell.sex}" if cell.sex else place_of(cell)


def place_of(cell: CellId) -> str:
    return f"{cell.table}/{cell.row}/{cell.measure}"


def cell_at(place: str, sex: str) -> CellId:
    table, row, measure = place.split("/")
    return CellId(table, row, measure, sex)
