"""The rules for the dates of rounds: a table of cases, each with the fields that are refused."""

from dataclasses import replace

import pytest

from app.features.rounds.calendar import Plan, extension_problem, problems_of, unfollowed

TODAY = "2026-11-22"
OF_2026 = Plan("2026", "2026-09-01", "2026-12-18", "2027-02-28", "2027-03-31")
OF_2027 = Plan("2027", "2027-09-01", "2027-12-18", "2028-02-28", "2028-03-31")
FROM_BEFORE = Plan("2025", "", "2025-12-18", "", "")


def refused(plan: Plan, *others: Plan, before: Plan | None = None) -> dict[str, str]:
    return {problem.place: problem.text() for problem in problems_of(plan, others, TODAY, before)}


@pytest.mark.parametrize("others", [(), (OF_2026,), (OF_2026, FROM_BEFORE)])
def test_a_good_round_is_taken(others: tuple[Plan, ...]) -> None:
    assert refused(OF_2027, *others) == {}


@pytest.mark.parametrize("field", ["opens_on", "due_on", "review_until", "publish_on"])
@pytest.mark.parametrize("day", ["", "soon", "18.12.2027", "20271218", "2027-02-30", "9999-12-31", "0001-01-01", "\0"])
def test_a_day_that_is_missing_or_none_is_refused_beside_its_field(field: str, day: str) -> None:
    assert refused(replace(OF_2027, **{field: day}), OF_2026) == {field: "Enter a date, such as 2027-03-31."}


@pytest.mark.parametrize("name", ["", "next year", "27", "20277", "٢٠٢٧", "1999", "²"])
def test_a_year_is_four_digits(name: str) -> None:
    assert list(refused(replace(OF_2027, name=name))) == ["name"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"due_on": "2027-09-01"}, "due_on"),
        ({"due_on": "2027-08-31"}, "due_on"),
        ({"review_until": "2027-12-18"}, "review_until"),
        ({"publish_on": "2028-02-27"}, "publish_on"),
    ],
)
def test_each_day_comes_after_the_one_before(changes: dict[str, str], field: str) -> None:
    assert "Enter a later date." in refused(replace(OF_2027, **changes))[field]


def test_a_year_that_has_its_round_is_refused() -> None:
    assert refused(replace(OF_2027, name="2026"), OF_2026)["name"].startswith("The round 2026 already exists.")


@pytest.mark.parametrize(("year", "missing"), [("2029", "2027"), ("2020", "2024")])
def test_no_year_is_left_out(year: str, missing: str) -> None:
    said = refused(replace(OF_2027, name=year), FROM_BEFORE, OF_2026)["name"]

    assert said == f"There is no round {missing} yet. Set it up first."


@pytest.mark.parametrize("opens_on", ["2027-03-31", "2027-01-01", "2026-09-01"])
def test_a_round_does_not_begin_before_the_last_one_has_ended(opens_on: str) -> None:
    said = refused(replace(OF_2027, opens_on=opens_on), OF_2026)

    assert said == {"opens_on": "The last day of the round 2026 is 2027-03-31. Enter a later date."}


def test_a_round_may_begin_the_day_after() -> None:
    assert refused(replace(OF_2027, opens_on="2027-04-01"), OF_2026) == {}


def test_a_round_does_not_end_after_the_next_one_has_begun() -> None:
    said = refused(replace(OF_2026, publish_on="2027-09-01"), OF_2027, before=OF_2026)

    assert said == {"publish_on": "The first day of the round 2027 is 2027-09-01. Enter an earlier date."}


def test_the_days_of_a_round_from_before_they_were_asked_for_count_as_far_as_they_go() -> None:
    assert "opens_on" in refused(replace(OF_2026, opens_on="2025-12-18"), FROM_BEFORE)
    assert refused(OF_2026, FROM_BEFORE) == {}


def test_a_new_round_is_not_due_in_the_past() -> None:
    assert list(refused(replace(OF_2026, due_on="2026-11-21"))) == ["due_on"]
    assert refused(replace(OF_2026, due_on=TODAY)) == {}


def test_a_round_whose_day_is_past_may_still_get_other_days() -> None:
    late = replace(OF_2026, due_on="2026-10-01")

    assert refused(replace(late, publish_on="2027-04-30"), before=late) == {}
    assert list(refused(replace(late, due_on="2026-10-02"), before=late)) == ["due_on"]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("", "Enter a date"),
        ("2026-11-21", "This date is in the past"),
        ("2026-12-18", "The due date of the round is 2026-12-18"),
        ("2027-03-01", "Reviews must end by 2027-02-28"),
        ("2026-12-19", None),
        ("2027-02-28", None),
    ],
)
def test_more_time_ends_after_the_day_of_the_round_and_before_its_reviews(day: str, said: str | None) -> None:
    problem = extension_problem(day, OF_2026.due_on, OF_2026.review_until, TODAY)

    assert (problem and problem.text().startswith(said or "")) is (True if said else None)


@pytest.mark.parametrize(
    ("plans", "today", "warned"),
    [
        ([], TODAY, None),
        ([OF_2026], TODAY, None),
        ([OF_2026], "2026-12-01", OF_2026),
        ([OF_2026], "2028-01-01", OF_2026),
        ([OF_2026, OF_2027], "2026-12-01", None),
        ([FROM_BEFORE], TODAY, FROM_BEFORE),
    ],
)
def test_the_lead_is_warned_when_no_round_follows(plans: list[Plan], today: str, warned: Plan | None) -> None:
    assert unfollowed(plans, today) == warned
