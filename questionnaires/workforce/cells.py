"""Where each number of the workforce tables stands. Loads nothing: processes that open foreign files need it too."""

from typing import Final, NamedTuple

WOMEN: Final = "W"
MEN: Final = "M"
OTHER: Final = "X"
SEXES = (WOMEN, MEN, OTHER)


class CellId(NamedTuple):
    """Where a number stands. `sex` is "" in columns that do not tell women from men."""

    table: str
    row: str
    measure: str
    sex: str = ""

    @property
    def column(self) -> str:
        return f"{self.measure}.{self.sex}" if self.sex else self.measure
