"""The sheet "Check" as it is written: its formulas, the values stored with them, and what they are compared with."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from exports.content import CheckSheet, Formula
from exports.gap.findings import Findings
from exports.gap.formulas import in_quotes
from exports.gap.report import gap_report
from exports.gap.workbook import draw_gap_report
from scoring.scorecard import OVERALL
from tests.exports.builders import FACTS, assess, mixed, opened, questionnaire
from tests.exports.test_figures import three

SHARED = {
    *("ABS", "AND", "COLUMNS", "COUNT", "COUNTIF", "HYPERLINK", "IF", "IFERROR", "INDEX"),
    *("MATCH", "MIN", "ROUND", "ROWS", "SUM", "SUMPRODUCT"),
}
"""Functions that Excel, LibreOffice, Gnumeric and Google Sheets calculate alike."""


@pytest.fixture(scope="module")
def check() -> Worksheet:
    """Of three values, so that every kind of formula stands there."""
    report, _ = three(mixed(), mixed(), mixed() | {"RC-01": mixed()["RC-02"]})
    return opened(draw_gap_report(report))["Check"]


def formulas_of(sheet: Worksheet) -> dict[str, str]:
    return {cell.coordinate: str(cell.value) for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}


def test_formulas_use_only_functions_that_all_programs_share(check: Worksheet) -> None:
    formulas = [re.sub('"[^"]*"', "", formula) for formula in formulas_of(check).values()]

    assert len(formulas) > 1_000
    assert {name for formula in formulas for name in re.findall(r"([A-Z.]+)\(", formula)} <= SHARED
    assert not any(re.search(r"[{}@]|_xl", formula) for formula in formulas)


def test_sums_of_products_ask_no_function_about_a_range(check: Worksheet) -> None:
    """Gnumeric would answer for one cell of the range alone."""
    sums = [
        arguments for formula in formulas_of(check).values() for arguments in re.findall(r"SUMPRODUCT(\(.*)", formula)
    ]

    assert sums
    assert [
        arguments for arguments in map(in_its_brackets, sums) if re.search(r"[A-Z]\(", re.sub('"[^"]*"', "", arguments))
    ] == []


def in_its_brackets(text: str) -> str:
    depth = 0
    for place, sign in enumerate(text):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if not depth:
            return text[:place]
    return text


def test_a_column_has_one_formula_for_all_elements_and_one_for_all_pillars(check: Worksheet) -> None:
    pillars, elements = len(questionnaire().structure.pillars), len(questionnaire().elements)
    for rows in (range(7, 7 + pillars), range(7 + pillars, 7 + pillars + elements)):
        for column in range(7, check.max_column + 1):
            said = {re.sub(rf"(?<=[A-Z]){row}\b", "#", str(check.cell(row, column).value or "")) for row in rows}
            assert len(said) == 1, said


def test_every_figure_of_every_node_is_computed_and_judged(check: Worksheet) -> None:
    rated = 1 + len(questionnaire().structure.pillars)
    nodes = rated + len(questionnaire().elements)

    assert len(formulas_of(check)) == 3 + nodes * (1 + 2 * (14 + 3 * 2)) + rated * len(
        ("Level", "Score", "Self-assessed score", "Coverage")
    )


def test_the_parameters_are_those_of_the_questionnaire(check: Worksheet) -> None:
    last = check.max_row
    said = [cell.value for cell in check[last] if cell.value is not None]

    rules = questionnaire().structure.scoring
    parameters = (rules.core_margin, rules.pillar_margin, float(rules.not_rated_above))
    assert said == [*(float(band.lowest) for band in rules.bands), *parameters, rules.unsupported_level, 2]


def test_the_verdict_and_the_titles_stay_in_view_and_on_every_page(check: Worksheet) -> None:
    assert (check.freeze_panes, check.print_title_rows) == ("C6", "$4:$5")
    assert (check.page_setup.orientation, check.page_setup.fitToWidth, check.page_setup.fitToHeight) == (
        "landscape",
        None,
        0,
    )


def test_each_verdict_has_its_colour_beside_its_word(check: Worksheet) -> None:
    rules = [(str(place.sqref), rule) for place in check.conditional_formatting for rule in place.rules]
    judging = {re.sub(r"\d", "", place) for place, said in formulas_of(check).items() if said.endswith('"Differs")')}

    assert {rule.formula[0] for _, rule in rules} == {'"Matches"', '"Differs"'}
    assert judging >= {"A", "G", "H", "AB", "AE"}
    assert {place for place, _ in rules} == {"A1", *(f"{column}6:{column}42" for column in judging - {"A"})}


def moved(figure: Fraction) -> CheckSheet:
    """A report whose stored overall score is not the one that its answers give."""
    document, card, gaps = assess(mixed())
    figures = card.overall.figures._replace(score=figure)
    stored = replace(card, overall=card.overall._replace(figures=figures))
    parts = (questionnaire(), FACTS, document.profile, document.answers, stored, gaps)
    report = gap_report(Findings(*parts, language="en", translate=str))
    return next(table for table in report.tables if isinstance(table, CheckSheet))


@pytest.mark.parametrize(("apart", "word"), [(Fraction(1, 10**10), "Matches"), (Fraction(1, 10**8), "Differs")])
def test_a_stored_figure_that_is_not_the_computed_one_is_told_without_calculating_too(
    apart: Fraction, word: str
) -> None:
    stored = assess(mixed())[1].by_id[OVERALL].figures.score
    assert stored is not None

    sheet = moved(stored + apart)

    verdicts = [column for block in sheet.blocks if block.verdicts for column in block.columns]
    results = [cell.value for column in verdicts for cell in column.values if isinstance(cell, Formula)]
    differing = results.count("Differs")
    rated = 1 + len(questionnaire().structure.pillars)
    figures = 14 * (rated + len(questionnaire().elements)) + 3 * rated
    assert (sheet.verdict.value, differing) == (word, int(word == "Differs"))
    assert sheet.counted.value == f"{figures - differing} of {figures} figures match"


def test_it_says_how_many_differ_and_leads_to_the_first() -> None:
    stored = assess(mixed())[1].by_id[OVERALL].figures.score
    assert stored is not None

    differing = moved(stored + 1).differing

    assert (differing.value, moved(stored).differing.value) == ("2 differ. Go to the first.", "No figure differs.")
    assert 'HYPERLINK("#Check!G"&(5+MATCH("Differs",$G$6:$G$42,0)' in differing.text


def test_each_line_says_what_it_is_calculated_from(check: Worksheet) -> None:
    assert [check.cell(row, 5).value for row in (6, 7, 12)] == [
        "Pillars (5)",
        "Elements (6), core answers",
        "“Answers”, rows: 3",
    ]
    assert check["F6"].value == str(assess(mixed() | {"RC-01": mixed()["RC-02"]})[1].overall.score)


def test_a_word_with_quotation_marks_stays_one_text_in_a_formula() -> None:
    assert in_quotes('He said "no"') == '"He said ""no"""'
