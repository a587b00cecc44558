"""When a day ends: dates are days in the time zone of an administration, moments are UTC. Pure.

No date decides what may be read or saved; only signing looks at the day that an assessment is due.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

ZONES = frozenset(available_timezones())


def deadline(day: str, zone: str) -> datetime:
    """The moment when this ISO date has ended in this time zone: the midnight after it, in UTC."""
    following = date.fromisoformat(day) + timedelta(days=1)
    return datetime.combine(following, time(), ZoneInfo(zone)).astimezone(UTC)


def is_past(day: str, zone: str, now: datetime) -> bool:
    """Whether the day has ended there. A date that is missing is never past."""
    return bool(day) and now >= deadline(day, zone)
