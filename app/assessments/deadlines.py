"""When a day ends: dates are days in the time zone of an administration, moments are UTC. Pure.

No date decides what may be read or saved; only signing looks at the day that an assessment is due.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from questionnaires.dates import LAST_YEAR, read_date

ZONES = frozenset(available_timezones())
YEARS = range(2000, LAST_YEAR + 1)


def deadline(day: str, zone: str) -> datetime:
    """The moment when this ISO date has ended in this time zone: the midnight after it, in UTC."""
    following = date.fromisoformat(day) + timedelta(days=1)
    return datetime.combine(following, time(), ZoneInfo(zone)).astimezone(UTC)


def is_past(day: str, zone: str, now: datetime) -> bool:
    """Whether the day has ended there. A date that is missing is never past."""
    return bool(day) and now >= deadline(day, zone)


def days_left(day: str, zone: str, now: datetime) -> int:
    """Whole days from today there until this ISO date: 0 on the last day, negative when it is past."""
    return (date.fromisoformat(day) - now.astimezone(ZoneInfo(zone)).date()).days


def is_day(text: str) -> bool:
    """Whether this is an ISO date as a browser sends it (2026-12-18), in years that a person can mean."""
    return bool(text) and read_date("", text, [], YEARS[0], YEARS[-1]) == text
