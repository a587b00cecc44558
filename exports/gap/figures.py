"""What the sheet "Pillars and elements" says."""

from collections.abc import Iterator

from exports.content import Column, Row, Table, Value
from exports.gap.findings import Findings, as_number, one_decimal, percent
from scoring.progress import Status
from scoring.scorecard import Node


def pillars_and_elements(findings: Findings) -> Table:
    _ = findings.translate
    columns = _columns_of_figures(findings)
    unrounded = tuple(_unrounded(findings))
    nodes = tuple(_nodes(findings))
    elements = findings.questionnaire.elements
    return Table(
        name=_("Pillars and elements"),
        columns=(*columns, *unrounded),
        rows=tuple((*_node(findings, node), *_exactly(findings, node)) for node in nodes),
        notes=(
            _("0* marks a question whose answer nobody knows: it counts 0 and is told apart from a true 0."),
            _("Coverage is the share of answered questions among those that apply."),
            *_on_what_is_open(findings),
            _("The columns at the end, which are not printed, hold unrounded figures for the sheet “Check”."),
        ),
        printed=len(columns),
        strong=frozenset(at for at, node in enumerate(nodes) if node.id not in elements),
        provisional=frozenset(at for at, node in enumerate(nodes) if findings.is_provisional(node)),
        kept=2,
        grouped=True,
    )


def _on_what_is_open(findings: Findings) -> Iterator[str]:
    if set(findings.statuses.values()) != {Status.COMPLETE}:
        yield findings.translate(
            "Provisional (hatched): not everything is answered and nobody has signed. Open questions count as 0; "
            "level and score still change and are not to be quoted. Not started: no question is answered."
        )


def _columns_of_figures(findings: Findings) -> tuple[Column, ...]:
    _ = findings.translate
    return (
        Column(_("Id"), 8, key="id"),
        Column(_("Pillar or element"), 50),
        Column(_("Weight"), 8, "count"),
        Column(_("Level"), 7, "level", key="level"),
        Column(_("Name of the level"), 13),
        Column(_("Score"), 8, "score", key="shown score"),
        Column(_("Exact score"), 13, "exact"),
        Column(_("Level by the score alone"), 10, "level", key="uncapped"),
        Column(_("Held back by"), 18),
        Column(_("Score of what is answered"), 11, "score", key="shown of_answered"),
        Column(_("Score within own control"), 11, "score", key="shown own_control"),
        Column(_("Score with evidence only"), 11, "score", key="shown supported"),
        Column(_("Coverage, %"), 10, "score", key="shown coverage"),
        Column(_("Asked"), 10, "count", key="asked"),
        Column(_("Answered"), 10, "count", key="answered"),
        Column(_("Not known (each counts 0*)"), 11, "count", key="unknown"),
        Column(_("Not applicable"), 11, "count", key="not_applicable"),
        Column(_("Decided outside"), 10, "count", key="outside_control"),
        Column(_("Without evidence"), 10, "count", key="unsupported"),
        *_levels_and_scores_beside(findings),
    )


def _levels_and_scores_beside(findings: Findings) -> Iterator[Column]:
    _ = findings.translate
    for kind, name in findings.kinds.items():
        yield Column(_("Level, {kind}").format(kind=name), 10, "level", key=f"level {kind}")
        yield Column(_("Score, {kind}").format(kind=name), 10, "score", key=f"shown score {kind}")


def _unrounded(findings: Findings) -> Iterator[Column]:
    """Columns whose figures formulas compare with; the last of them say the same as a cell before, without rounding."""
    _ = findings.translate
    yield Column(_("Rated"), 8, "centred", key="rated")
    names = {
        "score": _("Score"),
        "of_answered": _("Score of what is answered"),
        "own_control": _("Score within own control"),
        "supported": _("Score with evidence only"),
        "coverage": _("Coverage, %"),
        **{f"score {kind}": _("Score, {kind}").format(kind=name) for kind, name in findings.kinds.items()},
    }
    for key, name in names.items():
        yield Column(_("{figure}, unrounded").format(figure=name), 15, "unrounded", key=key)


def _exactly(findings: Findings, node: Node) -> Iterator[Value]:
    """The same order as the columns above."""
    coverage = node.counts.coverage
    yield findings.yes_or_no(node.rated)
    yield as_number(node.score)
    yield from map(as_number, node.figures[1:])
    yield as_number(None if coverage is None else 100 * coverage)
    for kind in findings.kinds:
        yield as_number(findings.beside.cards[kind].by_id[node.id].score)


def _nodes(findings: Findings) -> Iterator[Node]:
    """The whole, then each pillar with its elements behind it."""
    by_id = findings.scorecard.by_id
    yield findings.scorecard.overall
    for pillar in findings.questionnaire.structure.pillars:
        yield by_id[pillar.id]
        for element in findings.questionnaire.elements_of[pillar.id]:
            yield by_id[element.id]


def _node(findings: Findings, node: Node) -> Row:
    return (
        node.id,
        findings.title(node.id),
        findings.weights.get(node.id),
        *_level_and_scores(findings, node),
        percent(node.counts.coverage),
        *node.counts,
        *_beside(findings, node.id),
    )


def _level_and_scores(findings: Findings, node: Node) -> Row:
    """What is not started has neither: the 0 with which it enters the mean above it stands in the unrounded columns."""
    if not findings.is_started(node):
        return (None, findings.level_name(node), *[None] * 3, "", *[None] * 3)
    return (
        node.level,
        findings.level_name(node),
        one_decimal(node.score),
        None if node.score is None else str(node.score),
        node.uncapped_level,
        ", ".join(node.capped_by),
        one_decimal(node.figures.of_answered),
        one_decimal(node.figures.own_control),
        one_decimal(node.figures.supported),
    )


def _beside(findings: Findings, id_: str) -> Iterator[Value]:
    """Level and score of the same node by each of the values."""
    for kind in findings.kinds:
        node = findings.beside.cards[kind].by_id[id_]
        yield node.level
        yield one_decimal(node.score)
