"""No part of the file for others holds a hidden number: no cell, formula, name, note or property, and not the seal."""

import json
import re
import zlib
from base64 import b64decode
from io import BytesIO
from random import Random
from zipfile import ZipFile

import pytest

from exports.gap.workbook import draw_gap_report
from exports.gap.workforce.numbers import WorkforceNumbers, numbers_for_others
from exports.sealing import SHEET
from exports.signing import Signer
from questionnaires.workforce.definition import CellId
from scoring.protection.figures import figures_of
from tests.exports.builders import opened
from tests.exports.gap.workforce.reports import a_report_with, every_number, tables, words

SIGNER = Signer(bytes(range(32)))
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def distinctive() -> dict[CellId, int | None]:
    """Seven digits each, which no other number of a report has."""
    return {cell: 3_000_017 + 1_009 * at for at, cell in enumerate(sorted(tables().cells)) if cell.sex != "X"}


def partly_hidden(chance: Random) -> tuple[WorkforceNumbers, set[int]]:
    """Every second number is hidden, and each sum that it enters; and the hidden numbers."""
    figures = figures_of(tables().structure, distinctive())
    numbers = {name: value for name, value in figures.items() if value is not None}
    hidden = frozenset(chance.sample(sorted(numbers), len(numbers) // 2))
    told = numbers_for_others(tables(), words(), numbers, merged=(), hidden=hidden, published=1)
    return told, {numbers[name] for name in hidden} - {numbers[name] for name in numbers.keys() - hidden}


def everything_in(data: bytes) -> str:
    """Each part of the ZIP, and what the seal packs."""
    with ZipFile(BytesIO(data)) as parts:
        text = "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    lines = [row[0] for row in opened(data)[SHEET].iter_rows(values_only=True)]
    packed = "".join(str(line) for line in lines[3:] if line)
    return f"{text}\n{json.dumps(json.loads(zlib.decompress(b64decode(packed))))}"


@pytest.mark.parametrize("number", range(3))
def test_a_hidden_number_is_nowhere_in_the_file(number: int) -> None:
    told, hidden = partly_hidden(Random(number))
    written = everything_in(draw_gap_report(a_report_with(told), SIGNER))

    assert len(hidden) > 100
    numbers = set(NUMBER.findall(written))
    assert {str(value) for value in hidden} & numbers == set()
    assert {str(value / 100) for value in hidden} & numbers == set()


def test_the_same_search_finds_them_in_the_own_edition() -> None:
    written = everything_in(draw_gap_report(a_report_with(every_number(distinctive())), SIGNER))

    people = {str(value) for cell, value in distinctive().items() if not cell.measure.endswith("pay")}
    assert people <= set(NUMBER.findall(written))


def test_no_sheet_row_column_or_name_is_hidden_but_the_seal() -> None:
    book = opened(draw_gap_report(a_report_with(partly_hidden(Random(7))[0]), SIGNER))

    assert [sheet.title for sheet in book if sheet.sheet_state != "visible"] == [SHEET]
    for name in ("Workforce tables", "Results"):
        sheet = book[name]
        assert not [key for key, row in sheet.row_dimensions.items() if row.hidden]
        assert not [key for key, column in sheet.column_dimensions.items() if column.hidden]
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.comment]
        assert not [named for named in sheet.defined_names if "Print" not in named]
    assert not book.defined_names
