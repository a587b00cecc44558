"""Files that leave: static ones, which browsers keep for ever, and downloads; and names of files that come."""

import csv
import re
from collections.abc import Generator, Iterable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from io import StringIO, TextIOBase
from typing import NamedTuple
from unicodedata import category, normalize
from urllib.parse import quote

from babel import Locale, UnknownLocaleError
from babel.numbers import get_decimal_symbol
from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from app.i18n.languages import DEFAULT
from app.validation.names import FORMULA_STARTS
from questionnaires.texts import UNSEEN

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of a workbook."""
CSV = "text/csv; charset=utf-8"
MEDIA_TYPES = {
    "xlsx": XLSX,
    "csv": CSV,
    "json": "application/json",
    "jsonl": "application/jsonl; charset=utf-8",
    "zip": "application/zip",
}
"""Of files that are drawn, by the ending of their address."""
YEAR = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300"
MOST_OF_A_NAME = 200
MOST_TO_COMPOSE = 1_000
"""Letters of a name: to put marks in order takes the square of their number."""
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


class CsvForm(NamedTuple):
    """How a CSV is written. Programs read one form everywhere; Excel reads the one of its country, and no other."""

    separator: str = ","
    decimal: str = "."
    encoding: str = "utf-8"
    moment: str = "%Y-%m-%dT%H:%M:%S+00:00"
    """Of a moment in UTC; the title of such a column names the zone."""


FOR_PROGRAMS = CsvForm()
"""Without the mark of UTF-8, which some programs take for a part of the first title."""
EXCEL = "excel"
"""What an address says in `for` where the other form is wanted."""
SEMICOLON_TOO = frozenset(("ar", "CH", "LI"))
"""Languages and countries whose lists have semicolons, though a point stands before their decimals."""


def csv_form(request: Request, language: str) -> CsvForm:
    """The form that this address asks for; `language` is that of the visitor."""
    return excel_form(request, language) if request.query_params.get("for") == EXCEL else FOR_PROGRAMS


def excel_form(request: Request, language: str) -> CsvForm:
    """Whose language is the default one may have Excel in another: the browser's first language tells."""
    first = re.split("[,;]", request.headers.get("accept-language", ""), maxsplit=1)[0].strip()
    return form_for_excel(language if language != DEFAULT else first or DEFAULT)


def form_for_excel(language: str) -> CsvForm:
    """With the mark that tells Excel that it is UTF-8. Its days stay ISO: Excel takes them for days everywhere."""
    try:
        locale = Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        locale = Locale.parse(DEFAULT)
    decimal = get_decimal_symbol(locale)
    has_semicolons = decimal == "," or bool(SEMICOLON_TOO & {locale.language, locale.territory})
    return CsvForm(";" if has_semicolons else ",", decimal, "utf-8-sig", "%Y-%m-%d %H:%M:%S")


WOULD_RUN = re.compile(rf"(?<![^,;\t\r\n])(?=[{re.escape(''.join(FORMULA_STARTS))}])")
"""Where a cell may begin that is a formula: also behind a separator of another country, at which a spreadsheet cuts."""


@lru_cache(4096)
def csv_text(cell: str) -> str:
    """A text for a cell of CSV, which has no types: so that no spreadsheet takes it, or a part, for a formula."""
    return WOULD_RUN.sub("'", cell)


def version_text(version: str) -> str:
    """A version of the questionnaire in CSV: else programs would take 2026.10 for the number 2026.1."""
    return f"v{version}"


def round_text(name: str) -> str:
    """The name of a round in CSV, so that it is a text beside every other."""
    return f"r{name}" if name else ""


def write_rows(file: TextIOBase, rows: Iterable[Iterable[object]], form: CsvForm = FOR_PROGRAMS) -> None:
    """The only door to a CSV: no text passes that a spreadsheet would run."""
    told = ([csv_text(cell) if type(cell) is str else _csv_cell(cell, form) for cell in row] for row in rows)
    csv.writer(file, delimiter=form.separator).writerows(told)


def _csv_cell(cell: object, form: CsvForm) -> object:
    if cell is None:
        return None
    if isinstance(cell, str):
        return csv_text(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"  # in small letters it is a text to R
    if isinstance(cell, float):
        return repr(cell).replace(".", form.decimal)
    if isinstance(cell, datetime):
        return cell.astimezone(UTC).strftime(form.moment)
    return cell.isoformat() if isinstance(cell, date) else cell


def csv_of(titles: Iterable[str], rows: Iterable[Iterable[object]], form: CsvForm = FOR_PROGRAMS) -> bytes:
    file = StringIO(newline="")
    write_rows(file, [titles, *rows], form)
    return file.getvalue().encode(form.encoding)


def as_attachment(name: str) -> str:
    """The content-disposition of a download, after RFC 6266: never shown in the browser, named as it is."""
    plain = "".join(letter if " " <= letter <= "~" and letter not in '"\\%' else "_" for letter in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def clean_name(sent: str) -> str:
    """A name to show, as a person wrote it, without folders and with what could mislead made visible."""
    for code, character in ENCODED.items():
        sent = sent.replace(code, character)
    last = re.split(r"[/\\]", sent)[-1]
    if len(last) <= MOST_TO_COMPOSE:
        last = normalize("NFC", last)  # Macintoshes send letters and their marks apart
    seen = (letter for letter in last if letter not in UNSEEN | MARKS)
    name = "".join("_" if category(letter) in ("Cc", "Cs") or letter in TURNING else letter for letter in seen).strip()
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
