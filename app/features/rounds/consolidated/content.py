"""One workbook of many administrations and rounds: what it says, and what its words mean."""

import hashlib
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import bindparam, case, select
from sqlmodel import Session, col

from app import VERSION
from app.access.identity import Visitor
from app.access.loaders import exportable
from app.assessments.lifecycle import NAMES
from app.db.tables.people import Administration
from app.db.tables.rounds import Assessment, Round
from app.features.rounds.consolidated.gathering import BATCH, Batch, Gathered, Unread, gather
from app.features.rounds.consolidated.nodes import heat_row
from app.features.rounds.consolidated.rows import (
    IN_CELLS,
    WantedPiece,
    csv_head,
    csv_part,
    in_cells,
    jsonl_part,
    long_rows,
    unread_row,
)
from app.features.rounds.consolidated.wide import unread_wide_row, wide_columns, wide_grounds, wide_row
from app.features.rounds.consolidated.words import HEATMAPS, KIND_NAMES, LEGEND, METHOD, SHEETS
from app.features.rounds.overview import FULL
from app.features.rounds.queries import newest_changes
from app.features.rounds.table import FORM_NAMES
from app.i18n.formatting import translations
from app.jobs.worker_pool import WorkerContext, WorkerPool
from app.web.downloads import FOR_PROGRAMS, CsvForm
from exports.consolidated import Drawn, Heatmap, Outline, draw_consolidated
from exports.content import Column, Value
from questionnaires.canonical_json import canonical
from questionnaires.catalogue import Catalogue
from questionnaires.definition import Questionnaire, is_right_to_left
from questionnaires.problems import N_
from scoring.scorecard import OVERALL

BEFORE_ANY_DATA = "2000-01-01"
CANNOT_BE_READ = N_("Cannot be read")
ORDERED = (
    select(
        col(Assessment.id),
        col(Assessment.round_id),
        col(Assessment.questionnaire),
        col(Assessment.form),
        col(Assessment.administration_id),
        col(Assessment.changed_at),
        col(Administration.name),
    )
    .join_from(Assessment, Administration)
    .join(Round)
    .where(col(Assessment.round_id).in_(bindparam("rounds", expanding=True)))
    .order_by(
        col(Round.name),
        case((col(Assessment.form) == FULL, 0), else_=1),
        col(Administration.name),
        col(Assessment.id),
    )
)
"""Of each round the full form first: the short one is a scale of its own."""


class Scale(NamedTuple):
    """Whose figures compare with each other: a version of the questionnaire, and whether in full or in short form."""

    version: str
    form: str


class Selection(NamedTuple):
    """Which assessments, in order; `name` is that of the round, or "all"."""

    name: str
    batches: tuple[Batch, ...]
    scales: tuple[Scale, ...]
    created: str
    mark: str = ""
    """Another as soon as anything of it would be."""

    @property
    def versions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(scale.version for scale in self.scales))


class WantedWorkbook(NamedTuple):
    path: Path
    selection: Selection
    language: str


def selection_of(
    db: Session, visitor: Visitor, rounds: Sequence[Round], chosen: Collection[str] | None = None
) -> Selection:
    """What this visitor may download of these rounds; `chosen` are the ids that pass a filter, None for all."""
    ids = [round_.id for round_ in rounds]
    allowed = exportable(db, visitor, ids)
    result = db.connection().execute(ORDERED, {"rounds": ids})
    rows = [row for row in result if row.id in allowed and (chosen is None or row.id in chosen)]
    changes = {id_: newest_changes(db, id_) for id_ in ids}
    state = [[row.id, allowed[row.id], changes[row.round_id].get(row.administration_id, 0)] for row in rows]
    days = [row.changed_at.date().isoformat() for row in rows if row.changed_at]
    return Selection(
        rounds[0].name if len(rounds) == 1 else "all",
        tuple(_batches(visitor, [(row.round_id, row.id) for row in rows])),
        tuple(sorted({Scale(row.questionnaire, row.form) for row in rows})),
        max(days, default=BEFORE_ANY_DATA),
        hashlib.sha256(canonical([VERSION, visitor.language, state])).hexdigest(),
    )


def _batches(visitor: Visitor, pairs: Sequence[tuple[str, str]]) -> Iterator[Batch]:
    for round_id, of_round in groupby(pairs, key=lambda pair: pair[0]):
        ids = [id_ for _, id_ in of_round]
        for at in range(0, len(ids), BATCH):
            yield Batch(visitor, round_id, tuple(ids[at : at + BATCH]))


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
    with closing(worker_pool.in_order(csv_part if kind == ".csv" else jsonl_part, jobs)) as parts:
        for part in parts:
            for unread in part.unread:
                tell(unread)
            yield part.content


