"""A day ends at midnight in the time zone of the administration; the clock is passed in."""

from datetime import UTC, datetime, timedelta

import pytest

from app.assessments.deadlines import days_left, deadline, is_day, is_past

DAY = "2026-12-18"


@pytest.mark.parametrize(
    ("zone", "ends"),
    [
        ("Asia/Tokyo", datetime(2026, 12, 18, 15, tzinfo=UTC)),
        ("America/Los_Angeles", datetime(2026, 12, 19, 8, tzinfo=UTC)),
        ("Pacific/Kiritimati", datetime(2026, 12, 18, 10, tzinfo=UTC)),
        ("UTC", datetime(2026, 12, 19, tzinfo=UTC)),
    ],
)
def test_the_last_moment_of_a_day_is_that_of_the_zone(zone: str, ends: datetime) -> None:
    assert deadline(DAY, zone) == ends
    assert not is_past(DAY, zone, ends - timedelta(seconds=1))
    assert is_past(DAY, zone, ends)


def test_at_one_moment_the_day_is_past_in_one_zone_and_not_in_another() -> None:
    now = datetime(2026, 12, 18, 20, tzinfo=UTC)

    assert (is_past(DAY, "Asia/Tokyo", now), is_past(DAY, "America/Los_Angeles", now)) == (True, False)
    assert (days_left(DAY, "Asia/Tokyo", now), days_left(DAY, "America/Los_Angeles", now)) == (-1, 0)


def test_a_missing_day_is_never_past() -> None:
    assert not is_past("", "Asia/Tokyo", datetime(2099, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(("text", "is_one"), [(DAY, True), ("2026-2-3", False), ("", False), ("2500-01-01", False)])
def test_a_day_is_an_iso_date_of_our_time(text: str, is_one: bool) -> None:
    assert is_day(text) is is_one
