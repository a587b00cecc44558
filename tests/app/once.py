"""What several tests of a module begin with, such as a file that left: made once, and the database put back to then."""

from collections.abc import Callable
from typing import Generic, TypeVar

from app.db.session import Database
from tests.stage import Rows, put, rows_of

Made = TypeVar("Made")


class Once(Generic[Made]):
    def __init__(self) -> None:
        self._kept: dict[Database, tuple[Made, Rows]] = {}

    def of(self, database: Database, make: Callable[[], Made]) -> Made:
        if database in self._kept:
            put(database, self._kept[database][1])
        else:
            self._kept[database] = make(), rows_of(database)
        return self._kept[database][0]
