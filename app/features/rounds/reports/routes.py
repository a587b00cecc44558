"""All gap reports of a round in one download, and the page for whoever waits for it."""

import re
from collections.abc import Generator, Sequence
from math import ceil
from time import time_ns
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.responses import PlainTextResponse, Response

from app.access.guards import OfficeToSee
from app.access.identity import Visitor, utc_now
from app.access.loaders import exportable
from app.assessments.lifecycle import NAMES, State
from app.assessments.rights import Permission
from app.db.session import Reading
from app.db.tables.rounds import Round
from app.features.rounds.choices import filters_in_words
from app.features.rounds.numbers import publications_with_numbers
from app.features.rounds.overview import Line, View, seen, view_of
from app.features.rounds.queries import rounds_of
from app.features.rounds.reports.report_archive import ReportArchive, WantedArchive, archive_of, size_of
from app.features.rounds.reports.sending import (
    SendingContext,
    ask,
    beginning,
    etag,
    length_of,
    put_aside,
    rest_of,
    sent,
    sizes_of,
    without_beginning,
)
from app.features.rounds.routes import ToFollow, followed_by
from app.i18n.formatting import translations
from app.jobs.download_progress import Progress
from app.web.app_state import state_of
from app.web.downloads import Streamed, as_attachment
from app.web.pages import render
from questionnaires.problems import N_

router = APIRouter(prefix="/rounds/{round_id}", include_in_schema=False)

ToWait = Annotated[Visitor, Depends(OfficeToSee(Permission.FOLLOW_ROUND, is_use=False))]
ZIP = "application/zip"
MOMENT = re.compile(r"[0-9]{1,20}")
REPORT_BYTES, REPORT_SECONDS = 170_000, 0.3
"""Of one gap report on one core, as the bench measures it: enough for a rough guess."""
MADE_ALREADY = N_("The rest of this download is already being created. Try again in a minute.")


class Choice(NamedTuple):
    """What is behind the filters of the overview: its lines, and the reports that this visitor may download."""

    round: Round
    lines: list[Line]
    view: View
    archive: ReportArchive


@router.get("/reports")
def reports_page(request: Request, visitor: ToFollow, round_id: str, db: Reading) -> Response:
    round_, lines, view, archive = chosen(request, visitor, db, round_id)
    shown, allowed = seen(lines, view), {report.assessment_id for report in archive.reports}
    states = [line.state for line in shown if line.id in allowed]
    context = {
        "round": round_,
        "view": view,
        "filters": filters_in_words(lines, view, visitor.language),
        "states": counted(states, visitor.language),
        "count": len(states),
        "left_out": len(shown) - len(states),
        "has_numbers": bool(publications_with_numbers(db, visitor, rounds_of(db))),
    } | expected(sending_context(request), archive)
    news = progress_context(running_now(state_of(request).downloads.of(visitor.id, round_id)))
    return render(request, "rounds/reports.html", context | news)


def expected(context: SendingContext, archive: ReportArchive) -> dict[str, Any]:
    """How large the download will be, how many of its reports are made already, and how long the rest takes."""
    sizes = sizes_of(context, archive)
    missing = len(archive.reports) - len(sizes)
    guess = sum(sizes) + missing * (sum(sizes) / len(sizes) if sizes else REPORT_BYTES)
    return {
        "bytes": guess if missing else size_of(archive, sizes, context.signer),
        "made": len(sizes),
        "missing": missing,
        "minutes": ceil(missing * REPORT_SECONDS / context.worker_pool.workers / 60),
    }


@router.get("/reports/progress")
def progress(request: Request, visitor: ToWait, round_id: str) -> Response:
    """Asked again and again while the page is open; without news, what it says stays."""
    since = moment_of(request.query_params.get("since", ""))
    newest = state_of(request).downloads.since(visitor.id, round_id, since)
    if newest is None:
        return Response(status_code=204)
    return render(request, "rounds/_making.html", {"round_id": round_id} | progress_context(newest))


def running_now(download: Progress | None) -> Progress | None:
    """A page tells of the download of a tab beside it, but of none that ended before it was opened."""
    return download if download and download.state == "running" else None


def progress_context(download: Progress | None) -> dict[str, Any]:
    """What a page says of a download, and since when it wants news: of one that runs, on and on."""
    if download is None:
        return {"making": None, "since": time_ns()}
    return {"making": download, "since": download.began - (download.state == "running")}


def moment_of(text: str) -> int:
    return int(text) if MOMENT.fullmatch(text) else 0


@router.get("/reports.zip")
def reports_zip(request: Request, visitor: ToFollow, round_id: str, db: Reading) -> Response:
    archive, context = chosen(request, visitor, db, round_id).archive, sending_context(request)
    db.rollback()
    ask(context, archive, visitor)
    name, length = archive.name(utc_now()), length_of(context, archive)
    begins, pieces = beginning(request.headers, archive), sent(context, archive, visitor, name, length)
    headers = {
        "content-disposition": as_attachment(name),
        "accept-ranges": "bytes",
        "x-accel-buffering": "no",
    }
    if length is not None:
        return _of_known_length(pieces, begins, length, headers | {"etag": etag(archive)})
    if not begins:
        return Streamed(pieces, ZIP, headers | {"etag": etag(archive)})
    with context.downloads.aside(visitor.id, round_id) as is_only:
        if not is_only:
            sentence = translations(visitor.language).gettext(MADE_ALREADY)
            return PlainTextResponse(sentence, 503, {"retry-after": "60"})
        file, size = put_aside(pieces)
    if etag(chosen(request, visitor, db, round_id).archive) != etag(archive):  # changed while it was made
        return Streamed(rest_of(file, 0), ZIP, headers | {"content-length": str(size)})
    if begins >= size:
        file.close()
        return nothing_behind(size)
    return Streamed(rest_of(file, begins), ZIP, headers | rest(begins, size) | {"etag": etag(archive)}, status=206)


def _of_known_length(pieces: Generator[bytes], begins: int, length: int, headers: dict[str, str]) -> Response:
    if not begins:
        return Streamed(pieces, ZIP, headers | {"content-length": str(length)})
    if begins >= length:
        return nothing_behind(length)
    return Streamed(without_beginning(pieces, begins), ZIP, headers | rest(begins, length), status=206)


def rest(begins: int, size: int) -> dict[str, str]:
    return {"content-range": f"bytes {begins}-{size - 1}/{size}", "content-length": str(size - begins)}


def nothing_behind(size: int) -> Response:
    return Response(status_code=416, headers={"content-range": f"bytes */{size}"})


def chosen(request: Request, visitor: Visitor, db: Session, round_id: str) -> Choice:
    state = state_of(request)
    round_, lines = followed_by(visitor, db, round_id, state.catalogue)
    view, allowed = view_of(request.query_params), exportable(db, visitor, [round_.id])
    numbers = exportable(db, visitor, [round_.id], Permission.SEE_WORKFORCE)
    wanted = WantedArchive(round_, visitor.language, view.query(sort=""))
    shown = {line.id: allowed[line.id] for line in seen(lines, view) if line.id in allowed}
    return Choice(round_, lines, view, archive_of(db, state.catalogue, state.signer, wanted, shown, numbers))


def counted(states: Sequence[State], language: str) -> list[tuple[str, int]]:
    """How many reports there are of each state, in the order of the states."""
    _ = translations(language).gettext
    return [(_(NAMES[state]), states.count(state)) for state in State if state in states]


def sending_context(request: Request) -> SendingContext:
    state = state_of(request)
    return SendingContext(
        state.database, state.catalogue, state.signer, state.kept_reports, state.worker_pool, state.downloads
    )
