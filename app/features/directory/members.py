"""The list of member administrations: what a file would change in it, and the change itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select
from sqlmodel import Session, col

from app.db import audit_log, fingerprints
from app.db.tables.people import Administration
from app.features.directory.fields import MISSING, NO_REGION, TITLES, read_fields
from app.features.directory.files import ONLY_SHOWN, OWN_NAME, Row, Sheet
from app.features.directory.listing import COLUMNS
from app.features.directory.zones import NOWHERE, zone_of
from app.web.downloads import csv_text
from app.web.left_out import LeftOut, shortened
from questionnaires.codes import read_capitals
from questionnaires.problems import N_, Problem

SHIPPED = Path(__file__).parent / "members.csv"
NOT_FROM_FILES = N_("Only the administration itself can change this. Enter {stored}, or leave the cell empty.")
KIND_NOT_FROM_FILES = N_("Change the kind on the page of the organisation, under Contact and settings.")
NO_COLUMN = N_("The list has no column “{column}”, which a new administration needs. Add the column.")
TWICE = N_("This code appears in other rows too: {rows}. Keep one of them.")


@dataclass(frozen=True)
class Change:
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One row that would add an administration (`id` is "") or change one."""

    id: str
    code: str
    name: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Plan:
    """What a file would do. `refused` names cells as spreadsheets do."""

    added: tuple[Entry, ...]
    changed: tuple[Entry, ...]
    unchanged: int
    refused: tuple[LeftOut, ...]

    @property
    def changes_something(self) -> bool:
        return bool(self.added or self.changed)


def plan_of(db: Session, sheet: Sheet) -> Plan:
    """Nobody is ever removed: an assessment may belong to them."""
    stored = {administration.code: administration for administration in db.execute(select(Administration)).scalars()}
    added, changed, unchanged, refused = [], [], 0, []
    rows_of: dict[str, list[int]] = {}
    for row in sheet.rows:
        rows_of.setdefault(_code_in(row), []).append(row.number)
    for row in sheet.rows:
        code = _code_in(row)
        administration = stored.get(code)
        values, problems = _values(row, administration)
        if code and (others := [number for number in rows_of[code] if number != row.number]):
            problems.append(Problem("code", TWICE, {"rows": ", ".join(map(str, others))}))
        if problems:
            refused += [_at(sheet, row, problem) for problem in problems]
            continue
        entry = _entry(administration, values)
        if administration is None:
            added.append(entry)
        elif entry.changes:
            changed.append(entry)
        else:
            unchanged += 1
    return Plan(tuple(added), tuple(changed), unchanged, tuple(refused))


def full_name(own: str, country: str) -> str:
    """The administration's own name may be unknown: then the country stands for it."""
    return f"{own} ({country})" if own and country else own or country


def _values(row: Row, stored: Administration | None) -> tuple[dict[str, str], list[Problem]]:
    problems = [Problem(field, sentence) for field, sentence in row.problems.items()]
    texts = {field: text for field, text in row.texts.items() if field not in ONLY_SHOWN}
    if OWN_NAME in texts:
        texts["name"] = full_name(texts.pop(OWN_NAME), texts.get("country", ""))
    if stored is None:
        texts = {field: texts.get(field, "") for field in TITLES}
    elif not texts.get("kind"):
        texts.pop("kind", None)  # an empty cell says nothing of what decides who reviews
    elif read_capitals(texts["kind"]).lower() != stored.kind:
        problems.append(Problem("kind", KIND_NOT_FROM_FILES))
    if not texts.get("time_zone", stored.time_zone if stored else "") or _never_chosen(texts, stored):
        texts["time_zone"] = zone_of(_code_in(row))
    disclosure = stored.disclosure if stored else "own"
    if row.texts.get("disclosure") not in (None, "", disclosure):
        problems.append(Problem("disclosure", NOT_FROM_FILES, {"stored": disclosure}))
    in_texts: list[Problem] = []
    values = read_fields(_as_stored(texts, stored), in_texts, stored)
    places = {*row.problems, *(["name"] if OWN_NAME in row.problems or "country" in row.problems else [])}
    return values, [*problems, *(problem for problem in in_texts if problem.place not in places)]


def _code_in(row: Row) -> str:
    """As it is compared; what is wrong with it is told by its rule."""
    return read_capitals(row.texts["code"])


def _as_stored(texts: Mapping[str, str], stored: Administration | None) -> dict[str, str]:
    """What comes back as our own CSV handed it out, with the sign before a formula, changes nothing."""
    there = {field: getattr(stored, field, "") for field in texts}
    return {field: there[field] if text == csv_text(there[field]) else text for field, text in texts.items()}


def _never_chosen(texts: Mapping[str, str], stored: Administration | None) -> bool:
    """UTC is what stood there before Parity knew time zones."""
    return stored is not None and stored.time_zone == NOWHERE and "time_zone" not in texts


def _entry(stored: Administration | None, values: Mapping[str, str]) -> Entry:
    pairs = ((field, getattr(stored, field) if stored else "", values[field]) for field in TITLES if field in values)
    changes = tuple(Change(*pair) for pair in pairs if pair[1] != pair[2])
    name = values.get("name") or (stored.name if stored else "")
    return Entry(stored.id if stored else "", values["code"], name, changes)


def _at(sheet: Sheet, row: Row, problem: Problem) -> LeftOut:
    """The same problem at the address of its cell; a field without a column stands for its row."""
    field = problem.place
    column = sheet.columns.get(field) or sheet.columns.get(OWN_NAME if field == "name" else "", "")
    if not column and problem.sentence in (MISSING, NO_REGION):
        problem = Problem(field, NO_COLUMN, {"column": COLUMNS[field]})
    given = shortened(row.texts.get(field, ""))
    return LeftOut("", "", f"{column}{row.number}", COLUMNS[field], given, problem)


def carry_out(db: Session, plan: Plan, *, by: str, at: datetime) -> bool:
    """One transaction, one row in the log, none where nothing changes; the refused rows are left out.

    False, and nothing is stored, where somebody has changed meanwhile what the plan was made from.
    """
    if not plan.changes_something:
        return True
    audit_log.take_turn(db)
    stored = {administration.id: administration for administration in _of(db, [entry.id for entry in plan.changed])}
    if _is_outdated(db, plan, stored):
        return False
    new = [
        Administration(id=str(uuid4()), **{field: "" for field in TITLES} | dict(_after(entry))) for entry in plan.added
    ]
    db.add_all(new)
    for entry in plan.changed:
        for field, value in _after(entry):
            setattr(stored[entry.id], field, value)
    details = {"added": [member.code for member in plan.added], "changed": [member.code for member in plan.changed]}
    touched = fingerprints.of(*new, *stored.values())
    audit_log.record(db, "administrations imported", by=by, at=at, details=details, contents=touched)
    return True


def _is_outdated(db: Session, plan: Plan, stored: Mapping[str, Administration]) -> bool:
    taken = select(col(Administration.id)).where(col(Administration.code).in_([member.code for member in plan.added]))
    return db.execute(taken.limit(1)).first() is not None or any(
        entry.id not in stored or getattr(stored[entry.id], change.field) != change.before
        for entry in plan.changed
        for change in entry.changes
    )


def _after(entry: Entry) -> Iterator[tuple[str, str]]:
    return ((change.field, change.after) for change in entry.changes)


def _of(db: Session, ids: list[str]) -> Iterator[Administration]:
    return iter(db.execute(select(Administration).where(col(Administration.id).in_(ids))).scalars())
