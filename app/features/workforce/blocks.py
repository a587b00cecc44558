"""A block that was pasted into the form of a table: what it says, in the fields of the page, with nothing stored."""

from dataclasses import dataclass, replace

from starlette.datastructures import FormData

from app.access.loaders import AssessmentAccess
from app.assessments.report.numbers import Numbers, sexes_shown
from app.features.workforce.fields import Sent, name_of, sent_in
from app.i18n.formatting import marks_of, translations
from questionnaires.problems import Problem
from questionnaires.workforce.definition import Table, number_text
from questionnaires.workforce.page_blocks import PageTable, read_page_block

FIELD, START = "block", "start"


@dataclass(frozen=True)
class Block:
    """`text` is what could not be taken and stands in its field again; `taken` tells how many numbers were."""

    text: str
    start: str
    sent: Sent
    taken: int

    @property
    def problem(self) -> Problem | None:
        """Of the block as a whole."""
        return next((problem for problem in self.sent.problems if problem.place == FIELD), None)


def block_in(access: AssessmentAccess, table: Table, numbers: Numbers, form: FormData) -> Block:
    """Over what was typed into the same form; a field of which the block says nothing stays as it was."""
    sent, text = sent_in(table, form), str(form.get(FIELD, ""))
    start = _start(table, str(form.get(START, "")))
    page = page_of(access, table, numbers)
    read = read_page_block(page, start, text, marks_of(access.visitor.language))
    if whole := [refused for refused in read.refused if not read.values and refused.given == text]:
        problem = Problem(FIELD, whole[0].problem.sentence, whole[0].problem.names)
        return Block(text, start, replace(sent, problems=(problem, *sent.problems)), 0)
    texts = {cell: number_text(value, table.measure(cell.measure).unit) for cell, value in read.values.items()}
    texts |= {refused.cell: refused.given for refused in read.refused}
    pasted = {name_of(cell) for cell in texts}
    refused = [Problem(name_of(each.cell), each.problem.sentence, each.problem.names) for each in read.refused]
    problems = (*refused, *(problem for problem in sent.problems if problem.place not in pasted))
    return Block("", start, replace(sent, typed={**sent.typed, **texts}, problems=problems), len(read.values))


def page_of(access: AssessmentAccess, table: Table, numbers: Numbers) -> PageTable:
    tables = access.assessment.tables
    languages = list(tables.words_by_language.values()) if tables else []
    sexes = sexes_shown(access.assessment, table, numbers.saved)
    return PageTable(table, sexes, languages, [translations(access.visitor.language).gettext("Total"), "Total"])


def _start(table: Table, sent: str) -> str:
    known = [measure.id for measure in table.measures]
    return sent if sent in known else known[0]
