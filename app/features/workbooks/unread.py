"""What was handed out in workbooks and did not come back, and what stands in them without being read. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.features.workbooks.merging import Merged, NamedWorkbook
from app.features.workbooks.refused_rows import left_out_of
from app.web.left_out import LeftOut
from exports.answer_workbook.layout import ID
from exports.answer_workbook.refusals import IN_ANOTHER_FILE
from questionnaires.definition import Questionnaire
from questionnaires.problems import Problem


def telling(merged: Merged, questionnaire: Questionnaire, workbooks: Sequence[NamedWorkbook]) -> Merged:
    """With what is missing from each file; what another file of the same assessment brings is no loss."""
    unread, gone = list[LeftOut](), set[str]()
    for named in workbooks:
        missing = _missing_from(named, questionnaire)
        elsewhere = missing & {id_ for other in workbooks if _is_like(other, named) for id_ in _read_of(other)}
        gone |= missing - elsewhere
        unread += _told(named, missing, elsewhere)
        unread += [left_out_of(named.file, cell) for cell in named.workbook.unread]
    return replace(merged, unread=tuple(unread), gone=tuple(id_ for id_ in questionnaire.indicators if id_ in gone))


def _missing_from(named: NamedWorkbook, questionnaire: Questionnaire) -> set[str]:
    """What another version asks is missed by nobody here."""
    return {id_ for gap in named.workbook.missing for id_ in gap.questions if id_ in questionnaire.indicators}


def _is_like(other: NamedWorkbook, named: NamedWorkbook) -> bool:
    other_header, header = other.workbook.header, named.workbook.header
    return (other_header.assessment, other_header.questionnaire) == (header.assessment, header.questionnaire)


def _read_of(named: NamedWorkbook) -> set[str]:
    return {row.indicator for row in named.workbook.rows}


def _told(named: NamedWorkbook, missing: set[str], elsewhere: set[str]) -> Iterator[LeftOut]:
    for gap in named.workbook.missing:
        ids = [id_ for id_ in gap.questions if id_ in missing - elsewhere]
        if ids:
            yield _line(named.file, gap.sheet, ids, gap.sentence)
    if elsewhere:
        yield _line(named.file, "", sorted(elsewhere), IN_ANOTHER_FILE)


def _line(file: str, sheet: str, ids: Sequence[str], sentence: str) -> LeftOut:
    return LeftOut(file, sheet, "", ", ".join(ids), "", Problem(ID, sentence, {"count": len(ids)}))
