"""`parity keys`: the keys that sign what leaves."""

from pathlib import Path
from typing import Annotated

import typer

from app.access.identity import utc_now
from app.cli.bootstrap import open_catalogue, open_database, open_settings, require_signing_key, without_kept_reports
from app.cli.output import echo, give_up
from app.db import audit_log
from app.files.signing_keys import DamagedKey, folder_of, public_keys, rotate, signer_of, write_public
from app.settings import Settings

cli = typer.Typer(no_args_is_help=True, help="The keys that sign reports.")


def _settings() -> Settings:
    settings = open_settings()
    require_signing_key(settings)
    return settings


def _all_of(settings: Settings) -> dict[str, bytes]:
    try:
        return public_keys(settings)
    except DamagedKey as damaged:
        give_up(str(damaged))


@cli.command("list")
def show() -> None:
    """List the public keys: the current one, and earlier ones."""
    settings = _settings()
    today = signer_of(settings).public
    for id_, public in _all_of(settings).items():
        echo(f"{id_}  {'current' if public == today else 'earlier'}")


@cli.command("rotate")
def change() -> None:
    """Create a new key. Files signed with the old one can still be verified."""
    settings = _settings()
    with open_database(settings, open_catalogue()) as database, database.writing() as db:
        before, new = signer_of(settings).id, rotate(settings).id
        audit_log.record(
            db, "signing key changed", by="command line", at=utc_now(), details={"key": new, "old": before}
        )
    without_kept_reports(settings)
    echo(f"{new} is the current key now; {before} is kept to verify what it signed.")
    echo("Restart the server to use the new key. Export the public keys again for auditors.")


@cli.command("export")
def export(out: Annotated[Path, typer.Option(help="The folder for the public keys.")]) -> None:
    """Write the public keys as files, for auditors who verify files without this server."""
    settings = _settings()
    try:
        written = [write_public(out, key) for key in _all_of(settings).values()]
    except OSError as error:
        give_up(f"{out} cannot be written: {error.strerror}.")
    for path in written:
        echo(str(path))
    echo(f"The private key stays in {folder_of(settings)}.")
