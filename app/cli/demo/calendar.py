"""The days of the demo's two rounds: they follow the day on which it is loaded, so that it can be tried in any year."""

import re
from calendar import isleap
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.db.installation import DEMO_ROUND

LAST_ROUND = f"{DEMO_ROUND}-last-year"
OPEN_SINCE = timedelta(weeks=12)
"""Longer than anything that the demo plays, so that nothing of it lies in the future."""
RUNS, IS_REVIEWED, UNTIL_PUBLISHED = timedelta(weeks=20, days=4), timedelta(weeks=10), timedelta(weeks=5)
"""From a Monday to a Friday, and to Fridays after it."""
AT_EIGHT = time(8, tzinfo=UTC)
WRITTEN = 2026
"""The year in whose second half the files of answers were written: the last thing that they tell of is of its June."""
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
LEAP_DAY = re.compile(r"\b29 February (\d{4})\b")
FINANCIAL_YEAR = re.compile(r"\b(20\d\d)/(\d\d)\b")


@dataclass(frozen=True)
class Calendar:
    """Of one round: its id, which names no year and so never a wrong one, and its days."""

    round_id: str
    opens_on: date

    @property
    def due_on(self) -> date:
        return self.opens_on + RUNS

    @property
    def review_until(self) -> date:
        return self.due_on + IS_REVIEWED

    @property
    def publish_on(self) -> date:
        return self.review_until + UNTIL_PUBLISHED

    @property
    def name(self) -> str:
        """The year in which it opens."""
        return str(self.opens_on.year)

    @property
    def opened_at(self) -> datetime:
        return datetime.combine(self.opens_on, AT_EIGHT)

    @property
    def told_of(self) -> int:
        """The year that the texts of the answers speak of as this one, so that all they tell of has happened."""
        return self.opens_on.year - (self.opens_on.month < 7)

    def days(self) -> dict[str, str]:
        """The columns of the round."""
        names = ("opens_on", "due_on", "review_until", "publish_on")
        return {name: getattr(self, name).isoformat() for name in names}


def current(day: date) -> Calendar:
    """Open since about twelve weeks, and for about eight more."""
    return Calendar(DEMO_ROUND, day - OPEN_SINCE - timedelta(days=day.weekday()))


def year_before(calendar: Calendar) -> Calendar:
    opened = calendar.opens_on
    is_leap_day = (opened.month, opened.day) == (2, 29)
    return Calendar(LAST_ROUND, opened.replace(year=opened.year - 1, day=28 if is_leap_day else opened.day))


def moved_to(text: str, calendar: Calendar) -> str:
    """The texts of a file of answers with every year moved, so that what is two years old in it stays so."""
    by = calendar.told_of - WRITTEN
    text = FINANCIAL_YEAR.sub(lambda match: _financial_year(int(match[1]), int(match[2]), by), text)
    text = YEAR.sub(lambda match: str(int(match[0]) + by), text)
    return LEAP_DAY.sub(lambda match: match[0] if isleap(int(match[1])) else f"28 February {match[1]}", text)


def _financial_year(first: int, second: int, by: int) -> str:
    """2026/27, whose first year is moved with all others; 2024/33 is a number of something in a year."""
    is_one = (first + 1) % 100 == second
    return f"{first}/{(second + by) % 100:02}" if is_one else f"{first}/{second:02}"
