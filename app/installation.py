"""What kind of installation this is: real members, or the demo with its invented ones."""

from sqlmodel import Session

from app.tables.rounds import Round

DEMO_ROUND = "demo-2026"


def is_demo(db: Session) -> bool:
    return db.get(Round, DEMO_ROUND) is not None
