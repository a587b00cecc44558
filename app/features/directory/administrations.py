"""Changes to an administration by hand: by the secretariat, and by its own team."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlmodel import Session, col

from app.db import audit_log, fingerprints
from app.db.tables.people import Administration
from app.features.directory.fields import DISCLOSURES, TITLES
from app.features.directory.kinds import give_anew
from app.features.directory.zones import zone_of
from app.validation.organisations import ADMINISTRATION
from questionnaires.catalogue import Catalogue
from questionnaires.problems import Problem


def code_problems(db: Session, code: str, own_id: str = "") -> list[Problem]:
    taken = select(col(Administration.id)).where(col(Administration.code) == code, col(Administration.id) != own_id)
    if code and db.execute(taken).first():
        return [Problem("code", "Another administration has this code. Enter a different one.")]
    return []


def add(db: Session, values: Mapping[str, str], *, by: str, at: datetime) -> str:
    """The id of the new one; without a time zone it gets that of its country."""
    kept = {field: values.get(field, "") for field in TITLES} | {"kind": values.get("kind") or ADMINISTRATION}
    administration = Administration(id=str(uuid4()), **kept)
    administration.time_zone = administration.time_zone or zone_of(administration.code)
    db.add(administration)
    details = {"administration": administration.id, "code": administration.code}
    audit_log.record(
        db, "administration added", by=by, at=at, details=details, contents=fingerprints.of(administration)
    )
    return administration.id


def change(
    db: Session,
    catalogue: Catalogue,
    administration: Administration,
    values: Mapping[str, str],
    *,
    by: str,
    at: datetime,
) -> None:
    changed = sorted(field for field, value in values.items() if getattr(administration, field) != value)
    if not changed:
        return
    for field in changed:
        setattr(administration, field, values[field])
    contents = fingerprints.of(administration)
    if "kind" in changed:
        contents |= give_anew(db, catalogue, administration)
    details = {"administration": administration.id, "fields": changed}
    audit_log.record(db, "administration changed", by=by, at=at, details=details, contents=contents)


def disclose(db: Session, administration: Administration, choice: str, *, by: str, at: datetime) -> list[Problem]:
    """Who may see a published result."""
    if choice not in DISCLOSURES:
        return [Problem("disclosure", "Choose who can see the result.")]
    if choice != administration.disclosure:
        administration.disclosure = choice
        about = {"administration": administration.id, "disclosure": choice}
        audit_log.record(db, "disclosure chosen", by=by, at=at, details=about, contents=fingerprints.of(administration))
    return []
