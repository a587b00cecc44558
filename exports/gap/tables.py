"""What the sheets "Pillars and elements" and "Answers" say."""

from collections.abc import Iterator

from exports.content import Column, Row, Table, Value
from exports.gap.findings import Findings, level_now, one_decimal, percent
from questionnaires.definition import Indicator
from scoring.scorecard import Node


def pillars_and_elements(findings: Findings) -> Table:
    _ = findings.translate
    columns = (
        Column(_("Id"), 8),
        Column(_("Pillar or element"), 50),
        Column(_("Weight"), 8, "count"),
        Column(_("Level"), 7, "level"),
        Column(_("Name of the level"), 13),
        Column(_("Score"), 8, "score"),
        Column(_("Exact score"), 13, "exact"),
        Column(_("Level by the score alone"), 10, "level"),
        Column(_("Held back by"), 18),
        Column(_("Score of what is answered"), 11, "score"),
        Column(_("Score within own control"), 11, "score"),
        Column(_("Score with evidence only"), 11, "score"),
        Column(_("Coverage, %"), 10, "score"),
        Column(_("Asked"), 10, "count"),
        Column(_("Answered"), 10, "count"),
        Column(_("Not known (each counts 0*)"), 11, "count"),
        Column(_("Not applicable"), 11, "count"),
        Column(_("Decided outside"), 10, "count"),
        Column(_("Without evidence"), 10, "count"),
        *_levels_and_scores_beside(findings),
    )
    nodes = tuple(_nodes(findings))
    elements = findings.questionnaire.elements
    return Table(
        name=_("Pillars and elements"),
        columns=columns,
        rows=tuple(_node(findings, node) for node in nodes),
        notes=(
            _("0* marks a question whose answer nobody knows: it counts 0 and is told apart from a true 0."),
            _("Coverage is the share of answered questions among those that apply."),
        ),
        strong=frozenset(at for at, node in enumerate(nodes) if node.id not in elements),
        kept=2,
        grouped=True,
    )


def _levels_and_scores_beside(findings: Findings) -> Iterator[Column]:
    _ = findings.translate
    for name in findings.kinds.values():
        yield Column(_("Level, {kind}").format(kind=name), 10, "level")
        yield Column(_("Score, {kind}").format(kind=name), 10, "score")


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
        node.level,
        findings.level_name(node.level),
        one_decimal(node.score),
        None if node.score is None else str(node.score),
        node.uncapped_level,
        ", ".join(node.capped_by),
        one_decimal(node.figures.of_answered),
        one_decimal(node.figures.own_control),
        one_decimal(node.figures.supported),
        percent(node.counts.coverage),
        *node.counts,
        *_beside(findings, node.id),
    )


def _beside(findings: Findings, id_: str) -> Iterator[Value]:
    """Level and score of the same node by each of the values."""
    for kind in findings.kinds:
        node = findings.beside.cards[kind].by_id[id_]
        yield node.level
        yield one_decimal(node.score)


def answers_given(findings: Findings) -> Table:
    _ = findings.translate
    columns = (
        Column(_("Indicator"), 10),
        Column(_("Pillar"), 19),
        Column(_("Element"), 19),
        Column(_("Question"), 38),
        Column(_("Core"), 7, "centred"),
        Column(_("Weight"), 8, "count"),
        Column(_("State"), 12),
        Column(_("Level"), 7, "level"),
        Column(_("Name of the level"), 13),
        *_levels_beside(findings),
        Column(_("What the level says"), 38),
        Column(_("Counts as (0 to 1)"), 9, "share"),
        Column(_("Target"), 8, "count"),
        Column(_("Gap"), 7, "count"),
        Column(_("Evidence"), 50),
        Column(_("Without evidence"), 10, "centred"),
        Column(_("Comment"), 50),
        Column(_("Reason code"), 9),
        Column(_("Why not applicable"), 20),
        Column(_("Reason given"), 26),
        Column(_("Decided outside by"), 22),
        Column(_("Raised in writing"), 10, "centred"),
    )
    return Table(
        name=_("Answers"),
        columns=columns,
        rows=tuple(_answer(findings, indicator) for indicator in findings.asked),
        notes=(
            *left_out(findings),
            _("Both kinds are listed in the last sheet."),
            _("A text longer than its row can show is whole in its cell: open the cell to read it."),
        ),
    )


def _levels_beside(findings: Findings) -> tuple[Column, ...]:
    _ = findings.translate
    if not findings.kinds:
        return ()
    levels = tuple(Column(name, 11, "level") for name in findings.kinds.values())
    reviewed = (Column(_("Reviewer's reason"), 18), Column(_("Agreement"), 11)) if _is_reviewed(findings) else ()
    return (*levels, *reviewed)


def _is_reviewed(findings: Findings) -> bool:
    return "moderated" in findings.kinds


def _said_beside(findings: Findings, indicator: Indicator) -> Iterator[Value]:
    """The level by each of the values, nothing where nobody answered; why it was changed, and if it is disputed."""
    for kind in findings.kinds:
        result = findings.beside.cards[kind].results[indicator.id]
        yield None if result.answer.state == "not_answered" else level_now(result)
    if _is_reviewed(findings):
        yield findings.beside.reasons.get(indicator.id, "")
        yield findings.translate("Not agreed") if indicator.id in findings.beside.not_agreed else ""


def left_out(findings: Findings) -> tuple[str, str]:
    """How many indicators have no row among the answers, and why."""
    _ = findings.translate
    return (
        _("Questions that do not concern this administration and are not asked: {count}.").format(
            count=len(findings.not_asked)
        ),
        _("Indicators collected with the workforce tables, which do not enter the levels: {count}.").format(
            count=len(findings.from_tables)
        ),
    )


def _answer(findings: Findings, indicator: Indicator) -> Row:
    _ = findings.translate
    words, result, answer = findings.words, findings.result(indicator), findings.answer(indicator)
    is_answered = answer.state == "answered"
    outside = answer.outside_control
    raised = {True: _("Yes"), False: _("No"), None: ""}
    return (
        indicator.id,
        *findings.place(indicator),
        findings.question(indicator),
        _("Core") if indicator.core else "",
        indicator.weight,
        findings.states[answer.state],
        None if answer.state == "not_answered" else level_now(result),
        words.value_name(indicator, answer.level) if is_answered else "",
        *_said_beside(findings, indicator),
        words.level_text(indicator, answer.level) if is_answered else "",
        None if result.fraction is None else float(result.fraction),
        None if result.level is None else result.target,
        result.gap,
        "\n".join(answer.evidence),
        _("Yes") if result.is_unsupported else "",
        answer.comment,
        answer.reason_code,
        words.reasons[answer.reason_code] if answer.reason_code else "",
        answer.reason,
        outside.authority if outside else "",
        raised[outside.raised] if outside else "",
    )
