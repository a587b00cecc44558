"""Which process of xdist runs what: the tests of a file stay together, and the slow ones begin first.

So what a file prepares for its tests is made once, and no long one is left for the end. Those in the browser are in
three folders, each of which keeps its server and its Chromium to its end. (`--dist loadgroup` groups nothing with
pytest 9.2: pytest-xdist, issue 1386.)
"""

from pathlib import PurePosixPath

import pytest
from xdist.scheduler import LoadScopeScheduling

BROWSER = "tests/browser"
SLOW_FIRST = (
    BROWSER,
    "tests/exports/gap",
    "tests/journeys",
    "tests/bench",
    "tests/cli",
    "tests/exports",
    "tests/house",
)


class FilesTogether(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    def _split_scope(self, nodeid: str) -> str:
        """Which tests go to the same process: what xdist asks a scheduler of one's own."""
        file = PurePosixPath(nodeid.partition("::")[0])
        return str(file.parent if file.is_relative_to(BROWSER) else file)


def sort_slow_first(items: list[pytest.Item]) -> None:
    """Within a folder the order stays random."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    return next((turn for turn, folder in enumerate(SLOW_FIRST) if item.nodeid.startswith(folder)), len(SLOW_FIRST))
