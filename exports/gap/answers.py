"""What the sheet "Answers" says."""

from collections.abc import Iterator
from functools import partial
from itertools import islice, pairwise, zip_longest

from exports.content import ID, Column, Table, Value
from exports.gap.earlier_answers import about_last_round, asked_then
from exports.gap.findings import STAR, WITHOUT_LEVEL, Findings, level_now, levels_of, state_of
from exports.gap.hints import worth_a_look
from exports.long_texts import in_cells
from questionnaires.answers import OutsideControl
from questionnaires.conventions import whole_text
from questionnaires.definition import Indicator
from questionnaires.small_offices import are_for_small


def answers_given(findings: Findings) -> Table:
    _ = findings.translate
    on_paper = (
        *_what_is_asked(findings),
        *_levels(findings),
        *_levels_beside(findings),
        *_since_last_round(findings),
        *_what_is_to_reach(findings),
        *_what_was_written(findings),
    )
    behind = (
        *_where_it_belongs(findings),
        *_what_it_counts(findings),
        *_decided_outside(findings),
        *asked_then(findings),
        *worth_a_look(findings),
        *_further_evidence(findings),
    )
    return Table(
        name=_("Answers"),
        columns=(*on_paper, *behind),
        notes=(
            *left_out(findings),
            _("Both kinds are listed in the sheet “Method and version”."),
            *_for_small_offices(findings),
            *about_last_round(findings),
            _("If a text does not fit its row, open the cell to read all of it."),
        ),
        printed=len(on_paper),
        breaks=_first_of_pillars(findings),
    )


def _for_small_offices(findings: Findings) -> Iterator[str]:
    if are_for_small(findings.words):
        yield findings.translate("Where there is one, a level has its text for offices with fewer than 100 staff.")


def _first_of_pillars(findings: Findings) -> tuple[int, ...]:
    """The rows at which another pillar begins."""
    pillars = [findings.questionnaire.elements[indicator.element].pillar for indicator in findings.asked_by_any]
    return tuple(at for at, (before, pillar) in enumerate(pairwise(pillars), 1) if pillar != before)


def _what_is_asked(findings: Findings) -> Iterator[Column]:
    _, indicators = findings.translate, findings.asked_by_any
    yield Column(_("Indicator"), 11, key=ID).of(indicators, lambda indicator: indicator.id)
    yield Column(_("Element id"), 9, "centred", key="element").of(indicators, lambda indicator: indicator.element)
    yield Column(_("Question"), 30).of(indicators, findings.question)
    yield Column(_("Core"), 7, "centred", key="core").of(
        indicators, lambda indicator: _("Core") if indicator.core else ""
    )


def _levels(findings: Findings) -> Iterator[Column]:
    _, indicators = findings.translate, findings.asked_by_any
    yield Column(_("State"), 11, key="state").of(indicators, findings.state)
    level = Column(_("Level"), 7, "stripe", key="level")
    yield levels_of(level, indicators, lambda indicator: level_now(findings.result(indicator)))


def _levels_beside(findings: Findings) -> Iterator[Column]:
    """The level by each of the values, or why there is none; why it was changed, and if it is disputed."""
    _, indicators, beside = findings.translate, findings.asked_by_any, findings.beside
    for kind, name in findings.kinds.items():
        yield levels_of(Column(name, 10, "stripe", key=kind), indicators, partial(_level_by, findings, kind))
    if "moderated" in findings.kinds:
        reasons, examined = beside.reasons, findings.facts.examined or {}
        yield Column(_("Reviewer's reason"), 14).of(indicators, lambda indicator: reasons.get(indicator.id, ""))
        yield Column(_("Agreement"), 10).of(
            indicators, lambda indicator: _("Not agreed") if indicator.id in beside.not_agreed else ""
        )
        yield Column(_("Examined by the reviewer"), 10, "centred").of(
            indicators, lambda indicator: findings.yes_or_no(examined[indicator.id]) if indicator.id in examined else ""
        )


def _level_by(findings: Findings, kind: str, indicator: Indicator) -> Value:
    result = findings.beside.cards[kind].results[indicator.id]
    return findings.states[state_of(result)] if state_of(result) in WITHOUT_LEVEL else level_now(result)


def _since_last_round(findings: Findings) -> Iterator[Column]:
    """The level then, or why there was none; and by how much it changed, where there are two levels to compare."""
    _, indicators = findings.translate, findings.asked_by_any
    yield levels_of(
        Column(_("Last round"), 10, "stripe"), indicators, lambda indicator: _level_then(findings, indicator)
    )
    yield Column(_("Change"), 9, "change").of(indicators, lambda indicator: _change(findings, indicator))


def _level_then(findings: Findings, indicator: Indicator) -> Value:
    then = findings.beside.last.get(indicator.id)
    if then is None:
        return None
    if then.state == "answered":
        return then.level
    return STAR if then.state == "unknown" else findings.states[then.state]


def _change(findings: Findings, indicator: Indicator) -> Value:
    then, now = findings.beside.last.get(indicator.id), findings.result(indicator)
    has_both = then is not None and then.state == "answered" and now.asked and now.answer.state == "answered"
    return now.answer.level - then.level if then and has_both else None


