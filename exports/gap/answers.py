"""What the sheet "Answers" says."""

from collections.abc import Iterator

from exports.content import Column, Row, Table, Value
from exports.gap.findings import STAR, WITHOUT_LEVEL, Findings, level_now, state_of
from exports.long_texts import in_cells
from questionnaires.definition import Indicator
from scoring.scorecard import IndicatorResult


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
        *(Column(_("Evidence, continued"), 50) for _more in range(_more_cells(findings))),
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
    evidence, *goes_on = _evidence(findings, indicator)
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
        evidence,
        findings.yes_if(result.is_unsupported),
        answer.comment,
        answer.reason_code,
        words.reasons[answer.reason_code] if answer.reason_code else "",
        answer.reason,
        findings.yes_if(outside is not None),
        outside.authority if outside else "",
        "" if outside is None or outside.raised is None else findings.yes_or_no(outside.raised),
        *(findings.yes_if(findings.is_outside(kind, indicator)) for kind in findings.otherwise_outside),
        *goes_on,
        *[""] * (_more_cells(findings) - len(goes_on)),
    )


def _evidence(findings: Findings, indicator: Indicator) -> tuple[str, ...]:
    return in_cells(item for item in findings.answer(indicator).evidence if item.strip())


def _more_cells(findings: Findings) -> int:
    """How many further columns the evidence takes: none, but for data of earlier versions."""
    return max((len(_evidence(findings, one)) for one in findings.told), default=1) - 1
