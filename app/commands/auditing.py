"""`parity audit verify`: proves that nothing that was kept was changed."""

from typing import Annotated

import typer

from app.audit import Verified
from app.auditing.proof import Proof, prove
from app.commands.opening import open_catalogue, open_database, open_settings
from app.commands.speaking import give_up, say, tell
from app.evidence_files import EvidenceFiles

cli = typer.Typer(no_args_is_help=True, help="The audit log.")


@cli.callback()
def log() -> None:
    """Keeps `verify` a command of its own while there is only one."""


@cli.command()
def verify(
    head: Annotated[str, typer.Option(help="A head of the log that was printed earlier: does it still stand?")] = "",
) -> None:
    """Prove the audit log, and that signatures, publications and files of evidence are as they were. Exit 1 if not."""
    settings, printed = open_settings(), "".join(head.split()).lower()
    with open_database(settings, open_catalogue()) as database, database.reading() as db:
        proof = prove(db, EvidenceFiles(settings.data_dir), printed)
    say(f"Rows checked: {proof.chain.entries:,}")
    say(f"Head of the log: {proof.chain.head}")
    _say_of_head(proof.chain, printed)
    _say_of_the_rest(proof)
    if not proof.is_whole or (printed and printed not in proof.chain.rows_of):
        give_up("Something was changed. Keep this database as it is, and compare it with a backup.")
    say("Everything is as it was written.")


def _say_of_head(chain: Verified, printed: str) -> None:
    if printed in chain.rows_of:
        row, at = chain.rows_of[printed]
        when = f", of {at:%Y-%m-%d %H:%M:%S} UTC" if at else ""
        say(f"The head {printed[:12]}… stands in the log at row {row:,}{when}: all up to it is unchanged.")
    elif printed:
        tell(f"The head {printed[:12]}… does not stand in the log: it was changed before it, or it is another log.")


def _say_of_the_rest(proof: Proof) -> None:
    say(
        f"Signatures checked: {proof.signatures:,}; publications: {proof.publications:,}; "
        f"files of evidence: {proof.files:,}"
    )
    for problem in (proof.chain.broken, *proof.problems):
        if problem:
            tell(problem)
