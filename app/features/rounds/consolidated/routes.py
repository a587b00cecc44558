"""The figures and values of a round, or of all, as one workbook, as CSV and as JSON lines."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import structlog
from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.identity import Visitor, utc_now
from app.db import audit_log
from app.db.session import Reading
from app.features.rounds.consolidated.content import pieces_of, pieces_of_numbers, write_workbook
from app.features.rounds.consolidated.gathering import Unread
from app.features.rounds.consolidated.selection import (
    BEFORE_ANY_DATA,
    Selection,
    pillars_of,
    selection_of,
    with_both,
    with_numbers,
)
from app.features.rounds.overview import seen, view_of
from app.features.rounds.queries import among, rounds_of
from app.features.rounds.reports.sending import rest_of, until_registered
from app.features.rounds.routes import ToFollow, followed_by
from app.web.app_state import state_of
from app.web.downloads import FOR_PROGRAMS, XLSX, CsvForm, Streamed, as_attachment, csv_form
from app.web.file_names import file_name, mark_of
from questionnaires.canonical_json import canonical

router = APIRouter(prefix="/rounds/{round_id}", include_in_schema=False)

ASKED: audit_log.ReadingAction = "round values asked for"
WHAT = "round values"
ADMINISTRATIONS, WORKFORCE = "administrations", "workforce"
NAMES_OF_TABLES: Mapping[str | None, str] = {ADMINISTRATIONS: "figures", WORKFORCE: WORKFORCE}
"""What stands in the name of a file, by the table that it holds."""
log = structlog.get_logger("parity.reports")


@router.get("/consolidated.csv")
def consolidated_csv(request: Request, visitor: ToFollow, round_id: str, db: Reading) -> Response:
    return in_pieces(request, visitor, asked(request, visitor, db, round_id), ".csv", "text/csv")


@router.get("/consolidated.jsonl")
def consolidated_jsonl(request: Request, visitor: ToFollow, round_id: str, db: Reading) -> Response:
    return in_pieces(request, visitor, asked(request, visitor, db, round_id), ".jsonl", "application/jsonl")


@router.get("/consolidated.xlsx")
def consolidated_xlsx(request: Request, visitor: ToFollow, round_id: str, db: Reading) -> Response:
    """Drawn into a file that no folder names any more when it is sent."""
    state, (selection, published) = state_of(request), asked(request, visitor, db, round_id)
    with TemporaryDirectory(prefix="parity-") as folder:
        path = Path(folder) / "consolidated.xlsx"
        write_workbook(path, state.worker_pool, (selection, published), visitor.language, unread)
        file = path.open("rb")
    now = utc_now()
    name = name_of(with_both(selection, published), ".xlsx", taken=now)
    audit_log.record_download(state.database, audit_log.DownloadedFile(WHAT, name, file), by=visitor.id, at=now)
    return Streamed(rest_of(file, 0), XLSX, disposition(name))


class Asked(NamedTuple):
    """Whose figures and answers were asked for, and of which of them workforce numbers are published."""

    selection: Selection
    published: Selection


def asked(request: Request, visitor: Visitor, db: Session, round_id: str) -> Asked:
    """With `rounds=all` every round; else the assessments behind the filters of the overview."""
    chosen: set[str] | None = None
    if request.query_params.get("rounds") == "all":
        rounds = rounds_of(db)
        among(rounds, round_id)
    else:
        round_, lines = followed_by(visitor, db, round_id, state_of(request).catalogue)
        rounds, chosen = [round_], {line.id for line in seen(lines, view_of(request.query_params))}
    selection = selection_of(db, visitor, rounds, chosen)
    published = with_numbers(db, visitor, rounds, chosen)
    db.rollback()
    details = {"rounds": selection.name, "assessments": sum(len(batch.assessments) for batch in selection.batches)}
    audit_log.record_reading(state_of(request).database, ASKED, by=visitor.id, at=utc_now(), details=details)
    return Asked(selection, published)


def in_pieces(request: Request, visitor: Visitor, wanted: Asked, kind: str, media_type: str) -> Response:
    """With `table=administrations` the figures of each administration, with `table=workforce` the published numbers,
    else the answers to each question."""
    state, table, form = state_of(request), request.query_params.get("table"), csv_form(request, visitor.language)
    selection = wanted.published if table == WORKFORCE else wanted.selection
    name = name_of(selection, kind, NAMES_OF_TABLES.get(table, "values"), form, taken=utc_now())
    if table == WORKFORCE:
        pieces = pieces_of_numbers(kind, state.worker_pool, selection, unread, form)
    else:
        pillars = pillars_of(state.catalogue, selection) if table == ADMINISTRATIONS else None
        pieces = pieces_of(kind, state.worker_pool, selection, unread, pillars, form)
    sent = until_registered(state.database, visitor, WHAT, name, pieces)
    return Streamed(sent, f"{media_type}; charset=utf-8", disposition(name))


def unread(assessment: Unread) -> None:
    """The file has a line that says so; in the log it is a fault of ours like any other."""
    log.error(
        "assessment cannot be read",
        id=assessment.assessment_id,
        error=assessment.broken.error,
        where=assessment.broken.where,
    )


def name_of(
    selection: Selection, kind: str, table: str = "values", form: CsvForm = FOR_PROGRAMS, *, taken: datetime
) -> str:
    data = selection.created if selection.created != BEFORE_ANY_DATA else ""
    mark = selection.mark if form == FOR_PROGRAMS else mark_of(canonical([selection.mark, *form]))
    return file_name(f"parity-{table}", selection.name, ending=kind, data=data, taken=taken, mark=mark)


def disposition(name: str) -> dict[str, str]:
    return {"content-disposition": as_attachment(name), "x-accel-buffering": "no"}
