"""`parity export gap`: the gap report of a stored assessment, or of a file of answers; and all of a round."""

from pathlib import Path
from typing import Annotated

import typer

from app.access.loaders import exportable
from app.assessments.report.gap_report import (
    assessment_for_command,
    edition_of_numbers,
    report_of,
    report_of_file,
    workbook_of,
)
from app.assessments.rights import Permission
from app.cli.bootstrap import open_catalogue, open_migrated, open_settings, require_signing_key
from app.cli.export.rounds import COMMAND, export_consolidated, export_round
from app.cli.output import Language, echo, give_up
from app.cli.score import read_file
from app.files.atomic_write import written_whole
from app.files.signing_keys import signer_of
from app.validation.names import read_name
from app.web.file_names import plain_name
from questionnaires.catalogue import Catalogue
from questionnaires.problems import Problem

cli = typer.Typer(no_args_is_help=True, help="Exports.")
cli.command("round")(export_round)
cli.command("consolidated")(export_consolidated)


@cli.command()
def gap(
    out: Annotated[Path, typer.Option(help="The workbook to write.")],
    assessment: Annotated[str, typer.Option(help="The id of a saved assessment.")] = "",
    answers: Annotated[Path | None, typer.Option(help="Or a JSON file of answers; needs no database.")] = None,
    questionnaire: Annotated[str, typer.Option(help="The questionnaire version, for a file of answers.")] = "2026.1",
    name: Annotated[str, typer.Option(help="The name of the administration, for a file of answers.")] = "",
    language: Language = "en",
) -> None:
    """Write the gap report as an Excel workbook: for a saved assessment, the one that the lead would get."""
    catalogue = open_catalogue()
    if bool(assessment) == bool(answers):
        give_up("Name either --assessment or --answers.", 2)
    if answers:
        workbook = _of_file(catalogue, answers, questionnaire, name, language)
    else:
        workbook = _of_assessment(catalogue, assessment, language)
    try:
        with written_whole(out) as draft:
            draft.write_bytes(workbook)
    except OSError as error:
        give_up(f"{out} cannot be written: {error.strerror}.")
    echo(f"{out}: {len(workbook):,} bytes")


def _of_file(catalogue: Catalogue, path: Path, questionnaire: str, name: str, language: str) -> bytes:
    if questionnaire not in catalogue.versions:
        give_up(f"There is no questionnaire {questionnaire}.", 2)
    problems: list[Problem] = []
    name = read_name("--name", name, problems) or plain_name(path.stem)
    if problems:
        give_up(str(problems[0]), 2)
    document = read_file(catalogue[questionnaire], path)
    return workbook_of(report_of_file(catalogue[questionnaire], document, name, language), None)


def _of_assessment(catalogue: Catalogue, id_: str, language: str) -> bytes:
    settings = open_settings()
    require_signing_key(settings)
    with open_migrated(settings, catalogue) as database, database.reading() as db:
        assessment = assessment_for_command(db, catalogue, id_)
        if assessment is None:
            give_up(f"There is no assessment {id_}.")
        numbers = exportable(db, COMMAND, [assessment.round_id], Permission.SEE_WORKFORCE)
        report = report_of(db, assessment, language, with_moderated=True, with_workforce=numbers.get(id_, False))
        if edition := edition_of_numbers(report):
            echo(f"Workforce numbers: {edition}")
    return workbook_of(report, signer_of(settings))
