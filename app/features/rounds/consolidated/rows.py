"""The rows of the consolidated files. Pure: long ones (one for each indicator), and one for each administration."""

import json
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from io import StringIO
from typing import Any, NamedTuple

from app.assessments.reported import NOTHING_SHOWN, difference
from app.features.rounds.consolidated.gathering import Batch, Gathered, Unread, gather
from app.jobs.worker_pool import WorkerContext
from app.web.downloads import FOR_PROGRAMS, CsvForm, csv_of, round_text, version_text, write_rows
from exports.content import Value
from exports.styles import ground_of
from questionnaires.definition import Questionnaire
from scoring.progress import Status
from scoring.scorecard import OVERALL

LONG = (
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
"""The same names in every language, so that a program that reads them works everywhere."""
VALUE = LONG.index("value")
IN_CELLS = (*LONG[:VALUE], "value_number", *LONG[VALUE + 1 :], "value_text")
"""The same for CSV and Excel, where a column has one type: JSON keeps numbers and texts in one `value`."""
VERSION = LONG.index("version")
"""In both tables; the round stands first."""
WHO = (*LONG[:7], "kind")
NOTHING = (None, ground_of(None))
NEW = (
    "provisional",
    "held_back",
    "examined",
    "to_examine",
    "validated_level",
    "validated_score",
    "difference_by_head",
    "difference_by_reviewer",
)
"""New columns come last: programs know the others by their places too."""
COUNTS = ("asked", "answered", "unknown", "not_applicable", "outside_control", "unsupported")


UNREAD = "unreadable"
"""In place of the state of an assessment that cannot be read: it has its line, and no figure."""


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
        )
        for result in gathered.card["indicators"]
    ]


def in_cells(row: tuple[Value, ...]) -> tuple[Value, ...]:
    """A row of `long_rows` under `IN_CELLS`. Numbers have decimals throughout: no reader is surprised by the first."""
    value = row[VALUE]
    number, text = (None, value) if isinstance(value, str) else (value if value is None else float(value), None)
    return _named((*row[:VALUE], number, *row[VALUE + 1 :], text))


def _named(row: tuple[Value, ...]) -> tuple[Value, ...]:
    """With the round and the version as texts that no program takes for numbers, not even out of Excel."""
    version = row[VERSION] and version_text(str(row[VERSION]))
    return (round_text(str(row[0])), *row[1:VERSION], version, *row[VERSION + 1 :])


def _looked_at(gathered: Gathered, indicator: str) -> bool | None:
    """True if the reviewer examined it, False if it counts as it was signed; None where nothing was to review."""
    return gathered.examined.answers.get(indicator) if gathered.examined else None


def _place(questionnaire: Questionnaire, indicator: str) -> tuple[str, str, str]:
    element = questionnaire.indicators[indicator].element
    return questionnaire.elements[element].pillar, element, indicator


def _given(result: Any) -> tuple[Value, ...]:
    """A yes, partly or no has the level 4, 2 or 0, as in scoring; what is not scored has none."""
    level = None if result["fraction"] is None else int(4 * Fraction(result["fraction"]))
    return result["asked"], result["state"], result["value"], level


def wide_names(pillars: Sequence[str]) -> tuple[str, ...]:
    figures = (f"{node}_{name}" for node in (OVERALL, *pillars) for name in ("level", "score"))
    last = ("own_level", "own_score", "moderated_level", "moderated_score", "difference")
    return (*WHO, *figures, "coverage", *COUNTS, *last, *NEW)


def wide_row(gathered: Gathered, pillars: Sequence[str]) -> tuple[Value, ...]:
    """Before and after the figures of the pillars: who, and how the values came about."""
    assessment, overall = gathered.assessment, gathered.card["overall"]
    nodes = {node["id"]: node for node in _nodes(gathered)}
    figures = [nodes[id_][name] if id_ in nodes else None for id_ in (OVERALL, *pillars) for name in ("level", "score")]
    three = gathered.figures if assessment.done else NOTHING_SHOWN
    return (
        assessment.round,
        gathered.code,
        assessment.administration,
        assessment.region,
        assessment.state.value,
        assessment.form,
        assessment.questionnaire.version,
        gathered.figures.kind,
        *figures,
        overall["coverage"]["percent"] if overall["coverage"] else None,
        *(overall[name] for name in COUNTS),
        three.own.levels.get(OVERALL),
        three.own.scores.get(OVERALL),
        three.moderated.levels.get(OVERALL),
        three.moderated.scores.get(OVERALL),
        difference(three.own, three.moderated),
        " ".join(id_ for id_ in (OVERALL, *pillars) if id_ in nodes and _is_provisional(gathered, id_)) or None,
        " ".join(id_ for id_ in (OVERALL, *pillars) if id_ in nodes and nodes[id_]["capped_by"]) or None,
        *((gathered.examined.number, gathered.examined.asked) if gathered.examined else (None, None)),
        three.validated.levels.get(OVERALL),
        three.validated.scores.get(OVERALL),
        three.by_head,
        three.by_reviewer,
    )


