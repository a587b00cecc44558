"""The first sheet: what the head of the administration reads."""

from dataclasses import replace
from typing import Any

import pytest
from openpyxl import Workbook

from exports.gap.facts import Beside, Facts, Proof
from exports.gap.findings import Findings
from exports.gap.report import gap_report
from exports.gap.workbook import draw_gap_report
from scoring.scorecard import as_document
from tests.exports.builders import FACTS, MIXED, a_report, all_at, assess, charts_of, level, mixed, questionnaire

LEADERS = "Promote women's leadership"
STAYS = f"{LEADERS} stays at level 2 (its score alone would give level 3) because "


def lines_of(answers: dict[str, dict[str, Any]], section: int) -> list[str]:
    return [line.text for line in a_report(answers).summary.sections[section].lines]


def test_it_says_which_answer_holds_a_pillar_back() -> None:
    held_back = lines_of(all_at(3) | {"LD-09": MIXED["LD-09"]}, 0)

    assert held_back == [STAYS + "LD-09 is at level 1: Do women take part in leadership development programmes?"]


def test_it_says_so_when_the_answer_is_not_known() -> None:
    held_back = lines_of(all_at(4) | {"LD-09": {"state": "unknown"}}, 0)

    assert "because LD-09 is at level 0*: " in held_back[1]
    assert held_back[1].endswith("(Unknown)")


def test_it_names_all_answers_that_hold_a_pillar_back_together() -> None:
    held_back = lines_of(all_at(4) | {"LD-01": level(1), "LD-09": level(1)}, 0)

    assert held_back[1].endswith(" because core questions are at level 1: LD-01, LD-09")


def test_it_names_the_pillar_that_holds_the_whole_back() -> None:
    held_back = lines_of(all_at(4) | {"LD-09": level(0)}, 0)

    assert held_back[0].startswith("Overall stays at level 2 (its score alone would give level 4) because ")
    assert held_back[0].endswith(f"the lowest pillar is at level 1: {LEADERS}")


def test_with_nothing_held_back_it_says_so() -> None:
    assert lines_of(all_at(3), 0) == ["Nothing. Every level follows from its score."]


def test_a_pillar_with_too_much_not_applicable_is_explained() -> None:
    answers = {
        id_: {"state": "not_applicable", "reason_code": "NA1"} for id_ in ("LD-02", "LD-06", "LD-07", "LD-08", "LD-10")
    }

    assert lines_of(all_at(3) | answers, 0) == [
        "Overall is not rated, because a pillar is not rated.",
        f"{LEADERS} is not rated: more than 40 % of its questions are marked not applicable.",
    ]


def test_a_pillar_without_any_question_that_applies_is_explained() -> None:
    answers = {id_: {"state": "not_applicable", "reason_code": "NA1"} for id_ in all_at(3) if id_.startswith("LD")}

    assert lines_of(all_at(3) | answers, 0)[1] == f"{LEADERS} is not rated: none of its questions applies."


def test_it_gives_the_first_five_steps_with_what_the_next_level_says() -> None:
    steps = a_report(all_at(2) | {"LD-09": level(0)}).summary.sections[1].lines

    assert [step.figure for step in steps] == ["LD-09", "EQ-32", "EQ-33", "EQ-37", "RC-01"]
    assert "\nTo reach level 2: " in steps[0].text


def concluding(
    answers: dict[str, dict[str, Any]], last: dict[str, dict[str, Any]] | None = None, facts: Facts = FACTS
) -> str:
    document, scorecard, gaps = assess(answers)
    beside = Beside({}, {}, frozenset(), assess(last)[1] if last else None, last_name="2025")
    parts = (questionnaire(), facts, document.profile, document.answers, scorecard, gaps)
    return gap_report(Findings(*parts, language="en", translate=str, beside=beside)).summary.conclusion


