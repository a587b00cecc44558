"""The throttle by itself: what it keeps is bounded, and the log is told of ever larger numbers only."""

from datetime import UTC, datetime, timedelta

import pytest

from app.access.throttle import Attempt, Throttle

NOON = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


def test_the_log_is_told_of_the_first_the_tenth_and_the_hundredth_of_an_hour() -> None:
    throttle = Throttle()

    told = [throttle.to_tell("password", "", NOON + timedelta(seconds=n)) for n in range(1_200)]

    assert [number for number in told if number] == [1, 10, 100, 1_000]
    assert throttle.to_tell("password", "", NOON + timedelta(hours=1)) == 1


def test_refusals_are_counted_by_kind_and_by_person() -> None:
    throttle = Throttle()

    refusals = (("code", "alice"), ("code", "bob"), ("passkey", ""))
    assert [throttle.to_tell(*refusal, NOON) for refusal in refusals] == [1, 1, 1]


def test_two_tries_at_the_same_moment_both_count() -> None:
    throttle, attempt = Throttle(), Attempt.at_password("alice@example.org", "203.0.113.7", "")

    assert [throttle.enter(attempt, NOON) for _ in range(6)] == [0, 0, 0, 0, 0, 15]


def test_a_success_takes_its_own_try_back_from_the_network_and_no_other() -> None:
    throttle, attempt = Throttle(), Attempt.at_passkey("203.0.113.7", "")
    for _ in range(49):
        throttle.enter(attempt, NOON)

    for _ in range(3):
        assert throttle.enter(attempt, NOON) == 0
        throttle.release(attempt)

    assert [throttle.enter(attempt, NOON), throttle.enter(attempt, NOON)] == [0, 15]


def test_what_is_kept_is_bounded_and_the_oldest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.access.throttle.MOST_SUBJECTS", 3)
    throttle, attempts = Throttle(), [Attempt.at_code(f"person{n}", "") for n in range(4)]
    for attempt in attempts:
        for _ in range(5):
            throttle.enter(attempt, NOON)

    assert [throttle.enter(attempt, NOON) for attempt in reversed(attempts)] == [15, 15, 15, 0]
