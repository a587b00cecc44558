"""`parity export round` and `parity export consolidated`: a round as files in a folder, and its values in one file."""

import sys
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from app.access.identity import Visitor
from app.access.loaders import exportable
from app.assessments.rights import Permission, Role
from app.cli.bootstrap import open_catalogue, open_migrated, open_settings
from app.cli.output import Language, echo, give_up
from app.db.session import Database
from app.db.tables.rounds import Round
from app.features.rounds.consolidated.content import pieces_of, pieces_of_numbers, write_workbook
from app.features.rounds.consolidated.gathering import Unread
from app.features.rounds.consolidated.selection import pillars_of, selection_of, with_numbers
from app.features.rounds.queries import rounds_of
from app.features.rounds.reports.folder import write_folder
from app.features.rounds.reports.report_archive import Planned, WantedArchive, archive_of
from app.files.atomic_write import written_whole
from app.files.signing_keys import signer_of
from app.jobs.worker_pool import Broken, WorkerPool

KINDS = (".xlsx", ".csv", ".jsonl")
WORKFORCE = "workforce"
TABLES = ("indicators", "administrations", WORKFORCE)
COMMAND = Visitor(id="", name="command line", email="", language="en", office=Role.LEAD)
"""Whoever runs commands holds the database anyway; their files are those that the lead of the secretariat gets."""


def export_round(
    round_: Annotated[str, typer.Option("--round", help="The round, such as 2026.")],
    out: Annotated[Path, typer.Option(help="The folder for the files; it is created if needed.")],
    language: Language = "en",
) -> None:
    """Write all gap reports of a round, on all cores. A second run writes only what is missing or has changed."""
    catalogue, settings = open_catalogue(), open_settings()
    signer = signer_of(settings)
    with open_migrated(settings, catalogue) as database:
        wanted = WantedArchive(round_named(database, round_), language)
        with database.reading() as db:
            rounds = [wanted.round.id]
            numbers = exportable(db, COMMAND, rounds, Permission.SEE_WORKFORCE)
            archive = archive_of(db, catalogue, signer, wanted, exportable(db, COMMAND, rounds), numbers)
    worker_pool = WorkerPool(settings, catalogue)
    try:
        out.mkdir(parents=True, exist_ok=True)
        with typer.progressbar(length=len(archive.reports), label=f"Round {archive.round}", file=sys.stderr) as bar:
            written = write_folder(out, archive, worker_pool, COMMAND, signer, lambda: bar.update(1))
    except OSError as error:
        give_up(f"{out} cannot be written: {error.strerror}. Files already written are kept. Run the command again.")
    finally:
        worker_pool.close()
    drawn = len(archive.reports) - len(written.left_out)
    echo(f"{out}: {drawn} reports and the manifest, {written.files} files written.")
    if written.left_out:
        give_up("\n".join(_not_drawn(report, broken) for report, broken in written.left_out.items()))


def _not_drawn(report: Planned, broken: Broken) -> str:
    who = f"{report.administration} ({report.assessment_id})"
    return f"Cannot be created, and is left out: {who}, {broken.error} at {broken.where}."


def round_named(database: Database, name: str) -> Round:
    with database.reading() as db:
        rounds = {round_.name: round_ for round_ in rounds_of(db)}
    if name not in rounds:
        give_up(f"There is no round {name}. The rounds are: {', '.join(rounds) or 'none yet'}.")
    return rounds[name]


def export_consolidated(
    round_: Annotated[str, typer.Option("--round", help="The round, such as 2026, or all.")],
    out: Annotated[Path, typer.Option(help="The file to write; its name ends in .xlsx, .csv or .jsonl.")],
    language: Language = "en",
    table: Annotated[str, typer.Option(help="For .csv and .jsonl: indicators, administrations or workforce.")] = TABLES[
        0
    ],
) -> None:
    """Write the figures and answers of all administrations in a round, or in all rounds, into one file."""
    if out.suffix not in KINDS:
        give_up(f"{out} must end with {', '.join(KINDS[:-1])} or {KINDS[-1]}.", 2)
    if table not in TABLES:
        give_up(f"There is no table {table}. The tables are: {', '.join(TABLES)}.", 2)
    catalogue, settings = open_catalogue(), open_settings()
    with open_migrated(settings, catalogue) as database:
        chosen = None if round_ == "all" else round_named(database, round_)
        with database.reading() as db:
            rounds = [chosen] if chosen else rounds_of(db)
            selection, published = selection_of(db, COMMAND, rounds), with_numbers(db, COMMAND, rounds)
    worker_pool, unread = WorkerPool(settings, catalogue), list[Unread]()
    try:
        with written_whole(out) as draft:
            if out.suffix == ".xlsx":
                write_workbook(draft, worker_pool, (selection, published), language, unread.append)
            elif table == WORKFORCE:
                _write_rows(draft, pieces_of_numbers(out.suffix, worker_pool, published, unread.append))
            else:
                pillars = pillars_of(catalogue, selection) if table == TABLES[1] else None
                _write_rows(draft, pieces_of(out.suffix, worker_pool, selection, unread.append, pillars))
    except OSError as error:
        give_up(f"{out} cannot be written: {error.strerror}.")
    finally:
        worker_pool.close()
    written = published if table == WORKFORCE and out.suffix != ".xlsx" else selection
    count = sum(len(batch.assessments) for batch in written.batches)
    echo(f"{out}: {count - len(unread)} assessments, {out.stat().st_size:,} bytes.")
    if unread:
        give_up("\n".join(map(_not_read, unread)))


def _not_read(unread: Unread) -> str:
    who = f"{unread.administration}, {unread.round} ({unread.assessment_id})"
    return f"Cannot be read, and has no figures: {who}, {unread.broken.error} at {unread.broken.where}."


def _write_rows(path: Path, pieces: Generator[bytes]) -> None:
    with path.open("wb") as file, closing(pieces):
        file.writelines(pieces)