def pillars_of(catalogue: Catalogue, selection: Selection) -> tuple[str, ...]:
    """Of all these versions, in order."""
    structures = [catalogue[version].structure for version in selection.versions]
    return tuple(dict.fromkeys(pillar.id for structure in structures for pillar in structure.pillars))


def write_workbook(path: Path, worker_pool: WorkerPool, selection: Selection, language: str, tell: Tell) -> None:
    for unread in worker_pool.in_order(drawn_workbook, [WantedWorkbook(path, selection, language)]):
        for assessment in unread:
            tell(assessment)


def drawn_workbook(worker: WorkerContext, wanted: WantedWorkbook) -> list[Unread]:
    """For a worker process. What cannot be read has its line, and is handed back."""
    pillars = pillars_of(worker.catalogue, wanted.selection)
    translate = translations(wanted.language).gettext
    outline = _outline(worker.catalogue, wanted, pillars, translate)
    unread: list[Unread] = []
    draw_consolidated(wanted.path, outline, _drawn(worker, wanted.selection, pillars, translate, unread))
    return unread


def _nodes(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The columns of a heatmap."""
    structure = questionnaire.structure
    return (OVERALL, *(pillar.id for pillar in structure.pillars), *(element.id for element in structure.elements))


def _drawn(
    worker: WorkerContext,
    selection: Selection,
    pillars: Sequence[str],
    translate: Callable[[str], str],
    unread: list[Unread],
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
            heat = heat_row(entry, _nodes(assessment.questionnaire))
            names = (assessment.round, assessment.administration)
            heatmap = selection.scales.index(Scale(assessment.questionnaire.version, assessment.form))
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
    }
    return tuple(row.values()), tuple(grounds.get(name, "") for name in row)


def _outline(
    catalogue: Catalogue, wanted: WantedWorkbook, pillars: Sequence[str], translate: Callable[[str], str]
) -> Outline:
    _ = translate
    name = wanted.selection.name
    title = _("All rounds") if name == "all" else _("Round {year}").format(year=name)
    return Outline(
        title=title,
        created=wanted.selection.created,
        right_to_left=is_right_to_left(wanted.language),
        sheets=(_(SHEETS[0]), _(SHEETS[1]), _(SHEETS[2])),
        wide=tuple(_wide(pillars, _)),
        long=tuple(_long(name) for name in IN_CELLS),
        heatmaps=tuple(_heatmaps(catalogue, wanted.selection, _)),
        method=tuple(_method(catalogue, wanted, _)),
        legend=tuple(_(text) for text in LEGEND),
    )


def _heatmaps(catalogue: Catalogue, selection: Selection, translate: Callable[[str], str]) -> Iterator[Heatmap]:
    """One for each scale, so that no colour and no order mixes two."""
    _ = translate
    names = Column(_("Round"), 8), Column(_("Administration"), 40)
    for version, form in selection.scales:
        title = _(HEATMAPS[len(selection.versions) == 1, form == FULL]).format(version=version)
        nodes = _nodes(catalogue[version])
        columns = (Column(_("Overall") if node == OVERALL else node, 9, "heat") for node in nodes)
        yield Heatmap(title, (*names, *columns))


def _long(name: str) -> Column:
    width = {"administration": 36, "state": 15}.get(name, max(9, len(name) + 4))
    return Column(name, width, "plain number" if name in ("asked", "value_number", "level", "examined") else "plain")


def _wide(pillars: Sequence[str], translate: Callable[[str], str]) -> Iterator[Column]:
    _ = translate
    for column in wide_columns(pillars):
        node = _("Overall") if column.node == OVERALL else column.node
        yield Column(_(column.title).format(name=node), column.width, column.look)


def _method(catalogue: Catalogue, wanted: WantedWorkbook, translate: Callable[[str], str]) -> Iterator[tuple[str, ...]]:
    for line in METHOD:
        yield tuple(translate(text) for text in line)
    for version in wanted.selection.versions:
        words = catalogue[version].words(wanted.language)
        yield (translate("Questionnaire {version}").format(version=version),)
        yield translate("Fingerprint of the questionnaire (SHA-256)"), catalogue[version].fingerprint
        for number, level in enumerate(words.levels):
            yield translate("Level {number}").format(number=number), f"{level.name}. {level.meaning}"
        structure = catalogue[version].structure
        yield from ((pillar.id, words.pillars[pillar.id].title) for pillar in structure.pillars)
        yield from ((element.id, words.elements[element.id].title) for element in structure.elements)
