"""Compares every record that the log vouches for with what the log last said of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlmodel import Session

from app.db.audit_chain import Findings
from app.db.fingerprints import PARTS, Part, every_row
from app.features.audit.ledger import Ledger
from app.features.audit.naming import Names


@dataclass
class Compared:
    """`uncovered` were written before contents were kept, and were not recorded since."""

    records: int = 0
    uncovered: int = 0


@dataclass(frozen=True)
class Comparison:
    """One walk over all tables. `began_before` says that the log has rows from before contents were kept."""

    db: Session
    ledger: Ledger
    findings: Findings
    names: Names
    began_before: bool

    def run(self) -> Compared:
        result = Compared()
        for table, parts in PARTS.items():
            for row in every_row(self.db, table):
                result.records += 1
                result.uncovered += sum([self._is_uncovered(part, row) for part in parts])
        for place, log_row in self.ledger.rest():
            self.findings.add(partial(self._missing, place, log_row))
        return result

    def _is_uncovered(self, part: Part, row: Mapping[Any, Any]) -> bool:
        """Whether the log says nothing of it and need not; what does not fit is added to the findings."""
        noted = self.ledger.take(part.place(row))
        if noted is None and self.began_before and self.ledger.covered_since is None:
            return True
        if noted is None:
            self.findings.add(lambda: f"{self.names.of_row(part, row)} was added by hand: it is not in the log.")
        elif not noted.hash:
            self.findings.add(
                lambda: (
                    f"{self.names.of_row(part, row)} is there again, added by hand: it was removed "
                    f"({self.names.moment(noted.row)})."
                )
            )
        elif not _is_same(part, row, noted.hash):
            self.findings.add(
                lambda: (
                    f"{self.names.of_row(part, row)} was changed by hand since it was written "
                    f"({self.names.moment(noted.row)})."
                )
            )
        return False

    def _missing(self, place: str, log_row: int) -> str:
        return f"{self.names.of_place(place, log_row)} is missing: it was written ({self.names.moment(log_row)})."


def _is_same(part: Part, row: Mapping[Any, Any], hash_: str) -> bool:
    try:
        return part.hash_of(row) == hash_
    except (KeyError, TypeError, ValueError, AttributeError):  # of another kind than the program writes
        return False
