"""What an answer workbook is made of, for the one who draws it and the one who reads it back.

A sheet for each pillar has the codes of its columns in a hidden first row, their titles in the second, and a row for
each question below. Columns may be moved and rows sorted: only codes and ids count. A hidden sheet holds the header.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from questionnaires.problems import Problem

FORMAT = "parity-answers-1"
"""Stands in A1 of the hidden sheet; below it the id of the key, the signature, and what is signed as canonical JSON."""
CODES_ROW = 0
TITLES_ROW = 1
FIRST_ROW = 2

ID = "id"
REVISION = "revision"
ANSWER = "answer"
REASON_CODE = "reason_code"
REASON = "reason"
EVIDENCE = "evidence"
COMMENT = "comment"
AUTHORITY = "authority"
RAISED = "raised"
TARGET = "target"
FIELDS = (ANSWER, REASON_CODE, REASON, EVIDENCE, COMMENT, AUTHORITY, RAISED, TARGET)
"""The columns that people fill in. Evidence has one item a line."""


@dataclass(frozen=True)
class Header:
    """Whose answers these are, and when they were taken; signed, so that no other workbook passes for it."""

    assessment: str
    administration: str
    round: str
    questionnaire: str
    language: str
    form: str
    taken_at: str


@dataclass(frozen=True)
class RefusedCell:
    """A cell that cannot be taken; the problem says in words why, and what to do."""

    sheet: str
    address: str
    problem: Problem


@dataclass(frozen=True)
class ReadRow:
    """One question as it came back: `revision` is the one that it was downloaded with, 0 where nobody had answered.

    `fields` holds the text of each column that is there (codes of FIELDS); `sheet` and `number` say where it stands,
    and `addresses` the cell of each field.
    """

    sheet: str
    number: int
    indicator: str
    revision: int
    fields: Mapping[str, str]
    addresses: Mapping[str, str] = field(default_factory=dict)
    refused: tuple[RefusedCell, ...] = ()


@dataclass(frozen=True)
class AnsweredWorkbook:
    """What came back in one file."""

    header: Header
    rows: tuple[ReadRow, ...]
    refused: tuple[RefusedCell, ...] = ()
