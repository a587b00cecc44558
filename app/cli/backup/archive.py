"""The file of a backup: one zip with every table as lines of JSON, the files of evidence, and a manifest of hashes.

Ids, moments and JSON stand in it exactly as they are, so that it restores into either kind of database.
"""

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Row, Table, select
from sqlmodel import Session, SQLModel

from app.db.tables.columns import Moment
from app.files.atomic_write import written_whole
from app.files.zip_errors import BROKEN

FORMAT = 1
MANIFEST, KEY = "manifest.json", "server.key"
TABLES, EVIDENCE, SIGNING = "tables/", "evidence/", "signing/"
OF_PACKERS = re.compile(r"/$|^__MACOSX/|(^|/)\.DS_Store$")
"""Folders, and what a Mac adds: whoever unpacks a backup and packs it again has them in it. They are not read."""
KNOWN = re.compile(r"tables/[a-z_]+\.jsonl|evidence/[0-9a-f]{64}|server\.key|signing/(private\.key|[0-9a-f]{16}\.pem)")
AT_ONCE = 1_000
CHUNK = 1 << 20


class Damaged(Exception):
    """The file is not a whole backup; the sentence says why."""


@dataclass
class Manifest:
    """What is in the backup, and the program that wrote it. `members` holds the SHA-256 of each."""

    format: int
    parity: str
    migration: str
    made_at: str
    entries: int
    head: str
    rows: dict[str, int] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)


def tables() -> list[Table]:
    """Each after those that it refers to."""
    return list(SQLModel.metadata.sorted_tables)


class Writer:
    """Writes members and notes the hash of each."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self.archive = archive
        self.manifest = manifest

    def add_table(self, db: Session, table: Table) -> None:
        name, digest, count = f"{TABLES}{table.name}.jsonl", hashlib.sha256(), 0
        in_order = select(table).order_by(*table.primary_key.columns)
        with self.archive.open(name, "w", force_zip64=True) as member:
            for row in db.connection().execute(in_order, execution_options={"yield_per": AT_ONCE}):
                line = json.dumps(as_json(table, row)).encode() + b"\n"
                digest.update(line)
                member.write(line)
                count += 1
        self.manifest.rows[table.name] = count
        self.manifest.members[name] = digest.hexdigest()

    def add_file(self, name: str, path: Path) -> str:
        """Returns its SHA-256."""
        digest = hashlib.sha256()
        with path.open("rb") as source, self.archive.open(name, "w", force_zip64=True) as member:
            for chunk in _chunks(source):
                digest.update(chunk)
                member.write(chunk)
        self.manifest.members[name] = digest.hexdigest()
        return digest.hexdigest()

    def finish(self) -> None:
        self.archive.writestr(MANIFEST, json.dumps(asdict(self.manifest), indent=1))


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """Raises Damaged for what is no backup of this format."""
    try:
        raw = json.loads(archive.read(MANIFEST))
        manifest = Manifest(**raw)
    except (TypeError, OSError, *BROKEN) as error:
        raise Damaged("It contains no backup manifest.") from error
    if manifest.format != FORMAT:
        raise Damaged(f"It is a backup of format {manifest.format}; this program reads format {FORMAT}.")
    return manifest


def check_members(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Every member is there as it was written, and no other. Raises Damaged."""
    there = [name for name in archive.namelist() if name != MANIFEST and not OF_PACKERS.search(name)]
    if sorted(there) != sorted(manifest.members):
        different = sorted(set(there) ^ set(manifest.members)) or ["a name appears twice"]
        raise Damaged(f"Its contents differ from its manifest: {different[0]}.")
    if strange := [name for name in there if not KNOWN.fullmatch(name)]:
        raise Damaged(f"It holds {strange[0]!r}, which no backup does.")
    wanted = {f"{TABLES}{table.name}.jsonl" for table in tables()}
    if missing := sorted(wanted - set(there)):
        raise Damaged(f"{missing[0]} is missing.")
    for name, sha256 in manifest.members.items():
        try:
            with archive.open(name) as member:
                digest = hashlib.file_digest(member, "sha256").hexdigest()  # type: ignore[arg-type]  # it reads into
        except (OSError, *BROKEN) as error:
            raise Damaged(f"{name} cannot be read.") from error
        if digest != sha256:
            raise Damaged(f"{name} was changed.")


def read_rows(archive: zipfile.ZipFile, table: Table) -> Iterator[list[dict[str, Any]]]:
    """In portions, with moments as moments again."""
    moments = [column.name for column in table.c if isinstance(column.type, Moment)]
    rows: list[dict[str, Any]] = []
    with archive.open(f"{TABLES}{table.name}.jsonl") as member:
        for line in member:
            row = json.loads(line)
            row |= {name: datetime.fromisoformat(row[name]) for name in moments if row[name] is not None}
            rows.append(row)
            if len(rows) == AT_ONCE:
                yield rows
                rows = []
    if rows:
        yield rows


def as_json(table: Table, row: Row[Any]) -> dict[str, Any]:
    values = zip((column.name for column in table.c), row, strict=True)
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values}


def copy_out(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    """Whole or not at all, readable by the server's user only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with written_whole(path) as draft, archive.open(name) as member, draft.open("wb") as target:
        for chunk in _chunks(member):
            target.write(chunk)


def _chunks(source: IO[bytes]) -> Iterator[bytes]:
    while chunk := source.read(CHUNK):
        yield chunk


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
