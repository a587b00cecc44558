"""What kind of installation this is: real members, or the demo with its invented ones."""

from sqlalchemy import select
from sqlmodel import Session, col

from app.db.tables.rounds import Round

DEMO_ROUND = "demo"
BEFORE = "demo-2026"
"""What it was called in demos that were loaded by versions before 0.4."""


def is_demo(db: Session) -> bool:
    demos = select(col(Round.id)).where(col(Round.id).in_((DEMO_ROUND, BEFORE))).limit(1)
    return db.execute(demos).first() is not None
