"""What the pattern of a publication hides and merges in the workforce tables, and what `shown` makes of it."""

import json
import subprocess
import sys
from random import Random

import pytest

from questionnaires.catalogue import Catalogue
from questionnaires.workforce.definition import CellId, Tables
from scoring.protection.figures import Values, figures_of
from scoring.protection.pattern import HIDDEN, Pattern, may_show, read_pattern, shown
from scoring.protection.protect import Earlier, protect
from tests.scoring.protection.installations import GRADES, STAFF, administration

VERSION = "2027.1"
WOMEN = (12, 20, 15, 18, 40, 60, 22)
MEN = (20, 31, 25, 40, 50, 90, 33)


@pytest.fixture(scope="module")
def tables(catalogue: Catalogue) -> Tables:
    return catalogue.workforce[VERSION].structure


def by_grade(women: tuple[int | None, ...], men: tuple[int | None, ...], others: int = 0) -> dict[CellId, int | None]:
    """Staff by grade; all of the third sex stand in grade 6."""
    values: dict[CellId, int | None] = {}
    for grade, woman, man in zip(GRADES, women, men, strict=True):
        values[CellId("WT1a", grade, "staff", "W")] = woman
        values[CellId("WT1a", grade, "staff", "M")] = man
        values[CellId("WT1a", grade, "staff", "X")] = others if grade == "G6" else 0
    return values


def hidden_keys(tables: Tables, values: Values, pattern: Pattern) -> set[str]:
    return {key for key, value in shown(tables, pattern, values, {}).items() if value is HIDDEN}


def test_without_small_numbers_everything_is_shown(tables: Tables) -> None:
    values = by_grade(WOMEN, MEN)

    pattern = protect(tables, values, {STAFF: 476})

    assert pattern == Pattern()
    assert shown(tables, pattern, values, {STAFF: 476})["WT1a/total/staff.total"] == 476


def test_a_top_grade_with_three_women_is_merged_with_the_next_and_no_number_is_missing(tables: Tables) -> None:
    values = by_grade((3, *WOMEN[1:]), MEN)

    pattern = protect(tables, values, {STAFF: 467})
    visible = shown(tables, pattern, values, {STAFF: 467})

    assert pattern.merged == (("G1", "G2"),)
    assert (visible["WT1a/G1+G2/staff.W"], visible["WT1a/G1+G2/staff.total"]) == (23, 74)
    assert visible["WT1a/G1/staff.W"] is visible["WT1a/G2/staff.M"] is visible["WT1a/G1/staff.total"] is HIDDEN
    assert visible["WT1a/total/staff.W"] == 178
    assert all(key.split("/")[1] in ("G1", "G2") for key in pattern.hidden)


def test_the_same_grades_are_merged_in_the_table_of_pay(tables: Tables) -> None:
    values = by_grade((8, *WOMEN[1:]), MEN) | pay((8, *WOMEN[1:]), MEN)

    pattern = protect(tables, values, {STAFF: 472})
    visible = shown(tables, pattern, values, {STAFF: 472})

    assert pattern.merged == (("G1", "G2"),)
    assert visible["WT4a/G1+G2/paid.W"] == 28
    assert visible["WT4a/G1+G2/mean_pay.W"] == 2543, "(8 x 2400 + 20 x 2600) / 28, half up"
    assert visible["WT4a/G1+G2/median_pay.W"] is visible["WT4a/G1/mean_pay.W"] is HIDDEN


def test_no_woman_at_the_top_is_shown_as_zero(tables: Tables) -> None:
    values = by_grade((0, *WOMEN[1:]), MEN)

    pattern = protect(tables, values, {STAFF: 464})

    assert shown(tables, pattern, values, {})["WT1a/G1/staff.W"] == 0
    assert pattern == Pattern()


