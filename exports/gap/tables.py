"""What the sheets "Pillars and elements" and "Answers" say."""

from collections.abc import Iterator

from exports.content import Column, Row, Table, Value
from exports.gap.findings import STAR, WITHOUT_LEVEL, Findings, as_number, level_now, one_decimal, percent, state_of
from questionnaires.definition import Indicator
from scoring.progress import Status
from scoring.scorecard import IndicatorResult, Node


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


def answers_given(findings: Findings) -> Table:
    _ = findings.translate
    about_last_round = [] if findings.beside.last else [_("There is no earlier round to compare with.")]
    if findings.beside.other_version:
        sentence = _(
            "The last round was answered with questionnaire {version}: a question may have read otherwise then."
        )
        about_last_round.append(sentence.format(version=findings.beside.other_version))
    return Table(
        name=_("Answers"),
        columns=_columns_of_answers(findings),
        rows=tuple(_answer(findings, indicator) for indicator in findings.told),
        notes=(
            *left_out(findings),
            _("Both kinds are listed in the sheet “Method and version”."),
            *about_last_round,
            _("A text longer than its row can show is whole in its cell: open the cell to read it."),
        ),
    )


def _columns_of_answers(findings: Findings) -> tuple[Column, ...]:
    _ = findings.translate
    return (
        Column(_("Indicator"), 10),
        Column(_("Pillar, id"), 8, "centred", key="pillar"),
        Column(_("Pillar"), 19),
        Column(_("Element, id"), 9, "centred", key="element"),
        Column(_("Element"), 19),
        Column(_("Question"), 38),
        Column(_("Core"), 7, "centred", key="core"),
        Column(_("Weight"), 8, "count", key="weight"),
        Column(_("State"), 12, key="state"),
        Column(_("Level"), 7, "level", key="level"),
        Column(_("Name of the level"), 13),
        *_levels_beside(findings),
        Column(_("Last round"), 11, "level"),
        Column(_("Change"), 9, "change"),
        Column(_("What the level says"), 38),
        Column(_("Counts as (0 to 1)"), 9, "share"),
        Column(_("Target"), 8, "count"),
        Column(_("Gap"), 7, "count"),
        Column(_("Evidence"), 50, key="evidence"),
        Column(_("Without evidence"), 10, "centred"),
        Column(_("Comment"), 50),
        Column(_("Reason code"), 9),
        Column(_("Why not applicable"), 20),
        Column(_("Reason given"), 26),
        Column(_("Decided outside"), 10, "centred", key="outside"),
        Column(_("Decided outside by"), 22),
        Column(_("Raised in writing"), 10, "centred"),
        *_outside_beside(findings),
    )


def _levels_beside(findings: Findings) -> tuple[Column, ...]:
    _ = findings.translate
    if not findings.kinds:
        return ()
    levels = tuple(Column(name, 11, "level", key=kind) for kind, name in findings.kinds.items())
    if not _is_reviewed(findings):
        return levels
    examined = Column(_("Examined by the reviewer"), 11, "centred")
    return (*levels, Column(_("Reviewer's reason"), 18), Column(_("Agreement"), 11), examined)


def _is_reviewed(findings: Findings) -> bool:
    return "moderated" in findings.kinds


def _outside_beside(findings: Findings) -> Iterator[Column]:
    """Only where one of the values does not say the same of it, as while answers are returned with questions."""
    for kind in findings.otherwise_outside:
        title = findings.translate("Decided outside, {kind}").format(kind=findings.kinds[kind])
        yield Column(title, 10, "centred", key=f"outside {kind}")


def _said_beside(findings: Findings, indicator: Indicator) -> Iterator[Value]:
    """The level by each of the values, or why there is none; why it was changed, and if it is disputed."""
    for kind in findings.kinds:
        result = findings.beside.cards[kind].results[indicator.id]
        yield findings.states[state_of(result)] if state_of(result) in WITHOUT_LEVEL else level_now(result)
    if _is_reviewed(findings):
        yield findings.beside.reasons.get(indicator.id, "")
        yield findings.translate("Not agreed") if indicator.id in findings.beside.not_agreed else ""
        looked = (findings.facts.examined or {}).get(indicator.id)
        yield "" if looked is None else findings.yes_or_no(looked)


def _since_last_round(findings: Findings, indicator: Indicator, result: IndicatorResult) -> Iterator[Value]:
    """The level then, or why there was none; and by how much it changed, where there are two levels to compare."""
    then, now = findings.beside.last.get(indicator.id), result.answer
    if then is None:
        yield from (None, None)
    elif then.state == "answered":
        yield then.level
        yield now.level - then.level if result.asked and now.state == "answered" else None
    else:
        yield STAR if then.state == "unknown" else findings.states[then.state]
        yield None


def left_out(findings: Findings) -> tuple[str, str]:
    """How many indicators have no row among the answers, and why."""
    _ = findings.translate
    why = (
        _("Questions that are not asked, since the short form leaves them out or they do not concern you: {count}.")
        if findings.facts.form == "short"
        else _("Questions that do not concern this administration and are not asked: {count}.")
    )
    return (
        why.format(count=len(findings.not_asked)),
        _("Indicators of the questionnaire that nobody is asked and that do not enter the levels: {count}.").format(
            count=len(findings.outside_levels)
        ),
    )


def _answer(findings: Findings, indicator: Indicator) -> Row:
    _ = findings.translate
    words, result, answer = findings.words, findings.result(indicator), findings.answer(indicator)
    is_answered = state_of(result) == "answered"
    outside = answer.outside_control
    pillar, element = findings.place(indicator)
    return (
        indicator.id,
        findings.questionnaire.elements[indicator.element].pillar,
        pillar,
        indicator.element,
        element,
        findings.question(indicator),
        _("Core") if indicator.core else "",
        indicator.weight,
        findings.states[state_of(result)],
        level_now(result),
        words.value_name(indicator, answer.level) if is_answered else "",
        *_said_beside(findings, indicator),
        *_since_last_round(findings, indicator, result),
        words.level_text(indicator, answer.level) if is_answered else "",
        None if result.fraction is None else float(result.fraction),
        None if result.level is None else result.target,
        result.gap,
        "\n".join(item for item in answer.evidence if item.strip()),
        findings.yes_if(result.is_unsupported),
        answer.comment,
        answer.reason_code,
        words.reasons[answer.reason_code] if answer.reason_code else "",
        answer.reason,
        findings.yes_if(outside is not None),
        outside.authority if outside else "",
        "" if outside is None or outside.raised is None else findings.yes_or_no(outside.raised),
        *(findings.yes_if(findings.is_outside(kind, indicator)) for kind in findings.otherwise_outside),
    )
