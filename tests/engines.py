"""Tests run on both databases; one in which the engine cannot matter says so, and runs on SQLite alone."""

import pytest

ON_SQLITE_ALONE = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
