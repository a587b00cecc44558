"""The whole of `app.state`: what the application made when it started, and how a page gets at it."""

from dataclasses import dataclass
from typing import cast

from fastapi import Request

from app.access.services import Services
from app.files.kept_reports import KeptReports
from app.jobs.download_progress import DownloadProgress
from app.jobs.worker_pool import WorkerPool
from exports.signing import Signer


@dataclass(frozen=True)
class AppState(Services):
    signer: Signer
    worker_pool: WorkerPool
    downloads: DownloadProgress
    kept_reports: KeptReports


def state_of(request: Request) -> AppState:
    return cast(AppState, request.app.state)
