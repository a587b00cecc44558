"""All gap reports of a round in one download, and the page for whoever waits for it."""

import re
from collections.abc import Sequence
from math import ceil
from time import time_ns
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.responses import PlainTextResponse, Response

from app.access.guards import OfficeToSee
from app.access.identity import Visitor, utc_now
from app.access.loaders import exportable
from app.assessments.lifecycle import NAMES, State
from app.assessments.rights import Permission
from app.db.session import Reading
from app.features.rounds.overview import seen, view_of
from app.features.rounds.page import filters_in_words
from app.features.rounds.reports.report_archive import ReportArchive, WantedArchive, archive_of
from app.features.rounds.reports.sending import SendingContext, ask, beginning, etag, put_aside, rest_of, sent
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
REPORT_KILOBYTES, REPORT_SECONDS = 170, 0.3
"""Of one gap report on one core, as the bench measures it: enough for a rough guess."""
MADE_ALREADY = N_("The rest of this download is being made already. Try again in a minute.")


@router.get("/reports")
def reports_page(request: Request, visitor: ToFollow, round_id: str, db: Reading) -> Response:
    state, language = state_of(request), visitor.language
    round_, lines = followed_by(visitor, db, round_id, state.catalogue)
    view = view_of(request.query_params)
    allowed, shown = exportable(db, visitor, [round_.id]), seen(lines, view)
    states = [line.state for line in shown if line.id in allowed]
    context = {
        "round": round_,
        "view": view,
        "filters": filters_in_words(lines, view, language),
        "states": counted(states, language),
        "count": len(states),
        "left_out": len(shown) - len(states),
        "megabytes": max(1, len(states) * REPORT_KILOBYTES // 1000),
        "minutes": ceil(len(states) * REPORT_SECONDS / state.worker_pool.workers / 60),
    } | progress_context(running_now(state.downloads.of(visitor.id, round_.id)))
    return render(request, "rounds/reports.html", context)


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
    archive, context = chosen(request, visitor, db, round_id), sending_context(request)
    db.rollback()
    ask(context, archive, visitor)
    name = archive.name(utc_now())
    begins, pieces = beginning(request.headers, archive), sent(context, archive, visitor, name)
    headers = {
        "content-disposition": as_attachment(name),
        "accept-ranges": "bytes",
        "x-accel-buffering": "no",
    }
    if not begins:
        return Streamed(pieces, ZIP, headers | {"etag": etag(archive)})
    with context.downloads.aside(visitor.id, round_id) as is_only:
        if not is_only:
            sentence = translations(visitor.language).gettext(MADE_ALREADY)
            return PlainTextResponse(sentence, 503, {"retry-after": "60"})
        file, size = put_aside(pieces)
    if etag(chosen(request, visitor, db, round_id)) != etag(archive):  # changed while it was made
        return Streamed(rest_of(file, 0), ZIP, headers | {"content-length": str(size)})
    if begins >= size:
        file.close()
        return Response(status_code=416, headers={"content-range": f"bytes */{size}"})
    headers |= {"content-range": f"bytes {begins}-{size - 1}/{size}", "content-length": str(size - begins)}
    return Streamed(rest_of(file, begins), ZIP, headers | {"etag": etag(archive)}, status=206)


def chosen(request: Request, visitor: Visitor, db: Session, round_id: str) -> ReportArchive:
    """The reports behind the filters of the overview, as far as this visitor may download each of them."""
    state = state_of(request)
    round_, lines = followed_by(visitor, db, round_id, state.catalogue)
    view, allowed = view_of(request.query_params), exportable(db, visitor, [round_.id])
    wanted = WantedArchive(round_, visitor.language, view.query(sort=""))
    shown = {line.id: allowed[line.id] for line in seen(lines, view) if line.id in allowed}
    return archive_of(db, state.catalogue, state.signer, wanted, shown)


def counted(states: Sequence[State], language: str) -> list[tuple[str, int]]:
    """How many reports there are of each state, in the order of the states."""
    _ = translations(language).gettext
    return [(_(NAMES[state]), states.count(state)) for state in State if state in states]


def sending_context(request: Request) -> SendingContext:
    state = state_of(request)
    return SendingContext(state.database, state.worker_pool, state.downloads, state.signer)
