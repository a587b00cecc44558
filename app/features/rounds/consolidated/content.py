"""The values of many administrations and rounds as one file: a workbook, or in pieces as CSV or JSON lines."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, TypeVar

from app.assessments.lifecycle import NAMES
from app.assessments.stored_figures import scale_of
from app.features.rounds.consolidated import numbers
from app.features.rounds.consolidated.gathering import Gathered, Unread, gather
from app.features.rounds.consolidated.nodes import heat_row
from app.features.rounds.consolidated.outline import heat_nodes, outline_of
from app.features.rounds.consolidated.regions import Tallies, Wording, by_region
from app.features.rounds.consolidated.rows import (
    Piece,
    WantedPiece,
    csv_head,
    csv_part,
    in_cells,
    jsonl_part,
    long_rows,
    unread_of,
    unread_row,
)
from app.features.rounds.consolidated.selection import Selection, pillars_of
from app.features.rounds.consolidated.wide import unread_wide_row, wide_grounds, wide_row
from app.features.rounds.consolidated.words import KIND_NAMES
from app.features.rounds.table import FORM_NAMES
from app.i18n.formatting import translations
from app.jobs.worker_pool import WorkerContext, WorkerPool
from app.validation.organisations import KINDS
from app.web.downloads import FOR_PROGRAMS, CsvForm
from exports.consolidated import Drawn, draw_consolidated
from exports.content import Value
from questionnaires.problems import N_

CANNOT_BE_READ = N_("Cannot be read")


class WantedWorkbook(NamedTuple):
    """`published` are those of which workforce numbers are published: the workbook has a sheet of them, if any."""

    path: Path
    selection: Selection
    published: Selection
    language: str


Job = TypeVar("Job")
Tell = Callable[[Unread], object]


def pieces_of(
    kind: str,
    worker_pool: WorkerPool,
    selection: Selection,
    tell: Tell,
    pillars: tuple[str, ...] | None = None,
    form: CsvForm = FOR_PROGRAMS,
) -> Generator[bytes]:
    """Of a file ".csv" or ".jsonl": the figures of these pillars for each administration, or all answers.

    `tell` gets each assessment that cannot be read; the file names it.
    """
    if kind == ".csv":
        yield csv_head(pillars, form)
    jobs = [WantedPiece(batch, pillars, form) for batch in selection.batches]
    yield from _in_order(worker_pool, csv_part if kind == ".csv" else jsonl_part, jobs, tell)


def _in_order(
    worker_pool: WorkerPool, part: Callable[[WorkerContext, Job], Piece], jobs: Sequence[Job], tell: Tell
) -> Generator[bytes]:
    with closing(worker_pool.in_order(part, jobs)) as pieces:
        for piece in pieces:
            for unread in piece.unread:
                tell(unread)
            yield piece.content


def pieces_of_numbers(
    kind: str, worker_pool: WorkerPool, published: Selection, tell: Tell, form: CsvForm = FOR_PROGRAMS
) -> Generator[bytes]:
    """Of a file ".csv" or ".jsonl": the workforce numbers that are published."""
    if kind == ".csv":
        yield numbers.csv_head(form)
    jobs = [numbers.WantedNumbers(batch, form) for batch in published.batches]
    part = numbers.csv_part if kind == ".csv" else numbers.jsonl_part
    yield from _in_order(worker_pool, part, jobs, tell)


def write_workbook(
    path: Path, worker_pool: WorkerPool, wanted: tuple[Selection, Selection], language: str, tell: Tell
) -> None:
    """`wanted` are whose figures and answers, and whose published workforce numbers."""
    for unread in worker_pool.in_order(drawn_workbook, [WantedWorkbook(path, *wanted, language)]):
        for assessment in unread:
            tell(assessment)


def drawn_workbook(worker: WorkerContext, wanted: WantedWorkbook) -> list[Unread]:
    """For a worker process. What cannot be read has its line, and is handed back."""
    pillars = pillars_of(worker.catalogue, wanted.selection)
    translate = translations(wanted.language).gettext
    unread: list[Unread] = []
    tallies, wording = Tallies(), Wording(worker.catalogue, wanted.language, translate)
    outline = outline_of(wanted.selection, pillars, wording, has_numbers=bool(wanted.published.batches))
    drawn = _drawn(worker, wanted.selection, pillars, translate, unread, tallies)
    lines = _lines_of_numbers(worker, wanted.published, unread)
    draw_consolidated(wanted.path, outline, drawn, lambda: by_region(tallies, pillars, wording), lines)
    return unread


def _lines_of_numbers(worker: WorkerContext, published: Selection, unread: list[Unread]) -> Iterator[numbers.Line]:
    for batch in published.batches:
        with worker.database.reading() as db:
            entries = numbers.published_in(db, worker.catalogue, batch)
        unread += unread_of(entries)
        for entry in entries:
            yield from map(numbers.in_cells, numbers.long_lines(entry))


def _drawn(
    worker: WorkerContext,
    selection: Selection,
    pillars: Sequence[str],
    translate: Callable[[str], str],
    unread: list[Unread],
    tallies: Tallies,
) -> Iterator[Drawn]:
    for batch in selection.batches:
        with worker.database.reading() as db:
            gathered = gather(db, worker.catalogue, batch)
        for entry in gathered:
            if isinstance(entry, Unread):
                unread.append(entry)
                yield _line_of(entry, pillars, translate)
                continue
            assessment = entry.assessment
            tallies.add(entry)
            heat = heat_row(entry, heat_nodes(assessment.questionnaire))
            names = (assessment.round, assessment.administration)
            scale = scale_of(assessment.questionnaire.version, assessment.form, assessment.kind)
            heatmap = None if scale.is_apart else selection.compared.index(scale)
            rows = [in_cells(row) for row in long_rows(entry)]
            yield Drawn(*_wide_cells(entry, pillars, translate), rows, names, heat, heatmap)


def _line_of(unread: Unread, pillars: Sequence[str], translate: Callable[[str], str]) -> Drawn:
    wide = tuple(unread_wide_row(unread, pillars, translate(CANNOT_BE_READ)).values())
    return Drawn(wide, ("",) * len(wide), [in_cells(unread_row(unread))], (), (), None)


def _wide_cells(
    gathered: Gathered, pillars: Sequence[str], translate: Callable[[str], str]
) -> tuple[tuple[Value, ...], tuple[str, ...]]:
    """The row in the language of the workbook, and what the look of each of its cells says of a level."""
    row, grounds = wide_row(gathered, pillars), wide_grounds(gathered)
    row |= {
        "assessment_state": translate(NAMES[gathered.assessment.state]),
        "form": translate(FORM_NAMES[gathered.assessment.form]),
        "kind": translate(KIND_NAMES[gathered.figures.kind]),
        "organisation": translate(KINDS[gathered.assessment.kind]),
    }
    return tuple(row.values()), tuple(grounds.get(name, "") for name in row)
