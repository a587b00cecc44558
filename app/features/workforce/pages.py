"""What the pages of the workforce tables show: the list of tables, and a table with its numbers, totals and checks."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import Depends
from sqlmodel import Session

from app.access.guards import AssessmentToChange, AssessmentToSee
from app.access.loaders import AssessmentAccess, NotYours
from app.assessments.lifecycle import State
from app.assessments.reads import OneAssessment
from app.assessments.report.numbers import Numbers, numbers_of, opening_numbers, sexes_shown
from app.assessments.rights import TEAM, Permission
from app.assessments.to_sign import returned_tables
from app.assessments.workforce.cells import asked_tables
from app.assessments.workforce.own_grades import own_grades_of
from app.assessments.workforce.saving import NumbersConflict
from app.features.workforce.blocks import Block
from app.features.workforce.fields import Sent, name_of, revisions_of, revisions_text, texts_of
from questionnaires.problems import Problem
from questionnaires.workforce.definition import CellId, Table, TablesWords, WorkforceTables, number_text
from questionnaires.workforce.grades import GRADES
from scoring.workforce.checks import OPENING, OPENING_WORDS, Finding
from scoring.workforce.sums import totals

ToReadTables = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.READ))]
"""Of whom some see only what was published."""
ToSeeTables = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.SEE_WORKFORCE))]
ToFillIn = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.KEEP_WORKFORCE))]


@dataclass(frozen=True)
class Line:
    """Of the list of tables: how many of its numbers are known, and how many checks speak of it."""

    table: Table
    cells: int
    known: int
    errors: int
    warnings: int


@dataclass(frozen=True)
class Told:
    """A finding in words; `cell` is where it leads to, the first of its cells in the table at hand or else anywhere."""

    kind: str
    text: str
    left: int
    right: int
    cell: CellId
    here: Collection[str]
    """The fields of this table that it speaks of."""


def tables_of(assessment: OneAssessment) -> WorkforceTables:
    """Raises NotYours where its questionnaire asks no numbers."""
    if assessment.tables is None:
        raise NotYours
    return assessment.tables


def table_of(assessment: OneAssessment, id_: str) -> Table:
    """Raises NotYours for any that is not asked of this organisation."""
    for table in asked_tables(assessment):
        if table.id == id_:
            return table
    raise NotYours


def words_of(access: AssessmentAccess) -> TablesWords:
    return tables_of(access.assessment).words(access.visitor.language)


def base_context(access: AssessmentAccess) -> dict[str, Any]:
    return {
        "access": access,
        "assessment": access.assessment,
        "words": access.assessment.words(access.visitor.language),
        "named": words_of(access),
        "home": f"/assessments/{access.assessment.id}/workforce",
        "may_fill_in": access.may(Permission.KEEP_WORKFORCE),
        "name_of": name_of,
    }


def numbers_seen(db: Session, access: AssessmentAccess) -> Numbers:
    """The team's are those saved now; whoever reviews reads what was signed, also while the team mends it."""
    numbers = numbers_of(db, access.assessment, as_signed=access.role not in TEAM)
    return replace(numbers, returned=returned_tables(db, access.assessment))


def shown_cells(table: Table, sexes: Collection[str]) -> list[CellId]:
    return [cell for cell in table.cells if not cell.sex or cell.sex in sexes]


def titles_of(table: Table, named: TablesWords) -> dict[CellId, str]:
    """What a cell is called where it stands alone."""
    return {cell: named.title_of(cell) for cell in table.cells}


def list_context(access: AssessmentAccess, numbers: Numbers) -> dict[str, Any]:
    lines = [_line(access, table, numbers) for table in asked_tables(access.assessment)]
    return base_context(access) | {
        "lines": [line for line in lines if not line.table.optional],
        "optional": [line for line in lines if line.table.optional],
        "numbers": numbers,
    }


def _line(access: AssessmentAccess, table: Table, numbers: Numbers) -> Line:
    cells = shown_cells(table, sexes_shown(access.assessment, table, numbers.saved))
    known = sum(numbers.values.get(cell) is not None for cell in cells)
    about = [finding for finding in numbers.findings if any(cell.table == table.id for cell in finding.cells)]
    errors = sum(finding.kind == "error" for finding in about)
    return Line(table, len(cells), known, errors, len(about) - errors)


