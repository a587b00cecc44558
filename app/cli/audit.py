"""`parity audit verify`: proves that nothing that was kept was changed."""

from typing import Annotated

import typer

from app.cli.bootstrap import open_catalogue, open_database, open_settings
from app.cli.output import echo, give_up
from app.features.audit.proof import Proof, prove
from app.files.evidence_store import EvidenceFiles
from questionnaires.codes import HEXADECIMAL, read_code

KEPT_SINCE = "0.4.0"
"""The version that began to write into the log the hash of what a row speaks of."""

cli = typer.Typer(no_args_is_help=True, help="The audit log.")


@cli.callback()
def log() -> None:
    """Keeps `verify` a command of its own while there is only one."""


@cli.command()
def verify(
    head: Annotated[str, typer.Option(help="A head of the log that was printed or emailed earlier.")] = "",
) -> None:
    """Compare all records with the audit log, and name every place changed by hand. Exit 1 if there is any.

    The log is walked as a chain; every answer, comment, decision, account and other record is compared with the hash
    that the log holds for it; figures are recalculated; signatures, publications and evidence files are checked.

    Anyone who controls the database can rewrite the whole log and all records. Only a head kept elsewhere shows that:
    one from a receipt, a report or the monthly email to auditors. Give it with --head.
    """
    settings, printed, catalogue = open_settings(), read_code(head, HEXADECIMAL), open_catalogue()
    with open_database(settings, catalogue) as database, database.reading() as db:
        proof = prove(db, EvidenceFiles(settings.data_dir), catalogue, printed)
    _print_what_was_checked(proof)
    is_found = _print_head(proof, printed)
    for problem in proof.problems:
        echo(problem, err=True)
    if (more := proof.count - len(proof.problems)) > 0:
        echo(f"And {more:,} more places.", err=True)
    if proof.count or not is_found:
        give_up(_failure(proof))
    _print_what_is_proved(proof, printed)


def _print_what_was_checked(proof: Proof) -> None:
    echo(f"Rows checked: {proof.chain.entries:,}")
    echo(f"Head of the log: {proof.chain.head}")
    if proof.chain.before_contents:
        _print_old_rows(proof)
    echo(f"Records compared with the log: {proof.compared.records:,}")
    if proof.purged:
        echo(f"Records that `parity purge` removed or emptied under the retention rules: {proof.purged:,}")
    echo(f"Assessments with recalculated figures: {proof.assessments:,}")
    echo(
        f"Signatures checked: {proof.signatures:,}; publications: {proof.publications:,}; "
        f"evidence files: {proof.files:,}"
    )


def _print_old_rows(proof: Proof) -> None:
    echo(
        f"Rows from before {KEPT_SINCE}, which hold no hash of their records: {proof.chain.before_contents:,}. "
        + (
            f"What was stored on {proof.covered_since:%Y-%m-%d} has been covered since then."
            if proof.covered_since
            else f"Records that the log does not cover yet: {proof.compared.uncovered:,}. Run `parity migrate`."
        )
    )


def _print_head(proof: Proof, printed: str) -> bool:
    """False where a head was given and does not stand in the log."""
    if stand := proof.chain.rows_of.get(printed):
        when = f", of {stand.at:%Y-%m-%d %H:%M:%S} UTC" if stand.at else ""
        echo(f"The head {printed[:12]}… is in the log at row {stand.row:,}{when}: everything up to it is unchanged.")
    elif printed:
        echo(
            f"The head {printed[:12]}… is not in the log: the log was changed before it, or it is another log.",
            err=True,
        )
        return False
    return True


def _failure(proof: Proof) -> str:
    many = f"{proof.count:,} {'place does' if proof.count == 1 else 'places do'} not match. " if proof.count else ""
    return f"{many}Something was changed. Keep this database as it is, and compare it with a backup."


def _print_what_is_proved(proof: Proof, printed: str) -> None:
    echo(
        "Proved: the log is one chain, and every record, signature, publication and file is as the log last recorded "
        "it."
    )
    if printed:
        row = proof.chain.rows_of[printed].row
        echo(f"Proved by the head you gave: nobody has rewritten the log up to row {row:,}.")
    else:
        echo(
            "Not proved: that nobody has rewritten the whole log and its records. To prove it, give a head that was "
            "printed or emailed earlier: parity audit verify --head HEAD"
        )
