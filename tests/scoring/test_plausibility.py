"""What can hardly be is said: a level that another question does not carry, evidence from outside its period."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from questionnaires.answers import NOT_ANSWERED, Answer
from questionnaires.dates import months_before
from questionnaires.definition import Indicator, Need, Window
from scoring.plausibility import Hints, Plausibility, has_hints
from tests.scoring.builders import NOT_APPLICABLE, UNKNOWN, a_questionnaire, an_indicator, level, yes_partly_no

SNAPSHOT = "2026-12-31"
NEEDING = an_indicator("A-01", needs=(Need(level=3, of="B-01", at_least=1), Need(level=4, of="B-01", at_least=3)))
DATED = an_indicator("A-01", windows=(Window(level=3, months=12), Window(level=4, months=24)))
DAYS = st.dates(date(2016, 1, 1), date(2028, 12, 31)).map(date.isoformat)


def hints(indicator: Indicator, own: Answer, other: Answer | None = None, dates: dict[str, str] | None = None) -> Hints:
    answers = {"A-01": own} | ({} if other is None else {"B-01": other})
    return Plausibility(answers, SNAPSHOT).hints(indicator, dates or {})


def said(
    own: Answer, other: Answer | None = None, *, dates: dict[str, str] | None = None, of: Indicator = NEEDING
) -> list[str]:
    return [hint.text() for hint in hints(of, own, other, dates).of_answer]


def of_piece(own: Answer, day: str) -> str:
    hint = hints(DATED, own, dates={"piece": day}).of_pieces["piece"]
    return hint.text() if hint else ""


def test_a_level_that_another_question_does_not_carry_is_said_with_where_that_one_stands() -> None:
    below = "Level 3 is hardly true while B-01 is below level 1; B-01 is"

    assert said(level(3), level(0)) == [f"{below} at level 0."]
    assert said(level(3), UNKNOWN) == [f"{below} unknown."]
    assert said(level(3), NOT_ANSWERED) == [f"{below} not answered."]
    assert said(level(3), level(1)) == []


def test_a_higher_level_needs_what_the_lower_ones_need_and_it_is_said_once() -> None:
    above = "Level 4 is hardly true while B-01 is below level 3; B-01 is at level"

    assert said(level(4), level(2)) == [f"{above} 2."]
    assert said(level(4), level(0)) == [f"{above} 0."]
    assert said(level(4), level(3)) == []


def test_a_lower_level_and_what_is_no_level_need_nothing() -> None:
    for own in (level(0), level(2), UNKNOWN, NOT_APPLICABLE, NOT_ANSWERED):
        assert said(own, level(0)) == []


def test_nothing_is_said_of_a_question_that_is_not_asked_or_does_not_apply() -> None:
    assert said(level(4)) == []
    assert said(level(4), NOT_APPLICABLE) == []


def test_yes_counts_as_level_four_and_partly_as_two() -> None:
    indicator = yes_partly_no("A-01", needs=(Need(level=4, of="B-01", at_least=4),))

    assert said(Answer("answered", "partly"), Answer("answered", "no"), of=indicator) == []
    assert said(Answer("answered", "yes"), Answer("answered", "partly"), of=indicator) == [
        "Level 4 is hardly true while B-01 is below level 4; B-01 is at level 2."
    ]


def test_a_piece_is_inside_on_the_last_day_of_its_months_and_outside_a_day_earlier() -> None:
    before = "before the snapshot date, 2026-12-31. Level 3 asks for the last 12 months."

    assert of_piece(level(3), "2025-12-31") == ""
    assert of_piece(level(3), "2025-12-30") == f"Dated more than 12 months {before}"
    assert of_piece(level(3), "2025-10-31") == f"Dated 14 months {before}"
    assert of_piece(level(3), "2026-12-31") == ""


def test_a_piece_from_after_the_snapshot_date_is_told_as_such() -> None:
    assert of_piece(level(4), "2027-01-01") == (
        "Dated after the snapshot date, 2026-12-31. Level 4 asks for the last 24 months before it."
    )


def test_a_leap_day_counts_as_the_last_day_of_february() -> None:
    indicator = an_indicator("A-01", windows=(Window(level=1, months=12),))

    def outside(snapshot: str, day: str) -> bool:
        of_day = Plausibility({"A-01": level(1)}, snapshot).hints(indicator, {"piece": day})
        return of_day.of_pieces["piece"] is not None

    assert [outside("2024-02-29", day) for day in ("2023-02-28", "2023-02-27")] == [False, True]
    assert [outside("2025-02-28", day) for day in ("2024-02-29", "2024-02-28", "2024-02-27")] == [False, False, True]


def test_a_piece_is_held_against_its_level_or_the_nearest_below_and_a_lower_level_asks_for_nothing() -> None:
    three_only = an_indicator("A-01", windows=(Window(level=3, months=12),))

    assert of_piece(level(2), "1999-01-01") == ""
    assert of_piece(level(4), "2025-06-30") == ""
    assert hints(three_only, level(4), dates={"piece": "2025-06-30"}).of_pieces["piece"]


def test_an_answer_is_told_when_no_dated_piece_lies_in_the_narrowest_period() -> None:
    asks = "Level 3 asks for evidence from the last 12 months before the snapshot date, 2026-12-31."

    for own in (level(3), level(4)):
        assert said(own, dates={"old": "2021-03-01", "newer": "2025-06-30"}, of=DATED) == [
            f"{asks} The newest dated evidence was 18 months old by then."
        ]
        assert said(own, dates={"old": "2021-03-01", "new": "2026-03-01"}, of=DATED) == []
    assert said(level(3), dates={"old": "2025-06-29", "later": "2027-01-01"}, of=DATED) == [
        f"{asks} The newest dated evidence was more than 18 months old by then."
    ]
    assert said(level(3), dates={"later": "2027-01-01"}, of=DATED) == [
        f"{asks} All dated evidence is from after that date."
    ]


def test_what_has_no_date_is_not_judged() -> None:
    assert hints(DATED, level(4), dates={"file": "", "link": ""}) == Hints()
    assert hints(an_indicator("A-01"), level(4), dates={"piece": "1999-01-01"}) == Hints()


def test_a_dated_piece_is_known_even_where_nothing_is_said_of_it() -> None:
    """So that a sentence on the screen goes when the level is lowered."""
    for own in (level(2), UNKNOWN, NOT_ANSWERED):
        assert hints(DATED, own, dates={"piece": "1999-01-01"}) == Hints((), {"piece": None})


@given(day=DAYS, months=st.integers(1, 120), snapshot=DAYS)
def test_each_piece_is_told_exactly_when_it_lies_outside(day: str, months: int, snapshot: str) -> None:
    indicator = an_indicator("A-01", windows=(Window(level=2, months=months),))
    own = Plausibility({"A-01": level(3)}, snapshot).hints(indicator, {"piece": day})

    is_inside = months_before(snapshot, months) <= day <= snapshot
    assert (own.of_pieces["piece"] is None, own.of_answer == ()) == (is_inside, is_inside)


@given(days=st.lists(DAYS, min_size=1, max_size=5), more=DAYS, chosen=st.integers(0, 4))
def test_another_piece_never_makes_an_answer_less_likely(days: list[str], more: str, chosen: int) -> None:
    dates = {str(number): day for number, day in enumerate(days)}

    without, with_it = (said(level(chosen), dates=some, of=DATED) for some in (dates, dates | {"more": more}))

    assert with_it == [] or without != []


@given(day=DAYS, moved=st.integers(0, 400))
def test_a_newer_piece_until_the_snapshot_date_is_never_worse(day: str, moved: int) -> None:
    newer = min((date.fromisoformat(day) + timedelta(days=moved)).isoformat(), SNAPSHOT)

    if day <= SNAPSHOT and not of_piece(level(3), day):
        assert not of_piece(level(3), newer)


def test_only_some_versions_have_hints() -> None:
    assert not has_hints(a_questionnaire(an_indicator("A-01")))
    assert has_hints(a_questionnaire(DATED))
    assert has_hints(a_questionnaire(NEEDING, an_indicator("B-01")))
