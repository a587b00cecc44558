"""What the application holds for every request, as one typed object in `app.state`."""

from dataclasses import dataclass
from typing import cast

from fastapi import Request

from app.access.throttle import Throttle
from app.db.session import Database
from app.settings import Settings
from questionnaires.catalogue import Catalogue


@dataclass(frozen=True)
class Services:
    """What is needed to find out who asks and what they may; `web/app_state.py` adds what pages need beyond that."""

    settings: Settings
    catalogue: Catalogue
    database: Database
    key: bytes
    throttle: Throttle


def services_of(request: Request) -> Services:
    return cast(Services, request.app.state)
