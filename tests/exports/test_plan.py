"""The sheets "Gaps" and "Action plan": the order, the next step, and what is left to fill in."""

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter, range_boundaries

from exports.gap.workbook import draw_gap_report
from tests.exports.builders import (
    Row,
    a_report,
    all_at,
    assess,
    level,
    mixed,
    opened,
    questionnaire,
    rows_of,
    said_in,
    titles_of,
)

ON_PAPER = "No.|Indicator|Gap found|Level now|Target level|Objective|Action|Responsible unit|Start|Due date|Status"
BEHIND = (
    "Pillar|Element|Result indicator|Baseline|Target value|Partners|Resources and budget|Source of funds|"
    "Support requested|Learning resource|Progress note|Evidence|Last update"
)


@pytest.fixture
def plan(mixed_book: Workbook) -> dict[str, Row]:
    return {row["Indicator"]: row for row in rows_of(mixed_book["Action plan"])}


@pytest.mark.parametrize("sheet", ["Gaps", "Action plan"])
def test_gaps_stand_in_the_order_of_the_scoring(mixed_book: Workbook, sheet: str) -> None:
    _, _, gaps = assess(mixed(), {"profile.land_border": "no", "profile.aeo_programme": "no"})

    shown = [(row["No."], row["Indicator"]) for row in rows_of(mixed_book[sheet])]

    assert shown == [(number, gap.indicator.id) for number, gap in enumerate(gaps, 1)]


def test_each_gap_says_why_it_stands_where_it_stands() -> None:
    answers = all_at(3) | {"LD-09": level(1), "EQ-32": level(2), "RC-03": level(1), "RC-05": level(0)}

    rows = said_in(a_report(answers).tables[2])

    assert [(row["Indicator"], row["Why it ranks here"]) for row in rows[:4]] == [
        ("LD-09", "Holds back the level of its pillar"),
        ("EQ-32", "Staff safety comes first"),
        ("RC-05", "By priority"),
        ("RC-03", "An adopted text is enough for level 2"),
    ]


def test_a_gap_gives_the_next_level_the_advice_and_the_titles_of_resources(mixed_book: Workbook) -> None:
    row = rows_of(mixed_book["Gaps"])[0]
    words = questionnaire().words("en")

    assert row["Indicator"] == "LD-09"
    assert row["Next step: what the next level says"] == words.indicators["LD-09"].levels[2]
    assert row["Advice"] == words.indicators["LD-09"].advice
    assert f"CLIKC-LMD: {words.resources['CLIKC-LMD'].title}" in row["Learning resources"].split("\n")


def test_the_plan_has_the_agreed_columns(mixed_book: Workbook) -> None:
    """What people fill in by hand is on the printed page."""
    plan = mixed_book["Action plan"]

    assert "|".join(str(cell.value) for cell in titles_of(plan)) == f"{ON_PAPER}|{BEHIND}"
    assert ON_PAPER.endswith(str(plan.cell(5, range_boundaries(plan.print_area.rpartition("!")[2])[2] or 0).value))


def test_the_plan_is_prefilled_from_the_gap(plan: dict[str, Row]) -> None:
    words = questionnaire().words("en").indicators["LD-09"]
    level_4 = f"{words.levels[4]}\nLevel 3: {words.levels[3]}"

    assert plan["LD-09"]["Gap found"] == f"{words.question}\n{words.levels[1]}"
    assert plan["LD-09"]["Objective"] == f"Reach level 4: {level_4}"
    assert (plan["LD-09"]["Action"], plan["LD-09"]["Result indicator"]) == (words.advice, words.evidence)
    assert plan["LD-09"]["Status"] == "Not started"


def test_the_plan_names_the_authority_that_decides_as_partner(plan: dict[str, Row]) -> None:
    assert plan["EQ-05"]["Partners"] == "Civil Service Commission"


def test_without_an_answer_the_state_is_the_gap(plan: dict[str, Row]) -> None:
    assert plan["RC-03"]["Gap found"].endswith("\nUnknown")
    assert plan["RC-03"]["Level now"] == "0*"


def test_the_objective_of_a_yes_question_is_the_next_answer_that_reaches_the_target() -> None:
    [plan] = said_in(a_report(all_at(3) | {"RC-07": level("no", target=3)}).tables[3])

    assert plan["Objective"] == questionnaire().words("en").indicators["RC-07"].levels[2]


def test_status_target_and_support_are_offered_in_drop_downs(mixed_book: Workbook) -> None:
    rules = {str(rule.sqref)[0]: rule for rule in mixed_book["Action plan"].data_validations.dataValidation}

    assert rules["K"].formula1 == '"Not started,Under way,Done,Late,Dropped"'
    assert rules["E"].formula1 == '"0,1,2,3,4"'
    assert rules["T"].formula1 == '"WCO,ROCB,Peer administration,Donor"'
    assert [rules[column].type for column in "IJX"] == ["date", "date", "date"]


def test_only_what_is_to_be_filled_in_is_unlocked(mixed_book: Workbook) -> None:
    unlocked = {
        get_column_letter(at) for at, cell in enumerate(mixed_book["Action plan"][6], 1) if not cell.protection.locked
    }

    assert unlocked == set("EFGHIJKNOPQRSTUVWX")


def test_without_gaps_the_sheets_say_so() -> None:
    book = opened(draw_gap_report(a_report(all_at(4))))

    assert rows_of(book["Gaps"]) == rows_of(book["Action plan"]) == []
    assert book["Gaps"]["C4"].value == "No question is below its target."
