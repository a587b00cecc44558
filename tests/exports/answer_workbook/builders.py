"""An answer workbook from answers by indicator, and what is read from it."""

from dataclasses import dataclass
from io import BytesIO

from exports.answer_workbook.compose import answer_of
from exports.answer_workbook.content import answer_workbook
from exports.answer_workbook.draw import draw
from exports.answer_workbook.layout import Header
from exports.answer_workbook.read import answers_in
from exports.reading.workbook import read_workbook
from exports.signing import Signer, key_id
from questionnaires.answers import NOT_ANSWERED, Answer, OutsideControl
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


def kept(answers):
    return {id_: Kept(answer, number) for number, (id_, answer) in enumerate(answers.items(), 1)}


def content_of(answers, header=HEADER, version=None, **more):
    parts = {"profile": {}, "items": {}, "translate": str, **more}
    return answer_workbook(version or questionnaire(), header, kept(answers), **parts)


def drawn(answers, header=HEADER, **more):
    return draw(content_of(answers, header, **more), signer=SIGNER)


def read(data, versions=VERSIONS):
    return answers_in(read_workbook(data), KEYS, versions)


def saved(book):
    """As openpyxl writes it: in another order, with texts of another kind, like Excel and its kin."""
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def answers_of(workbook, bases):
    """What the rows give, each on the answer that it was based on; nothing is refused."""
    found = {}
    for row in workbook.rows:
        answer, refused = answer_of(
            row, questionnaire().indicators[row.indicator], bases.get(row.indicator, NOT_ANSWERED)
        )
        assert not refused
        if answer != NOT_ANSWERED:
            found[row.indicator] = answer
    return found


def sheet_of(book, pillar="P1"):
    return next(sheet for sheet in book if sheet.title.startswith(pillar))


def cell(sheet, indicator, code):
    [column] = [one.column for one in sheet[1] if one.value == code]
    [row] = [one.row for one in sheet["A"] if one.value == indicator]
    return sheet.cell(row, column)


def fields_after(book, indicator):
    [row] = [one for one in read(saved(book)).rows if one.indicator == indicator]
    return row


def typed(book, indicator, base, **cells):
    """The answer, or the addresses and sentences of what is refused."""
    for code, value in cells.items():
        cell(sheet_of(book, "P1" if indicator.startswith("RC") else "P2"), indicator, code).value = value
    [row] = [one for one in read(saved(book)).rows if one.indicator == indicator]
    answer, refused = answer_of(row, questionnaire().indicators[indicator], base)
    return [(one.address[0], one.problem.text()) for one in refused] or answer