def wide_grounds(gathered: Gathered, pillars: Sequence[str]) -> tuple[str, ...]:
    """What each cell of `wide_row` says of its level by its look; "" where it has none."""
    grounds = {f"{node['id']}_level": _ground(gathered, node) for node in _nodes(gathered)}
    three = gathered.figures
    grounds["own_level"] = ground_of(three.own.levels.get(OVERALL), is_provisional=_is_provisional(gathered, OVERALL))
    grounds["moderated_level"] = ground_of(three.moderated.levels.get(OVERALL))
    grounds["validated_level"] = ground_of(three.validated.levels.get(OVERALL))
    return tuple(grounds.get(name, "") for name in wide_names(pillars))


def heat_row(gathered: Gathered, nodes: Sequence[str]) -> tuple[tuple[float | None, str], ...]:
    """The score of the whole, the pillars and the elements, and what its look says of the level."""
    cells = {node["id"]: (node["score"], _ground(gathered, node)) for node in _nodes(gathered)}
    return tuple(cells.get(node, NOTHING) for node in nodes)


def _ground(gathered: Gathered, node: Any) -> str:
    is_provisional, is_held_back = _is_provisional(gathered, node["id"]), bool(node["capped_by"])
    return ground_of(node["level"], is_provisional=is_provisional, is_held_back=is_held_back)


def _is_provisional(gathered: Gathered, id_: str) -> bool:
    return gathered.statuses.get(id_) is Status.PROVISIONAL


def _nodes(gathered: Gathered) -> list[Any]:
    """Without those of which no question has an answer: nobody stands at level 0 in what they did not begin."""
    card = gathered.card
    nodes = [card["overall"], *card["pillars"], *card["elements"]]
    return [node for node in nodes if gathered.statuses.get(node["id"]) is not Status.NOT_STARTED]


def csv_head(pillars: Sequence[str] | None, form: CsvForm) -> bytes:
    return csv_of(IN_CELLS if pillars is None else wide_names(pillars), (), form)


def csv_part(worker: WorkerContext, part: WantedPiece) -> Piece:
    gathered = _gathered(worker, part)
    rows = _rows(gathered, part)
    file = StringIO(newline="")
    write_rows(file, map(in_cells if part.pillars is None else _named, rows), part.form)
    return Piece(file.getvalue().encode(), unread_of(gathered))


def jsonl_part(worker: WorkerContext, part: WantedPiece) -> Piece:
    names, gathered = _names(part.pillars), _gathered(worker, part)
    lines = (json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) for row in _rows(gathered, part))
    return Piece("".join(f"{line}\n" for line in lines).encode(), unread_of(gathered))


def unread_of(gathered: Iterable[Gathered | Unread]) -> tuple[Unread, ...]:
    return tuple(one for one in gathered if isinstance(one, Unread))


def unread_row(unread: Unread, width: int, state: str = UNREAD) -> tuple[Value, ...]:
    """As a line of either table, in which nothing but names and this state stands."""
    row = (unread.round, unread.code, unread.administration, unread.region, state)
    return (*row, *[None] * (width - len(row)))


def _names(pillars: Sequence[str] | None) -> Sequence[str]:
    return LONG if pillars is None else wide_names(pillars)


def _gathered(worker: WorkerContext, part: WantedPiece) -> list[Gathered | Unread]:
    with worker.database.reading() as db:
        return gather(db, worker.catalogue, part.batch)


def _rows(gathered: Iterable[Gathered | Unread], part: WantedPiece) -> Iterator[tuple[Value, ...]]:
    width = len(_names(part.pillars))
    for one in gathered:
        if isinstance(one, Unread):
            yield unread_row(one, width)
        elif part.pillars is None:
            yield from long_rows(one)
        else:
            yield wide_row(one, part.pillars)
