"""Static files, kept by browsers for ever when the address names their content."""

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

YEAR = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300"


class KeptFiles(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["cache-control"] = YEAR if scope["query_string"].startswith(b"v=") else SHORT
        return response
