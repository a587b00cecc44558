"""The real application on a real port, for a real browser: uvicorn in a thread, SQLite in a folder of its own."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import uvicorn
from sqlalchemy import delete
from sqlmodel import Session, col, select

from app.access.identity import hashed, utc_now
from app.assessments.reads import NEVER_SAVED, Saved, saved_answers
from app.db.migrations import migrate
from app.db.session import Database
from app.db.tables.answers import HistoryEntry
from app.db.tables.people import ApiToken, Membership, Person, SignInSession
from app.files.evidence_store import EvidenceFiles
from app.files.kept_reports import KeptReports
from app.main import create_app
from app.settings import Settings
from questionnaires.catalogue import Catalogue
from tests.browser.line import Line, OpenProtocol
from tests.cast import ARDEN, KEPT_FILE, PASSWORD_HASH

COLLEAGUE = "dora"


@dataclass
class Site:
    """What a test can see of the server without asking the browser."""

    address: str
    line: Line
    database: Database
    key: bytes
    kept_reports: KeptReports

    def stored(self, indicator: str) -> Saved:
        with self.database.reading() as db:
            return saved_answers(db, ARDEN).get(indicator, NEVER_SAVED)

    def history(self, indicator: str) -> list[HistoryEntry]:
        of_one = select(HistoryEntry).where(HistoryEntry.subject == indicator).order_by(col(HistoryEntry.revision))
        with self.database.reading() as db:
            return list(db.exec(of_one).all())

    def end_sessions(self) -> None:
        with self.database.writing() as db:
            db.execute(delete(SignInSession))


def add_colleague(db: Session) -> None:
    """Dora also coordinates Arden; she works with a program."""
    now = utc_now()
    email, name = f"{COLLEAGUE}@example.org", COLLEAGUE.title()
    db.add(Person(id=COLLEAGUE, email=email, name=name, office="", language="en", password_hash=PASSWORD_HASH))
    db.flush()
    db.add(Membership(person_id=COLLEAGUE, administration_id="arden", role="coordinator"))
    token: dict[str, Any] = {"token_hash": hashed(f"token of {COLLEAGUE}"), "name": "Tests", "scope": "write"}
    times: dict[str, Any] = {"created_at": now, "expires_at": now + timedelta(days=1), "used_at": now}
    db.add(ApiToken(id="token-of-colleague", person_id=COLLEAGUE, **token, **times))


@contextmanager
def served(catalogue: Catalogue, folder: Path) -> Iterator[Site]:
    settings = Settings(data_dir=folder, database_url=f"sqlite:///{folder / 'parity.db'}", second_factor_for="")
    migrate(settings.database)
    app = create_app(settings, catalogue)
    EvidenceFiles(folder).store(BytesIO(KEPT_FILE))
    line = Line(app)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        server = uvicorn.Server(_config(line))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield Site(
                f"http://127.0.0.1:{listener.getsockname()[1]}",
                line,
                app.state.database,
                app.state.key,
                app.state.kept_reports,
            )
        finally:
            server.should_exit = True
            thread.join()


def _config(line: Line) -> uvicorn.Config:
    return uvicorn.Config(
        line, http=OpenProtocol, ws="none", log_level="critical", access_log=False, timeout_graceful_shutdown=2
    )