def test_one_person_of_the_third_sex_is_hidden_with_men_rather_than_women(tables: Tables) -> None:
    """Staff is public: 1 = staff - women - men, so one of the two sums cannot be shown."""
    values = by_grade(WOMEN, MEN, others=1)

    pattern = protect(tables, values, {STAFF: 477})

    assert {"WT1a/G6/staff.X", "WT1a/total/staff.X", "WT1a/total/staff.M"} <= pattern.hidden
    assert not any(key.endswith("staff.W") for key in pattern.hidden)


def test_what_is_not_known_is_no_secret_and_takes_its_equations_with_it(tables: Tables) -> None:
    values = by_grade((None, 3, *WOMEN[2:]), MEN)

    pattern = protect(tables, values, {STAFF: 400})
    visible = shown(tables, pattern, values, {STAFF: 400})

    assert visible["WT1a/G1/staff.W"] is visible["WT1a/total/staff.W"] is visible["WT1a/G1/staff.total"] is None
    assert visible["WT1a/G2/staff.W"] is HIDDEN
    assert visible["WT1b/F1/staff.W"] is None


def pay(women: tuple[int, ...], men: tuple[int, ...]) -> dict[CellId, int | None]:
    """Women earn 24.00 in grade 1 and 2.00 more in each grade below; men 1.00 more than women."""
    values: dict[CellId, int | None] = {}
    for place, grade in enumerate(GRADES):
        for sex, heads, more in (("W", women[place], 0), ("M", men[place], 100)):
            values[CellId("WT4a", grade, "paid", sex)] = heads
            for measure in ("mean_pay", "median_pay", "extra_pay"):
                values[CellId("WT4a", grade, measure, sex)] = 2400 + 200 * place + more if heads else None
    return values


def test_pay_of_fewer_than_ten_is_hidden_and_so_is_that_of_a_second_grade(tables: Tables) -> None:
    """The overall mean, with the means and numbers of all other grades, would give it away."""
    women = (0, 0, 0, 0, 0, 9, 40)
    values = by_grade(women, MEN) | pay(women, MEN)

    pattern = protect(tables, values, {STAFF: 338})

    means = {key for key in pattern.hidden if "/mean_pay.W" in key}
    assert {"WT4a/G6/paid.W", "WT4a/G6/mean_pay.W", "WT4a/G6/median_pay.W"} <= pattern.hidden
    assert means >= {"WT4a/G6/mean_pay.W"}
    assert means & {"WT4a/G7/mean_pay.W", "WT4a/total/mean_pay.W"}


def test_complaints_under_ten_are_hidden_and_none_at_all_is_too(tables: Tables) -> None:
    values: dict[CellId, int | None] = {
        CellId("WT7a", row, "reports", sex): number
        for row, numbers in {"harassment": (14, 0, 0), "discrimination": (9, 12, 0)}.items()
        for sex, number in zip("WMX", numbers, strict=True)
    }

    hidden = hidden_keys(tables, values, protect(tables, values, {}))

    assert {f"WT7a/harassment/reports.{sex}" for sex in "MX"} <= hidden
    assert "WT7a/discrimination/reports.W" in hidden


def test_cases_left_open_are_hidden_a_year_before_a_table_shows_them(tables: Tables) -> None:
    """30 open or received less 27 closed is next year's 3 at the start."""
    numbers = {"open": 12, "received": 18, "closed": 27, "in_time": 20, "sanctioned": 11}
    values: dict[CellId, int | None] = {
        CellId("WT7b", row, measure): number
        for row in ("from_staff", "from_public")
        for measure, number in numbers.items()
    }

    assert any("WT7b/from_staff/" in key for key in protect(tables, values, {}).hidden)


def test_hours_of_few_people_are_hidden_with_their_number(tables: Tables) -> None:
    values: dict[CellId, int | None] = {}
    for row, people in zip(
        ("technical", "enforcement", "leadership", "equality", "abroad"), (3, 30, 40, 50, 60), strict=True
    ):
        for sex in "WMX":
            values[CellId("WT5a", row, "participants", sex)] = 0 if sex == "X" else people
            values[CellId("WT5a", row, "hours", sex)] = 0 if sex == "X" else people * 10

    pattern = protect(tables, values, {})

    assert {"WT5a/technical/participants.W", "WT5a/technical/hours.W"} <= pattern.hidden


