"""Workforce statistics: saving a number beside saving an answer, all figures of an administration, and hiding some."""

import json
import random
from collections.abc import Iterator
from time import perf_counter

from app.access.identity import utc_now
from app.access.loaders import ANY_ONE
from app.assessments.reads import one_assessment, saved_answer
from app.assessments.report.protection import ToProtect, protected
from app.assessments.saving import NewAnswer, save_answer
from app.assessments.workforce.cells import cell_named
from app.assessments.workforce.saving import NewNumbers, save_numbers
from app.cli.demo.year import NUMBERS
from app.db.session import Database
from app.jobs.protection_job import patterns_of
from app.jobs.worker_pool import WorkerPool
from questionnaires.answers import Answer
from questionnaires.catalogue import Catalogue
from scoring.workforce.figures import TableNumbers
from scoring.workforce.outcomes.indicators import outcomes
from tests.bench.figures import Pair, in_turns
from tests.bench.staging import VERSION, Stage

GIVEN = json.loads((NUMBERS / "valdoria.json").read_text("utf-8"))
STAFF = 2148
SMALLEST, LARGEST = 30, 4_000
"""Staff of the invented administrations of a round."""


def saving(catalogue: Catalogue, stage: Stage) -> Pair:
    """One number, with its history and its row of the log, beside one answer with the same; taken back each time."""
    cell = cell_named("WT1a/G4/staff.W")
    with Database(stage.settings.database) as database, database.writing() as db:
        assessment = one_assessment(db.connection().execute(ANY_ONE, {"assessment": "a0"}).one(), catalogue)
        indicator = assessment.questionnaire.indicators["RC-01"]
        revision = saved_answer(db, assessment.id, indicator.id).revision
        answer = NewAnswer(Answer("answered", 1, comment="A new one"), revision, "ana-0", utc_now())
        number = NewNumbers({cell: 96}, {}, "page", "ana-0", utc_now())

        def a_number() -> None:
            with db.begin_nested() as taken_back:
                save_numbers(db, assessment, number, only=cell.table)
                taken_back.rollback()

        def an_answer() -> None:
            with db.begin_nested() as taken_back:
                save_answer(db, assessment, indicator, answer)
                taken_back.rollback()

        pair = in_turns(stage.size.turns, a_number, an_answer, times=10)
        db.rollback()
    return pair


def figures(catalogue: Catalogue, stage: Stage) -> Pair:
    """Of all tables of one administration, beside adding them up once."""
    tables = catalogue.workforce[VERSION].tables
    cells = {cell_named(key): number for key, number in GIVEN.items()}
    return in_turns(
        stage.size.turns, lambda: outcomes(TableNumbers(tables, cells)), lambda: sum(GIVEN.values()), times=5
    )


def protecting(catalogue: Catalogue, stage: Stage) -> float:
    """Seconds for the pattern of one administration."""
    wanted = ToProtect(VERSION, GIVEN, {"profile.staff_total": STAFF}, ())
    protected(catalogue, wanted)
    begun = perf_counter()
    protected(catalogue, wanted)
    return perf_counter() - begun


def protecting_a_round(catalogue: Catalogue, stage: Stage) -> float:
    """Seconds for the patterns of all of a round, in the processes that do it when a round is published."""
    wanted = {f"a{number}": each for number, each in enumerate(_round(stage.size.administrations))}
    pool = WorkerPool(stage.settings, catalogue)
    try:
        begun = perf_counter()
        patterns_of(pool, wanted)
        return perf_counter() - begun
    finally:
        pool.close()


def _round(administrations: int) -> Iterator[ToProtect]:
    """As many of different sizes, with the tables of the demo scaled to each."""
    chance = random.Random(187)
    for _ in range(administrations):
        share = chance.randint(SMALLEST, LARGEST) / STAFF
        values = {key: round(number * share * chance.uniform(0.8, 1.2)) for key, number in GIVEN.items()}
        yield ToProtect(VERSION, values, {"profile.staff_total": None}, ())
