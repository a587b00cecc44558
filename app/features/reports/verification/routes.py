"""Whether a file that came from here is genuine: open to everybody, and nothing of the file is kept."""

from collections.abc import AsyncIterator, Callable, Mapping
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import PlainTextResponse, Response

from app.access.fair_queue import FairQueue, network_of
from app.access.forms import SubmittedFormWithFiles
from app.access.guards import Anyone, FileFromAnyone, PerhapsSignedIn
from app.access.identity import Visitor
from app.access.loaders import may_everywhere
from app.assessments.lifecycle import NAMES, REVIEW_GOES_ON
from app.assessments.rights import Permission
from app.db.session import Reading
from app.features.reports.verification import queries
from app.features.reports.verification.verdict import (
    AS_IT_WAS,
    BUT,
    EXPLAINED,
    KINDS,
    LOOKS,
    TITLES,
    Outcome,
    Verdict,
    verdict_of,
)
from app.files.signing_keys import public_keys
from app.i18n import languages
from app.i18n.formatting import translations
from app.web.app_state import state_of
from app.web.downloads import as_attachment, clean_name
from app.web.pages import is_fragment, render
from exports.gap.facts import label_of
from exports.gap.workforce.numbers import EDITIONS
from exports.reading.apart import TURN, TURN_OF_STRANGERS
from exports.reading.container import MOST_BYTES
from exports.signing import as_pem
from questionnaires.problems import N_, Problem
from scoring.scorecard import OVERALL

router = APIRouter(prefix="/verify", include_in_schema=False)

MOST_SHOWN = 200
MOST_LETTERS = 300
"""Of a changed cell; the rest is cut."""
STRANGERS, PEOPLE = FairQueue(1, most_waiting=10, most_of_one=2), FairQueue(2, most_waiting=10, most_of_one=2)
"""As many as there are turns to read. Each who waits has sent a file, which lies here meanwhile."""
NO_FILE = Problem("file", N_("Choose a file."))


@router.get("")
def verify_page(request: Request, visitor: PerhapsSignedIn) -> Response:
    return render(request, "reports/verification/verify.html", _context(visitor))


@router.get("/keys")
def keys(request: Request, _open: Anyone) -> Response:
    """The public keys of today and before, in one file of PEM, so that auditors can keep them."""
    pem = "\n".join(map(as_pem, public_keys(state_of(request).settings).values()))
    return PlainTextResponse(pem, headers={"content-disposition": as_attachment("parity-keys.pem")})


async def seat(request: Request, db: Reading) -> AsyncIterator[None]:
    """The transaction ends before: nobody waits with a connection, nor reads a file with it, which may take seconds."""
    if db.in_transaction():
        await run_in_threadpool(db.rollback)
    visitor: Visitor | None = getattr(request.state, "visitor", None)
    network = network_of(request.client.host) if request.client else ""
    async with PEOPLE.taken(visitor.id) if visitor else STRANGERS.taken(network):
        yield


Seat = Annotated[None, Depends(seat, scope="function")]


@router.post("")
def check(
    request: Request, visitor: FileFromAnyone, form: SubmittedFormWithFiles, _seat: Seat, db: Reading
) -> Response:
    file = form.get("file")
    data = file.file.read(MOST_BYTES + 1) if isinstance(file, UploadFile) else b""
    if not isinstance(file, UploadFile) or not data:
        return _said(request, _context(visitor, problem=NO_FILE), status=422)
    turn = TURN if visitor else TURN_OF_STRANGERS
    verdict = verdict_of(data, public_keys(state_of(request).settings), turn)
    known = _known(request, db, visitor, verdict) | {"is_of_another": _is_of_another(verdict, str(form.get("of", "")))}
    name = clean_name(file.filename or "")
    context = _context(visitor, verdict=verdict, file_name=name, problem=verdict.problem, **known)
    return _said(request, context, status=422 if verdict.outcome is Outcome.UNREADABLE else 200)


def _said(request: Request, context: Mapping[str, Any], status: int) -> Response:
    """As a page, or in short for the line of a sample."""
    if is_fragment(request):
        return render(request, "reports/verification/_line.html", context, status=status)
    return render(request, "reports/verification/verify.html", context, status=status)


def _known(request: Request, db: Session, visitor: Visitor | None, verdict: Verdict) -> dict[str, Any]:
    """What the database says beside the file; more to those who may read the assessment, or the register."""
    known: dict[str, Any] = {}
    if verdict.is_genuine:
        known["is_superseded"] = queries.is_superseded(db, verdict.about)
        if visitor:
            known["now_is"] = queries.today(db, state_of(request).catalogue, visitor, verdict.about)
    if visitor and verdict.sha256 and may_everywhere(visitor, Permission.READ_AUDIT):
        known["downloads"] = queries.downloads_of(db, verdict.sha256)
    return known


def _is_of_another(verdict: Verdict, assessment_id: str) -> bool:
    """Where it was checked as the file of one assessment, which may be none."""
    return verdict.is_genuine and assessment_id not in ("", verdict.about.get("assessment"))


def _label_of(about: Mapping[str, str], translate: Callable[[str], str]) -> str:
    """What the figures of a genuine report are; one from before it was counted does not say how much was examined."""
    is_under_way = about.get("state") in REVIEW_GOES_ON and about.get("values") == "moderated"
    number, _, asked = about.get("examined", "").partition("/")
    examined = (int(number), int(asked)) if number and asked else None
    return label_of("under way" if is_under_way else about["values"], examined, translate)


def _context(visitor: Visitor | None, **more: Any) -> dict[str, Any]:
    language = visitor.language if visitor else languages.DEFAULT
    standard: dict[str, Any] = dict.fromkeys(("verdict", "problem", "is_superseded", "now_is", "downloads"))
    return standard | {
        "file_name": "",
        "is_of_another": False,
        "audits": visitor is not None and may_everywhere(visitor, Permission.READ_AUDIT),
        "titles": TITLES,
        "but": BUT,
        "kinds": KINDS,
        "label_of": partial(_label_of, translate=translations(language).gettext),
        "looks": LOOKS,
        "explained": EXPLAINED,
        "as_it_was": AS_IT_WAS,
        "overall": OVERALL,
        "editions_of_numbers": EDITIONS,
        "states": NAMES,
        "most_shown": MOST_SHOWN,
        "most_letters": MOST_LETTERS,
        "most_megabytes": MOST_BYTES // 1_000_000,
        **more,
    }
