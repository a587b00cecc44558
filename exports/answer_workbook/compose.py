"""Makes an answer of a row that came back and of the answer that it was based on."""

from collections.abc import Iterator, Mapping
from typing import Any

from exports.answer_workbook.choices import NO, NOT_SAID, YES
from exports.answer_workbook.layout import (
    ANSWER,
    AUTHORITY,
    COMMENT,
    EVIDENCE,
    ID,
    RAISED,
    REASON,
    REASON_CODE,
    TARGET,
    ReadRow,
    RefusedCell,
)
from questionnaires.answers import Answer, is_same_answer, read_answer
from questionnaires.definition import Indicator
from questionnaires.problems import Problem
from questionnaires.texts import as_kept, joined_evidence

PLACES = {
    "state": ANSWER,
    "value": ANSWER,
    "outside_control": AUTHORITY,
    "outside_control.authority": AUTHORITY,
    "outside_control.raised": RAISED,
}
"""Part of an answer -> its column, where they are not called the same."""
RAISED_VALUES = {YES: True, NO: False, NOT_SAID: None, "": None}


def answer_of(row: ReadRow, indicator: Indicator, base: Answer) -> tuple[Answer, tuple[RefusedCell, ...]]:
    """The answer that the row gives, or the cells that cannot be taken, with what to do."""
    if row.refused:
        return base, row.refused
    answer, problems = read_answer(indicator, body_of(row, base))
    return base if is_same_answer(answer, base) else answer, tuple(_refused(row, problem) for problem in problems)


def _refused(row: ReadRow, problem: Problem) -> RefusedCell:
    """At the cell that it is about; what has no column of its own stands for its row."""
    code = PLACES.get(problem.place, problem.place)
    code = code if code in row.addresses else ID
    return RefusedCell(row.sheet, row.addresses[code], problem, row.indicator, row.given.get(code, ""))


def body_of(row: ReadRow, base: Answer) -> dict[str, Any]:
    """As `read_answer` takes it. `base` is the answer that the row was downloaded with; a column that is not there
    leaves its part as it was.
    """
    before = _fields_of(base)
    fields = before | {code: text for code, text in row.fields.items() if text or before[code].strip()}
    body: dict[str, Any] = {
        "comment": fields[COMMENT],
        "evidence": [item for item in _items(fields[EVIDENCE], base.evidence) if item.strip()],
    }
    body |= _state(fields[ANSWER], base)
    if body["state"] == "not_applicable":
        body |= {"reason_code": fields[REASON_CODE], "reason": fields[REASON]}
    elif as_kept(fields[REASON]) != as_kept(base.reason):
        body["reason"] = fields[REASON]
    if fields[AUTHORITY] or fields[RAISED]:
        body["outside_control"] = {"authority": fields[AUTHORITY], "raised": RAISED_VALUES[fields[RAISED]]}
    if fields[TARGET]:
        body["target"] = int(fields[TARGET])
    return body


def _fields_of(answer: Answer) -> dict[str, str]:
    """What the cells say of this answer."""
    outside = answer.outside_control
    raised = {value: code for code, value in RAISED_VALUES.items() if code}
    return {
        ANSWER: str(answer.value) if answer.state == "answered" else answer.state.replace("not_answered", ""),
        REASON_CODE: answer.reason_code,
        REASON: answer.reason,
        EVIDENCE: joined_evidence(answer.evidence),
        COMMENT: answer.comment,
        AUTHORITY: outside.authority if outside else "",
        RAISED: raised[outside.raised] if outside else "",
        TARGET: "" if answer.target is None else str(answer.target),
    }


def _state(value: str, base: Answer) -> Mapping[str, Any]:
    if value in ("unknown", "not_applicable"):
        return {"state": value}
    if not value:
        return {"state": "not_answered"}
    return {"state": "answered", "value": int(value) if value.isdigit() else value}


def _items(text: str, before: tuple[str, ...]) -> Iterator[str]:
    """A line is an item; an item that had several lines stays whole where these still stand one below the other."""
    before = tuple(map(as_kept, before))
    if text == joined_evidence(before):
        yield from before
        return
    lines = text.split("\n")
    whole = sorted((item.split("\n") for item in before), key=len, reverse=True)
    at = 0
    while at < len(lines):
        size = next((len(item) for item in whole if lines[at : at + len(item)] == item), 1)
        yield "\n".join(lines[at : at + size])
        at += size
