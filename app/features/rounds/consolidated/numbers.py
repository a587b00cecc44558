"""The workforce numbers of many organisations in long form: of publications alone, as each shows them to everybody.

So the rows are the same for every reader, whatever they may see of an assessment at work; no number of one organisation
is added to that of another.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, bindparam, select
from sqlmodel import Session, col

from app.access.loaders import only_disclosed
from app.assessments.answer_sets import IS_NEWEST_EDITION, PUBLICATION
from app.assessments.report.protection import PublishedNumbers, published_numbers
from app.assessments.workforce.signed import PART
from app.db.outages import has_all
from app.db.tables.people import Administration
from app.db.tables.rounds import Assessment, Round
from app.features.rounds.consolidated.gathering import Batch, Unread, unread_in
from app.features.rounds.consolidated.rows import Piece, unread_of
from app.features.rounds.consolidated.wide import UNREAD
from app.jobs.worker_pool import WorkerContext, broken_by
from app.web.downloads import FOR_PROGRAMS, CsvForm, csv_of, round_text, version_text, write_rows
from exports.content import Value
from questionnaires.catalogue import Catalogue
from questionnaires.workforce.definition import DECIMALS, OTHER, Measure, Table
from scoring.protection.figures import TOTAL, key, shown_rows
from scoring.protection.pattern import HIDDEN

# Built once, so that SQLAlchemy finds it compiled
NEWEST: Select[*tuple[Any, ...]] = (
    select(
        PUBLICATION.c.assessment_id,
        PUBLICATION.c.edition,
        PUBLICATION.c.questionnaire,
        PUBLICATION.c.content[PART].label("numbers"),
        col(Round.name).label("round"),
        col(Administration.code),
        col(Administration.name).label("administration"),
        col(Administration.region),
        col(Administration.kind).label("organisation"),
    )
    .join(Assessment, col(Assessment.id) == PUBLICATION.c.assessment_id)
    .join(Administration, col(Administration.id) == col(Assessment.administration_id))
    .join(Round, col(Round.id) == col(Assessment.round_id))
    .where(IS_NEWEST_EDITION, PUBLICATION.c.assessment_id.in_(bindparam("assessments", expanding=True)))
)
LONG = (
    "round",
    "code",
    "administration",
    "region",
    "version",
    "edition",
    "table",
    "row",
    "measure",
    "sex",
    "unit",
    "value",
    "merged",
    "organisation",
)
"""The same names in every language, as in the other files."""
VALUE, VERSION = LONG.index("value"), LONG.index("version")
IN_CELLS = (*LONG[:VALUE], "value_number", *LONG[VALUE + 1 :], "value_text")
"""For CSV and Excel, where a column has one type: a number, or the sign that it is hidden."""
Line = tuple[Value, ...]


class WantedNumbers(NamedTuple):
    batch: Batch
    form: CsvForm = FOR_PROGRAMS


@dataclass(frozen=True)
class Published:
    """The newest publication of an assessment that has numbers; `who` are round, code, name and region."""

    who: tuple[str, ...]
    version: str
    edition: int
    organisation: str
    numbers: PublishedNumbers


def published_in(db: Session, catalogue: Catalogue, batch: Batch) -> list[Published | Unread]:
    """In the order of the batch. One that cannot be read is named; an outage has them all."""
    try:
        published = {row.assessment_id: _published(catalogue, row) for row in _newest(db, batch)}
        return [entry for id_ in batch.assessments if (entry := published.get(id_))]
    except Exception as error:
        if has_all(error):
            raise
        if len(batch.assessments) == 1:
            return [unread_in(db, batch.assessments[0], broken_by(error))]
    alone = [batch._replace(assessments=(id_,)) for id_ in batch.assessments]
    return [entry for part in alone for entry in published_in(db, catalogue, part)]


def _newest(db: Session, batch: Batch) -> Sequence[Row[Any]]:
    statement = only_disclosed(NEWEST, batch.visitor)
    return db.connection().execute(statement, {"assessments": list(batch.assessments)}).all()


def _published(catalogue: Catalogue, row: Row[Any]) -> Published | None:
    numbers = published_numbers(catalogue, row.questionnaire, {PART: row.numbers})
    who = (row.round, row.code, row.administration, row.region)
    return Published(who, row.questionnaire, row.edition, row.organisation, numbers) if numbers else None


def long_lines(entry: Published | Unread) -> Iterator[Line]:
    """As the page of published numbers has them; what is not known has no line."""
    if isinstance(entry, Unread):
        who = (entry.round, entry.code, entry.administration, entry.region, None, None, UNREAD)
        yield (*who, *[None] * (len(LONG) - len(who)))
        return
    for table in entry.numbers.tables.structure.tables:
        for measure in table.measures:
            yield from _lines_of(entry, table, measure)


def _lines_of(entry: Published, table: Table, measure: Measure) -> Iterator[Line]:
    """The third sex is in the totals and has no lines."""
    rows = shown_rows(table, entry.numbers.merged) + ([TOTAL] if table.adds_up and len(table.rows) > 1 else [])
    sexes = [*(sex for sex in measure.sexes if sex != OTHER), TOTAL] if measure.sexes else [""]
    for row in rows:
        for sex in sexes:
            figure = entry.numbers.figure(key(table.id, row, measure.id, sex))
            if figure is not None:
                value = HIDDEN.value if figure is HIDDEN else _in_units(figure, measure)
                what = (table.id, row, measure.id, sex or None, measure.unit, value, "+" in row)
                yield (*entry.who, entry.version, entry.edition, *what, entry.organisation)


def _in_units(number: int, measure: Measure) -> int | float:
    """As people write it: of pay the currency, with its hundredths."""
    decimals = DECIMALS[measure.unit]
    return number / 10**decimals if decimals else number


def in_cells(line: Line) -> Line:
    """A line of `long_lines` under `IN_CELLS`, with numbers that have decimals throughout."""
    value, version = line[VALUE], line[VERSION] and version_text(str(line[VERSION]))
    number, text = (None, value) if isinstance(value, str) else (value if value is None else float(value), None)
    return (
        round_text(str(line[0])),
        *line[1:VERSION],
        version,
        *line[VERSION + 1 : VALUE],
        number,
        *line[VALUE + 1 :],
        text,
    )


def csv_head(form: CsvForm) -> bytes:
    return csv_of(IN_CELLS, (), form)


def csv_part(worker: WorkerContext, part: WantedNumbers) -> Piece:
    entries = _read(worker, part)
    file = StringIO(newline="")
    write_rows(file, (in_cells(line) for entry in entries for line in long_lines(entry)), part.form)
    return Piece(file.getvalue().encode(), unread_of(entries))


def jsonl_part(worker: WorkerContext, part: WantedNumbers) -> Piece:
    entries = _read(worker, part)
    documents = (dict(zip(LONG, line, strict=True)) for entry in entries for line in long_lines(entry))
    content = "".join(f"{json.dumps(document, ensure_ascii=False)}\n" for document in documents)
    return Piece(content.encode(), unread_of(entries))


def _read(worker: WorkerContext, part: WantedNumbers) -> list[Published | Unread]:
    with worker.database.reading() as db:
        return published_in(db, worker.catalogue, part.batch)
