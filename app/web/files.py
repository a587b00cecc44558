"""Files that leave: static ones, which browsers keep for ever, and downloads; and names of files that come."""

import csv
import re
from collections.abc import Generator, Iterable, Mapping
from io import StringIO, TextIOBase
from unicodedata import category, normalize
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from app.names import FORMULA_STARTS
from questionnaires.texts import UNSEEN

YEAR = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300"
MOST_OF_A_NAME = 200
MARKS = {"\u061c", "\u200e", "\u200f"}
"""Of direction: programs set them around names of right-to-left scripts, and no name needs them."""
TURNING = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}
"""Characters that turn the direction of writing, and so could show a name other than it is."""
ENCODED = {"%22": '"', "%0D": "\r", "%0A": "\n"}
"""What browsers make of the three characters that a name in a form cannot hold (WHATWG HTML, multipart/form-data)."""


class KeptFiles(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["cache-control"] = YEAR if scope["query_string"].startswith(b"v=") else SHORT
        return response


def csv_text(cell: str) -> str:
    """A text for a cell of CSV, which has no types: so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def write_rows(file: TextIOBase, rows: Iterable[Iterable[object]]) -> None:
    """The only door to a CSV: no text passes that a spreadsheet would run."""
    safe = ([csv_text(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    csv.writer(file).writerows(safe)


def csv_of(titles: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """With the mark that tells Excel that it is UTF-8."""
    file = StringIO(newline="")
    write_rows(file, [titles, *rows])
    return file.getvalue().encode("utf-8-sig")


def as_attachment(name: str) -> str:
    """The content-disposition of a download, after RFC 6266: never shown in the browser, named as it is."""
    plain = "".join(letter if " " <= letter <= "~" and letter not in '"\\%' else "_" for letter in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def clean_name(sent: str) -> str:
    """A name to show, as a person wrote it, without folders and with what could mislead made visible."""
    for code, character in ENCODED.items():
        sent = sent.replace(code, character)
    last = normalize("NFC", re.split(r"[/\\]", sent)[-1])  # Macintoshes send letters and their marks apart
    seen = (one for one in last if one not in UNSEEN | MARKS)
    name = "".join("_" if category(one) in ("Cc", "Cs") or one in TURNING else one for one in seen).strip()
    stem, dot, ending = name.rpartition(".")
    if len(name) > MOST_OF_A_NAME and stem and len(ending) < 10:
        name = stem[: MOST_OF_A_NAME - len(ending) - 2] + "…" + dot + ending
    return name[:MOST_OF_A_NAME] or "_"


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
