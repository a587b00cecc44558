"""Workbooks made by hand, as they look once they were read."""

from app.assessments.reads import Saved
from app.features.workbooks.merging import NamedWorkbook
from exports.answer_workbook.layout import ANSWER, COMMENT, ID, AnsweredWorkbook, Header, ReadRow
from questionnaires.answers import Answer

HEADER = Header("arden-2026", "Arden Customs", "2026", "2026.1", "en", "full", "2026-11-20T08:00:00+00:00")


def level(value: int, comment: str = "") -> Answer:
    return Answer("answered", value, comment=comment)


def saved(answer: Answer, revision: int) -> Saved:
    return Saved(answer, revision, by="alice")


def row(indicator: str, revision: int, number: int = 4, **fields: str) -> ReadRow:
    addresses = {code: f"{letter}{number}" for code, letter in ((ID, "A"), (ANSWER, "F"), (COMMENT, "J"))}
    return ReadRow("P1 Recognise and commit", number, indicator, revision, fields, addresses)


def book(file: str, *rows: ReadRow, is_foreign: bool = False) -> NamedWorkbook:
    return NamedWorkbook(file, AnsweredWorkbook(HEADER, rows), is_foreign)
