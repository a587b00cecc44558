"""What kind of installation this is: real members, or the demo with its invented ones."""

from sqlmodel import Session

from app.db.tables.rounds import Round

DEMO_ROUND = "demo"
BEFORE = "demo-2026"
"""What it was called in demos that were loaded by versions before 0.4."""


def is_demo(db: Session) -> bool:
    return any(db.get(Round, id_) for id_ in (DEMO_ROUND, BEFORE))