def test_it_concludes_with_level_score_change_and_what_holds_back() -> None:
    assert concluding(all_at(3)) == "Level 3, Applied, 73.0 of 100."
    assert concluding(all_at(3), all_at(3)) == "Level 3, Applied, 73.0 of 100: the same as in 2025."
    assert concluding(all_at(3), all_at(2)) == "Level 3, Applied, 73.0 of 100: 23.0 more than in 2025."
    assert concluding(all_at(2), all_at(3)) == "Level 2, Formalised, 50.0 of 100: 23.0 less than in 2025."
    assert concluding(all_at(4) | {"LD-09": level(0)}).endswith(f"The overall level is held back by P3 {LEADERS}.")


def test_what_is_unfinished_is_no_conclusion() -> None:
    assert concluding({}) == "No question is answered yet, so there is no level."
    assert concluding({"RC-01": level(2)}) == "Provisional: 1 of 93 questions answered. The others score 0."


def test_it_says_who_signed_or_that_nobody_may_quote_it() -> None:
    proof = Proof("Hugo Hale, Head", "2026-11-20", "a" * 64, "b" * 64)

    assert a_report({}).summary.signed == "Not signed: do not quote."
    assert a_report({}, facts=replace(FACTS, kind="validated", proof=proof)).summary.signed == (
        "Signed by Hugo Hale, Head, on 2026-11-20."
    )


def test_it_counts_the_same_answers_in_other_ways() -> None:
    overall = as_document(assess(mixed())[1])["overall"]

    figures = [line.figure for line in a_report(mixed()).summary.otherwise.lines]

    assert figures == [overall["of_answered"], overall["own_control"], overall["supported"]]


def test_a_figure_that_nothing_enters_is_a_dash() -> None:
    assert a_report({}).summary.otherwise.lines[0].figure == "—"


def test_it_counts_the_questions() -> None:
    counts = a_report(mixed()).summary.counts.lines

    assert [(line.figure, line.text) for line in counts] == [
        (93, "asked"),
        (90, "answered"),
        (1, "unknown"),
        (1, "not applicable"),
        (1, "decided outside"),
        (1, "without evidence"),
    ]


@pytest.mark.parametrize("said", ["In progress", "2026-11-21", "Questionnaire 2026.1"])
def test_it_says_the_state_the_date_and_the_version(said: str) -> None:
    assert said in a_report({}).summary.about


def test_the_short_form_is_marked() -> None:
    assert "Short form" in a_report({}, facts=Facts("A", "2026", "Signed", "2026-11-21", form="short")).summary.about


def test_it_is_labelled_as_not_reviewed(mixed_book: Workbook) -> None:
    texts = {cell.value for row in mixed_book["Summary"].iter_rows() for cell in row}

    assert {"Self-assessment, not signed", "Customs of Aurelia"} <= texts


def test_its_charts_are_drawn_from_cells_of_the_page(mixed_book: Workbook) -> None:
    bars, radar = charts_of(mixed_book["Summary"])
    bands, marks = (chart.series for chart in bars._charts)

    assert [series.val.numRef.f for series in radar.series] == ["Summary!$J$12:$J$16"]
    assert [series.val.numRef.f for series in bands] == [f"Summary!${column}$12:${column}$16" for column in "NOPQR"]
    assert [series.val.numRef.f for series in marks] == ["Summary!$J$12:$J$16", "Summary!$K$12:$K$16"]
    assert (radar.series[0].cat.strRef.f, marks[0].cat.strRef.f) == ("Summary!$A$12:$A$16", "Summary!$B$12:$B$16")
    assert (mixed_book["Summary"]["A12"].value, mixed_book["Summary"]["B12"].value) == ("P1", "Recognise and commit")


def test_the_bands_behind_the_bars_are_those_of_the_version(mixed_book: Workbook) -> None:
    summary = mixed_book["Summary"]

    assert [summary.cell(11, column).value for column in range(14, 19)] == [
        "0 Absent",
        "1 Initial",
        "2 Formalised",
        "3 Applied",
        "4 Sustained",
    ]
    assert [summary.cell(12, column).value for column in range(14, 19)] == [12.5, 25, 25, 25, 12.5]


def test_before_any_data_the_report_names_no_date() -> None:
    report = a_report({}, facts=Facts("Arden", "2026", "Not opened", ""))

    assert "Data of" not in report.summary.about
    assert draw_gap_report(report).startswith(b"PK")
