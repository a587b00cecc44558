"""Builds the application from its parts; no logic."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from app.administering import account_routes, help_routes, import_routes, team_routes
from app.administering import routes as administering_routes
from app.answering import api as answering_api
from app.answering import comment_routes as answering_comment_routes
from app.answering import history_routes as answering_history_routes
from app.answering import routes as answering_routes
from app.answering import work_routes as answering_work_routes
from app.answering_offline import routes as answering_offline_routes
from app.auditing import routes as auditing_routes
from app.database import Database
from app.identity import key_of
from app.keeping_evidence import api as keeping_evidence_api
from app.keeping_evidence import routes as keeping_evidence_routes
from app.mailing import routes as mailing_routes
from app.mailing.letters import Office
from app.mailing.postman import Postman
from app.my_work import api as my_work_api
from app.my_work import routes as my_work_routes
from app.reporting import api as reporting_api
from app.reporting import published as reporting_published
from app.reporting import routes as reporting_routes
from app.reporting.apart import drawn_report
from app.reporting.drawing import DrawingRoom
from app.reviewing import publication_routes as reviewing_publication_routes
from app.reviewing import queue_routes as reviewing_queue_routes
from app.reviewing import routes as reviewing_routes
from app.reviewing import step_routes as reviewing_step_routes
from app.running_rounds import consolidated_routes as running_rounds_consolidated_routes
from app.running_rounds import extension as running_rounds_extension
from app.running_rounds import reports_routes as running_rounds_reports_routes
from app.running_rounds import routes as running_rounds_routes
from app.running_rounds.waiting import Waiting
from app.settings import Settings
from app.signing_in import routes as signing_in_routes
from app.signing_in.brake import Brake
from app.signing_keys import signer_of
from app.signing_off import corrections as signing_off_corrections
from app.signing_off import routes as signing_off_routes
from app.verifying import routes as verifying_routes
from app.version import VERSION
from app.web import errors, health, not_drawn
from app.web.files import KeptFiles
from app.web.pages import STATIC
from app.web.shell import Shell
from app.workshop import Workshop
from questionnaires.catalogue import Catalogue

API = "/api/v1"


ROOMS = (
    health,
    signing_in_routes,
    my_work_routes,
    answering_routes,
    answering_work_routes,
    answering_comment_routes,
    answering_history_routes,
    answering_offline_routes,
    keeping_evidence_routes,
    signing_off_routes,
    reviewing_queue_routes,
    reviewing_publication_routes,
    reviewing_step_routes,
    signing_off_corrections,
    reviewing_routes,
    reporting_routes,
    reporting_published,
    running_rounds_routes,
    running_rounds_extension,
    running_rounds_reports_routes,
    running_rounds_consolidated_routes,
    help_routes,
    team_routes,
    account_routes,
    import_routes,
    administering_routes,
    mailing_routes,
    auditing_routes,
    verifying_routes,
    my_work_api,
    answering_api,
    keeping_evidence_api,
    reporting_api,
)


def create_app(settings: Settings, catalogue: Catalogue) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        postman = Postman(app.state.database, Office(settings, app.state.key))
        if settings.smtp_host and settings.mail_every_seconds:
            postman.start()
        yield
        postman.stop()
        app.state.drawing_room.close()
        app.state.workshop.close()
        app.state.database.close()

    app = FastAPI(
        title="Parity",
        version=VERSION,
        description="Self-assessment of gender equality for customs administrations.",
        openapi_url=f"{API}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.settings = settings
    app.state.catalogue = catalogue
    app.state.database = Database(settings.database)
    app.state.key = key_of(settings)
    app.state.signer = signer_of(settings)
    app.state.drawing_room = DrawingRoom()
    app.state.workshop = Workshop(settings, catalogue)
    app.state.drawn_report = drawn_report
    app.state.waiting = Waiting()
    app.state.brake = Brake()
    errors.install(app)
    not_drawn.install(app)
    for room in ROOMS:
        app.include_router(room.router)
    app.mount("/static", KeptFiles(directory=STATIC))
    app.add_middleware(GZipMiddleware, minimum_size=600, compresslevel=6)
    most = settings.evidence_most_megabytes * 1_000_000
    app.add_middleware(Shell, most_upload=most, upload_seconds=settings.upload_seconds)
    return app
