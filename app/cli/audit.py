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
    head: Annotated[str, typer.Option(help="A head of the log that was printed or mailed earlier.")] = "",
) -> None:
    """Compare all that is kept with the audit log, and name each place that was changed by hand. Exit 1 if any was.

    The log is walked as a chain; every answer, comment, decision, account and other record is compared with the hash
    that the log holds of it; figures are computed anew; signatures, publications and files of evidence are checked.

    Somebody who holds the database can write log and records anew, all of it. Only a head from outside shows that: one
    from a receipt, a report or the monthly mail to auditors, given with --head.
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
        echo(f"Records that `parity purge` removed or emptied by the rules of retention: {proof.purged:,}")
    echo(f"Assessments whose figures were computed anew: {proof.assessments:,}")
    echo(
        f"Signatures checked: {proof.signatures:,}; publications: {proof.publications:,}; "
        f"files of evidence: {proof.files:,}"
    )


def _print_old_rows(proof: Proof) -> None:
    echo(
        f"Rows from before {KEPT_SINCE}, which carry no hash of what they speak of: {proof.chain.before_contents:,}. "
        + (
            f"What stood there on {proof.covered_since:%Y-%m-%d} is covered since."
            if proof.covered_since
            else f"Records that nothing covers yet: {proof.compared.uncovered:,}. Run `parity migrate`."
        )
    )


def _print_head(proof: Proof, printed: str) -> bool:
    """False where a head was given and does not stand in the log."""
    if stand := proof.chain.rows_of.get(printed):
        when = f", of {stand.at:%Y-%m-%d %H:%M:%S} UTC" if stand.at else ""
        echo(f"The head {printed[:12]}… stands in the log at row {stand.row:,}{when}: all up to it is unchanged.")
    elif printed:
        echo(
            f"The head {printed[:12]}… does not stand in the log: it was changed before it, or it is another log.",
            err=True,
        )
        return False
    return True


def _failure(proof: Proof) -> str:
    many = f"{proof.count:,} {'place does' if proof.count == 1 else 'places do'} not fit. " if proof.count else ""
    return f"{many}Something was changed. Keep this database as it is, and compare it with a backup."


def _print_what_is_proved(proof: Proof, printed: str) -> None:
    echo(
        "Proved: the log is one chain, and each record, signature, publication and file is as the log last told of it."
    )
    if printed:
        row = proof.chain.rows_of[printed].row
        echo(f"Proved by the head that you gave: nobody wrote the log anew up to row {row:,}.")
    else:
        echo(
            "Not proved: that nobody wrote the whole log anew, records and all. For that, give a head that was printed "
            "or mailed earlier: parity audit verify --head HEAD"
        )
