"""Scoring, and drawing the gap report, in this process and in plain Python."""

import random
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from time import perf_counter
from typing import Any

from openpyxl import load_workbook
from xlsxwriter import Workbook

from app.access.identity import utc_now
from app.access.loaders import ANY_ONE
from app.assessments.reads import one_assessment
from app.assessments.report.gap_report import report_of_file, workbook_of
from app.db.session import Database
from app.features.signing.actions import Signatory, sign
from app.features.signing.drafts import draft_of
from app.files.signing_keys import signer_of
from questionnaires.catalogue import Catalogue
from scoring.score import score
from tests.bench.size import Size
from tests.bench.staging import VERSION, Stage, invented_answers

Cells = list[tuple[str, list[tuple[int, int, Any]]]]


@dataclass(frozen=True)
class Pair:
    """Medians in ms of the thing and of its yardstick, measured in turns, and the median of their ratios."""

    ms: float
    yardstick: float
    ratio: float


def in_turns(turns: int, thing: Callable[[], object], yardstick: Callable[[], object], times: int = 1) -> Pair:
    """`times` is how often the thing runs in each round, for what takes too short a moment to be timed alone."""
    thing(), yardstick()
    rounds = [(_ms(yardstick, times), _ms(thing, times)) for _ in range(turns)]
    return Pair(
        statistics.median(ours for _, ours in rounds),
        statistics.median(bare for bare, _ in rounds),
        statistics.median(ours / bare for bare, ours in rounds),
    )


def _ms(what: Callable[[], object], times: int) -> float:
    begun = perf_counter()
    for _ in range(times):
        what()
    return 1000 * (perf_counter() - begun) / times


def score_one(catalogue: Catalogue, stage: Stage) -> Pair:
    """Beside adding the values of the same indicators one by one as exact fractions: one sum, no level, no cap."""
    questionnaire, document = catalogue[VERSION], stage.document
    values = [Fraction(answer.level, 4) for answer in document.answers.values()]
    return in_turns(
        stage.size.turns,
        lambda: score(questionnaire, document.profile, document.answers),
        lambda: sum(values) / len(values),
        times=50,
    )


def sign_off(catalogue: Catalogue, stage: Stage) -> Pair:
    """The whole check and signature of a full assessment, taken back each time, beside scoring it once."""
    questionnaire, document = catalogue[VERSION], stage.document
    with Database(stage.settings.database) as database, database.writing() as db:
        row = db.connection().execute(ANY_ONE, {"assessment": "a0"}).one()
        assessment = one_assessment(row, catalogue)

        def signed() -> None:
            with db.begin_nested() as taken_back:
                draft = draft_of(db, assessment)
                sign(db, assessment, draft, Signatory("ana-0", "Ana", "Head"), at=utc_now())
                db.flush()
                taken_back.rollback()

        pair = in_turns(stage.size.turns, signed, lambda: score(questionnaire, document.profile, document.answers))
        db.rollback()
    return pair


def score_everybody(catalogue: Catalogue, size: Size) -> tuple[int, float]:
    """How many different sets of answers, and the seconds for scoring them all."""
    questionnaire, chance = catalogue[VERSION], random.Random(187)
    everybody = [invented_answers(questionnaire, chance) for _ in range(size.administrations * size.years)]
    begun = perf_counter()
    for answers in everybody:
        score(questionnaire, {}, answers)
    return len(everybody), perf_counter() - begun


@dataclass(frozen=True)
class Report:
    times: Pair
    cells: int
    kilobytes: float


def gap_report(catalogue: Catalogue, stage: Stage) -> Report:
    """From the answers to the bytes of the workbook, beside XlsxWriter writing the very same cells and nothing else."""
    questionnaire, document, signer = catalogue[VERSION], stage.document, signer_of(stage.settings)

    def ours() -> bytes:
        report = report_of_file(questionnaire, document, "Valdoria Customs and Border Service", "en")
        return workbook_of(report, signer)

    workbook = ours()
    cells = cells_of(workbook)
    times = in_turns(stage.size.turns, ours, lambda: write_bare(cells))
    assert cells_of(write_bare(cells)) == cells
    return Report(times, sum(len(sheet) for _, sheet in cells), len(workbook) / 1000)


def cells_of(workbook: bytes) -> Cells:
    """Every cell of the workbook, empty ones too where they have a place in the file."""
    read = load_workbook(BytesIO(workbook))
    return [
        (sheet.title, [(row - 1, column - 1, cell.value) for (row, column), cell in sheet._cells.items()])
        for sheet in read
    ]


def write_bare(cells: Cells) -> bytes:
    """One look for all, no widths, no rules: the least that XlsxWriter can do for these cells."""
    file = BytesIO()
    workbook = Workbook(file, {"in_memory": True})
    look = workbook.add_format()
    for title, sheet in cells:
        worksheet = workbook.add_worksheet(title)
        for row, column, value in sheet:
            if value is None:
                worksheet.write_blank(row, column, None, look)
            elif isinstance(value, str):
                worksheet.write_string(row, column, value, look)
            else:
                worksheet.write_number(row, column, value, look)
    workbook.close()
    return file.getvalue()
