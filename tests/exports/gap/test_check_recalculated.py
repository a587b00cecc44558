"""The formulas of the sheet "Check", calculated by LibreOffice, give what `scoring` gives."""

from io import BytesIO
from random import Random

import pytest
from openpyxl import load_workbook

from exports.gap.workbook import draw
from tests.exports.builders import questionnaire
from tests.exports.gap.generated import generated
from tests.exports.gap.recalculating import recalculated

pytestmark = pytest.mark.office
HOW_MANY = 50
CHECK = 4
"""Its number among the sheets of a generated report."""
TITLES, FIRST = 4, 5
FIGURES = {
    "Score": lambda node: node.score,
    "Level by the score alone": lambda node: node.uncapped_level,
    "Level": lambda node: node.level,
    "Rated": lambda node: "Yes" if node.rated else "No",
    "Score of what is answered": lambda node: node.figures.of_answered,
    "Score within own control": lambda node: node.figures.own_control,
    "Score with evidence only": lambda node: node.figures.supported,
    "Coverage, %": lambda node: node.counts.coverage and 100 * node.counts.coverage,
    "Asked": lambda node: node.counts.asked,
    "Answered": lambda node: node.counts.answered,
    "Not known (each counts 0*)": lambda node: node.counts.unknown,
    "Not applicable": lambda node: node.counts.not_applicable,
    "Decided outside": lambda node: node.counts.outside_control,
    "Without evidence": lambda node: node.counts.unsupported,
}
CHANGES = {"Level": 0, "State": "Not known", "Self": 0, "Validated": "Not applicable", "Evidence": None}
"""Columns of the answers, and what somebody writes over what stood there."""


@pytest.fixture(scope="module")
def assessments():
    random = Random(2026)
    return [generated(random) for _ in range(HOW_MANY)]


@pytest.fixture(scope="module")
def sheets(assessments, tmp_path_factory):
    """As they are, and behind them the same report with one cell changed in each way."""
    drawn = [draw(one.report) for one in assessments]
    source = next(data for data, one in zip(drawn, assessments, strict=True) if len(one.cards) == 3)
    changed = [with_one_cell_changed(source, title, value) for title, value in CHANGES.items()]
    return recalculated(tmp_path_factory.mktemp("check"), [*drawn, *changed], sheet=CHECK)


def with_one_cell_changed(data, title, value):
    """The first answer at level 3 or 4 that has evidence."""
    book = load_workbook(BytesIO(data))
    answers = book["Answers"]
    at = {cell.value: cell.column for cell in answers[1]}
    row = next(
        row
        for row in range(2, answers.max_row)
        if {answers.cell(row, at[name]).value for name in ("Level", "Self", "Validated")} <= {3, 4}
        and answers.cell(row, at["Evidence"]).value
    )
    answers.cell(row, at[title]).value = value
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def figures_in(sheet):
    """(id, title) -> what the formula gives, the first column of that title; the verdicts come behind."""
    found = {}
    for row in sheet[FIRST : FIRST + 1 + len(questionnaire().structure.pillars) + len(questionnaire().elements)]:
        for title, value in reversed([*zip(sheet[TITLES], row, strict=True)]):
            found[row[0], title] = value
    return found


def expected_of(one):
    reported = list(one.cards.values())[-1]
    found = {(id_, title): of(node) for id_, node in reported.by_id.items() for title, of in FIGURES.items()}
    for kind, card in one.cards.items() if len(one.cards) > 1 else ():
        for id_, node in card.by_id.items():
            found |= {(id_, f"{title}, {kind.title()}"): FIGURES[title](node) for title in ("Score", "Level")}
    return found


def is_same(told, figure):
    if figure is None or isinstance(figure, str):
        return told == (figure or "")
    return told != "" and float(told) == pytest.approx(float(figure), abs=1e-9)


def test_every_figure_is_that_of_the_scoring(assessments, sheets):
    compared = 0
    for one, sheet in zip(assessments, sheets, strict=False):
        told, expected = figures_in(sheet), expected_of(one)
        assert {key: told[key] for key in expected if not is_same(told[key], expected[key])} == {}
        compared += len(expected)
    assert compared > HOW_MANY * 518


def test_every_figure_is_found_equal_to_the_stored_one(assessments, sheets):
    for sheet in sheets[:HOW_MANY]:
        count = sheet[1][0].split()[0]
        assert (sheet[0][0], sheet[1][0]) == ("Equal", f"{count} of {count} figures are equal")
        assert not any("Differs" in row for row in sheet)


def test_the_generated_assessments_are_of_every_kind(assessments):
    nodes = [node for one in assessments for card in one.cards.values() for node in card.by_id.values()]
    pillars = [node for node in nodes if node.id.startswith("P")]

    assert {node.level for node in pillars} == {None, 0, 1, 2, 3, 4}
    assert {node.is_capped for node in nodes} == {node.rated for node in pillars} == {True, False}
    assert all(any(node.counts[at] for node in nodes) for at in range(6))
    assert {len(one.cards) for one in assessments} == {1, 2, 3}
    by_condition = [one.id for one in questionnaire().structure.indicators if one.is_scored and one.condition.clauses]
    asked = [[card.results[id_].asked for id_ in by_condition] for one in assessments for card in one.cards.values()]
    assert {answer for answers in asked for answer in answers} == {True, False}


@pytest.mark.parametrize("at", range(len(CHANGES)), ids=CHANGES)
def test_a_cell_that_somebody_changed_turns_the_check_red(sheets, at):
    sheet = sheets[HOW_MANY + at]

    assert sheet[0][0] == "Differs"
    assert sum(row.count("Differs") for row in sheet[FIRST:]) >= 2
