"""Saves and decisions over HTTP beside the bare upsert of the same server; then whether all of them are there."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from app.db.session import Database
from app.db.tables.answers import HistoryEntry, StoredAnswer
from app.db.tables.records import AuditEntry
from app.db.tables.reviews import Moderation
from questionnaires.catalogue import Catalogue
from tests.bench.processes import Load, load
from tests.bench.staging import VERSION, Browser, Stage

ROUNDS = 5
TOGETHER, ALONE = (0.7, 1.6), (0.5, 0.8)
"""Seconds that the upsert and the saves run in each round."""


@dataclass(frozen=True)
class Saving:
    """The rounds, each with the upsert and the saves that ran right after it."""

    rounds: tuple[tuple[Load, Load], ...]

    @property
    def upserts(self) -> list[Load]:
        return [upsert for upsert, _ in self.rounds]

    @property
    def saves(self) -> list[Load]:
        return [save for _, save in self.rounds]

    def ratios(self, figure: str) -> list[float]:
        return [getattr(save, figure) / getattr(upsert, figure) for upsert, save in self.rounds]


def median(loads: list[Load], figure: str) -> float:
    return float(statistics.median(getattr(load, figure) for load in loads))


def p99(loads: list[Load]) -> float:
    """Of all rounds together: one alone has too few."""
    took = sorted(ms for load in loads for ms in load.took)
    return took[int(0.99 * len(took))]


def slowest(loads: list[Load]) -> float:
    return max(ms for load in loads for ms in load.took)


class People:
    """Those who save. Each has a session and questions of their own, and knows the revision of each."""

    def __init__(self, stage: Stage, connections: list[dict[str, Any]]) -> None:
        self.stage, self.connections = stage, connections

    def measure(self, port: int, at_once: int) -> Saving:
        rounds, pace = [], self.stage.size.pace
        for_upsert, for_saves = ALONE if at_once == 1 else TOGETHER
        for _ in range(self.stage.size.turns_of(ROUNDS)):
            upsert = load(port, [_upsert(number) for number in range(at_once)], pace * for_upsert)
            save = load(port, self.connections[:at_once], pace * for_saves)
            for connection, saved in zip(self.connections, save.saved, strict=False):
                connection["indicators"] = saved
            rounds.append((upsert, save))
        return Saving(tuple(rounds))

    def acknowledged(self) -> dict[tuple[str, str], int]:
        return {
            (str(connection["assessment"]), indicator): revision
            for connection in self.connections
            for indicator, revision in connection["indicators"].items()
            if revision
        }


class Savers(People):
    """Coordinators who answer."""

    def __init__(self, stage: Stage, catalogue: Catalogue) -> None:
        given = stage.document.answers
        super().__init__(stage, connections_of("saves", stage.coordinators, catalogue, lambda id_: int(id_ in given)))

    def verify(self) -> tuple[int, list[str]]:
        """How many saves were acknowledged, and a sentence for each place where the database holds something else."""
        acknowledged = self.acknowledged()
        before = len([key for key in acknowledged if key[1] in self.stage.document.answers])
        saves = sum(acknowledged.values()) - before
        database = Database(self.stage.settings.database)
        with database.reading() as db:
            run = db.connection().execute
            columns: tuple[Any, ...] = (StoredAnswer.assessment_id, StoredAnswer.indicator, StoredAnswer.revision)
            stored = {(str(row[0]), str(row[1])): int(row[2]) for row in run(select(*map(col, columns)))}
            history = run(select(func.count()).where(col(HistoryEntry.subject) != "profile")).scalar_one()
            audit = run(select(func.count()).where(col(AuditEntry.action) == "answer saved")).scalar_one()
        database.close()
        wrong = [
            f"{key} is stored at revision {stored.get(key)}, acknowledged was {revision}"
            for key, revision in acknowledged.items()
            if stored.get(key) != revision
        ]
        for name, rows in (("history", history), ("audit", audit)):
            if rows != sum(stored.values()):
                wrong.append(f"{rows} rows of {name} for {sum(stored.values())} saved answers")
        return saves, wrong


class Reviewers(People):
    """Reviewers who decide, on assessments under review."""

    def __init__(self, stage: Stage, catalogue: Catalogue) -> None:
        super().__init__(stage, connections_of("decisions", stage.reviewers, catalogue, lambda _id: 0))

    def verify(self) -> tuple[int, list[str]]:
        """As of the answers."""
        acknowledged = self.acknowledged()
        database = Database(self.stage.settings.database)
        with database.reading() as db:
            columns: tuple[Any, ...] = (Moderation.assessment_id, Moderation.indicator, Moderation.revision)
            stored = {
                (str(row[0]), str(row[1])): int(row[2]) for row in db.connection().execute(select(*map(col, columns)))
            }
        database.close()
        wrong = [
            f"the decision {key} is stored at revision {stored.get(key)}, acknowledged was {revision}"
            for key, revision in acknowledged.items()
            if stored.get(key) != revision
        ]
        return sum(acknowledged.values()), wrong


def connections_of(
    kind: str, people: Sequence[tuple[str, Browser]], catalogue: Catalogue, revision_of: Callable[[str], int]
) -> list[dict[str, Any]]:
    """Two people for each assessment, with every second question each."""
    answerable = [i.id for i in catalogue[VERSION].structure.indicators if i.is_scored and i.kind == "maturity"]
    return [
        {
            "kind": kind,
            "cookie": browser.cookie,
            "form_token": browser.form_token,
            "assessment": assessment,
            "indicators": {id_: revision_of(id_) for id_ in answerable[number % 2 :: 2][::2]},
        }
        for number, (assessment, browser) in enumerate(people)
    ]


def _upsert(number: int) -> dict[str, Any]:
    return {"kind": "same", "method": "PUT", "path": f"/bench/upsert/{number}", "cookie": ""}
