"""The only place where a cell is written, so that text stays text: unchanged, whatever it starts with."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname, xl_range, xl_rowcol_to_cell_fast

from exports import notes
from exports.content import Cell, Formula, Value
from exports.heights import lines_for
from exports.hyperlinks import Link
from exports.long_texts import fitting, is_too_long, margin_text, sheet_name
from exports.styles import MARKS, PALE, properties
from exports.worksheet import KEPT, PlainWorksheet
from questionnaires.texts import utf16_units

PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LONGEST_CHOICES = 255
LONGEST_TITLE = 255
LONGEST_TIP = 255

NOTE_LETTERS = 40
"""Letters on a line of a note beside a cell."""
NOTE_LINE = 15

FIRST_DAY = date(1899, 12, 30)
"""As Excel counts days."""
MISREAD = re.compile(r"(?<=_)(?=x[0-9A-Fa-f]{4}_)|(?<=\A<)(?=r>)")
"""Where xlsxwriter or Excel takes a text for a code (_x0041_x0042_) or for markup (<r>...</r>): it is cut there."""


class Unwritten(ValueError):
    """A cell was left empty or cut short; a report with a hole must not leave the house."""


class WrittenCell(NamedTuple):
    """What one cell was given: a value, or a formula with its value; `is_open` where people may change it."""

    value: Value
    formula: str = ""
    is_open: bool = False


class Book:
    """A workbook in memory. The same report gives the same bytes: it knows no clock.

    `written` holds what each cell of each sheet was given: sheet name -> address -> cell. Empty cells are not in it.
    `rules` holds the cells of each mark that depends on what is chosen, and the choice, as a formula says it.
    With a `file` it is drawn into that, row after row in each sheet, and neither memory nor `written` keeps the cells.
    """

    def __init__(
        self, *, title: str, subject: str, created: str, right_to_left: bool, file: Path | None = None
    ) -> None:
        self._bytes = BytesIO()
        self.right_to_left = right_to_left
        self._formats: dict[tuple[str, bool, bool], Format] = {}
        self._marks: dict[str, Format] = {}
        self.written: dict[str, dict[str, WrittenCell]] = {}
        self.rules: dict[str, list[tuple[str, str]]] = {}
        self.keeps_cells = file is None
        folder = {"in_memory": False, "constant_memory": True, "tmpdir": str(file.parent)} if file else {}
        self.workbook = Workbook(str(file) if file else self._bytes, PLAIN | folder)
        self.workbook.set_properties(
            {
                "title": fitting(title, LONGEST_TITLE),
                "subject": fitting(subject, LONGEST_TITLE),
                "author": "Parity",
                "created": datetime.combine(date.fromisoformat(created), datetime.min.time()),
            }
        )

    def sheet(self, name: str) -> "Sheet":
        allowed = sheet_name(name, tuple(self.written))
        worksheet = self.workbook.add_worksheet(allowed, PlainWorksheet)
        self.written[allowed] = {}
        if self.right_to_left:
            worksheet.right_to_left()
        return Sheet(self, worksheet)

    def format(self, style: str, *, strong: bool = False, linked: bool = False) -> Format:
        key = style, strong, linked
        if key not in self._formats:
            look = properties(style, strong=strong, linked=linked, right_to_left=self.right_to_left)
            self._formats[key] = self.workbook.add_format(look)
        return self._formats[key]

    def mark(self, name: str) -> Format:
        """What a rule lays over a cell that it finds."""
        if name not in self._marks:
            self._marks[name] = self.workbook.add_format(MARKS[name])
        return self._marks[name]

    def close(self) -> bytes:
        """The workbook; nothing where it was drawn into a file, which has no notes."""
        self.workbook.close()
        for sheet in self.workbook.worksheets():
            vars(sheet).clear()  # or all that was written would wait for the search for garbage: each knows the other
        data = self._bytes.getvalue()
        return notes.turned(data) if self.right_to_left and data else data


class Sheet:
    """A worksheet that is written through one door."""

    def __init__(self, book: Book, worksheet: PlainWorksheet) -> None:
        self._book = book
        self._written = book.written[worksheet.get_name()]
        self.worksheet = worksheet

    @property
    def name_in_formulas(self) -> str:
        return str(quote_sheetname(self.worksheet.get_name()))

    def write(
        self, row: int, column: int, value: Value, style: str, *, strong: bool = False, link: Link | None = None
    ) -> None:
        look = self._book.format(style, strong=strong, linked=link is not None)
        if link:
            self._link(row, column, value, link)
        if value is None or value == "":
            code = self.worksheet.write_blank(row, column, None, look)
        elif isinstance(value, str):
            code = self._write_text(row, column, value, look)
        else:
            put = self.worksheet.write_boolean if isinstance(value, bool) else self.worksheet.write_number
            code = put(row, column, value, look)
        if code:
            raise Unwritten(f"row {row}, column {column}: xlsxwriter says {code}")
        self._note(row, column, value, is_open=style.startswith("fill"))

    def _write_text(self, row: int, column: int, text: str, look: Format) -> int:
        if is_too_long(text):
            raise Unwritten(f"row {row}, column {column}: longer than a cell")
        if _is_misread(text):
            return int(self.worksheet.write_rich_string(row, column, *_in_pieces(text, look), look))
        return int(self.worksheet.write_string(row, column, text, look))

    def write_row(self, row: int, values: Sequence[Value], styles: Sequence[str], height: float | None = None) -> None:
        """A whole row at once, in a book that keeps no cells; where there is nothing, there is no cell."""
        pairs = zip(values, styles, strict=True)
        there = [(at, value, style) for at, (value, style) in enumerate(pairs) if value is not None and value != ""]
        if any(isinstance(value, str) and not _is_plain(value) for _, value, _ in there):
            self.worksheet.set_row(row, height)
            for at, value, style in there:
                self.write(row, at, value, style)
        elif there:
            cells = [(at, value, self._book.format(style)) for at, value, style in there]
            if code := self.worksheet.write_whole_row(row, cells, height):
                raise Unwritten(f"row {row}: xlsxwriter says {code}")

    def write_cell(
        self, row: int, column: int, cell: Cell, style: str, *, strong: bool = False, link: Link | None = None
    ) -> None:
        """A value, a day or a formula."""
        if isinstance(cell, Formula):
            self.write_formula(row, column, cell.text, cell.value, style, strong=strong)
        else:
            value = (cell - FIRST_DAY).days if isinstance(cell, date) else cell
            self.write(row, column, value, style, strong=strong, link=link)

    def write_pieces(self, row: int, column: int, pieces: Sequence[tuple[str, bool]], style: str) -> None:
        """Several pieces of text in one cell, some of them bold."""
        look = self._book.format(style)
        runs = [run for text, strong in pieces for run in self._runs(text, style, strong=strong)]
        if code := self.worksheet.write_rich_string(row, column, *runs, look):
            raise Unwritten(f"row {row}, column {column}: xlsxwriter says {code}")
        self._note(row, column, "".join(text for text, _ in pieces))

    def _runs(self, text: str, style: str, *, strong: bool) -> Iterator[str | Format]:
        for piece in MISREAD.split(text):
            yield self._book.format(style, strong=strong)
            yield piece

    def write_formula(
        self, row: int, column: int, formula: str, value: Value, style: str, *, strong: bool = False
    ) -> None:
        """A formula of ours, with the value that it has, for programs that do not calculate."""
        shown = "" if value is None else value
        if self.worksheet.write_formula(row, column, formula, self._book.format(style, strong=strong), shown):
            raise Unwritten(f"row {row}, column {column}: {formula}")
        self._note(row, column, value, formula, is_open=style.startswith("fill"))

    def _link(self, row: int, column: int, value: Value, link: Link) -> None:
        """The link alone: what xlsxwriter writes into the cell with it is written over at once."""
        if code := self.worksheet.write_url(row, column, link.place, None, str(value), link.tip):
            raise Unwritten(f"row {row}, column {column}: the link to {link.place}: xlsxwriter says {code}")

    def explain(self, row: int, column: int, note: str) -> None:
        """A note that shows when the pointer rests on the cell."""
        height = 12 + NOTE_LINE * lines_for(note, NOTE_LETTERS)
        look = {"author": "Parity", "width": 260, "height": height, "font_size": 9, "color": PALE}
        if code := self.worksheet.write_comment(row, column, note, look):
            raise Unwritten(f"row {row}, column {column}: xlsxwriter says {code}")

    def _note(self, row: int, column: int, value: Value, formula: str = "", *, is_open: bool = False) -> None:
        if self._book.keeps_cells and (formula or is_open or (value is not None and value != "")):
            self._written[xl_rowcol_to_cell_fast(row, column)] = WrittenCell(value, formula, is_open)

    def write_across(
        self,
        row: int,
        columns: tuple[int, int],
        value: Value,
        style: str,
        *,
        strong: bool = False,
        link: Link | None = None,
    ) -> None:
        """One cell over several columns."""
        self._merge((row, row), columns, self._book.format(style, strong=strong, linked=link is not None))
        self.write(row, columns[0], value, style, strong=strong, link=link)

    def write_block(self, rows: tuple[int, int], columns: tuple[int, int], value: Value, style: str) -> None:
        """One cell over several rows and columns."""
        self._merge(rows, columns, self._book.format(style))
        self.write(rows[0], columns[0], value, style)

    def _merge(self, rows: tuple[int, int], columns: tuple[int, int], look: Format) -> None:
        if code := self.worksheet.merge_range(rows[0], columns[0], rows[1], columns[1], "", look):
            raise Unwritten(f"rows {rows}, columns {columns}: xlsxwriter says {code}")

    def offer(self, rows: tuple[int, int], column: int, choices: Sequence[str], *, strict: bool) -> None:
        """A drop-down in every cell of the column between the two rows."""
        if any("," in choice for choice in choices) or utf16_units(",".join(choices)) > LONGEST_CHOICES:
            raise Unwritten(f"a drop-down takes {LONGEST_CHOICES} characters and no comma: {choices}")
        rule = {"validate": "list", "source": list(choices), "show_error": strict}
        self._allow(rows, column, rule)

    def mark(self, rows: tuple[int, int], column: int, choice: str, mark: str) -> None:
        """The look of each cell of the column that holds the choice."""
        quoted = choice.replace('"', '""')
        rule = {"type": "cell", "criteria": "==", "value": f'"{quoted}"', "format": self._book.mark(mark)}
        if code := self.worksheet.conditional_format(rows[0], column, rows[1], column, rule):
            raise Unwritten(f"the mark of {choice}: xlsxwriter says {code}")
        places = xl_range(rows[0], column, rows[1], column)
        self._book.rules.setdefault(self.worksheet.get_name(), []).append((places, f'"{quoted}"'))

    def expect_dates(self, rows: tuple[int, int], column: int) -> None:
        self._allow(rows, column, {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1)})

    def label_pages(self, title: str, name: str, about: str, page: str) -> None:
        """Above each page the title and the name of the sheet, below it what it is about and its number.

        `page` holds Excel's codes for the number and the count of pages.
        """
        lines = [_line(margin_text(text)) for text in (title, name, about)] + [_line(page)]
        if self._book.right_to_left:
            # Such lines have no direction of their own: what stands between the two marks reads from the right.
            name, title, page, about = (f"\u202b{line}\u202c" for line in lines)
        else:
            title, name, about, page = lines
        self.worksheet.set_header(f"&L{title}&R{name}")
        self.worksheet.set_footer(f"&L{about}&R{page}")

    def _allow(self, rows: tuple[int, int], column: int, rule: dict[str, Any]) -> None:
        if code := self.worksheet.data_validation(rows[0], column, rows[1], column, rule):
            raise Unwritten(f"the rule of column {column}: xlsxwriter says {code}")


def _is_misread(text: str) -> bool:
    return ("_x" in text or text.startswith("<r>")) and MISREAD.search(text) is not None


@lru_cache(KEPT)
def _is_plain(text: str) -> bool:
    return not is_too_long(text) and not _is_misread(text)


def _line(text: str) -> str:
    # The font's name parts its size from the text: digits that begin a text would be read as a part of the size.
    return f'&8&"-,Regular"{text}'


def _in_pieces(text: str, look: Format) -> Iterator[str | Format]:
    """The text cut where it would be misread, with a format between two pieces: a rich text of one look."""
    first, *others = MISREAD.split(text)
    yield first
    for piece in others:
        yield look
        yield piece
