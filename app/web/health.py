"""Whether the process lives, and whether it can do its work."""

from typing import Any

from alembic.migration import MigrationContext
from fastapi import APIRouter, Request
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import JSONResponse, Response

from app.assessments import refuse_other_questionnaires
from app.database import Reading
from app.guards import Anyone
from app.web.migrations import newest

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
def process(_open: Anyone) -> dict[str, str]:
    return {"status": "ok"}


@router.get("/readyz")
def ready(request: Request, _open: Anyone, db: Reading) -> Response:
    """Database, migrations and questionnaires, each "ok" or a sentence."""
    parts: dict[str, Any] = {"database": "ok", "migrations": "ok", "questionnaires": "ok"}
    try:
        at = MigrationContext.configure(db.connection()).get_current_revision()
        if at != newest():
            parts["migrations"] = f"The database is at {at}, the program at {newest()}. Run `parity migrate`."
        elif problems := refuse_other_questionnaires(db, request.app.state.catalogue):
            parts["questionnaires"] = " ".join(problems)
    except SQLAlchemyError:
        parts["database"] = "The database cannot be reached."
    is_ready = set(parts.values()) == {"ok"}
    return JSONResponse({"status": "ok" if is_ready else "not ready", **parts}, status_code=200 if is_ready else 503)
