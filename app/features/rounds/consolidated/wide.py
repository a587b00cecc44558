"""The table with a row for each administration: its columns, and by their names what stands in a row. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.assessments.reported import NOTHING_SHOWN, difference
from app.features.rounds.consolidated.gathering import Gathered, Unread
from app.features.rounds.consolidated.nodes import begun_nodes, ground, is_provisional
from exports.content import Value
from exports.styles import ground_of
from questionnaires.problems import N_
from scoring.scorecard import OVERALL

UNREAD = "unreadable"
"""In place of the state of an assessment that cannot be read: it has its line, and no figure."""
Row = dict[str, Value]
"""Name of the column -> what stands in it."""


@dataclass(frozen=True)
class WideColumn:
    """`name` is the same in every language, so that a program that reads it works everywhere; `title` with a {node} is
    that of one of its columns, of the pillar (or the whole) named there."""

    name: str
    title: str
    width: int
    look: str = "text"
    node: str = ""


BEFORE = (
    WideColumn("round", N_("Round"), 8),
    WideColumn("code", N_("Code"), 10),
    WideColumn("administration", N_("Administration"), 40),
    WideColumn("region", N_("Region"), 9),
    WideColumn("assessment_state", N_("State"), 14),
    WideColumn("form", N_("Form"), 8),
    WideColumn("version", N_("Version"), 10),
    WideColumn("kind", N_("Whose values"), 12),
)
COUNTS = (
    WideColumn("asked", N_("Asked"), 11, "count"),
    WideColumn("answered", N_("Answered"), 11, "count"),
    WideColumn("unknown", N_("Unknown"), 11, "count"),
    WideColumn("not_applicable", N_("Not applicable"), 11, "count"),
    WideColumn("outside_control", N_("Decided outside"), 11, "count"),
    WideColumn("unsupported", N_("Without evidence"), 11, "count"),
)
AFTER = (
    WideColumn("coverage", N_("Coverage (%)"), 10, "score"),
    *COUNTS,
    WideColumn("own_level", N_("Self-assessed level"), 9, "level"),
    WideColumn("own_score", N_("Self-assessed score"), 9, "score"),
    WideColumn("moderated_level", N_("Reviewed level"), 11, "level"),
    WideColumn("moderated_score", N_("Reviewed score"), 11, "score"),
    WideColumn("difference", N_("Difference"), 11, "score"),
    # New columns come last: programs know the others by their places too
    WideColumn("provisional", N_("Provisional"), 20),
    WideColumn("held_back", N_("Held back"), 20),
    WideColumn("examined", N_("Answers examined"), 11, "count"),
    WideColumn("to_examine", N_("Answers to examine"), 11, "count"),
    WideColumn("validated_level", N_("Signed level"), 11, "level"),
    WideColumn("validated_score", N_("Signed score"), 11, "score"),
    WideColumn("difference_by_head", N_("Changed by the head"), 11, "score"),
    WideColumn("difference_by_reviewer", N_("Changed by the reviewer"), 11, "score"),
    WideColumn("organisation", N_("Kind of organisation"), 22),
)


def wide_columns(pillars: Sequence[str]) -> tuple[WideColumn, ...]:
    return (*BEFORE, *(column for node in (OVERALL, *pillars) for column in _of_node(node)), *AFTER)


def _of_node(node: str) -> Iterator[WideColumn]:
    yield WideColumn(f"{node}_level", N_("{name}, level"), 9, "level", node)
    yield WideColumn(f"{node}_score", N_("{name}, score"), 9, "score", node)


def wide_names(pillars: Sequence[str]) -> tuple[str, ...]:
    return tuple(column.name for column in wide_columns(pillars))


def wide_row(gathered: Gathered, pillars: Sequence[str]) -> Row:
    """Who, how the values came about, and the figures; of a node that nobody began nothing."""
    row = dict[str, Value].fromkeys(wide_names(pillars)) | _who(gathered) | _figures(gathered, pillars)
    if gathered.examined:
        row |= {"examined": gathered.examined.number, "to_examine": gathered.examined.asked}
    return row


def _who(gathered: Gathered) -> Row:
    assessment = gathered.assessment
    return {
        "round": assessment.round,
        "code": gathered.code,
        "administration": assessment.administration,
        "region": assessment.region,
        "assessment_state": assessment.state.value,
        "form": assessment.form,
        "version": assessment.questionnaire.version,
        "kind": gathered.figures.kind,
        "organisation": assessment.kind,
    }


def _figures(gathered: Gathered, pillars: Sequence[str]) -> Row:
    shown, overall = (OVERALL, *pillars), gathered.card["overall"]
    nodes = {node["id"]: node for node in begun_nodes(gathered) if node["id"] in shown}
    three = gathered.figures if gathered.assessment.done else NOTHING_SHOWN
    return {
        **{f"{id_}_{name}": node[name] for id_, node in nodes.items() for name in ("level", "score")},
        "coverage": overall["coverage"]["percent"] if overall["coverage"] else None,
        **{column.name: overall[column.name] for column in COUNTS},
        "own_level": three.own.levels.get(OVERALL),
        "own_score": three.own.scores.get(OVERALL),
        "moderated_level": three.moderated.levels.get(OVERALL),
        "moderated_score": three.moderated.scores.get(OVERALL),
        "difference": difference(three.own, three.moderated),
        "provisional": " ".join(id_ for id_ in shown if id_ in nodes and is_provisional(gathered, id_)) or None,
        "held_back": " ".join(id_ for id_ in shown if id_ in nodes and nodes[id_]["capped_by"]) or None,
        "validated_level": three.validated.levels.get(OVERALL),
        "validated_score": three.validated.scores.get(OVERALL),
        "difference_by_head": three.by_head,
        "difference_by_reviewer": three.by_reviewer,
    }


def unread_wide_row(unread: Unread, pillars: Sequence[str], state: str = UNREAD) -> Row:
    """Nothing but names and this state."""
    who = {"round": unread.round, "code": unread.code, "administration": unread.administration}
    nothing = dict[str, Value].fromkeys(wide_names(pillars))
    return nothing | who | {"region": unread.region, "assessment_state": state}


def wide_grounds(gathered: Gathered) -> Mapping[str, str]:
    """Of the columns that hold a level: what their look says of it."""
    three = gathered.figures
    return {
        **{f"{node['id']}_level": ground(gathered, node) for node in begun_nodes(gathered)},
        "own_level": ground_of(three.own.levels.get(OVERALL), is_provisional=is_provisional(gathered, OVERALL)),
        "moderated_level": ground_of(three.moderated.levels.get(OVERALL)),
        "validated_level": ground_of(three.validated.levels.get(OVERALL)),
    }
