"""An answer workbook from answers by indicator, and what is read from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from exports.answer_workbook.compose import answer_of
from exports.answer_workbook.content import AnswerWorkbook, WorkbookInput, answer_workbook
from exports.answer_workbook.draw import draw_answer_workbook
from exports.answer_workbook.layout import AnsweredWorkbook, Header, ReadRow, RefusedCell
from exports.answer_workbook.read import answers_in
from exports.reading.child import sheets_seen
from exports.signing import Signer, key_id
from questionnaires.answers import NOT_ANSWERED, Answer, OutsideControl
from questionnaires.definition import Questionnaire
from tests.exports.builders import questionnaire

SIGNER = Signer(b"1" * 32)
KEYS = {key_id(SIGNER.public): SIGNER.public}
HEADER = Header("arden", "Customs of Aurelia", "2026", "2026.1", "en", "full", "2026-11-21T10:20:00Z")
VERSIONS = {"2026.1": questionnaire()}


@dataclass(frozen=True)
class Kept:
    answer: Answer
    revision: int = 1


ONE_OF_EACH = {
    "RC-01": Answer("answered", 3, evidence=("Circular 12", "Intranet, page 4"), comment="Asked HR", target=4),
    "RC-02": Answer("unknown", comment="Ask the ministry"),
    "RC-03": Answer("not_applicable", reason_code="NA2", reason="Forbidden by act 7"),
    "RC-04": Answer("not_answered", evidence=("To be checked",)),
    "RC-07": Answer("answered", "partly"),
    "EQ-05": Answer("answered", 0, outside_control=OutsideControl("Civil Service Commission", True)),
    "EQ-01": Answer("answered", 2, outside_control=OutsideControl("", None)),
    "EQ-02": Answer("unknown", outside_control=OutsideControl("Ministry of Finance", False)),
}
HANDED_OUT = {"E1.1", "E1.2", "E1.3", "E2.1", "E2.2"}
"""Elements of two pillars: those of the answers, and one more."""


def kept(answers: dict[str, Answer]) -> dict[str, Kept]:
    return {id_: Kept(answer, number) for number, (id_, answer) in enumerate(answers.items(), 1)}


def content_of(
    answers: dict[str, Answer], header: Header = HEADER, version: Questionnaire | None = None, **more: Any
) -> AnswerWorkbook:
    parts = {"profile": {}, "items": {}, "translate": str, **more}
    return answer_workbook(WorkbookInput(version or questionnaire(), header, kept(answers), **parts))


def drawn(answers: dict[str, Answer], header: Header = HEADER, **more: Any) -> bytes:
    return draw_answer_workbook(content_of(answers, header, **more), signer=SIGNER)


def read(data: bytes, versions: dict[str, Questionnaire] = VERSIONS) -> AnsweredWorkbook:
    return answers_in(sheets_seen(data), KEYS, versions)


def saved(book: Workbook) -> bytes:
    """As openpyxl writes it: in another order, with texts of another kind, like Excel and its kin."""
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def answers_of(workbook: AnsweredWorkbook, bases: dict[str, Answer]) -> dict[str, Answer]:
    """What the rows give, each on the answer that it was based on; nothing is refused."""
    answers = {}
    for row in workbook.rows:
        answer, refused = answer_of(
            row, questionnaire().indicators[row.indicator], bases.get(row.indicator, NOT_ANSWERED)
        )
        assert not refused
        if answer != NOT_ANSWERED:
            answers[row.indicator] = answer
    return answers


def sheet_of(book: Workbook, pillar: str = "P1") -> Worksheet:
    return next(sheet for sheet in book if sheet.title.startswith(pillar))


def cell(sheet: Worksheet, indicator: str, code: str) -> Cell:
    [column] = [code_cell.column for code_cell in sheet[1] if code_cell.value == code]
    [row] = [id_cell.row for id_cell in sheet["A"] if id_cell.value == indicator]
    result = sheet.cell(row, column)
    assert isinstance(result, Cell)
    return result


def fields_after(book: Workbook, indicator: str) -> ReadRow:
    [row] = [row for row in read(saved(book)).rows if row.indicator == indicator]
    return row


def composed(book: Workbook, indicator: str, base: Answer, **cells: str | int | None) -> Answer:
    """The answer that the cells give, where nothing of them is refused."""
    answer, refused = _typed(book, indicator, base, cells)
    assert not refused
    return answer


def refused_in(book: Workbook, indicator: str, base: Answer, **cells: str | int | None) -> list[tuple[str, str]]:
    """The columns and sentences of what is refused."""
    _, refused = _typed(book, indicator, base, cells)
    return [(refusal.address[0], refusal.problem.text()) for refusal in refused]


def _typed(
    book: Workbook, indicator: str, base: Answer, cells: Mapping[str, str | int | None]
) -> tuple[Answer, Sequence[RefusedCell]]:
    for code, value in cells.items():
        cell(sheet_of(book, "P1" if indicator.startswith("RC") else "P2"), indicator, code).value = value
    return answer_of(fields_after(book, indicator), questionnaire().indicators[indicator], base)
