"""Reports from raw answers, and their workbooks read back: by openpyxl, and text by text as Excel reads them."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.worksheet import Worksheet

from exports.content import CheckSheet, GapReport, Table, TableStack
from exports.gap.facts import Event, Facts
from exports.gap.findings import Findings
from exports.gap.report import gap_report
from questionnaires.answers import Answer, Document, read_document
from questionnaires.catalogue import load
from questionnaires.comparability import origins_of
from questionnaires.definition import Questionnaire
from questionnaires.earlier import EarlierAnswers
from scoring.gaps import Gap, find_gaps
from scoring.score import score
from scoring.scorecard import Scorecard

OPENED = Event("2026-11-03 09:30:00", "Opened", "Not opened", "In progress", "Alice", "")
FACTS = Facts("Customs of Aurelia", "2026", "In progress", "2026-11-21", events=(OPENED,))
Row = dict[str, Any]
"""By the titles of the columns; a cell may hold a text, a number, nothing."""
SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@cache
def questionnaire() -> Questionnaire:
    return load()["2026.1"]


def scored_ids() -> list[str]:
    return [indicator.id for indicator in questionnaire().structure.indicators if indicator.is_scored]


def level(value: int | str, **more: Any) -> dict[str, Any]:
    return {"state": "answered", "value": value, "evidence": ["Circular 12"], **more}


def in_last_round(answers: Mapping[str, Answer]) -> EarlierAnswers:
    """Of a last round that used the same questionnaire."""
    version = questionnaire()
    return EarlierAnswers(version, answers, origins_of(version, version.version, {}))


def all_at(value: int) -> dict[str, dict[str, Any]]:
    """Every maturity question at one level, every yes / partly / no question at partly."""
    return {
        indicator.id: level(value if indicator.kind == "maturity" else "partly")
        for indicator in questionnaire().structure.indicators
        if indicator.is_scored
    }


MIXED = {
    "RC-01": level(4),
    "RC-07": level("partly", evidence=[]),
    "RC-03": {"state": "unknown"},
    "RC-04": {"state": "not_answered"},
    "CO-16": {"state": "not_applicable", "reason_code": "NA1", "reason": "Another agency controls travellers"},
    "EQ-05": level(1, outside_control={"authority": "Civil Service Commission", "raised": True}, comment="Asked twice"),
    "LD-09": level(1, target=4),
}
"""Laid over answers at level 3: one of every state, and a pillar that one core question holds back."""


def mixed() -> dict[str, dict[str, Any]]:
    return all_at(3) | MIXED


def assess(
    answers: dict[str, dict[str, Any]], profile: dict[str, int | str] | None = None
) -> tuple[Document, Scorecard, tuple[Gap, ...]]:
    """The answers file as read, its scorecard and its gaps."""
    document, problems = read_document(questionnaire(), {"profile": profile or {}, "answers": answers})
    assert not problems
    scorecard = score(questionnaire(), document.profile, document.answers)
    return document, scorecard, find_gaps(questionnaire(), scorecard)


def a_report(
    answers: dict[str, dict[str, Any]],
    profile: dict[str, int | str] | None = None,
    *,
    facts: Facts = FACTS,
    language: str = "en",
    translate: Callable[[str], str] = str,
) -> GapReport:
    document, scorecard, gaps = assess(answers, profile)
    parts = (questionnaire(), facts, document.profile, document.answers, scorecard, gaps)
    return gap_report(Findings(*parts, language=language, translate=translate))


def named(report: GapReport, name: str) -> Table:
    """The sheet of the report, before it is drawn."""
    return next(table for table in report.tables if isinstance(table, Table) and table.name == name)


def said_in(table: Table | TableStack | CheckSheet) -> list[Row]:
    """The rows of a table of the report, before it is drawn, as mappings from column title to value."""
    assert isinstance(table, Table)
    titles = [column.title for column in table.columns]
    return [dict(zip(titles, row, strict=True)) for row in table.rows]


def opened(data: bytes) -> Workbook:
    return load_workbook(BytesIO(data))


def rows_of(sheet: Worksheet) -> list[Row]:
    """The rows of the table as mappings from column title to cell value; the notes below are left out."""
    place = re.fullmatch(r"A(\d+):[A-Z]+(\d+)", sheet.auto_filter.ref or "")
    assert place
    titles, *rows = sheet.iter_rows(min_row=int(place[1]), max_row=int(place[2]), values_only=True)
    return [dict(zip(map(str, titles), row, strict=True)) for row in rows]


def titles_of(sheet: Worksheet) -> tuple[Cell | MergedCell, ...]:
    """The row of the titles, which the sheet keeps in view."""
    return sheet[int(re.sub("[A-Z]", "", sheet.freeze_panes or "")) - 1]


def cells_of(book: Workbook) -> list[Cell | MergedCell]:
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row]


def ends_of(line: HeaderFooterItem | None) -> tuple[str | None, str | None]:
    """What stands left and right at the top or at the foot of each printed page."""
    assert line is not None
    return line.left.text, line.right.text


def charts_of(sheet: Worksheet) -> list[Any]:
    """Of which openpyxl tells in a field of its own only."""
    return list(sheet._charts)  # type: ignore[attr-defined]


def sheet_of(data: bytes, number: int) -> dict[str, str]:
    """The texts of a sheet by address, as the file format defines them, since openpyxl drops the letters x005F_."""
    with ZipFile(BytesIO(data)) as parts:
        is_shared = "xl/sharedStrings.xml" in parts.namelist()
        strings = list(ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))) if is_shared else []
        sheet = ElementTree.fromstring(parts.read(f"xl/worksheets/sheet{number}.xml"))
    cells = [cell for cell in sheet.iter(f"{SPACE}c") if cell.get("t") in ("s", "inlineStr")]
    items = [strings[int(cell.findtext(f"{SPACE}v", ""))] if cell.get("t") == "s" else cell for cell in cells]
    texts = ["".join(_unescaped(piece.text or "") for piece in item.iter(f"{SPACE}t")) for item in items]
    return {cell.attrib["r"]: text for cell, text in zip(cells, texts, strict=True)}


def _unescaped(text: str) -> str:
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code[1], 16)), text)
