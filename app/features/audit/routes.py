"""The register of downloads and the log. They only read."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC
from io import BufferedRandom
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from app.access.forms import number_of
from app.access.identity import utc_now
from app.access.loaders import NotYours
from app.db import audit_log, head_requests
from app.db.session import Reading
from app.features.audit import queries
from app.features.audit.asking import SoughtHere, ToAudit
from app.features.audit.log import as_json, is_whole, told, write_csv
from app.features.audit.queries import PAGE, Sought
from app.features.audit.sentences import ACTS, FILE_NAMES, GROUPS
from app.i18n.formatting import translations
from app.web.app_state import state_of
from app.web.downloads import CSV, EXCEL, as_attachment, csv_form
from app.web.file_names import file_name, mark_of
from app.web.pages import render, with_query

router = APIRouter(include_in_schema=False)

CHUNK = 1 << 16
MOST_RECORDS = 200
"""Hashes that the page of one row shows."""


@router.get("/downloads")
def register(request: Request, visitor: ToAudit, db: Reading, sought: SoughtHere) -> Response:
    rows, translate = queries.downloads(db, sought), translations(visitor.language).gettext
    context = {
        "sought": sought,
        "rows": rows[:PAGE],
        "older": _older("/downloads", sought, rows),
        "not_understood": sought.not_understood(),
        "administrations": queries.administrations(db),
        "people": queries.suggested_people(db, sought.administration),
        "file_names": {what: translate(name) for what, name in FILE_NAMES.items()},
    }
    return render(request, "audit/downloads.html", context)


@router.get("/audit")
def log(request: Request, visitor: ToAudit, db: Reading, sought: SoughtHere) -> Response:
    rows = queries.page_of_log(db, sought)
    context = {
        "sought": sought,
        "lines": told(db, rows[:PAGE], translations(visitor.language).gettext),
        "not_understood": sought.not_understood(),
        "older": _older("/audit", sought, rows),
        "for_excel": _address("/audit.csv", sought, **{"for": EXCEL}),
        "for_programs": _address("/audit.csv", sought),
        "head": audit_log.head_of(db),
        "administrations": queries.administrations(db),
        "people": queries.suggested_people(db, sought.administration),
        "groups": GROUPS,
    }
    return render(request, "audit/log.html", context)


@router.get("/audit/{number}")
def log_row(request: Request, visitor: ToAudit, db: Reading, number: str) -> Response:
    """One row as the log holds it, with its hash and that of each record which it speaks of."""
    row = queries.entry(db, number_of(number) or 0)
    if row is None:
        raise NotYours
    (line,) = told(db, [row], translations(visitor.language).gettext)
    context = {
        "row": row,
        "line": line,
        "moment": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "act": ACTS.get(row.action),
        "details": as_json(row),
        "is_whole": is_whole(row),
        "records": sorted((row.contents or {}).items())[:MOST_RECORDS],
        "beginning": audit_log.BEGINNING,
    }
    return render(request, "audit/row.html", context)


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
