"""The auditor's desk: signed results, the register of downloads, the log. It only reads."""

from collections.abc import Iterator
from dataclasses import asdict, fields
from io import BufferedRandom
from tempfile import TemporaryFile
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response, StreamingResponse

from app.access.guards import OfficeToSee
from app.access.identity import Visitor, utc_now
from app.assessments.lifecycle import NAMES, SUBMITTED, State
from app.assessments.rights import Permission, Role, may
from app.db import audit_log, head_requests
from app.db.session import Reading
from app.features.audit import queries
from app.features.audit.log import LogLine, lines_of, write_csv
from app.features.audit.queries import PAGE, Sought
from app.validation.regions import REGIONS
from app.web.app_state import state_of
from app.web.downloads import CSV, EXCEL, as_attachment, csv_form
from app.web.file_names import file_name, mark_of
from app.web.pages import render, with_query

router = APIRouter(include_in_schema=False)

ToAudit = Annotated[Visitor, Depends(OfficeToSee(Permission.READ_AUDIT))]
CHUNK = 1 << 16


def sought(request: Request) -> Sought:
    return Sought(**{field.name: request.query_params.get(field.name, "") for field in fields(Sought)})


SoughtHere = Annotated[Sought, Depends(sought)]


@router.get("/desk")
def desk(request: Request, visitor: ToAudit, db: Reading, sought: SoughtHere) -> Response:
    rounds, regions = queries.choices(db)
    context = {
        "sought": sought,
        "rows": queries.assessments(db, sought),
        "rounds": rounds,
        "regions": regions,
        "region_names": REGIONS,
        "states": [state for state in State if state in SUBMITTED],
        "state_names": NAMES,
        "readable": [state for state in State if may(Permission.READ, Role(visitor.office), state)],
    }
    return render(request, "audit/desk.html", context)


@router.get("/downloads")
def register(request: Request, _visitor: ToAudit, db: Reading, sought: SoughtHere) -> Response:
    rows = queries.downloads(db, sought)
    context = {"sought": sought, "rows": rows[:PAGE], "older": _older("/downloads", sought, rows)}
    return render(request, "audit/downloads.html", context)


@router.get("/audit")
def log(request: Request, _visitor: ToAudit, db: Reading, sought: SoughtHere) -> Response:
    rows = queries.page_of_log(db, sought)
    lines: list[LogLine] = lines_of(db, rows[:PAGE])
    context = {
        "sought": sought,
        "lines": lines,
        "not_understood": sought.not_understood(),
        "older": _older("/audit", sought, rows),
        "for_excel": _address("/audit.csv", sought, **{"for": EXCEL}),
        "for_programs": _address("/audit.csv", sought),
        "head": audit_log.head_of(db),
    }
    return render(request, "audit/log.html", context)


@router.get("/audit.csv")
def log_as_csv(request: Request, visitor: ToAudit, db: Reading, sought: SoughtHere) -> Response:
    """All that is filtered, of any length: drawn into a file, entered in the register, then sent."""
    head_requests.end_here()
    file = TemporaryFile()  # noqa: SIM115 - closed when it was sent
    write_csv(db, sought, file, csv_form(request, visitor.language))
    db.rollback()
    now = utc_now()
    name = file_name("parity-audit-log", ending=".csv", taken=now, mark=mark_of(file))
    audit_log.record_download(
        state_of(request).database, audit_log.DownloadedFile("audit log", name, file), by=visitor.id, at=now
    )
    disposition = {"content-disposition": as_attachment(name)}
    return StreamingResponse(_sent(file), media_type=CSV, headers=disposition)


def _sent(file: BufferedRandom) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


def _older(path: str, sought: Sought, rows: queries.Rows) -> str:
    """The address of the next page; "" where this is the last one."""
    return _address(path, sought, before=str(rows[PAGE - 1].id)) if len(rows) > PAGE else ""


def _address(path: str, sought: Sought, **changed: Any) -> str:
    given = asdict(sought) | {"before": ""} | changed
    return with_query(path, urlencode({name: text for name, text in given.items() if text}))
