"""Builds the application from its parts; no logic."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, cast

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from app import VERSION
from app.access.identity import key_of
from app.access.throttle import Throttle
from app.db.session import Database
from app.features.accounts import routes as accounts_routes
from app.features.answering import api as answering_api
from app.features.answering import comment_routes, history_routes, last_answer
from app.features.answering import routes as answering_routes
from app.features.answering.team import routes as team_work_routes
from app.features.audit import desk_routes
from app.features.audit import routes as audit_routes
from app.features.dashboard import api as dashboard_api
from app.features.dashboard import routes as dashboard_routes
from app.features.directory import import_routes
from app.features.directory import routes as directory_routes
from app.features.directory.people import account_routes, team_routes
from app.features.evidence import api as evidence_api
from app.features.evidence import choice_routes, file_routes, replacement_routes
from app.features.evidence import routes as evidence_routes
from app.features.help import change_routes
from app.features.help import design as design_routes
from app.features.help import method as help_method
from app.features.help import routes as help_routes
from app.features.mail import routes as mail_routes
from app.features.notices import routes as notices_routes
from app.features.reports import api as reports_api
from app.features.reports import published as reports_published
from app.features.reports import routes as reports_routes
from app.features.reports.verification import routes as verification_routes
from app.features.reviewing import examining_routes, queue_routes, step_routes
from app.features.reviewing import routes as reviewing_routes
from app.features.reviewing.outcome_routes import follow_up, recommendations, summary, versions
from app.features.reviewing.publication import routes as publication_routes
from app.features.reviewing.returning_routes import drafts as drafts_of_returns
from app.features.reviewing.returning_routes import returns
from app.features.rounds import chosen_routes as rounds_chosen
from app.features.rounds import extension as rounds_extension
from app.features.rounds import routes as rounds_routes
from app.features.rounds.consolidated import routes as consolidated_routes
from app.features.rounds.reports import routes as round_reports_routes
from app.features.search import routes as search_routes
from app.features.signing import all_answers as signing_answers
from app.features.signing import corrections as signing_corrections
from app.features.signing import levels as signing_levels
from app.features.signing import routes as signing_routes
from app.features.workbooks import routes as workbooks_routes
from app.features.workforce import api as workforce_api
from app.features.workforce import grades as workforce_grades
from app.features.workforce import routes as workforce_routes
from app.features.workforce.staff_list import routes as staff_list_routes
from app.files.kept_reports import KeptReports
from app.files.signing_keys import signer_of
from app.jobs.download_progress import DownloadProgress
from app.jobs.mail_loop import MailLoop
from app.jobs.mail_texts import MailContext
from app.jobs.worker_pool import WorkerPool
from app.settings import Settings
from app.web import errors, health, not_drawn
from app.web.app_state import AppState
from app.web.downloads import KeptFiles
from app.web.middleware import Middleware
from app.web.pages import STATIC
from questionnaires.catalogue import Catalogue

API = "/api/v1"


ROUTERS = (
    answering_routes,
    answering_api,
    health,
    accounts_routes,
    dashboard_routes,
    team_work_routes,
    last_answer,
    comment_routes,
    history_routes,
    workbooks_routes,
    workforce_grades,
    staff_list_routes,
    workforce_routes,
    choice_routes,
    evidence_routes,
    file_routes,
    replacement_routes,
    signing_routes,
    signing_answers,
    signing_levels,
    queue_routes,
    publication_routes,
    step_routes,
    returns,
    drafts_of_returns,
    recommendations,
    summary,
    versions,
    follow_up,
    signing_corrections,
    examining_routes,
    reviewing_routes,
    reports_routes,
    reports_published,
    rounds_routes,
    rounds_extension,
    rounds_chosen,
    round_reports_routes,
    consolidated_routes,
    help_routes,
    help_method,
    change_routes,
    design_routes,
    team_routes,
    account_routes,
    import_routes,
    directory_routes,
    mail_routes,
    notices_routes,
    search_routes,
    desk_routes,
    audit_routes,
    verification_routes,
    dashboard_api,
    evidence_api,
    workforce_api,
    reports_api,
)
"""Asked in this order whose an address is: saves, of which there are most, come first."""


def state_for(settings: Settings, catalogue: Catalogue) -> AppState:
    return AppState(
        settings=settings,
        catalogue=catalogue,
        database=Database(settings.database),
        key=key_of(settings),
        throttle=Throttle(),
        signer=signer_of(settings),
        worker_pool=WorkerPool(settings, catalogue),
        downloads=DownloadProgress(),
        kept_reports=KeptReports(settings.data_dir),
    )


def create_app(settings: Settings, catalogue: Catalogue) -> FastAPI:
    state = state_for(settings, catalogue)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        with suppress(OSError):  # what stays is read only where its digest and its key are right
            state.kept_reports.empty()
        mail_loop = MailLoop(state.database, MailContext(settings, state.key))
        if settings.smtp_host and settings.mail_every_seconds:
            mail_loop.start()
        yield
        mail_loop.stop()
        state.worker_pool.close()
        state.database.close()

    app = FastAPI(
        title="Parity",
        version=VERSION,
        description="Self-assessment of gender equality for customs administrations.",
        openapi_url=f"{API}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state = cast(Any, state)  # in place of Starlette's own, which takes any name and knows no type
    errors.install(app)
    not_drawn.install(app)
    for routes in ROUTERS:
        app.include_router(routes.router)
    app.mount("/static", KeptFiles(directory=STATIC))
    app.add_middleware(GZipMiddleware, minimum_size=600, compresslevel=8)
    most = settings.evidence_most_megabytes * 1_000_000
    app.add_middleware(Middleware, most_upload=most, upload_seconds=settings.upload_seconds)
    return app