def table_context(
    access: AssessmentAccess,
    table: Table,
    numbers: Numbers,
    sent: Sent | None = None,
    conflict: NumbersConflict | None = None,
    block: Block | None = None,
) -> dict[str, Any]:
    """With what was sent and is not stored still in its fields; `block` says what was pasted into them."""
    texts, newest = dict(texts_of(table, numbers.values)), revisions_of(table, numbers.saved)
    return (
        base_context(access)
        | grid_of(access, table, numbers)
        | {
            "texts": texts | (dict(sent.typed) if sent else {}),
            "revisions": newest,
            "based_on": revisions_text(table, sent.based_on) if sent and (conflict or block) else newest,
            "problems": _by_place(sent.problems if sent else ()),
            "conflict": conflict,
            "block": block,
        }
    )


def grid_of(access: AssessmentAccess, table: Table, numbers: Numbers) -> dict[str, Any]:
    """The rows and columns of a table, its totals and checks, and the table after it."""
    named, sexes = words_of(access), sexes_shown(access.assessment, table, numbers.saved)
    titles, told = titles_of(table, named), told_of(table, numbers.findings, named)
    order = [each.id for each in asked_tables(access.assessment)]
    opening = opening_numbers(access.assessment, numbers.last, table, numbers.saved)
    return {
        "table": table,
        "sexes": sexes,
        "may_fill_in": may_fill_in(access, table, numbers),
        "asked": numbers.returned.get(table.id, ""),
        "has_totals": any(measure.unit != "pay" for measure in table.measures),
        "shown_cells": shown_cells(table, sexes),
        "cell_of": lambda row, measure, sex: CellId(table.id, row, measure, sex),
        "title_of": titles.__getitem__,
        "titles": {name_of(cell): title for cell, title in titles.items()},
        "shown": lambda cell, value: number_text(value, table.measure(cell.measure).unit),
        "totals": totals(table, numbers.values),
        "told": told,
        "marked": marks_of(told),
        "following": next(iter(order[order.index(table.id) + 1 :]), None),
        "opening": opening,
        "empty_opening": [cell for cell in opening if numbers.values.get(cell) is None],
        "numbers": numbers,
    }


def own_names(db: Session, access: AssessmentAccess, table: Table) -> dict[str, Any]:
    """The administration's own grades, by the row that they belong to; where there are no such rows, nobody asks."""
    if not set(table.rows) & set(GRADES):
        return {}
    own = own_grades_of(db, access.assessment.administration_id)
    return {"own_names": {grade: [name for name, its_grade in own.items() if its_grade == grade] for grade in GRADES}}


def may_fill_in(access: AssessmentAccess, table: Table, numbers: Numbers) -> bool:
    is_closed = access.assessment.state is State.RETURNED and table.id not in numbers.returned
    return access.may(Permission.KEEP_WORKFORCE) and not is_closed


def _by_place(problems: Iterable[Problem]) -> dict[str, Problem]:
    return {problem.place: problem for problem in problems}


def told_of(table: Table, judged: Iterable[Finding], named: TablesWords) -> list[Told]:
    """Those that speak of this table."""
    return [
        Told(
            finding.kind,
            words_of_check(finding, named),
            finding.left,
            finding.right,
            here[0],
            list(map(name_of, here)),
        )
        for finding in judged
        if (here := [cell for cell in finding.cells if cell.table == table.id])
    ]


def words_of_check(finding: Finding, named: TablesWords) -> str:
    return OPENING_WORDS if finding.check == OPENING else named.checks[finding.check]


def marks_of(told: Iterable[Told]) -> dict[str, str]:
    """By field: the gravest kind of finding that speaks of it."""
    kinds = defaultdict[str, set[str]](set)
    for each in told:
        for name in each.here:
            kinds[name].add(each.kind)
    return {name: "error" if "error" in some else "warning" for name, some in kinds.items()}
