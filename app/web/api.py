"""What the API's rooms share: the catalogue of questionnaires as a dependency, and how a body is read."""

import json
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from app.web.app_state import state_of
from questionnaires.catalogue import Catalogue
from questionnaires.documents import without_doubles

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def catalogue(request: Request) -> Catalogue:
    return state_of(request).catalogue


CatalogueOf = Annotated[Catalogue, Depends(catalogue)]


class StrictRequest(Request):
    """A body in which one name stands twice is refused, as in files of answers."""

    async def json(self) -> Any:
        body = await self.body()
        try:
            return json.loads(body, object_pairs_hook=without_doubles)
        except json.JSONDecodeError:
            raise
        except (ValueError, RecursionError) as error:
            raise json.JSONDecodeError(str(error), "", 0) from error


class StrictRoute(APIRoute):
    """For the `route_class` of routers that take JSON."""

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def strict(request: Request) -> Response:
            return await handle(StrictRequest(request.scope, request.receive))

        return strict
