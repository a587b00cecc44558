"""What the sheet "Pillars and elements" says."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from exports.content import ID, Column, Table, Value
from exports.gap.findings import Findings, as_number, levels_of, one_decimal, percent
from scoring.progress import Status
from scoring.scorecard import Node

Nodes = Sequence[Node]


def pillars_and_elements(findings: Findings) -> Table:
    _ = findings.translate
    nodes = tuple(_nodes(findings))
    columns = (
        *_level_and_score(findings, nodes),
        *_means(findings, nodes),
        *_counts(findings, nodes),
        *_levels_and_scores_beside(findings, nodes),
    )
    elements = findings.questionnaire.elements
    return Table(
        name=_("Pillars and elements"),
        columns=(*columns, *_unrounded(findings, nodes)),
        notes=(
            _("0* marks an unknown answer. It scores 0, and the star distinguishes it from a true 0."),
            _("Coverage is the share of answered questions among those that apply."),
            *_on_what_is_open(findings),
            _("The last columns, which are not printed, contain unrounded figures for the sheet “Check”."),
        ),
        printed=len(columns),
        strong=frozenset(at for at, node in enumerate(nodes) if node.id not in elements),
        kept=2,
        grouped=True,
    )


def _nodes(findings: Findings) -> Iterator[Node]:
    """The whole, then each pillar with its elements behind it."""
    by_id = findings.scorecard.by_id
    yield findings.scorecard.overall
    for pillar in findings.questionnaire.structure.pillars:
        yield by_id[pillar.id]
        for element in findings.questionnaire.elements_of[pillar.id]:
            yield by_id[element.id]


def _on_what_is_open(findings: Findings) -> Iterator[str]:
    if set(findings.statuses.values()) != {Status.COMPLETE}:
        yield findings.translate(
            "Provisional (hatched): some questions are not answered and no one has signed. Those questions "
            "score 0, so level and score can still change. Do not quote them. Not started: no question is "
            "answered."
        )


def _level_and_score(findings: Findings, nodes: Nodes) -> Iterator[Column]:
    _ = findings.translate
    provisional = findings.is_provisional

    def once_started(value: Callable[[Node], Value]) -> Callable[[Node], Value]:
        return _once_started(findings, value)

    yield Column(_("Id"), 9, key=ID).of(nodes, lambda node: findings.shown_id(node.id))
    yield Column(_("Pillar or element"), 32).of(nodes, lambda node: findings.title(node.id))
    yield Column(_("Weight"), 8.5, "count").of(nodes, lambda node: findings.weights.get(node.id))
    level = Column(_("Level"), 7.5, "level", key="level")
    yield levels_of(level, nodes, once_started(lambda node: node.level), provisional)
    yield Column(_("Level name"), 12).of(nodes, findings.level_name)
    score = Column(_("Score"), 8, "score", key="shown score")
    yield score.of(nodes, once_started(lambda node: one_decimal(node.score)))
    uncapped = Column(_("Level from score alone"), 9, "level")
    yield levels_of(uncapped, nodes, once_started(_other_level), provisional)
    yield Column(_("Held back by"), 13).of(
        nodes, lambda node: ", ".join(node.capped_by) if findings.is_started(node) else ""
    )


def _once_started(findings: Findings, value: Callable[[Node], Value]) -> Callable[[Node], Value]:
    """What is not started has neither level nor score: the 0 with which it enters the mean above it stands in the
    unrounded columns."""
    return lambda node: value(node) if findings.is_started(node) else None


def _other_level(node: Node) -> int | None:
    """Where the score alone would give another one."""
    return None if node.uncapped_level == node.level else node.uncapped_level


def _means(findings: Findings, nodes: Nodes) -> Iterator[Column]:
    """The other ways to count, and the coverage."""
    for figure, title in _titles_of_means(findings).items():
        means = [getattr(node.figures, figure) if findings.is_started(node) else None for node in nodes]
        yield Column(title, 10.5, "score", key=f"shown {figure}").of(means, one_decimal)
    coverage = Column(findings.translate("Coverage, %"), 10.5, "score", key="shown coverage")
    yield coverage.of(nodes, lambda node: percent(node.counts.coverage))


def _titles_of_means(findings: Findings) -> Mapping[str, str]:
    _ = findings.translate
    return {
        "of_answered": _("Score of answered questions"),
        "own_control": _("Score within own control"),
        "supported": _("Score with evidence only"),
    }


def _counts(findings: Findings, nodes: Nodes) -> Iterator[Column]:
    _ = findings.translate
    yield Column(_("Asked"), 8, "count", key="asked").of(nodes, lambda node: node.counts.asked)
    yield Column(_("Answered"), 10.5, "count", key="answered").of(nodes, lambda node: node.counts.answered)
    unknown = Column(_("Unknown (each scores 0*)"), 10, "count", key="unknown")
    yield unknown.of(nodes, lambda node: node.counts.unknown)
    not_applicable = Column(_("Not applicable"), 11, "count", key="not_applicable")
    yield not_applicable.of(nodes, lambda node: node.counts.not_applicable)
    outside = Column(_("Decided outside"), 10, "count", key="outside_control")
    yield outside.of(nodes, lambda node: node.counts.outside_control)
    unsupported = Column(_("Without evidence"), 10, "count", key="unsupported")
    yield unsupported.of(nodes, lambda node: node.counts.unsupported)


def _levels_and_scores_beside(findings: Findings, nodes: Nodes) -> Iterator[Column]:
    """Of the same nodes by each of the values."""
    _ = findings.translate
    for kind, name in findings.kinds.items():
        beside = [findings.beside.cards[kind].by_id[node.id] for node in nodes]
        level = Column(_("{kind} level").format(kind=name), 10, "level", key=f"level {kind}")
        yield levels_of(level, beside, lambda node: node.level, findings.is_provisional)
        score = Column(_("{kind} score").format(kind=name), 10, "score", key=f"shown score {kind}")
        yield score.of(beside, lambda node: one_decimal(node.score))


def _unrounded(findings: Findings, nodes: Nodes) -> Iterator[Column]:
    """What formulas compare with: the same as cells before, without rounding."""
    _ = findings.translate

    def unrounded(title: str, key: str) -> Column:
        return Column(_("{figure}, unrounded").format(figure=title), 15, "unrounded", key=key)

    yield Column(_("Rated"), 8, "centred", key="rated").of(nodes, lambda node: findings.yes_or_no(node.rated))
    level = Column(_("Level from score alone, in every row"), 15, "count", key="uncapped")
    yield level.of(nodes, _once_started(findings, lambda node: node.uncapped_level))
    yield unrounded(_("Score"), "score").of(nodes, lambda node: as_number(node.score))
    for figure, title in _titles_of_means(findings).items():
        yield unrounded(title, figure).of([getattr(node.figures, figure) for node in nodes], as_number)
    yield unrounded(_("Coverage, %"), "coverage").of(nodes, _exact_coverage)
    for kind, name in findings.kinds.items():
        beside = [findings.beside.cards[kind].by_id[node.id] for node in nodes]
        title = _("{kind} score").format(kind=name)
        yield unrounded(title, f"score {kind}").of(beside, lambda node: as_number(node.score))


def _exact_coverage(node: Node) -> Value:
    return as_number(None if node.counts.coverage is None else 100 * node.counts.coverage)
