"""What an answer workbook is made of, for the one who draws it and the one who reads it back.

A sheet for each pillar has the codes of its columns in a hidden first row, what is answered in the second, the titles
in the third, and a row for each question below. Columns may be moved and rows sorted: only codes and ids count. A
hidden sheet holds the header.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from questionnaires.problems import N_, Problem
from questionnaires.workforce.cells import CellId

FORMAT = "parity-answers-1"
"""Stands in A1 of the hidden sheet; below it the id of the key, the signature, and what is signed as canonical JSON."""
FOR_SMALL = "for_small"
"""Stands in what is signed where the levels have their texts for small offices."""
CODES_ROW = 0
PROGRESS_ROW = 1
TITLES_ROW = 2
FIRST_ROW = 3
EMPTY_BOX = "\N{BALLOT BOX}"
"""On paper, before each answer."""

ID = "id"
QUESTION, WANTED = "question", "wanted"
REVISION = "revision"
ANSWER = "answer"
REASON_CODE = "reason_code"
REASON = "reason"
EVIDENCE = "evidence"
COMMENT = "comment"
AUTHORITY = "authority"
RAISED = "raised"
TARGET = "target"
COLUMNS = (ANSWER, EVIDENCE, COMMENT, REASON, AUTHORITY, RAISED, TARGET)
"""The columns that people fill in. Evidence has one item a line."""
FIELDS = (ANSWER, REASON_CODE, REASON, EVIDENCE, COMMENT, AUTHORITY, RAISED, TARGET)
"""What is read from them: an answer such as "NA1 Our law forbids it" gives two fields, the state and its reason code.

As they are read, `answer` is "", "0" to "4", "yes", "partly", "no", "unknown" or "not_applicable"; `reason_code` "" or
"NA1" to "NA3"; `raised` "", "yes", "no" or "not_said"; `target` "" or "0" to "4"; the others are texts.
"""

MOST_REFUSED = 200
"""Cells that are listed of one file; of the others only the number is told."""
MORE_REFUSED = N_("Other places in this workbook that were skipped and are not listed: {count}.")


@dataclass(frozen=True)
class Header:
    """Whose answers these are, and when they were taken; signed, so that no other workbook passes for it.

    `assessment` is its id, `administration` and `round` are names, `questionnaire` is the version, `form` is full or
    short, `taken_at` a moment in ISO form.
    """

    assessment: str
    administration: str
    round: str
    questionnaire: str
    language: str
    form: str
    taken_at: str


@dataclass(frozen=True)
class HandedOut:
    """What left the house: the sheets that people see, each with its questions, and the columns to fill in, by their
    codes, with their titles. `is_whole`: no other sheet was there.
    """

    sheets: Mapping[str, Sequence[str]]
    columns: Mapping[str, str]
    is_whole: bool = True


@dataclass(frozen=True)
class Missing:
    """Questions that did not come back, by the sheet that they were or are on; the sentence, with {count}, says how."""

    sheet: str
    questions: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class RefusedCell:
    """A cell that cannot be taken, or a whole sheet where there is no address; the problem says in words why, and what
    to do. `given` is what stood in it."""

    sheet: str
    address: str
    problem: Problem
    question: str = ""
    given: str = ""


@dataclass(frozen=True)
class ReadRow:
    """One question as it came back: `revision` is the one that it was downloaded with, 0 where nobody had answered.

    `fields` holds what is said in each column that is there (codes of FIELDS); `sheet` and `number` say where the row
    is, `addresses` where each field and the id, and `given` what stood in its cell. With anything `refused`, no field
    of the row is to be taken.
    """

    sheet: str
    number: int
    indicator: str
    revision: int
    fields: Mapping[str, str]
    addresses: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    refused: tuple[RefusedCell, ...] = ()


@dataclass(frozen=True)
class ReadNumber:
    """A number as it came back: in the smallest unit, None for "not known", or what is wrong with it. `revision` is the
    one that it was downloaded with, 0 where nobody had saved it."""

    cell: CellId
    revision: int
    sheet: str
    address: str
    given: str
    value: int | Problem | None


@dataclass(frozen=True)
class AnsweredWorkbook:
    """What came back in one file; `ignored` tells of rows that are none of this workbook's, `missing` of questions
    that did not come back, and `unread` of what else is gone, or is there and was not read. `for_small`: its levels had
    their texts for small offices. `numbers` are those of the workforce tables.
    """

    header: Header
    rows: tuple[ReadRow, ...]
    ignored: tuple[RefusedCell, ...] = ()
    missing: tuple[Missing, ...] = ()
    unread: tuple[RefusedCell, ...] = ()
    for_small: bool = False
    numbers: tuple[ReadNumber, ...] = ()

    @property
    def refused(self) -> tuple[RefusedCell, ...]:
        """The refused cells of all rows."""
        return tuple(cell for row in self.rows for cell in row.refused)
