"""Draws the sheet of the workforce tables: tinted cells for numbers, totals by formula, one table below the other."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from exports.answer_workbook.layout import CODES_ROW
from exports.answer_workbook.workforce.content import NumberRow, NumbersPart, NumbersSheet, NumbersTable
from exports.answer_workbook.workforce.layout import PLACE, TITLE, TOTAL
from exports.cells import Sheet, Unwritten
from exports.heights import row_height
from questionnaires.workforce.definition import MEN, OTHER, WOMEN

WIDTH_OF_TITLES, WIDTH = 48, 10
SCALE = 80
"""Per cent, so that the columns fit an upright A4 page in LibreOffice too, where they are wider."""
PAGE_HEIGHT = 850.0
"""Points of rows on such a page, with a little to spare."""
ROW, HEADING, GAP = 16.0, 24.0, 14.0
FIRST_ROW = 1
LOOKS = {0: "fill count", 2: "fill amount"}


@dataclass(frozen=True)
class _Places:
    """Where each column stands, by its code, and which columns of numbers there are."""

    columns: Mapping[str, int]
    last: int

    def letter(self, code: str) -> str:
        return str(xl_col_to_name(self.columns[code]))

    def area(self, code: str, first: int, last: int) -> str:
        """Cells of a column, by rows that are counted from 0."""
        return f"{self.letter(code)}{first + 1}:{self.letter(code)}{last + 1}"


def draw_numbers(sheet: Sheet, content: NumbersSheet) -> None:
    codes = (PLACE, TITLE, *content.sexes, TOTAL)
    places = _Places({code: at for at, code in enumerate(codes)}, len(codes) - 1)
    for code, at in places.columns.items():
        sheet.worksheet.set_column(at, at, WIDTH_OF_TITLES if code == TITLE else WIDTH, None, {"hidden": code == PLACE})
        sheet.write(CODES_ROW, at, code, "plain")
    sheet.worksheet.set_row(CODES_ROW, None, None, {"hidden": True})
    row = _draw_head(sheet, content, places)
    breaks, left = [], PAGE_HEIGHT - sum(_heights_of_head(content))
    for table in content.tables:
        height = sum(_heights(content, table))
        if height > left:
            breaks.append(row)
            left = PAGE_HEIGHT
        left -= height
        row = _draw_table(sheet, content, table, places, row)
    _set_up(sheet, breaks)


def _heights_of_head(content: NumbersSheet) -> Iterator[float]:
    yield 34.0
    yield from (ROW for _ in content.sentences)


def _draw_head(sheet: Sheet, content: NumbersSheet, places: _Places) -> int:
    sheet.worksheet.set_row(FIRST_ROW, 34)
    sheet.write(FIRST_ROW, places.columns[TITLE], content.title, "sheet progress")
    for row, sentence in enumerate(content.sentences, FIRST_ROW + 1):
        sheet.write(row, places.columns[TITLE], sentence, "back")
    return FIRST_ROW + 1 + len(content.sentences)


def _heights(content: NumbersSheet, table: NumbersTable) -> Iterator[float]:
    """Of the rows of a table, in the order in which they are drawn."""
    yield HEADING
    if table.help:
        yield _height_of_help(table)
    yield _height_of_titles(content)
    for part in table.parts:
        yield from (ROW for _ in range(table.names_parts + (part.sums is not None)))
        yield from (_height_of(row) for row in part.rows)
    yield GAP


def _height_of_help(table: NumbersTable) -> float:
    return row_height([table.help], [WIDTH_OF_TITLES + WIDTH * (len(table.columns) + 1)])


def _height_of_titles(content: NumbersSheet) -> float:
    return row_height([*content.sexes.values(), content.total], [WIDTH - 1] * (len(content.sexes) + 1))


def _height_of(row: NumberRow) -> float:
    return max(ROW, row_height([row.title], [WIDTH_OF_TITLES]))


def _draw_table(sheet: Sheet, content: NumbersSheet, table: NumbersTable, places: _Places, row: int) -> int:
    """Returns the row below."""
    first, last = places.columns[TITLE], places.last
    for at in range(first, last + 1):
        sheet.write(row, at, table.title if at == first else None, "heading")
    sheet.worksheet.set_row(row, HEADING)
    row += 1
    if table.help:
        sheet.write_across(row, (first, last), table.help, "sentence")
        sheet.worksheet.set_row(row, _height_of_help(table))
        row += 1
    for code, at in places.columns.items():
        if code not in (PLACE, TITLE):
            title = content.total if code == TOTAL else content.sexes[code] if code in table.columns else None
            sheet.write(row, at, title, "head group")
    sheet.write(row, first, None, "head group")
    sheet.worksheet.set_row(row, _height_of_titles(content))
    row += 1
    for part in table.parts:
        row = _draw_part(sheet, content, table, part, places, row)
    sheet.worksheet.set_row(row, GAP)
    return row + 1


def _draw_part(
    sheet: Sheet, content: NumbersSheet, table: NumbersTable, part: NumbersPart, places: _Places, row: int
) -> int:
    if table.names_parts:
        for at in range(places.columns[TITLE], places.last + 1):
            sheet.write(row, at, part.title if at == places.columns[TITLE] else None, "text", strong=True)
        sheet.worksheet.set_row(row, ROW)
        row += 1
    first = row
    for number_row in part.rows:
        _draw_row(sheet, part, number_row, places, row)
        row += 1
    _allow(sheet, content, part, places, (first, row - 1))
    if part.sums is not None:
        _draw_sums(sheet, table, part, places, (first, row - 1))
        row += 1
    return row


def _draw_row(sheet: Sheet, part: NumbersPart, row: NumberRow, places: _Places, at: int) -> None:
    sheet.worksheet.set_row(at, _height_of(row))
    sheet.write(at, places.columns[PLACE], row.place, "plain")
    sheet.write(at, places.columns[TITLE], row.title, "text")
    for sex, value in row.values.items():
        sheet.write(at, places.columns[sex or TOTAL], value, LOOKS[part.decimals])
    if part.adds_sexes:
        formula = f'=IF({_known_row(part, places, at)},SUM({_row(part, places, at)}),"")'
        total = "" if row.total is None else row.total
        sheet.write_formula(at, places.columns[TOTAL], formula, total, "count")


def _row(part: NumbersPart, places: _Places, at: int) -> str:
    return _from_to(at, [places.columns[sex] for sex in part.sexes])


def _known_row(part: NumbersPart, places: _Places, at: int) -> str:
    """Whether women and men are known: then nobody is of the third column where nothing stands in it."""
    columns = [places.columns[sex] for sex in part.sexes if sex != OTHER]
    return f"COUNT({_from_to(at, columns)})={len(columns)}"


def _from_to(at: int, columns: Collection[int]) -> str:
    return f"{xl_rowcol_to_cell(at, min(columns))}:{xl_rowcol_to_cell(at, max(columns))}"


def _draw_sums(sheet: Sheet, table: NumbersTable, part: NumbersPart, places: _Places, rows: tuple[int, int]) -> None:
    at, known = rows[1] + 1, part.sums or {}
    sheet.worksheet.set_row(at, ROW)
    sheet.write(at, places.columns[TITLE], table.total, "text", strong=True)
    for code in (*part.sexes, TOTAL):
        value = known["" if code == TOTAL else code]
        formula = _sum(part, places, code, rows)
        sheet.write_formula(at, places.columns[code], formula, "" if value is None else value, "count", strong=True)


def _sum(part: NumbersPart, places: _Places, code: str, rows: tuple[int, int]) -> str:
    """Known where each of its parts is."""
    area, count = places.area(code, *rows), rows[1] - rows[0] + 1
    if code == OTHER:
        women, men = (places.area(sex, *rows) for sex in (WOMEN, MEN))
        known = f"SUMPRODUCT(SIGN(ISNUMBER({area})+ISNUMBER({women})*ISNUMBER({men})))={count}"
    else:
        known = f"COUNT({area})={count}"
    return f'=IF({known},SUM({area}),"")'


def _allow(sheet: Sheet, content: NumbersSheet, part: NumbersPart, places: _Places, rows: tuple[int, int]) -> None:
    """What may be typed; what is pasted is judged when it comes back."""
    codes: Sequence[str] = part.sexes or (TOTAL,)
    rule = {
        "validate": "decimal" if part.decimals else "integer",
        "criteria": "between",
        "minimum": 0,
        "maximum": part.most,
        "error_message": content.wrong[part.decimals],
    }
    for code in codes:
        column = places.columns[code]
        if problem := sheet.worksheet.data_validation(rows[0], column, rows[1], column, rule):
            raise Unwritten(f"the rule of column {column}: xlsxwriter says {problem}")


def _set_up(sheet: Sheet, breaks: Sequence[int]) -> None:
    worksheet = sheet.worksheet
    worksheet.protect("", {"format_columns": True, "format_rows": True})
    worksheet.set_h_pagebreaks(list(breaks))
    worksheet.set_print_scale(SCALE)
    worksheet.center_horizontally()
