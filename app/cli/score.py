"""`parity score`: scorecards from files of answers, without a database."""

import json
from pathlib import Path
from typing import Annotated

import typer

from app.cli.bootstrap import open_catalogue
from app.cli.input_files import read_answers_file
from app.cli.output import BAD_FILE, echo, give_up
from questionnaires.answers import Document, read_document
from questionnaires.definition import Questionnaire
from scoring.score import score as score_answers
from scoring.scorecard import as_document

MOST_TOLD = 50
"""Problems of one file: a file of another questionnaire has one for each answer."""


def score(
    files: Annotated[list[Path], typer.Argument(help="JSON files of answers.")],
    questionnaire: Annotated[str, typer.Option(help="The questionnaire version, such as 2026.1.")],
) -> None:
    """Print the scorecard of each file as one line of JSON, in order. If a file is bad, print nothing and exit 2."""
    catalogue = open_catalogue(BAD_FILE)
    if questionnaire not in catalogue.versions:
        known = ", ".join(sorted(catalogue.versions))
        give_up(f"There is no questionnaire {questionnaire}. Choose one of: {known}.", BAD_FILE)
    version = catalogue[questionnaire]
    documents = [read_file(version, path) for path in files]
    for document in documents:
        scorecard = score_answers(version, document.profile, document.answers, document.form)
        echo(json.dumps(as_document(scorecard), ensure_ascii=False))


def read_file(questionnaire: Questionnaire, path: Path) -> Document:
    """A file of answers, or the end with every problem on standard error."""
    document, problems = read_document(questionnaire, read_answers_file(path, BAD_FILE))
    if problems:
        lines = [f"{path}: {problem}" for problem in problems[:MOST_TOLD]]
        more = len(problems) - len(lines)
        give_up("\n".join([*lines, *([f"{path}: and {more:,} more like these."] if more else [])]), BAD_FILE)
    return document