def test_of_staff_of_four_everybody_knows_the_number_and_nothing_else(tables: Tables) -> None:
    values = by_grade((0, 0, 0, 0, 0, 1, 1), (0, 0, 0, 0, 0, 1, 1))

    pattern = protect(tables, values, {STAFF: 4})

    figures = shown(tables, pattern, values, {STAFF: 4})
    assert figures.pop(STAFF) == 4
    assert not any(value for value in figures.values() if isinstance(value, int))


def test_what_was_hidden_stays_hidden_and_what_was_shown_stays_shown_in_a_corrected_edition(tables: Tables) -> None:
    first, second = by_grade((3, *WOMEN[1:]), MEN), by_grade((3, *WOMEN[1:-1], 25), MEN)
    before = protect(tables, first, {STAFF: 467})

    pattern = protect(tables, second, {STAFF: 470}, [Earlier(tables, first, {STAFF: 467}, before)])

    assert pattern.merged == before.merged
    assert before.hidden <= pattern.hidden
    assert shown(tables, pattern, second, {STAFF: 470})["WT1a/G5/staff.W"] == 40


def test_a_correction_that_gives_a_small_number_away_shows_nothing_of_its_table(tables: Tables) -> None:
    """Every other number, and the sum, were or are public: the corrected one is what remains."""
    first, second = by_grade(WOMEN, MEN), by_grade((2, *WOMEN[1:]), MEN)
    before = protect(tables, first, {STAFF: 476})

    pattern = protect(tables, second, {STAFF: 476}, [Earlier(tables, first, {STAFF: 476}, before)])

    assert pattern.withheld == {"WT1a"}
    assert all(shown(tables, pattern, second, {})[f"WT1a/{row}/staff.W"] is HIDDEN for row in (*GRADES, "total"))


def test_the_same_numbers_give_the_same_pattern_in_any_order_of_them(tables: Tables) -> None:
    drawn = administration(tables, "5").year()
    shuffled = list(drawn.values.items())
    Random("order").shuffle(shuffled)

    assert protect(tables, dict(shuffled), drawn.profile) == protect(tables, drawn.values, drawn.profile)


def test_a_pattern_is_kept_as_the_same_json_and_read_back() -> None:
    pattern = Pattern((("G1", "G2"),), frozenset({"WT1a/G2/staff.W", "WT1a/G1/staff.W"}), frozenset({"WT9"}))

    assert json.loads(pattern.as_json())["hidden"] == ["WT1a/G1/staff.W", "WT1a/G2/staff.W"]
    assert read_pattern(pattern.as_json()) == pattern


def test_a_figure_may_be_shown_only_if_every_number_in_it_is() -> None:
    pattern = Pattern(hidden=frozenset({"WT1a/G1/staff.W"}))

    assert may_show(pattern, ["WT1a/G2/staff.W", "WT1a/G2/staff.total"])
    assert not may_show(pattern, ["WT1a/G1/staff.W", "WT1a/G2/staff.total"])


def test_the_mean_of_a_sum_is_that_of_its_heads_half_up(tables: Tables) -> None:
    values = pay((1, 1, 0, 0, 0, 0, 0), (0, 0, 0, 0, 0, 0, 0)) | {CellId("WT4a", "G1", "mean_pay", "W"): 2401}

    figures = figures_of(tables, values)

    assert figures["WT4a/total/mean_pay.W"] == 2501, "(24.01 + 26.00) / 2 = 25.005"
    assert figures["WT4a/total/mean_pay.M"] is None
    assert figures["WT4a/total/median_pay.W"] is None


def test_the_solver_is_not_loaded_before_a_pattern_is_made() -> None:
    code = "import sys, scoring.protection.protect; print({'highspy', 'numpy'} & sys.modules.keys())"

    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "set()"
