"""The formulas of the sheet "Check", calculated by LibreOffice, give what `scoring` gives."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from io import BytesIO
from random import Random

import pytest
from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from exports.gap.check_layout import NAMING
from exports.gap.workbook import draw_gap_report
from questionnaires.catalogue import HOME, load
from scoring.scorecard import OVERALL, Node
from tests.conftest import SECOND_VERSIONS
from tests.exports.builders import opened, questionnaire, titles_of
from tests.exports.gap.generated import Generated, generated
from tests.exports.gap.recalculating import recalculated
from tests.exports.mirrored import LANGUAGE, mirrored, mirrored_questionnaire
from tests.sampling import chance

pytestmark = pytest.mark.office
Figure = Fraction | int | str | None
Change = tuple[Cell | MergedCell, float | str | None]
HOW_MANY, HOW_MANY_SMALL = 50, 10
IN_SAMPLE = 4
"""Workbooks are recalculated; all of them by `make test-long`."""
CHECK = 6
"""Its number among the sheets."""
TITLES, FIRST = 4, 5
FIGURES: dict[str, Callable[[Node], Figure]] = {
    "Score": lambda node: node.score,
    "Level from score alone": lambda node: node.uncapped_level,
    "Level": lambda node: node.level,
    "Rated": lambda node: "Yes" if node.rated else "No",
    "Score of answered questions": lambda node: node.figures.of_answered,
    "Score within own control": lambda node: node.figures.own_control,
    "Score with evidence only": lambda node: node.figures.supported,
    "Coverage, %": lambda node: node.counts.coverage and 100 * node.counts.coverage,
    "Asked": lambda node: node.counts.asked,
    "Answered": lambda node: node.counts.answered,
    "Unknown (each scores 0*)": lambda node: node.counts.unknown,
    "Not applicable": lambda node: node.counts.not_applicable,
    "Decided outside": lambda node: node.counts.outside_control,
    "Without evidence": lambda node: node.counts.unsupported,
}
CHANGES: dict[str, int | str | None] = {
    "Level": 0,
    "State": "Unknown",
    "Self-assessed": 0,
    "Signed": "Not applicable",
    "Evidence": None,
}
"""Columns of the answers, and what somebody writes over what stood there."""
Place = tuple[str, int, str | None, int]
FORGED: list[Place] = [
    *(
        ("Pillars and elements", 2, title, 3)
        for title in ("Score", "Level", "Coverage, %", "Self-assessed score", "Score of answered questions")
    ),
    *(("Summary", 11, title, 12) for title in ("Level", "Reviewed score", "Answered, %")),
    ("Summary", 6, None, 6),
]
"""Figures that people read, each with a verdict of its own: the sheet, the row of the titles, the title, its row."""
NAMES = {"self": "Self-assessed", "validated": "Signed", "moderated": "Reviewed"}
FORGED_ALONE: Place = ("Pillars and elements", 2, "Score, unrounded", 3)
"""It shares its verdict with the score, which is rounded."""


@pytest.fixture(scope="module")
def everything() -> list[Generated]:
    """The last ones of a small version with other weights, bands, margins and limits."""
    random, small = Random(2026), load(HOME, SECOND_VERSIONS)["2099.1"]
    return [generated(random, version) for version in [*[questionnaire()] * HOW_MANY, *[small] * HOW_MANY_SMALL]]


@pytest.fixture(scope="module")
def assessments(everything: list[Generated], pytestconfig: pytest.Config) -> list[Generated]:
    """Those whose workbooks are recalculated."""
    return everything if pytestconfig.option.long else chance(__name__).sample(everything, IN_SAMPLE)


@pytest.fixture(scope="module")
def told(
    everything: list[Generated],
    assessments: list[Generated],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, list[list[str]]]:
    """The sheet of each by its number; the same report with one cell changed in each way, and one in x-rtl."""
    drawn = {str(number): draw_gap_report(assessment.report) for number, assessment in enumerate(assessments)}
    book = opened(draw_gap_report(next(assessment for assessment in everything if len(assessment.cards) == 3).report))
    drawn |= {title: with_one_answer_changed(book, title, value) for title, value in CHANGES.items()}
    drawn |= {"forged": forged(book, FORGED), "forged alone": forged(book, [FORGED_ALONE])}
    drawn["x-rtl"] = draw_gap_report(generated(Random(7), mirrored_questionnaire(), LANGUAGE, mirrored).report)
    sheets = recalculated(tmp_path_factory.mktemp("check"), [*drawn.values()], sheet=CHECK)
    return dict(zip(drawn, sheets, strict=True))


@pytest.fixture(scope="module")
def sheets(assessments: list[Generated], told: dict[str, list[list[str]]]) -> list[list[list[str]]]:
    return [told[str(number)] for number in range(len(assessments))]


def forged(book: Workbook, places: Sequence[Place]) -> bytes:
    return saved_with(book, [forgery(book[name], titles, title, row) for name, titles, title, row in places])


def forgery(sheet: Worksheet, titles: int, title: str | None, row: int) -> Change:
    """The last cell of the title in the row says another number; without a title, the last number there."""
    columns = [cell.column for cell in sheet[row] if isinstance(cell.value, int | float)]
    if title:
        columns = [cell.column for cell in sheet[titles] if cell.value == title]
    cell = sheet.cell(row, columns[-1])
    return cell, (cell.value if isinstance(cell.value, int | float) else 0) + 0.3


def with_one_answer_changed(book: Workbook, title: str, value: int | str | None) -> bytes:
    """The first answer at level 3 or 4 that has evidence."""
    answers = book["Answers"]
    at = {str(cell.value): number for number, cell in enumerate(titles_of(answers), 1)}
    row = next(
        row
        for row in range(3, answers.max_row)
        if {answers.cell(row, at[name]).value for name in ("Level", "Self-assessed", "Signed")} <= {3, 4}
        and answers.cell(row, at["Evidence"]).value
    )
    return saved_with(book, [(answers.cell(row, at[title]), value)])


def saved_with(book: Workbook, changes: Sequence[Change]) -> bytes:
    """The workbook with these values in the cells, which get back what they held."""
    saved, before = BytesIO(), [cell.value for cell, _ in changes]
    for cell, value in changes:
        cell.value = value
    book.save(saved)
    for (cell, _), held in zip(changes, before, strict=True):
        cell.value = held
    return saved.getvalue()


def figures_in(sheet: list[list[str]], nodes: int) -> dict[tuple[str, str], str]:
    """(id, title) -> what the formula gives, the last column of that title; the verdicts come before."""
    figures = {}
    for row in sheet[FIRST : FIRST + nodes]:
        for title, value in zip(sheet[TITLES], row, strict=True):
            figures[OVERALL if row[0] == "Overall" else row[0], title] = value
    return figures


def expected_of(assessment: Generated) -> dict[tuple[str, str], Figure]:
    reported = list(assessment.cards.values())[-1]
    figures = {(id_, title): of(node) for id_, node in reported.by_id.items() for title, of in FIGURES.items()}
    if len(assessment.cards) == 1:  # not signed: what nobody began has no level
        unbegun = [node.id for node in reported.by_id.values() if not sum(node.counts[1:4])]
        figures |= {(id_, title): None for id_ in unbegun for title in ("Level", "Level from score alone")}
    for kind, card in assessment.cards.items() if len(assessment.cards) > 1 else ():
        for id_, node in card.by_id.items():
            figures |= {(id_, f"{NAMES[kind]} {title.lower()}"): FIGURES[title](node) for title in ("Score", "Level")}
    return figures


def is_same(told: str, figure: Figure) -> bool:
    if figure is None or isinstance(figure, str):
        return told == (figure or "")
    return told != "" and float(told) == pytest.approx(float(figure), abs=1e-9)


@pytest.mark.long(keep=1)
def test_every_figure_is_that_of_the_scoring(assessments: list[Generated], sheets: list[list[list[str]]]) -> None:
    compared = 0
    for assessment, sheet in zip(assessments, sheets, strict=True):
        expected = expected_of(assessment)
        told = figures_in(sheet, len(assessment.cards["self"].by_id))
        assert {key: told[key] for key in expected if not is_same(told[key], expected[key])} == {}
        compared += len(expected)
    assert compared >= sum(len(card.by_id) for case in assessments for card in case.cards.values()) * 2


@pytest.mark.long(keep=1)
def test_every_figure_is_found_equal_to_the_stored_one(sheets: list[list[list[str]]]) -> None:
    assert sheets
    for sheet in sheets:
        count = sheet[1][0].split()[0]
        assert (sheet[0][0], sheet[1][0]) == ("Matches", f"{count} of {count} figures match")
        assert not any("Differs" in row for row in sheet)


def test_the_generated_assessments_are_of_every_kind(everything: list[Generated]) -> None:
    nodes = [node for assessment in everything for card in assessment.cards.values() for node in card.by_id.values()]
    pillars = [node for node in nodes if node.id.startswith("P")]

    assert {node.level for node in pillars} == {None, 0, 1, 2, 3, 4}
    assert {node.is_capped for node in nodes} == {node.rated for node in pillars} == {True, False}
    assert all(any(node.counts[at] for node in nodes) for at in range(6))
    assert {len(assessment.cards) for assessment in everything} == {1, 2, 3}
    by_condition = [
        indicator.id
        for indicator in questionnaire().structure.indicators
        if indicator.is_scored and indicator.condition.clauses
    ]
    cards = [card for assessment in everything[:HOW_MANY] for card in assessment.cards.values()]
    asked = [[card.results[id_].asked for id_ in by_condition] for card in cards]
    assert {answer for answers in asked for answer in answers} == {True, False}


def verdicts_in(sheet: list[list[str]], word: str) -> int:
    """On figures, beside those on whole rows."""
    return sum(row[NAMING:].count(word) for row in sheet[FIRST:])


@pytest.mark.parametrize("title", CHANGES)
def test_a_cell_that_somebody_changed_turns_the_check_red(told: dict[str, list[list[str]]], title: str) -> None:
    sheet = told[title]

    assert sheet[0][0] == "Differs"
    assert verdicts_in(sheet, "Differs") >= 2


def test_each_figure_that_people_read_and_somebody_forged_differs_and_counts(told: dict[str, list[list[str]]]) -> None:
    sheet = told["forged"]

    equal, _, total, *_ = sheet[1][0].split()
    assert sheet[0][0] == "Differs"
    assert verdicts_in(sheet, "Differs") == int(total) - int(equal) == len(FORGED)
    assert sheet[3][2] == f"{len(FORGED)} differ. Go to the first."


def test_a_single_one_turns_the_check_red(told: dict[str, list[list[str]]]) -> None:
    sheet = told["forged alone"]

    assert sheet[0][0] == "Differs"
    assert verdicts_in(sheet, "Differs") == 1


def test_in_a_language_that_is_read_from_the_right_it_says_the_same(told: dict[str, list[list[str]]]) -> None:
    sheet = told["x-rtl"]

    assert sheet[0][0] == mirrored("Matches")
    assert not any(mirrored("Differs") in row for row in sheet[FIRST:])
