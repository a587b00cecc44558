"""Whether the process lives, and whether it can do its work."""

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import JSONResponse, Response

from app.access.guards import Anyone
from app.db.migrations import newest, reached
from app.db.outages import kept_in, problem_of_folder
from app.db.session import Reading
from app.jobs.checks.database import refuse_other_questionnaires
from app.web.app_state import state_of
from app.web.errors import RETRY_AFTER

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
def process(_open: Anyone) -> dict[str, str]:
    return {"status": "ok"}


@router.get("/readyz")
def ready(request: Request, _open: Anyone, db: Reading) -> Response:
    """Database, migrations, questionnaires and disk, each "ok" or a sentence."""
    parts: dict[str, Any] = {"database": "ok", "migrations": "ok", "questionnaires": "ok"}
    folders = kept_in(state_of(request).settings)
    parts["disk"] = " ".join(filter(None, (problem_of_folder(path, name) for path, name in folders.items()))) or "ok"
    try:
        at = reached(db.connection())
        if at != (newest(),):
            parts["migrations"] = (
                f"The database is at {', '.join(at) or None}, the program at {newest()}. Run `parity migrate`."
            )
        elif problems := refuse_other_questionnaires(db, state_of(request).catalogue):
            parts["questionnaires"] = " ".join(problems)
    except SQLAlchemyError:
        parts["database"] = "The database cannot be reached."
    is_ready = set(parts.values()) == {"ok"}
    if is_ready:
        return JSONResponse({"status": "ok", **parts})
    return JSONResponse({"status": "not ready", **parts}, status_code=503, headers={"retry-after": RETRY_AFTER})
