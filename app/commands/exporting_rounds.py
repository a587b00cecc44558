"""`parity export round`: all gap reports of a round as files in a folder, with the manifest that proves them."""

import hashlib
import sys
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from app.access import exportable
from app.commands.opening import open_catalogue, open_migrated, open_settings
from app.commands.speaking import give_up, say
from app.database import Database
from app.identity import Visitor
from app.reporting.apart import drawn_report
from app.rights import Role
from app.running_rounds.parcel import Parcel, about, files_of, parcel_of
from app.running_rounds.queries import rounds_of
from app.signing_keys import signer_of
from app.tables.rounds import Round
from app.workshop import Workshop
from exports import manifest
from exports.manifest import ForeignManifest, Listed, Manifest, NoManifest, read_manifest
from exports.signing import Signer, key_id
from questionnaires.catalogue import Catalogue

COMMAND = Visitor(id="", name="command line", email="", language="en", office=Role.LEAD)
"""Whoever runs commands holds the database anyway; their files are those that the lead of the secretariat gets."""


def export_round(
    round_: Annotated[str, typer.Option("--round", help="The round, such as 2026.")],
    out: Annotated[Path, typer.Option(help="The folder for the files; it is made where there is none.")],
    language: Annotated[str, typer.Option(help="The language of the reports.")] = "en",
) -> None:
    """Write all gap reports of a round, on all cores; run again, it writes only what is missing or changed."""
    catalogue, settings = open_catalogue(), open_settings()
    signer = signer_of(settings)
    with open_migrated(settings, catalogue) as database:
        parcel = _parcel(database, catalogue, signer, round_, language)
    workshop = Workshop(settings, catalogue)
    try:
        out.mkdir(parents=True, exist_ok=True)
        written = _write(out, parcel, workshop, signer)
    except OSError as error:
        give_up(f"{out} cannot be written: {error.strerror}. What is there already stays; run the command again.")
    finally:
        workshop.close()
    say(f"{out}: {len(parcel.reports)} reports and the manifest, {written} files written.")


def round_named(database: Database, name: str) -> Round:
    with database.reading() as db:
        rounds = {one.name: one for one in rounds_of(db)}
    if name not in rounds:
        give_up(f"There is no round {name}. Rounds are: {', '.join(rounds) or 'none yet'}.")
    return rounds[name]


def _parcel(database: Database, catalogue: Catalogue, signer: Signer, name: str, language: str) -> Parcel:
    one = round_named(database, name)
    with database.reading() as db:
        allowed = exportable(db, COMMAND, [one.id])
        return parcel_of(db, catalogue, signer, one, allowed, language=language)


def _write(out: Path, parcel: Parcel, workshop: Workshop, signer: Signer) -> int:
    """How many files were written."""
    before = _manifest_in(out, signer)
    there = {one.name for one in before.files if _is_as_listed(out, one)} if before else set()
    kept = there if before and before.about == about(parcel) else set()
    reports = [report.name for report in parcel.reports]
    wanted = (one for one, name in zip(parcel.wanted(COMMAND), reports, strict=True) if name not in kept)
    written, names = 0, set()
    with (
        closing(workshop.in_order(drawn_report, wanted)) as drawn,
        typer.progressbar(length=len(reports), label=f"Round {parcel.round}", file=sys.stderr) as bar,
    ):
        contents = ((out / name).read_bytes() if name in kept else next(drawn) for name in reports)
        for name, content in files_of(parcel, contents, signer):
            written += _write_if_changed(out / name, content)
            names.add(name)
            bar.update(int(name in reports))
    for name in there - names:
        (out / name).unlink()
    return written


def _manifest_in(out: Path, signer: Signer) -> Manifest | None:
    """Of an earlier run, if nobody touched it."""
    try:
        return read_manifest((out / manifest.FILE).read_bytes(), {key_id(signer.public): signer.public})
    except (FileNotFoundError, NoManifest, ForeignManifest):
        return None


def _is_as_listed(out: Path, listed: Listed) -> bool:
    path = out / listed.name
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == listed.sha256


def _write_if_changed(path: Path, content: bytes) -> bool:
    """Whole or not at all."""
    if path.is_file() and path.read_bytes() == content:
        return False
    draft = path.with_name(f"{path.name}.part")
    draft.write_bytes(content)
    draft.replace(path)
    return True
