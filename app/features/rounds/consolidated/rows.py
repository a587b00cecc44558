"""The rows of the consolidated files. Pure: long ones (one for each indicator), and one for each administration."""

import json
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from io import StringIO
from typing import Any, NamedTuple

from app.features.rounds.consolidated.gathering import Batch, Gathered, Unread, gather
from app.features.rounds.consolidated.wide import UNREAD, Row, unread_wide_row, wide_names, wide_row
from app.jobs.worker_pool import WorkerContext
from app.web.downloads import FOR_PROGRAMS, CsvForm, csv_of, round_text, version_text, write_rows
from exports.content import Value
from exports.gap.outcome import Recommended
from questionnaires.definition import Questionnaire

RECOMMENDED = ("recommendation", "finding", "risk", "recommended", "due_on")
BEFORE_RECOMMENDED = (
    "round",
    "code",
    "administration",
    "region",
    "assessment_state",
    "form",
    "version",
    "pillar",
    "element",
    "indicator",
    "asked",
    "state",
    "value",
    "level",
    "kind",
    "examined",
)
LAST = ("organisation",)
"""New columns come last: programs know the others by their places too."""
LONG = (*BEFORE_RECOMMENDED, *RECOMMENDED, *LAST)
"""The same names in every language, so that a program that reads them works everywhere."""
VALUE = LONG.index("value")
IN_CELLS = (*LONG[:VALUE], "value_number", *BEFORE_RECOMMENDED[VALUE + 1 :], "value_text", *RECOMMENDED, *LAST)
"""The same for CSV and Excel, where a column has one type: JSON keeps numbers and texts in one `value`."""
VERSION = LONG.index("version")


class Piece(NamedTuple):
    """Some lines of a file, and what of them could not be read."""

    content: bytes
    unread: tuple[Unread, ...]


class WantedPiece(NamedTuple):
    """A piece of a file: with pillars a row for each administration, without them one for each indicator."""

    batch: Batch
    pillars: tuple[str, ...] | None = None
    form: CsvForm = FOR_PROGRAMS


def long_rows(gathered: Gathered) -> list[tuple[Value, ...]]:
    assessment = gathered.assessment
    before = (
        assessment.round,
        gathered.code,
        assessment.administration,
        assessment.region,
        assessment.state.value,
        assessment.form,
        assessment.questionnaire.version,
    )
    questionnaire = assessment.questionnaire
    return [
        (
            *before,
            *_place(questionnaire, result["id"]),
            *_given(result),
            gathered.figures.kind,
            _looked_at(gathered, result["id"]),
            *_recommended(gathered.recommended.get(result["id"])),
            assessment.kind,
        )
        for result in gathered.card["indicators"]
    ]


def in_cells(row: tuple[Value, ...]) -> tuple[Value, ...]:
    """A row of `long_rows` under `IN_CELLS`. Numbers have decimals throughout: no reader is surprised by the first."""
    value = row[VALUE]
    number, text = (None, value) if isinstance(value, str) else (value if value is None else float(value), None)
    version = row[VERSION] and version_text(str(row[VERSION]))
    before = (round_text(str(row[0])), *row[1:VERSION], version, *row[VERSION + 1 : VALUE])
    last = len(BEFORE_RECOMMENDED)
    return (*before, number, *row[VALUE + 1 : last], text, *row[last:])


def named(row: Row) -> Row:
    """A row of the wide table for CSV, with its round and its version as texts that no program takes for numbers."""
    version = row["version"] and version_text(str(row["version"]))
    return row | {"round": round_text(str(row["round"])), "version": version}


def _looked_at(gathered: Gathered, indicator: str) -> bool | None:
    """True if the reviewer examined it, False if it counts as it was signed; None where nothing was to review."""
    return gathered.examined.answers.get(indicator) if gathered.examined else None


def _recommended(recommended: Recommended | None) -> tuple[Value, ...]:
    if recommended is None:
        return (None,) * len(RECOMMENDED)
    return (
        recommended.name,
        recommended.finding,
        recommended.risk,
        recommended.recommended,
        recommended.due_on or None,
    )


def _place(questionnaire: Questionnaire, indicator: str) -> tuple[str, str, str]:
    element = questionnaire.indicators[indicator].element
    return questionnaire.elements[element].pillar, element, indicator


def _given(result: Any) -> tuple[Value, ...]:
    return result["asked"], result["state"], result["value"], _level(result["fraction"])


@lru_cache
def _level(fraction: str | None) -> int | None:
    """A yes, partly or no has the level 4, 2 or 0, as in scoring; what is not scored has none."""
    return None if fraction is None else int(4 * Fraction(fraction))


def csv_head(pillars: Sequence[str] | None, form: CsvForm) -> bytes:
    return csv_of(IN_CELLS if pillars is None else wide_names(pillars), (), form)


def csv_part(worker: WorkerContext, part: WantedPiece) -> Piece:
    gathered = _gathered(worker, part)
    file = StringIO(newline="")
    if part.pillars is None:
        write_rows(file, map(in_cells, _long_rows(gathered)), part.form)
    else:
        write_rows(file, (tuple(named(row).values()) for row in _wide_rows(gathered, part.pillars)), part.form)
    return Piece(file.getvalue().encode(), unread_of(gathered))


def jsonl_part(worker: WorkerContext, part: WantedPiece) -> Piece:
    gathered = _gathered(worker, part)
    documents: Iterator[Row] = (
        (dict(zip(LONG, row, strict=True)) for row in _long_rows(gathered))
        if part.pillars is None
        else _wide_rows(gathered, part.pillars)
    )
    content = "".join(f"{json.dumps(document, ensure_ascii=False)}\n" for document in documents)
    return Piece(content.encode(), unread_of(gathered))


def unread_of(gathered: Iterable[object]) -> tuple[Unread, ...]:
    return tuple(entry for entry in gathered if isinstance(entry, Unread))


def unread_row(unread: Unread) -> tuple[Value, ...]:
    """As a line in which nothing but names and the state stands."""
    row = (unread.round, unread.code, unread.administration, unread.region, UNREAD)
    return (*row, *[None] * (len(LONG) - len(row)))


def _gathered(worker: WorkerContext, part: WantedPiece) -> list[Gathered | Unread]:
    with worker.database.reading() as db:
        return gather(db, worker.catalogue, part.batch)


def _long_rows(gathered: Iterable[Gathered | Unread]) -> Iterator[tuple[Value, ...]]:
    for entry in gathered:
        if isinstance(entry, Unread):
            yield unread_row(entry)
        else:
            yield from long_rows(entry)


def _wide_rows(gathered: Iterable[Gathered | Unread], pillars: Sequence[str]) -> Iterator[Row]:
    for entry in gathered:
        yield unread_wide_row(entry, pillars) if isinstance(entry, Unread) else wide_row(entry, pillars)
