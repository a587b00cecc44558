"""Databases as earlier versions left them, full of data: one compressed script of SQL for each engine.

Each holds the demo of its version and what people did after it: evidence, comments, work given out, an import from a
workbook, a level that the head changed before signing, a review begun, returned and reopened, a second review, a
signature withdrawn, a correction, invitations, downloads.
"""

import lzma
import sqlite3
from io import BytesIO
from pathlib import Path

from sqlalchemy import NullPool, create_engine, make_url

from app.files.evidence_store import EvidenceFiles

FOLDER = Path(__file__).parent / "data"
KEPT_FILE = b"%PDF-1.7\nStaff rules of Valdoria.\n%%EOF\n"
"""The one file of evidence, which stands beside the database."""


def load_dump(url: str, version: str, files: EvidenceFiles | None = None) -> None:
    """Into an empty database."""
    backend = "sqlite" if make_url(url).get_backend_name() == "sqlite" else "postgres"
    script = lzma.decompress((FOLDER / version / f"{backend}.sql.xz").read_bytes()).decode()
    connection = create_engine(url, poolclass=NullPool).raw_connection()
    try:
        if isinstance(connection.driver_connection, sqlite3.Connection):
            connection.driver_connection.executescript(script)
        else:
            connection.cursor().execute(script)
            connection.commit()
    finally:
        connection.close()
    if files:
        files.store(BytesIO(KEPT_FILE))
