"""Notices: what one person was told, the newest first; opening one marks it as read and leads to its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import Row
from starlette.responses import Response

from app.access.forms import SubmittedForm, moment_of
from app.access.guards import SignedIn, SignedInToWrite
from app.access.identity import utc_now
from app.access.loaders import NotYours
from app.db.session import Reading, Writing
from app.features.notices.queries import mark_all_read, mark_read, one_of, page_of
from app.jobs.notice_words import notice_sentence
from app.web.pages import redirect, redirect_with_message, render

router = APIRouter(include_in_schema=False)

MOST_PAGES = 1_000
BEGINNING = datetime.min.replace(tzinfo=UTC)
"""What nobody could have shown marks nothing."""


@dataclass(frozen=True)
class Line:
    """`before` and `after` are scores, where there are both."""

    id: str
    sentence: str
    path: str
    administration: str
    round: str
    at: datetime
    is_unread: bool
    before: float | None
    after: float | None


@router.get("/notices")
def notices(request: Request, visitor: SignedIn, db: Reading) -> Response:
    number = _page_in(request)
    rows, has_older = page_of(db, visitor.id, number)
    context = {
        "days": _by_day([_line(row, visitor.language) for row in rows]),
        "newest": rows[0].at if rows else None,
        "newer": number - 1,
        "older": number + 1 if has_older else 0,
    }
    return render(request, "notices/notices.html", context)


@router.post("/notices/read")
def read_all(request: Request, visitor: SignedInToWrite, form: SubmittedForm, db: Writing) -> Response:
    mark_all_read(db, visitor.id, moment_of(str(form.get("until", ""))) or BEGINNING, at=utc_now())
    return redirect_with_message(request, "notices-read", "/notices")


@router.post("/notices/{notice_id}")
def open_one(visitor: SignedInToWrite, notice_id: str, db: Writing) -> Response:
    notice = one_of(db, visitor.id, notice_id)
    if notice is None:
        raise NotYours
    mark_read(db, visitor.id, notice_id, at=utc_now())
    return redirect(notice.path)


def _page_in(request: Request) -> int:
    typed = request.query_params.get("page", "")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 1
    return min(max(number, 1), MOST_PAGES)


def _line(row: Row[Any], language: str) -> Line:
    return Line(
        id=row.id,
        sentence=notice_sentence(row.kind, row.names, language),
        path=row.path,
        administration=row.administration,
        round=row.round,
        at=row.at,
        is_unread=row.seen_at is None,
        before=row.names.get("before"),
        after=row.names.get("after"),
    )


def _by_day(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    return [(day, list(some)) for day, some in groupby(lines, lambda line: line.at.date().isoformat())]
