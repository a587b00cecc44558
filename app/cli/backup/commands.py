"""`parity backup`, `parity restore` and `parity purge`."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col

from app import VERSION
from app.access.identity import KEY_FILE, utc_now
from app.cli.backup import archive, retention
from app.cli.backup.archive import EVIDENCE, FORMAT, KEY, KNOWN, MANIFEST, SIGNING, Damaged, Manifest, Writer
from app.cli.backup.retention import Purged
from app.cli.bootstrap import open_catalogue, open_database, open_migrated, open_settings, without_kept_reports
from app.cli.input_files import BACKUP, kind_of, kind_of_members, read_content, why_unread
from app.cli.output import echo, give_up
from app.db import audit_log
from app.db.audit_chain import Verified, verify_chain
from app.db.migrations import newest
from app.db.outages import is_outage
from app.db.session import Database
from app.db.tables.answers import Evidence
from app.db.tables.records import AuditHead
from app.files.atomic_write import written_whole
from app.files.evidence_store import EvidenceFiles
from app.files.kept_reports import KeptReports
from app.files.signing_keys import PRIVATE, folder_of
from app.files.zip_errors import BROKEN
from app.settings import Settings

MOST_TO_LOOK_AT = 1_000_000
UNPACKED = "the folder of an unpacked backup. Nothing was restored. Give the original ZIP, or pack its files again."

File = Annotated[Path, typer.Argument(help="The backup file.")]


def backup(
    file: File,
    without_key: Annotated[
        bool, typer.Option("--without-key", help="Leave out the secret keys: the server key and the signing key.")
    ] = False,
) -> None:
    """Write everything into one file, while the server keeps running. The file holds secrets, so keep it safe."""
    settings, now = open_settings(), utc_now()
    with open_database(settings, open_catalogue()) as database:
        try:
            with written_whole(file) as draft:
                lost = _write(database, settings, draft, with_key=not without_key, at=now)
        except OSError as error:
            give_up(f"{file} cannot be written: {error.strerror}.")
        digest = archive.sha256_of(file)
        with database.writing() as db:
            audit_log.record(db, audit_log.BACKED_UP, by=audit_log.COMMAND_LINE, at=now, details={"sha256": digest})
    echo(f"{file}: {file.stat().st_size:,} bytes, SHA-256 {digest}")
    if without_key:
        echo("The signing key is not in it either. The public keys are, so files it signed can still be verified.")
    if without_key or not (settings.data_dir / KEY_FILE).exists():
        echo("The server key is not in it. Keep it elsewhere: second factors cannot be read without it.")
    if lost:
        give_up("The backup was written, but these evidence files are missing or changed: " + ", ".join(lost))


def _write(database: Database, settings: Settings, draft: Path, *, with_key: bool, at: datetime) -> list[str]:
    """One snapshot of the database, then the files that it names; returns those that are not as they should be."""
    with (
        zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as zipped,
        database.reading() as db,
    ):
        entries, head = db.execute(select(col(AuditHead.entries), col(AuditHead.hash))).one()
        writer = Writer(zipped, Manifest(FORMAT, VERSION, newest(), at.isoformat(), entries, head))
        for table in archive.tables():
            writer.add_table(db, table)
        lost = []
        for sha256 in _files(db):
            path = EvidenceFiles(settings.data_dir).path_of(sha256)
            if not path.is_file() or writer.add_file(f"{EVIDENCE}{sha256}", path) != sha256:
                lost.append(sha256)
        if with_key and (settings.data_dir / KEY_FILE).exists():
            writer.add_file(KEY, settings.data_dir / KEY_FILE)
        for path in _signing_keys(settings, with_key=with_key):
            writer.add_file(f"{SIGNING}{path.name}", path)
        writer.finish()
    return lost


def _signing_keys(settings: Settings, *, with_key: bool) -> list[Path]:
    """The public ones are no secret, and always go along."""
    keys = [path for path in folder_of(settings).glob("*") if KNOWN.fullmatch(f"{SIGNING}{path.name}")]
    return sorted(path for path in keys if with_key or path.name != PRIVATE)


def _files(db: Session) -> list[str]:
    files = select(col(Evidence.sha256)).where(col(Evidence.kind) == "file").distinct()
    return sorted(db.execute(files).scalars())


def restore(file: File) -> None:
    """Put a backup into an empty installation, on SQLite or PostgreSQL, and prove it."""
    with _zip_of(file) as zipped:
        settings = open_settings()
        try:
            manifest = archive.read_manifest(zipped)
            _refuse_other_migration(manifest)
            archive.check_members(zipped, manifest)
            with (
                open_migrated(settings, open_catalogue()) as database,
                _gone_on_failure(manifest, settings),
                database.writing() as db,
            ):
                _refuse_full(db)
                _restore_tables(db, zipped, manifest)
                chain = verify_chain(db)
                _restore_files(zipped, manifest, settings)
        except Damaged as damaged:
            give_up(f"{file} is not a complete backup. Nothing was restored. {damaged}{_hint(zipped)}")
        except OSError as error:
            give_up(f"{error.filename or file} cannot be used: {error.strerror}. Nothing was restored.")
    without_kept_reports(settings)
    _tell(manifest, chain)


def _zip_of(file: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except OSError as error:
        is_unpacked = (file / MANIFEST).is_file()
        give_up(f"{file} is {UNPACKED}" if is_unpacked else f"{why_unread(file, error)} Nothing was restored.")
    except BROKEN:
        kind = kind_of(read_content(file, MOST_TO_LOOK_AT)) or "no backup"
        give_up(f"{file} is {kind}, nothing was restored. Give the complete file that `parity backup` wrote.")


def _hint(zipped: zipfile.ZipFile) -> str:
    """What else a ZIP is, and what to do."""
    names = zipped.namelist()
    if inner := next((name for name in names if name.endswith(".zip")), ""):
        return f" It contains another ZIP, {inner}: unpack it, and restore that one."
    if any(name.endswith(f"/{MANIFEST}") for name in names):
        return f" Its files are in a folder: pack them again so that {MANIFEST} is not in a folder."
    kind = kind_of_members(zipped)
    return "" if kind in ("a ZIP", BACKUP) else f" It is {kind}: give the file that `parity backup` wrote."


@contextmanager
def _gone_on_failure(manifest: Manifest, settings: Settings) -> Iterator[None]:
    """Of files whose rows do not stay, none stays."""
    new = [path for path in _evidence_of(manifest, settings).values() if not path.exists()]
    try:
        yield
    except BaseException:
        for path in new:
            path.unlink(missing_ok=True)
        raise


def _evidence_of(manifest: Manifest, settings: Settings) -> dict[str, Path]:
    """Where each file of evidence belongs, by its name in the backup."""
    files = EvidenceFiles(settings.data_dir)
    names = [name for name in manifest.members if name.startswith(EVIDENCE)]
    return {name: files.path_of(name.removeprefix(EVIDENCE)) for name in names}


def _tell(manifest: Manifest, chain: Verified) -> None:
    echo(f"Restored {sum(manifest.rows.values()):,} rows of the backup of {manifest.made_at}.")
    if KEY not in manifest.members:
        echo("The server key was not in it. Without the old one, second factors must be set up again.", err=True)
    if f"{SIGNING}{PRIVATE}" not in manifest.members:
        echo(
            "The signing key was not in it. Put it back, or a new one will be created. Files signed with the old one "
            "can still be verified.",
            err=True,
        )
    if chain.broken:
        give_up(f"Everything is as it was saved, but the audit log was already broken: {chain.broken}")
    echo(f"The audit log is complete: {chain.entries:,} rows, head {chain.head}.")
    echo("`parity audit verify` compares the records with it.")


def _refuse_other_migration(manifest: Manifest) -> None:
    if manifest.migration != newest():
        give_up(
            f"This backup was made by Parity {manifest.parity} (migration {manifest.migration}); this is Parity "
            f"{VERSION} (migration {newest()}). Restore it with that version, then update it with `parity migrate`."
        )


def _refuse_full(db: Session) -> None:
    for table in archive.tables():
        rows = db.execute(select(func.count()).select_from(table)).scalar_one()
        if rows and table.name != AuditHead.__tablename__:
            give_up(f"This installation is not empty ({table.name}: {rows:,} rows). Restore into a new data folder.")


def _restore_files(zipped: zipfile.ZipFile, manifest: Manifest, settings: Settings) -> None:
    for name, path in _evidence_of(manifest, settings).items():
        archive.copy_out(zipped, name, path)
    for name in manifest.members:
        if name.startswith(SIGNING):
            archive.copy_out(zipped, name, folder_of(settings) / name.removeprefix(SIGNING))
    if KEY in manifest.members:
        archive.copy_out(zipped, KEY, settings.data_dir / KEY_FILE)


def _restore_tables(db: Session, zipped: zipfile.ZipFile, manifest: Manifest) -> None:
    """Raises Damaged where the database does not hold what the manifest counts."""
    db.execute(delete(AuditHead))
    for table in archive.tables():
        try:
            for rows in archive.read_rows(zipped, table):
                db.connection().execute(insert(table), rows)
        except (SQLAlchemyError, ValueError, LookupError, TypeError) as error:
            if is_outage(error):
                raise
            raise Damaged(f"The rows of {table.name} do not fit its table.") from error
        count = db.execute(select(func.count()).select_from(table)).scalar_one()
        if count != manifest.rows.get(table.name):
            raise Damaged(f"{table.name} has {count} rows instead of {manifest.rows.get(table.name)}.")


def purge(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would be removed, and remove nothing.")] = False,
) -> None:
    """Remove what is no longer needed. docs/retention.md lists what is removed and what never is."""
    settings, now = open_settings(), utc_now()
    files, kept_reports = EvidenceFiles(settings.data_dir), KeptReports(settings.data_dir)
    with open_database(settings, open_catalogue()) as database:
        if dry_run:
            with database.reading() as db:
                removed = retention.what_is_over(db, files, settings, now=now)
            kept = kept_reports.count
        else:
            with database.writing() as db:
                removed = retention.purge(db, files, settings, at=now)
            kept = without_kept_reports(settings)
    removed.append(Purged("kept gap reports", kept))
    for kind in removed:
        echo(f"{kind.what}: {kind.count:,}{' would be removed' if dry_run else ' removed'}")
