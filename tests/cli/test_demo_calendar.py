"""The days of the demo: on any day of any year its round is open with weeks left, and nothing lies in the future."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from app.assessments.deadlines import is_day
from app.cli.demo.calendar import Calendar, current, moved_to, year_before
from app.cli.demo.loading import ANSWERS
from app.cli.demo.year import FINISHING, PUBLISHING
from questionnaires.answers import read_document
from questionnaires.catalogue import Catalogue

EVERY_DAY = [date(2023, 12, 25) + timedelta(days=number) for number in range(9 * 366)]
MONTHS = [date(2000, month, 1).strftime("%B") for month in range(1, 13)]
TOLD_DAY = re.compile(rf"(\d\d?) ({'|'.join(MONTHS)}) (\d{{4}})")


def days_of(calendar: Calendar) -> Iterator[date]:
    yield from (calendar.opens_on, calendar.due_on, calendar.review_until, calendar.publish_on)


def test_on_every_day_the_round_is_open_with_weeks_left() -> None:
    left = {(current(day).due_on - day).days for day in EVERY_DAY}

    assert (min(left), max(left)) == (54, 60)
    assert all(current(day).opens_on < day for day in EVERY_DAY)


def test_on_every_day_all_acts_of_the_demo_are_over() -> None:
    last = timedelta(days=max(FINISHING + 3, PUBLISHING) + 1)

    assert all(current(day).opened_at + last <= datetime.combine(day, datetime.min.time(), UTC) for day in EVERY_DAY)


def test_on_every_day_the_two_rounds_are_of_two_years_and_follow_each_other() -> None:
    for now in map(current, EVERY_DAY):
        then = year_before(now)
        assert (now.name, int(then.name)) == (str(now.opens_on.year), int(now.name) - 1)
        assert all(earlier < later for earlier, later in pairwise([*days_of(then), *days_of(now)]))


@pytest.mark.parametrize("day", [date(2027, 1, 1), date(2028, 2, 29), date(2027, 12, 31), date(2026, 11, 28)], ids=str)
def test_a_round_is_named_for_the_year_in_which_it_opens(day: date) -> None:
    named = {"2027-01-01": "2026", "2028-02-29": "2027", "2027-12-31": "2027", "2026-11-28": "2026"}

    assert current(day).name == named[str(day)]


def test_a_round_that_opened_on_a_leap_day_has_a_year_before() -> None:
    assert year_before(Calendar("demo", date(2028, 2, 29))).opens_on == date(2027, 2, 28)


@pytest.mark.parametrize("month", range(1, 13))
def test_the_answers_can_be_given_and_tell_of_nothing_that_lies_behind_their_round(
    month: int, shipped: Catalogue
) -> None:
    """What a plan or a contract names for later may lie there: those years are told without a day, or stand in it."""
    calendar = Calendar("demo", date(2031, month, 1))
    for file in ANSWERS.glob("*/*.json"):
        text = moved_to(file.read_text(encoding="utf-8"), calendar)
        days = [date(int(year), MONTHS.index(name) + 1, int(number)) for number, name, year in TOLD_DAY.findall(text)]
        later = {str(day) for day in days if day > calendar.opens_on}
        assert later <= {f"{calendar.told_of + 1}-03-31"}, file.name
        assert is_day(json.loads(text)["profile"]["profile.snapshot_date"])
        assert read_document(shipped[file.parent.name], json.loads(text))[1] == []


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("plan 2023/24-2027/28", "plan 2025/26-2029/30"),
        ("decision 2024/33, IA-2025-F4, Order 12/2024", "decision 2026/33, IA-2027-F4, Order 12/2026"),
        ("1,998 entries by the 1998 regulation", "1,998 entries by the 2000 regulation"),
        ("minutes of 29 February 2024", "minutes of 28 February 2026"),
    ],
)
def test_years_move_together_and_numbers_of_decisions_stay(text: str, moved: str) -> None:
    assert moved_to(text, Calendar("demo", date(2028, 9, 4))) == moved
    assert moved_to(text, Calendar("demo", date(2026, 9, 7))) == text