def _what_is_to_reach(findings: Findings) -> Iterator[Column]:
    _, indicators, result = findings.translate, findings.asked_by_any, findings.result

    def level_text(indicator: Indicator) -> str:
        level = findings.answer(indicator).level
        return whole_text(findings.words, indicator, level, _) if findings.is_answered(indicator) else ""

    yield Column(_("What the level says"), 32).of(indicators, level_text)
    yield Column(_("Target"), 8.5, "count").of(
        indicators, lambda indicator: None if result(indicator).level is None else result(indicator).target
    )
    yield Column(_("Gap"), 6, "count").of(indicators, lambda indicator: result(indicator).gap)


def _what_was_written(findings: Findings) -> Iterator[Column]:
    """What the administration names and writes."""
    _, indicators, answer = findings.translate, findings.asked_by_any, findings.answer
    note = _("A cell with exactly one web address is a link to it.")
    evidence = Column(_("Evidence"), 35, key="evidence", opens=True, note=note)
    yield evidence.of(indicators, lambda indicator: _evidence(findings, indicator)[0])
    yield Column(_("Comment"), 35).of(indicators, lambda indicator: answer(indicator).comment)
    yield Column(_("Reason given"), 18).of(indicators, lambda indicator: answer(indicator).reason)


def _where_it_belongs(findings: Findings) -> Iterator[Column]:
    _, indicators, elements = findings.translate, findings.asked_by_any, findings.questionnaire.elements

    def name(indicator: Indicator) -> str:
        level = findings.answer(indicator).level
        return findings.words.value_name(indicator, level) if findings.is_answered(indicator) else ""

    yield Column(_("Level name"), 13).of(indicators, name)
    yield Column(_("Pillar id"), 8, "centred", key="pillar").of(
        indicators, lambda indicator: elements[indicator.element].pillar
    )
    yield Column(_("Pillar"), 24).of(indicators, findings.pillar_title)
    yield Column(_("Element"), 24).of(indicators, findings.element_title)
    yield Column(_("Weight"), 9, "count", key="weight").of(indicators, lambda indicator: indicator.weight)


def _what_it_counts(findings: Findings) -> Iterator[Column]:
    _, indicators, answer, result = findings.translate, findings.asked_by_any, findings.answer, findings.result
    reasons = {"": ""} | dict(findings.words.reasons)

    def share(indicator: Indicator) -> float | None:
        fraction = result(indicator).fraction
        return None if fraction is None else float(fraction)

    yield Column(_("Counts as (0 to 1)"), 10, "share").of(indicators, share)
    yield Column(_("Without evidence"), 10, "centred").of(
        indicators, lambda indicator: findings.yes_if(result(indicator).is_unsupported)
    )
    yield Column(_("Reason code"), 9).of(indicators, lambda indicator: answer(indicator).reason_code)
    yield Column(_("Why not applicable"), 24).of(indicators, lambda indicator: reasons[answer(indicator).reason_code])


def _decided_outside(findings: Findings) -> Iterator[Column]:
    """By the reported values; by others only where one does not say the same, as while answers are returned with
    questions."""
    _, indicators = findings.translate, findings.asked_by_any

    def outside(indicator: Indicator) -> OutsideControl | None:
        return findings.answer(indicator).outside_control

    def raised(indicator: Indicator) -> str:
        decided = outside(indicator)
        return "" if decided is None or decided.raised is None else findings.yes_or_no(decided.raised)

    yield Column(_("Decided outside"), 10, "centred", key="outside").of(
        indicators, lambda indicator: findings.yes_if(outside(indicator) is not None)
    )
    yield Column(_("Decided outside by"), 22).of(indicators, findings.authority)
    yield Column(_("Raised in writing"), 10, "centred").of(indicators, raised)
    for kind in findings.otherwise_outside:
        title = _("{kind}: decided outside").format(kind=findings.kinds[kind])
        yield Column(title, 10, "centred", key=f"outside {kind}").of(indicators, partial(_outside_by, findings, kind))


def _outside_by(findings: Findings, kind: str, indicator: Indicator) -> str:
    return findings.yes_if(findings.is_outside(kind, indicator))


def _further_evidence(findings: Findings) -> Iterator[Column]:
    """None, but for data of earlier versions."""
    _, evidence = findings.translate, (_evidence(findings, indicator) for indicator in findings.asked_by_any)
    for values in islice(zip_longest(*evidence, fillvalue=""), 1, None):
        yield Column(_("Evidence, continued"), 50, values=values)


def _evidence(findings: Findings, indicator: Indicator) -> tuple[str, ...]:
    return in_cells(item for item in findings.answer(indicator).evidence if item.strip())


def left_out(findings: Findings) -> tuple[str, str]:
    """How many indicators have no row among the answers, and why."""
    _ = findings.translate
    why = (
        _("Questions not asked, because the short form leaves them out or they do not apply to you: {count}.")
        if findings.facts.form == "short"
        else _("Questions not asked, because they do not apply to this administration: {count}.")
    )
    return (
        why.format(count=len(findings.not_asked)),
        _("Indicators that are not asked and do not count towards levels: {count}.").format(
            count=len(findings.outside_levels)
        ),
    )
