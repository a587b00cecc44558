"""Files that leave: static ones, which browsers keep for ever, and the names and texts of downloads."""

from urllib.parse import quote

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

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
