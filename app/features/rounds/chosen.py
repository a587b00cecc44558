"""What the lead does with several administrations of a round at once: which of the ticked ones it concerns, and why not
the others. Pure but for the reads it is handed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from app.assessments.lifecycle import NAMES
from app.assessments.rights import BEFORE_SIGNING, Permission, Role, may
from app.features.rounds.overview import Line
from app.i18n.languages import spoken
from app.jobs.outbox import Kind
from app.jobs.reminders import kind_of, was_reminded
from questionnaires.problems import N_, Problem

SIGNED = N_("It has been signed already.")
NOT_EXTENDABLE = N_("Its answers are with the secretariat, or published.")
NOT_OPEN_YET = N_("The round opens on {day}.")
NOBODY_THERE = N_("It has no coordinator or head who can sign in.")
REMINDED = N_("{person} had a reminder on {day}.")


@dataclass(frozen=True)
class Skipped:
    """An administration that the act does not concern, or a person there, and why; `state` where that is why."""

    place: str
    why: Problem
    state: str = ""


def ticked(lines: Sequence[Line], codes: Collection[str]) -> list[Line]:
    """By the codes of the administrations: the ids of 187 assessments make an address that proxies refuse."""
    wanted = set(codes)
    return sorted((line for line in lines if line.code in wanted), key=lambda line: line.administration.casefold())


@dataclass(frozen=True)
class Reminding:
    """`rows` are people who would get a reminder: rows of `reminders.OPEN`."""

    rows: tuple[Any, ...]
    skipped: tuple[Skipped, ...]

    @property
    def places(self) -> list[tuple[str, list[str]]]:
        """Administration -> the people there."""
        return [(place, [row.name for row in rows]) for place, rows in groupby(self.rows, key=lambda row: row.place)]

    def samples(self, now: datetime) -> dict[tuple[str, Kind], Any]:
        """(language, kind of mail) -> the first who gets it."""
        return {(spoken(row.language), kind_of(row, now)): row for row in reversed(self.rows)}

    @property
    def pairs(self) -> list[str]:
        return sorted(f"{row.id} {row.person}" for row in self.rows)


def reminding(lines: Sequence[Line], rows: Iterable[Any], opens_on: str, now: datetime) -> Reminding:
    """`rows` are all whom a reminder of these lines could reach."""
    by_line: dict[str, list[Any]] = {line.id: [] for line in lines}
    for row in rows:
        by_line[row.id].append(row)
    reached, skipped = list[Any](), list[Skipped]()
    for line in lines:
        why = _not_to_remind(line, by_line[line.id], opens_on, now)
        told = [row for row in by_line[line.id] if was_reminded(row, now)]
        if why:
            skipped.append(Skipped(line.administration, why, NAMES[line.state] if why.sentence == SIGNED else ""))
            continue
        skipped += [Skipped(line.administration, _reminded(row)) for row in told]
        reached += [row for row in by_line[line.id] if row not in told]
    return Reminding(tuple(reached), tuple(skipped))


def _not_to_remind(line: Line, rows: Sequence[Any], opens_on: str, now: datetime) -> Problem | None:
    if line.state not in BEFORE_SIGNING:
        return Problem("", SIGNED)
    if not rows:
        return Problem("", NOBODY_THERE)
    if opens_on > now.astimezone(ZoneInfo(rows[0].zone)).date().isoformat():
        return Problem("", NOT_OPEN_YET, {"day": opens_on})
    return None


def _reminded(row: Any) -> Problem:
    return Problem("", REMINDED, {"person": row.name, "day": row.last.date().isoformat()})


def extending(lines: Sequence[Line]) -> tuple[list[Line], list[Skipped]]:
    """Those that the lead may give more time to, and the others."""
    may_be = {line.id for line in lines if may(Permission.EXTEND, Role.LEAD, line.state)}
    others = [line for line in lines if line.id not in may_be]
    why = Problem("", NOT_EXTENDABLE)
    skipped = [Skipped(line.administration, why, NAMES[line.state]) for line in others]
    return [line for line in lines if line.id in may_be], skipped
