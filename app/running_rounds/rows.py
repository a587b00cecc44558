"""The rows of the consolidated files. Pure: long ones (one for each indicator), and one for each administration."""

import csv
import json
from collections.abc import Iterable, Sequence
from fractions import Fraction
from io import StringIO
from typing import Any, NamedTuple

from app.reported import NOTHING_SHOWN, difference
from app.running_rounds.gathering import Batch, Gathered, gather
from app.web.files import csv_text
from app.workshop import Bench
from exports.content import Value
from questionnaires.definition import Questionnaire
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
)
"""The same names in every language, so that a program that reads them works everywhere."""
WHO = (*LONG[:7], "kind")
NEW = ("validated_level", "validated_score", "difference_by_head", "difference_by_reviewer")
"""New columns come last: programs know the others by their places too."""
COUNTS = ("asked", "answered", "unknown", "not_applicable", "outside_control", "unsupported")


class Part(NamedTuple):
    """A piece of a file: with pillars a row for each administration, without them one for each indicator."""

    batch: Batch
    pillars: tuple[str, ...] | None = None


def long_rows(one: Gathered) -> list[tuple[Value, ...]]:
    assessment = one.assessment
    before = (
        assessment.round,
        one.code,
        assessment.administration,
        assessment.region,
        assessment.state.value,
        assessment.form,
        assessment.questionnaire.version,
    )
    questionnaire = assessment.questionnaire
    return [
        (*before, *_place(questionnaire, result["id"]), *_given(result), one.figures.kind)
        for result in one.card["indicators"]
    ]


def _place(questionnaire: Questionnaire, indicator: str) -> tuple[str, str, str]:
    element = questionnaire.indicators[indicator].element
    return questionnaire.elements[element].pillar, element, indicator


def _given(result: Any) -> tuple[Value, ...]:
    """A yes, partly or no has the level 4, 2 or 0, as in scoring; what is not scored has none."""
    level = None if result["fraction"] is None else int(4 * Fraction(result["fraction"]))
    return int(result["asked"]), result["state"], result["value"], level


def wide_names(pillars: Sequence[str]) -> tuple[str, ...]:
    figures = (f"{node}_{name}" for node in (OVERALL, *pillars) for name in ("level", "score"))
    last = ("own_level", "own_score", "moderated_level", "moderated_score", "difference")
    return (*WHO, *figures, "coverage", *COUNTS, *last, *NEW)


def wide_row(one: Gathered, pillars: Sequence[str]) -> tuple[Value, ...]:
    """Before and after the figures of the pillars: who, and how the values came about."""
    assessment, overall = one.assessment, one.card["overall"]
    nodes = {node["id"]: node for node in _nodes(one)}
    figures = [nodes[id_][name] if id_ in nodes else None for id_ in (OVERALL, *pillars) for name in ("level", "score")]
    three = one.figures if assessment.done else NOTHING_SHOWN
    return (
        assessment.round,
        one.code,
        assessment.administration,
        assessment.region,
        assessment.state.value,
        assessment.form,
        assessment.questionnaire.version,
        one.figures.kind,
        *figures,
        overall["coverage"]["percent"] if overall["coverage"] else None,
        *(overall[name] for name in COUNTS),
        three.own.levels.get(OVERALL),
        three.own.scores.get(OVERALL),
        three.moderated.levels.get(OVERALL),
        three.moderated.scores.get(OVERALL),
        difference(three.own, three.moderated),
        three.validated.levels.get(OVERALL),
        three.validated.scores.get(OVERALL),
        three.by_head,
        three.by_reviewer,
    )


def heat_row(one: Gathered, nodes: Sequence[str]) -> tuple[tuple[float | None, int | None], ...]:
    """Score and level of the whole, the pillars and the elements."""
    found = {node["id"]: (node["score"], node["level"]) for node in _nodes(one)}
    return tuple(found.get(node, (None, None)) for node in nodes)


def _nodes(one: Gathered) -> list[Any]:
    """None where nothing is answered yet: nobody stands at 0 who did not begin."""
    card = one.card
    return [card["overall"], *card["pillars"], *card["elements"]] if one.assessment.done else []


def csv_head(pillars: Sequence[str] | None) -> bytes:
    """With the mark that tells Excel that it is UTF-8."""
    return _csv([_names(pillars)]).decode().encode("utf-8-sig")


def csv_part(bench: Bench, part: Part) -> bytes:
    return _csv(_rows(bench, part))


def jsonl_part(bench: Bench, part: Part) -> bytes:
    names = _names(part.pillars)
    lines = (json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) for row in _rows(bench, part))
    return "".join(f"{line}\n" for line in lines).encode()


def _names(pillars: Sequence[str] | None) -> Sequence[str]:
    return LONG if pillars is None else wide_names(pillars)


def _rows(bench: Bench, part: Part) -> list[tuple[Value, ...]]:
    with bench.database.reading() as db:
        gathered = gather(db, bench.catalogue, part.batch)
    if part.pillars is None:
        return [row for one in gathered for row in long_rows(one)]
    return [wide_row(one, part.pillars) for one in gathered]


def _csv(rows: Iterable[Sequence[Value]]) -> bytes:
    file = StringIO()
    csv.writer(file).writerows([csv_text(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return file.getvalue().encode()
