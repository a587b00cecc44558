"""What contradicts itself in the workforce tables is told at its cells, and what nobody knows contradicts nothing."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.catalogue import HOME, load
from questionnaires.workforce.definition import CellId
from scoring.workforce.checks import OPENING, Finding, findings, opening_of
from scoring.workforce.sums import Values, totals
from tests.scoring.workforce.sound import PROFILE, sound

TABLES = load(HOME).workforce["2027.1"].structure
ASKED = {table.id for table in TABLES.tables}


def cell(name: str) -> CellId:
    return CellId(*name.split("."))


def changed(**cells: int | None) -> dict[CellId, int | None]:
    return sound() | {cell(name.replace("__", ".")): number for name, number in cells.items()}


def judged(values: Values, last: Values | None = None, profile: Mapping[str, object] = PROFILE) -> list[Finding]:
    return list(findings(TABLES, ASKED, values, profile, last))


def test_tables_that_fit_together_have_no_finding() -> None:
    assert judged(sound(), sound()) == []


BROKEN = {
    "more staff by grade than by function": (
        {"WT1a.G7.staff.W": 42, "WT4a.G7.paid.W": 42, "WT4b.Q1.paid.W": 102, "WT2.fixed_full.staff.W": 22},
        [("V1", "error", 702, 700), ("V8b", "warning", 175, 177)],
    ),
    "other contracts than staff": ({"WT2.fixed_part.staff.M": 1}, [("V2", "warning", 701, 700)]),
    "more hired than offered a post": ({"WT3a.GB.hired.M": 10}, [("V3", "error", 10, 9)]),
    "more promoted than eligible": ({"WT3b.GA.promoted.W": 21}, [("V4", "error", 21, 20)]),
    "more returned than were due": ({"WT6a.parental.returned.M": 11}, [("V5", "error", 11, 10)]),
    "more took leave than were entitled": ({"WT6a.parental.entitled.W": 19}, [("V5b", "warning", 20, 19)]),
    "more still employed than returned": ({"WT6a.parental.still_employed.W": 13}, [("V6", "error", 13, 12)]),
    "more on full pay than in the grade": (
        {"WT4a.G1.paid.W": 41, "WT4b.Q1.paid.W": 101},
        [("V7", "warning", 41, 40)],
    ),
    "someone left out of the quarters": ({"WT4b.Q4.paid.M": 134}, [("V8", "warning", 419, 420)]),
    "quarters of other sizes": (
        {"WT4b.Q4.paid.M": 134, "WT4b.Q1.paid.M": 76},
        [("V8b", "warning", 174, 176)],
    ),
    "others than joined and left": ({"WT3c.GC.retired.W": 16}, [("V9", "warning", 274, 280)]),
    "more heads than sites": ({"WT8.border_posts.headed.W": 21}, [("V11", "error", 41, 40)]),
    "more closed than there were": ({"WT7b.from_staff.open": 0}, [("V12", "error", 10, 9)]),
    "more closed in time than closed": ({"WT7b.from_staff.in_time": 11}, [("V12", "error", 11, 10)]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_contradiction_is_told_at_the_cells_that_make_it(name: str) -> None:
    cells, expected = BROKEN[name]

    told = judged(sound() | {cell(name): number for name, number in cells.items()})

    assert [(each.check, each.kind, each.left, each.right) for each in told] == expected
    assert set(map(cell, cells)) & set(told[0].cells)


def test_each_check_of_the_version_has_a_contradiction_here() -> None:
    told = {check for _, expected in BROKEN.values() for check, *_ in expected}

    assert {check.id for check in TABLES.checks} - told == {"V10"}


def test_within_two_percent_numbers_are_the_same_and_beyond_they_are_not() -> None:
    values = changed(WT1a__G1__staff__W=100, WT4a__G1__paid__W=98)
    apart = values | {cell("WT4a.G1.paid.W"): 97}

    assert [each.check for each in judged(values) if each.check == "V7"] == []
    assert [each.cells for each in judged(apart) if each.check == "V7"] == [
        (cell("WT4a.G1.paid.W"), cell("WT1a.G1.staff.W"))
    ]


def test_a_sum_with_a_part_that_is_not_known_is_not_judged() -> None:
    assert judged({}, {}) == []
    assert judged(changed(WT1a__G7__staff__W=None, WT1b__F1__staff__W=None)) == []
    assert judged(sound(), profile={}) == []


def test_what_lies_between_two_sums_and_is_not_known_hides_no_contradiction() -> None:
    assert [each[2:] for each in judged(changed(WT3a__GA__offered__W=None, WT3a__GA__hired__W=6))] == [
        ((cell("WT3a.GA.hired.W"), cell("WT3a.GA.shortlisted.W")), 6, 5)
    ]
    told = judged(changed(WT1b__F1__staff__W=None), profile={"profile.staff_total": 699})
    assert [(each.check, each.left, each.right) for each in told] == [("V1", 700, 699)]


def test_the_third_column_counts_as_nothing_where_nobody_filled_it_in() -> None:
    with_others = changed(WT1a__G5__staff__X=3)

    assert [(each.check, each.left, each.right) for each in judged(with_others)][:2] == [
        ("V1", 703, 700),
        ("V2", 700, 703),
    ]
    assert cell("WT1a.G5.staff.X") in judged(with_others)[0].cells
    assert cell("WT1a.G4.staff.X") not in judged(with_others)[0].cells


def test_beside_a_number_that_is_not_known_the_third_column_is_not_known_either() -> None:
    values = changed(WT1a__G5__staff__W=None, WT1a__G5__staff__M=None)

    assert [each for each in judged(values) if each.check in ("V1", "V2")] == []


def test_tables_that_are_not_asked_are_not_judged() -> None:
    values = changed(WT4a__G1__paid__W=400, WT8__border_posts__headed__W=80)

    told = findings(TABLES, ASKED - {"WT4a", "WT8"}, values, PROFILE)

    assert told == ()
    assert {each.check for each in judged(values)} == {"V7", "V8", "V11"}


@pytest.mark.parametrize(
    ("before", "now", "is_told"),
    [(100, 130, False), (100, 131, True), (100, 70, False), (100, 69, True), (0, 4, False), (0, 5, True), (3, 0, True)],
)
def test_a_number_that_changed_by_more_than_thirty_percent_is_told(before: int, now: int, is_told: bool) -> None:
    name = cell("WT5a.technical.participants.W")

    told = judged({name: now}, {name: before})

    assert told == ([Finding("V10", "warning", (name,), before, now)] if is_told else [])


def test_from_no_pay_to_little_pay_is_no_change() -> None:
    name = cell("WT4a.G1.extra_pay.W")

    assert (judged({name: 499}, {name: 0}), len(judged({name: 500}, {name: 0}))) == ([], 1)


def test_a_number_that_is_not_known_in_one_of_the_rounds_has_not_changed() -> None:
    name = cell("WT5a.technical.participants.W")

    assert judged({name: None}, {name: 100}) == judged({name: 100}, {name: None}) == judged({name: 100}, {}) == []


def test_a_round_begins_with_what_the_last_one_ended_with() -> None:
    begins = opening_of(TABLES, sound())

    assert begins[cell("WT3c.GA.opening.W")] == 120
    assert begins[cell("WT3c.GB.opening.M")] == 120
    assert begins[cell("WT3c.GC.opening.X")] == 0
    last_known_in_part = sound() | {cell("WT1a.G6.staff.M"): None}
    assert cell("WT3c.GC.opening.M") not in opening_of(TABLES, last_known_in_part)


def test_where_it_begins_with_another_number_that_is_told() -> None:
    now = {cell("WT3c.GA.opening.W"): 118, cell("WT3c.GA.opening.M"): 180, cell("WT3c.GB.opening.W"): None}

    assert judged(now, sound()) == [Finding(OPENING, "warning", (cell("WT3c.GA.opening.W"),), 120, 118)]


def test_totals_are_those_of_rows_columns_and_both() -> None:
    named = {table.id: table for table in TABLES.tables}

    staff = totals(named["WT1a"], changed(WT1a__G1__staff__M=None))
    assert (staff.rows["G1", "staff"], staff.rows["G2", "staff"]) == (None, 100)
    assert (staff.columns["staff", "W"], staff.columns["staff", "M"], staff.whole["staff"]) == (280, None, None)
    assert totals(named["WT8"], sound()).columns["sites", ""] is None
    assert totals(named["WT6a"], sound()).columns == {}
    assert totals(named["WT6a"], sound()).rows["parental", "took"] == 30
    pay = totals(named["WT4a"], sound())
    assert {measure for measure, _ in pay.columns} == {measure for _, measure in pay.rows} == {"paid"}


CELLS = sorted(sound())


@settings(max_examples=30, deadline=None)
@given(st.sets(st.sampled_from(CELLS)))
def test_to_forget_numbers_never_makes_a_contradiction(forgotten: set[CellId]) -> None:
    values = sound() | dict.fromkeys(forgotten)

    assert judged(values, values) == []
