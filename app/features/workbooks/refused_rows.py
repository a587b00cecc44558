"""Why a row of a workbook is not taken, and how the list of what was left out tells of it. Pure."""

from app.assessments.evidence.limit import grows, over_with, problem_of
from app.web.left_out import LeftOut, shortened
from exports.answer_workbook.layout import ANSWER, EVIDENCE, ID, ReadRow, RefusedCell
from questionnaires.answers import Answer
from questionnaires.definition import Indicator
from questionnaires.problems import N_, Problem

NO_SUCH_QUESTION = N_("There is no question {id} in this questionnaire. The row was skipped.")
NO_SUCH_REVISION = N_("This row is based on an answer that was never saved here. Download the workbook again.")

OTHER_TEXTS = N_(
    "The number of staff in the profile has changed since this workbook was downloaded, so the levels of {id} have "
    "another text now. Answer it on its page, or download the workbook again."
)


def misplaced(row: ReadRow, indicator: Indicator | None) -> RefusedCell:
    """A row of another questionnaire, or one that was based on something that was never here."""
    problem = Problem(ID, NO_SUCH_REVISION) if indicator else Problem(ID, NO_SUCH_QUESTION, {"id": row.indicator})
    return RefusedCell(row.sheet, row.addresses[ID], problem, row.indicator, row.given.get(ANSWER, ""))


def to_another_text(row: ReadRow) -> RefusedCell:
    """A level that was chosen by a text which is no longer the one of this assessment."""
    problem = Problem(ANSWER, OTHER_TEXTS, {"id": row.indicator})
    return RefusedCell(row.sheet, row.addresses[ANSWER], problem, row.indicator, row.given.get(ANSWER, ""))


def without_room(row: ReadRow, answer: Answer, now: Answer, items: tuple[str, ...]) -> tuple[RefusedCell, ...]:
    """As `evidence.limit` judges at the save: told here, so that the other rows can be stored."""
    over = over_with(answer, items)
    if over <= 0 or not grows(answer, now):
        return ()
    code = EVIDENCE if EVIDENCE in row.addresses else ID
    problem = problem_of(row.indicator, over)
    return (RefusedCell(row.sheet, row.addresses[code], problem, row.indicator, row.given.get(code, "")),)


def left_out_of(file: str, cell: RefusedCell) -> LeftOut:
    return LeftOut(file, cell.sheet, cell.address, cell.question, shortened(cell.given), cell.problem)
