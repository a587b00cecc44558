"""What the sheets "Gaps" and "Action plan" say: what is below target, worst first, and what to do about it."""

from collections.abc import Iterator
from functools import partial

from exports.content import ID, Column, Table
from exports.gap.findings import Findings, level_now, levels_of
from questionnaires.conventions import whole_text
from questionnaires.definition import LEVELS
from scoring.gaps import Gap
from scoring.targets import reached


def gaps_in_order(findings: Findings) -> Table:
    _, gaps, words = findings.translate, findings.gaps, findings.words

    def next_step(gap: Gap) -> str:
        return whole_text(words, gap.indicator, gap.next_level, _)

    return Table(
        name=_("Gaps"),
        columns=(
            _numbers(findings, leads_to=_("Action plan")),
            Column(_("Why it ranks here"), 19).of(gaps, partial(_why_here, findings)),
            Column(_("Indicator"), 12, key=ID, leads_to=_("Answers")).of(gaps, lambda gap: gap.indicator.id),
            Column(_("Question"), 42).of(gaps, lambda gap: findings.question(gap.indicator)),
            Column(_("Pillar"), 21).of(gaps, lambda gap: findings.pillar_title(gap.indicator)),
            Column(_("Element"), 21).of(gaps, lambda gap: findings.element_title(gap.indicator)),
            Column(_("State"), 12).of(gaps, lambda gap: findings.states[gap.result.answer.state]),
            levels_of(Column(_("Level now"), 7, "level"), gaps, lambda gap: level_now(gap.result)),
            Column(_("Target"), 8, "count").of(gaps, lambda gap: gap.target),
            Column(_("Gap"), 7, "count").of(gaps, lambda gap: gap.result.gap),
            Column(_("Priority"), 9, "count").of(gaps, lambda gap: gap.priority),
            Column(_("Next level"), 7, "count").of(gaps, lambda gap: gap.next_level),
            Column(_("Next step: what the next level says"), 38).of(gaps, next_step),
            Column(_("Advice"), 38).of(gaps, lambda gap: words.indicators[gap.indicator.id].advice),
            Column(_("Learning resources"), 48).of(gaps, lambda gap: findings.resources(gap.indicator)),
            Column(_("Decided outside by"), 15).of(gaps, lambda gap: findings.authority(gap.indicator)),
        ),
        notes=() if gaps else (_("No question is below its target."),),
        kept=3,
    )


def _numbers(findings: Findings, leads_to: str = "") -> Column:
    """From 1, worst first."""
    _, numbers = findings.translate, range(1, len(findings.gaps) + 1)
    return Column(_("No."), 7, "count", leads_to=leads_to).of(numbers, lambda number: number)


def _why_here(findings: Findings, gap: Gap) -> str:
    """The first rule of the order that places it."""
    _ = findings.translate
    if gap.holds_back:
        return _("Holds back the level of its pillar")
    if gap.is_first_element:
        return _("Staff safety comes first")
    if gap.level == 1:
        return _("Priority {priority}; an adopted text is enough to reach level 2").format(priority=gap.priority)
    return _("Priority {priority}").format(priority=gap.priority)


def action_plan(findings: Findings) -> Table:
    """The columns and their order: questionnaire rules, part 7. The first ones are filled in from the gaps."""
    _ = findings.translate
    return Table(
        name=_("Action plan"),
        columns=(
            *_what_was_found(findings),
            *_what_to_do(findings),
            *_by_whom_and_when(findings),
            *_progress(findings),
        ),
        notes=(_("Fill in and change the tinted columns. A plan can leave out rows and add others."),),
        kept=4,
    )


def _what_was_found(findings: Findings) -> Iterator[Column]:
    _, gaps = findings.translate, findings.gaps
    yield _numbers(findings)
    yield Column(_("Pillar"), 16).of(gaps, lambda gap: findings.pillar_title(gap.indicator))
    yield Column(_("Element"), 16).of(gaps, lambda gap: findings.element_title(gap.indicator))
    yield Column(_("Indicator"), 12, key=ID, leads_to=_("Gaps")).of(gaps, lambda gap: gap.indicator.id)
    yield Column(_("Gap found"), 36).of(gaps, partial(_found, findings))
    yield levels_of(Column(_("Level now"), 7, "level"), gaps, lambda gap: level_now(gap.result))


def _what_to_do(findings: Findings) -> Iterator[Column]:
    _, gaps, words = findings.translate, findings.gaps, findings.words

    def objective(gap: Gap) -> str:
        return whole_text(words, gap.indicator, reached(gap.indicator, gap.target), _)

    levels = tuple(map(str, LEVELS))
    yield Column(_("Target level"), 8, "fill count", choices=levels).of(gaps, lambda gap: gap.target)
    yield Column(_("Objective"), 34, "fill").of(gaps, objective)
    yield Column(_("Action"), 34, "fill").of(gaps, lambda gap: words.indicators[gap.indicator.id].advice)
    yield Column(_("Result indicator"), 34, "fill").of(gaps, lambda gap: words.indicators[gap.indicator.id].evidence)
    yield Column(_("Baseline"), 14, "fill").of(gaps, _nothing_yet)
    yield Column(_("Target value"), 14, "fill").of(gaps, _nothing_yet)


def _by_whom_and_when(findings: Findings) -> Iterator[Column]:
    _, gaps = findings.translate, findings.gaps
    support = (_("WCO"), _("ROCB"), _("Peer administration"), _("Donor"))
    yield Column(_("Responsible unit"), 17, "fill").of(gaps, _nothing_yet)
    yield Column(_("Partners"), 17, "fill").of(gaps, lambda gap: findings.authority(gap.indicator))
    yield Column(_("Start"), 12, "fill date").of(gaps, _nothing_yet)
    yield Column(_("Due date"), 12, "fill date").of(gaps, _nothing_yet)
    yield Column(_("Resources and budget"), 16, "fill").of(gaps, _nothing_yet)
    yield Column(_("Source of funds"), 14, "fill").of(gaps, _nothing_yet)
    yield Column(_("Support requested"), 14, "fill", choices=support, strict=False).of(gaps, _nothing_yet)
    yield Column(_("Learning resource"), 48, "fill").of(gaps, lambda gap: findings.resources(gap.indicator))


def _progress(findings: Findings) -> Iterator[Column]:
    _, gaps = findings.translate, findings.gaps
    statuses = (_("Not started"), _("Under way"), _("Done"), _("Late"), _("Dropped"))
    marks = ("", "moving", "done", "late", "dropped")
    yield Column(_("Status"), 13, "fill", choices=statuses, marks=marks).of(gaps, lambda _gap: statuses[0])
    yield Column(_("Progress note"), 26, "fill").of(gaps, _nothing_yet)
    yield Column(_("Evidence"), 20, "fill").of(gaps, _nothing_yet)
    yield Column(_("Last update"), 12, "fill date").of(gaps, _nothing_yet)


def _nothing_yet(_gap: Gap) -> str:
    return ""


def _found(findings: Findings, gap: Gap) -> str:
    """The question, and what its level now says; the state where there is no answer."""
    state = gap.result.answer.state
    said = findings.states[state]
    if state == "answered":
        said = whole_text(findings.words, gap.indicator, gap.level, findings.translate)
    return f"{findings.question(gap.indicator)}\n{said}"
