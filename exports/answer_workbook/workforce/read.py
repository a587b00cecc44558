"""Reads the sheet of the workforce tables that came back: each number, or why it cannot be taken."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from exports.answer_workbook.columns import Columns, parts
from exports.answer_workbook.fields import given_in, one_line, quoted, unlike_what_is_seen
from exports.answer_workbook.layout import ReadNumber, RefusedCell
from exports.answer_workbook.refusals import BESIDE, FORMULA, ONLY_READ, SHOWN_OTHERWISE
from exports.answer_workbook.unread import listed
from exports.answer_workbook.workforce.layout import PLACE, TITLE, TOTAL, cell_at, key_of
from exports.reading.workbook import ReadSheet
from questionnaires.problems import N_, Problem
from questionnaires.workforce.definition import SEXES, CellId, WorkforceTables
from questionnaires.workforce.pasted import read_cell

A_FORMULA = N_("This cell contains a formula. Paste its result as a value, then upload the workbook again.")
OTHER_ROW = N_(
    "The title of this row was changed or moved, so its numbers were skipped. Copy them into a new workbook."
)
TWICE = N_("This number appears here and in {other}, and the two are different. Keep one of the two rows.")
GONE = N_("Missing numbers: {count}. They stay as they are here.")
GONE_SHEET = N_("The sheet with the workforce tables is missing or hidden. Its numbers stay as they are here.")


@dataclass(frozen=True)
class ReadNumbers:
    """`sheets` are the names of those that hold any; `unread` tells what did not come back or was not read."""

    numbers: tuple[ReadNumber, ...] = ()
    sheets: tuple[str, ...] = ()
    unread: tuple[RefusedCell, ...] = ()


def numbers_in(
    sheets: Sequence[ReadSheet], revisions: Mapping[str, int], tables: WorkforceTables | None
) -> ReadNumbers:
    """`revisions` are those that were handed out; nothing is read where there are none."""
    if not revisions or tables is None:
        return ReadNumbers()
    numbers: dict[CellId, ReadNumber] = {}
    read_from, unread = [], list[RefusedCell]()
    for sheet in (candidate for candidate in sheets if not candidate.is_hidden):
        columns = _columns(sheet)
        if not columns.row:
            continue
        read_from.append(sheet.name)
        for number in _numbers(sheet, columns, revisions, tables):
            first = numbers.get(number.cell)
            numbers[number.cell] = number if first is None else _one_of(first, number)
        unread += _not_read(sheet, columns)
    missing = len(revisions) - len(numbers)
    if missing:
        sentence = GONE if read_from else GONE_SHEET
        unread.append(RefusedCell(read_from[0] if read_from else "", "", Problem("file", sentence, {"count": missing})))
    return ReadNumbers(tuple(numbers.values()), tuple(read_from), tuple(unread))


def _one_of(first: ReadNumber, second: ReadNumber) -> ReadNumber:
    if first.value == second.value:
        return first
    names = {"other": f"{second.sheet} {second.address}"}
    return replace(first, value=Problem(PLACE, TWICE, names))


def _columns(sheet: ReadSheet) -> Columns:
    """By the codes of the sheet's own first row; no row where it has none."""
    at_top = {address: cell.value for address, cell in sheet.cells.items() if parts(address)[1] == 1}
    letters = {
        str(code): parts(address)[0] for address, code in at_top.items() if code in (PLACE, TITLE, *SEXES, TOTAL)
    }
    if PLACE not in letters or TOTAL not in letters:
        return Columns()
    return Columns(1, letters, {}, frozenset(letters.values()))


def _numbers(
    sheet: ReadSheet, columns: Columns, revisions: Mapping[str, int], tables: WorkforceTables
) -> Iterator[ReadNumber]:
    places = {cell_at(*_split(key)) for key in revisions}
    rows = {f"{cell.table}/{cell.row}/{cell.measure}" for cell in places}
    for number in sorted({row for _, row in map(parts, sheet.cells) if row > columns.row}):
        place = sheet.text(f"{columns.letters[PLACE]}{number}").strip()
        if place not in rows:
            continue
        is_moved = not _has_title(sheet, columns, number, place, tables)
        for sex in ("", *SEXES):
            cell = cell_at(place, sex)
            letter = columns.letters.get(sex or TOTAL)
            if cell in places and letter:
                address = f"{letter}{number}"
                value = Problem(PLACE, OTHER_ROW) if is_moved else _value(sheet, columns, address, cell, tables)
                revision = revisions[key_of(cell)]
                yield ReadNumber(cell, revision, sheet.name, address, given_in(sheet, address), value)


def _split(key: str) -> tuple[str, str]:
    place, _, sex = key.partition(".")
    return place, sex


def _has_title(sheet: ReadSheet, columns: Columns, number: int, place: str, tables: WorkforceTables) -> bool:
    """Whether the row is still called what it was: people read its title, and not its hidden place."""
    table, row, _ = place.split("/")
    known = {one_line(words.row(table, row)) for words in tables.words_by_language.values()}
    return TITLE in columns.letters and one_line(sheet.shown(f"{columns.letters[TITLE]}{number}")) in known


def _value(
    sheet: ReadSheet, columns: Columns, address: str, cell: CellId, tables: WorkforceTables
) -> int | Problem | None:
    unit = tables.tables[cell.table].measure(cell.measure).unit
    problem = unlike_what_is_seen(sheet, columns, address, PLACE)
    if problem and problem.sentence == FORMULA:
        return Problem(PLACE, A_FORMULA)
    if problem and problem.sentence != SHOWN_OTHERWISE:
        return problem
    value = read_cell(cell, unit, sheet.text(address) if problem else sheet.shown(address))
    return problem if problem and not isinstance(value, Problem) else value


def _not_read(sheet: ReadSheet, columns: Columns) -> Iterator[RefusedCell]:
    """Totals that somebody typed over, and what stands in columns of their own."""
    below = {address: parts(address) for address in sheet.cells if parts(address)[1] > columns.row}
    beside = [address for address, (letters, _) in below.items() if letters not in columns.named]
    over = [address for address, (letters, _) in below.items() if _is_typed_total(sheet, columns, address, letters)]
    for addresses, sentence in ((over, ONLY_READ), (beside, BESIDE)):
        if addresses:
            problem = Problem("file", sentence, listed(addresses))
            yield RefusedCell(sheet.name, addresses[0], problem, "", quoted(sheet.given(addresses[0])))


def _is_typed_total(sheet: ReadSheet, columns: Columns, address: str, letters: str) -> bool:
    """A number without a formula in the column of totals, in a row that has women and men."""
    cell, row = sheet.cells[address], parts(address)[1]
    sexes = [columns.letters[sex] for sex in SEXES if sex in columns.letters]
    has_place = bool(sheet.text(f"{columns.letters[PLACE]}{row}"))
    return (
        letters == columns.letters[TOTAL]
        and has_place
        and not cell.formula
        and isinstance(cell.value, float)
        and any(f"{letter}{row}" in sheet.cells for letter in sexes)
    )
