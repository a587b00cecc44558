"""Tests wait for events. The clock only ends a test whose event never comes, on any machine."""

from collections.abc import Callable
from time import monotonic, sleep

PATIENCE = 180
"""Seconds."""
IN_BETWEEN = 0.02


def until(is_so: Callable[[], bool], what: str) -> None:
    """Returns once it is so; `what` says of a test that fails what did not come."""
    ends = monotonic() + PATIENCE
    while not is_so():
        assert monotonic() < ends, what
        sleep(IN_BETWEEN)
