"""Files that leave: static ones, which browsers keep for ever, and the names and texts of downloads."""

from collections.abc import Generator, Mapping
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from app.assessments import OneAssessment

YEAR = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300"
RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class KeptFiles(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["cache-control"] = YEAR if scope["query_string"].startswith(b"v=") else SHORT
        return response


def csv_text(cell: str) -> str:
    """A text for a cell of CSV, which has no types: so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(RUNS_AS_FORMULA) else cell


def as_attachment(name: str) -> str:
    """The content-disposition of a download, after RFC 6266: never shown in the browser, named as it is."""
    plain = "".join(letter if " " <= letter <= "~" and letter not in '"\\%' else "_" for letter in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def date_of(assessment: OneAssessment) -> str:
    """The date of the data, never of the clock: that of the last save; "" before any."""
    return assessment.changed_at.date().isoformat() if assessment.changed_at else ""


def report_name(assessment: OneAssessment) -> str:
    """Of a gap report: from administration, round, version and date, with what file systems refuse left out."""
    plain = "".join(letter if letter.isalnum() else "-" for letter in assessment.administration)
    while "--" in plain:
        plain = plain.replace("--", "-")
    parts = ("gap-report", plain.strip("-"), assessment.round, assessment.questionnaire.version, date_of(assessment))
    return "-".join(part for part in parts if part) + ".xlsx"


class Streamed(StreamingResponse):
    """Sent while it is made; the work behind it ends as soon as nobody reads on."""

    def __init__(
        self, pieces: Generator[bytes], media_type: str, headers: Mapping[str, str], *, status: int = 200
    ) -> None:
        super().__init__(pieces, status, headers, media_type)
        self._pieces = pieces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            await run_in_threadpool(self._pieces.close)
