"""What a file of evidence holds: to save it, or how a text begins, to read on the page. Both are logged."""

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from typing import Any, BinaryIO

import structlog
from fastapi import APIRouter, Request
from sqlalchemy import Row
from sqlmodel import Session
from starlette.responses import FileResponse, Response

from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess, NotYours
from app.assessments.evidence.items import preview_of
from app.db import audit_log
from app.db.session import Reading
from app.features.evidence.checking.file_types import UTF_16
from app.features.evidence.pages import ToReadEvidence, base_context
from app.features.evidence.queries import one_item
from app.features.evidence.receiving import files_of
from app.i18n.formatting import translations
from app.web.app_state import state_of
from app.web.downloads import as_attachment
from app.web.pages import is_fragment, language_of, redirect, render
from questionnaires.problems import N_

router = APIRouter(prefix="/assessments/{assessment_id}/evidence", include_in_schema=False)
log = structlog.get_logger("parity.evidence")

SAFE = {"content-security-policy": "sandbox; default-src 'none'"}
"""Should a browser ever show the file in place of saving it, nothing in it runs."""
NOT_HERE = N_("The file is missing")
NOT_HERE_ADVICE = N_(
    "The register lists it, but the file on the server is missing or damaged. Tell the secretariat, and ask "
    "the administration for the document."
)


MOST_LETTERS = 2_000
MOST_BYTES = 4 * MOST_LETTERS


@dataclass(frozen=True)
class Beginning:
    text: str
    is_all: bool


class NotHere(Exception):
    """The file of an item is gone or damaged."""


@router.get("/{evidence_id}/file")
def file(request: Request, access: ToReadEvidence, evidence_id: str, db: Reading) -> Response:
    row = file_item(access, db, evidence_id)
    try:
        with opened(request, access, row):
            pass
    except NotHere:
        return not_here(request)
    # No charset is added to texts, whose encoding nobody knows
    headers = SAFE | {"content-type": row.media_type, "content-disposition": as_attachment(row.file_name)}
    return FileResponse(files_of(request).path_of(row.sha256), headers=headers)


@router.get("/{evidence_id}/text")
def text(request: Request, access: ToReadEvidence, evidence_id: str, db: Reading) -> Response:
    """The beginning of a text, written into the page by the server, so that nothing in it is more than letters."""
    row = file_item(access, db, evidence_id)
    if preview_of(row.media_type) != "text":
        return redirect(f"/assessments/{access.assessment.id}/evidence/{row.id}")
    try:
        with opened(request, access, row) as content:
            beginning = beginning_of(content)
    except NotHere:
        return not_here(request)
    template = "evidence/_text.html" if is_fragment(request) else "evidence/text.html"
    return render(request, template, base_context(access) | {"row": row, "beginning": beginning})


def file_item(access: AssessmentAccess, db: Session, evidence_id: str) -> Row[Any]:
    """Raises NotYours where there is none, or where it is no file."""
    row = one_item(db, access.assessment, evidence_id).row
    db.rollback()
    if row.kind != "file":
        raise NotYours
    return row


@contextmanager
def opened(request: Request, access: AssessmentAccess, row: Row[Any]) -> Iterator[BufferedReader]:
    """The whole file, once its reader is in the register of downloads. Raises NotHere."""
    files = files_of(request)
    if not files.is_whole(row.sha256):
        log.error("file of evidence missing or damaged", id=row.id)
        raise NotHere
    with files.open(row.sha256) as content:
        leaving = audit_log.DownloadedFile("evidence", row.file_name, content, access.assessment.id)
        audit_log.record_download(state_of(request).database, leaving, by=access.visitor.id, at=utc_now())
        content.seek(0)
        yield content


def not_here(request: Request) -> Response:
    _ = translations(language_of(request)).gettext
    context = {"title": _(NOT_HERE), "advice": _(NOT_HERE_ADVICE), "typed": ()}
    return render(request, "web/error.html", context, status=404)


def beginning_of(content: BinaryIO) -> Beginning:
    raw = content.read(MOST_BYTES + 1)
    text = _decoded(raw[:MOST_BYTES])
    return Beginning(text[:MOST_LETTERS], is_all=len(raw) <= MOST_BYTES and len(text) <= MOST_LETTERS)


def _decoded(raw: bytes) -> str:
    """In whatever encoding it may be, since nobody says which. A letter that the end cuts in two is left out."""
    if raw.startswith(UTF_16):
        return codecs.getincrementaldecoder("utf-16")(errors="replace").decode(raw)
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(raw)
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
