"""Tests that take long are tried as a random sample, all of them by `make test-long`.

`@pytest.mark.long(keep=2)` keeps two of the cases of a test (of each database two). The seed is printed at the end of a
run; PARITY_TEST_SEED repeats it.
"""

import os
from collections import defaultdict
from random import Random

import pytest

SEED = "PARITY_TEST_SEED"


def choose_seed() -> None:
    """In the process that begins the run: the workers of xdist find it in their environment."""
    os.environ.setdefault(SEED, str(Random().randrange(10**6)))


def chance(of: str) -> Random:
    """What this test, or fixture, draws in this run."""
    return Random(f"{os.environ[SEED]} {of}")


def keep_a_sample(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.option.long:
        return
    cases = defaultdict(list)
    for item in items:
        if item.get_closest_marker("long"):
            cases[_test_and_database(item)].append(item)
    left_out = [item for name, some in cases.items() for item in _without_sample(name, some)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]


def _test_and_database(item: pytest.Item) -> str:
    params = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    return f"{item.nodeid.partition('[')[0]} {params.get('staged_app', params.get('fresh_url', ''))}"


def _without_sample(name: str, some: list[pytest.Item]) -> list[pytest.Item]:
    mark = some[0].get_closest_marker("long")
    assert mark
    in_order = sorted(some, key=lambda item: item.nodeid)
    kept = chance(name).sample(in_order, min(mark.kwargs["keep"], len(some)))
    return [item for item in some if item not in kept]
