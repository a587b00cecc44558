"""The list of member administrations: read from CSV, brought into the database."""

import csv
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select
from sqlmodel import Session, col

from app import audit
from app.tables.people import Administration
from app.tables.rounds import Round

SHIPPED = Path(__file__).parent / "members.csv"
COLUMNS = ["code", "name", "administration_name", "wco_region", "working_language"]
REGIONS = ("AP", "EUR", "AMS", "MENA", "WCA", "ESA")
DEMO_ROUND = "demo-2026"


class BadList(ValueError):
    """A list that cannot be read; the message names the line and says what to do."""


@dataclass(frozen=True)
class Member:
    """One line of the list. The administration's own name may be unknown: then the country stands for it."""

    code: str
    country: str
    administration: str
    region: str
    language: str

    @property
    def name(self) -> str:
        return f"{self.administration} ({self.country})" if self.administration else self.country


def read(path: Path) -> list[Member]:
    """Raises BadList."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except csv.Error as error:
        raise BadList(f"{path}: {error}") from None
    if not rows or rows[0] != COLUMNS:
        raise BadList(f"{path}: the first line must be {','.join(COLUMNS)}")
    members = [_member(path, at, row) for at, row in enumerate(rows[1:], 2) if row]
    codes = [member.code for member in members]
    if twice := {code for code in codes if codes.count(code) > 1}:
        raise BadList(f"{path}: these codes stand twice: {', '.join(sorted(twice))}")
    return members


def _member(path: Path, line: int, row: list[str]) -> Member:
    if len(row) != len(COLUMNS):
        raise BadList(f"{path}, line {line}: there are {len(row)} columns in place of {len(COLUMNS)}")
    member = Member(*(cell.strip() for cell in row))
    if member.region not in REGIONS:
        raise BadList(f"{path}, line {line}: the region must be one of {', '.join(REGIONS)}, not {member.region!r}")
    if not member.code or not member.country:
        raise BadList(f"{path}, line {line}: code and name must not be empty")
    return member


def is_demo(db: Session) -> bool:
    return db.get(Round, DEMO_ROUND) is not None


def import_members(db: Session, members: list[Member], *, at: datetime) -> tuple[int, int]:
    """How many were added and how many changed. Nobody is removed: an assessment may belong to them."""
    stored = {one.code: one for one in db.execute(select(Administration).order_by(col(Administration.code))).scalars()}
    added = changed = 0
    for member in members:
        values = {
            "name": member.name,
            "country": member.country,
            "region": member.region,
            "language": member.language,
        }
        one = stored.get(member.code)
        if one is None:
            db.add(Administration(id=str(uuid4()), code=member.code, **values))
            added += 1
        elif any(getattr(one, key) != value for key, value in values.items()):
            for key, value in values.items():
                setattr(one, key, value)
            changed += 1
    audit.remember(db, "members imported", by="command line", at=at, details={"added": added, "changed": changed})
    return added, changed
