"""What the sheets "Gaps" and "Action plan" say: what is below target, worst first, and what to do about it."""

from exports.content import Column, Row, Table
from exports.gap.findings import Findings, level_now
from scoring.gaps import Gap
from scoring.targets import reached


def gaps_in_order(findings: Findings) -> Table:
    _ = findings.translate
    columns = (
        Column(_("No."), 7, "count", leads_to=_("Action plan")),
        Column(_("Why it stands here"), 19),
        Column(_("Indicator"), 12, leads_to=_("Answers")),
        Column(_("Question"), 42),
        Column(_("Pillar"), 21),
        Column(_("Element"), 21),
        Column(_("State"), 12),
        Column(_("Level now"), 7, "level"),
        Column(_("Target"), 8, "count"),
        Column(_("Gap"), 7, "count"),
        Column(_("Priority"), 9, "count"),
        Column(_("Next level"), 7, "count"),
        Column(_("Next step: what the next level says"), 38),
        Column(_("Advice"), 38),
        Column(_("Learning resources"), 48),
        Column(_("Decided outside by"), 15),
    )
    nothing = (_("No question stands below its target."),)
    return Table(
        name=_("Gaps"),
        columns=columns,
        rows=tuple(_gap(findings, number, gap) for number, gap in enumerate(findings.gaps, 1)),
        notes=() if findings.gaps else nothing,
        kept=3,
        ids=2,
    )


def _gap(findings: Findings, number: int, gap: Gap) -> Row:
    indicator = gap.indicator
    outside = findings.answer(indicator).outside_control
    return (
        number,
        _why_here(findings, gap),
        indicator.id,
        findings.question(indicator),
        *findings.place(indicator),
        findings.states[gap.result.answer.state],
        level_now(gap.result),
        gap.target,
        gap.result.gap,
        gap.priority,
        gap.next_level,
        findings.words.level_text(indicator, gap.next_level),
        findings.words.indicators[indicator.id].advice,
        findings.resources(indicator),
        outside.authority if outside else "",
    )


def _why_here(findings: Findings, gap: Gap) -> str:
    """The first rule of the order that places it."""
    _ = findings.translate
    if gap.holds_back:
        return _("Holds the level of its pillar back")
    if gap.is_first_element:
        return _("Safety of staff comes first")
    if gap.level == 1:
        return _("Priority {priority}; an adopted text is enough to reach level 2").format(priority=gap.priority)
    return _("Priority {priority}").format(priority=gap.priority)


def action_plan(findings: Findings) -> Table:
    """The columns and their order: questionnaire rules, part 7. The first ones are filled in from the gaps."""
    _ = findings.translate
    support = (_("WCO"), _("ROCB"), _("Peer administration"), _("Donor"))
    columns = (
        Column(_("No."), 7, "count"),
        Column(_("Pillar"), 16),
        Column(_("Element"), 16),
        Column(_("Indicator"), 12, leads_to=_("Gaps")),
        Column(_("Gap found"), 36),
        Column(_("Level now"), 7, "level"),
        Column(_("Target level"), 8, "fill count", ("0", "1", "2", "3", "4")),
        Column(_("Objective"), 34, "fill"),
        Column(_("Action"), 34, "fill"),
        Column(_("Result indicator"), 34, "fill"),
        Column(_("Baseline"), 14, "fill"),
        Column(_("Target value"), 14, "fill"),
        Column(_("Responsible unit"), 17, "fill"),
        Column(_("Partners"), 17, "fill"),
        Column(_("Start"), 12, "fill date"),
        Column(_("Due date"), 12, "fill date"),
        Column(_("Resources and budget"), 16, "fill"),
        Column(_("Source of funds"), 14, "fill"),
        Column(_("Support asked"), 14, "fill", support, strict=False),
        Column(_("Learning resource"), 48, "fill"),
        Column(_("Status"), 13, "fill", _statuses(findings), marks=STATUS_MARKS),
        Column(_("Progress note"), 26, "fill"),
        Column(_("Evidence"), 20, "fill"),
        Column(_("Last update"), 12, "fill date"),
    )
    return Table(
        name=_("Action plan"),
        columns=columns,
        rows=tuple(_action(findings, number, gap) for number, gap in enumerate(findings.gaps, 1)),
        notes=(_("The tinted columns are yours to fill in and change; a plan may leave rows out and add others."),),
        kept=4,
        ids=3,
    )


STATUS_MARKS = ("", "moving", "done", "late", "dropped")


def _statuses(findings: Findings) -> tuple[str, ...]:
    _ = findings.translate
    return (_("Not started"), _("Under way"), _("Done"), _("Late"), _("Dropped"))


def _action(findings: Findings, number: int, gap: Gap) -> Row:
    indicator, words = gap.indicator, findings.words
    outside = findings.answer(indicator).outside_control
    to_fill_in = ("",)
    return (
        number,
        *findings.place(indicator),
        indicator.id,
        _found(findings, gap),
        level_now(gap.result),
        gap.target,
        words.level_text(indicator, reached(indicator, gap.target)),
        words.indicators[indicator.id].advice,
        words.indicators[indicator.id].evidence,
        *to_fill_in * 3,
        outside.authority if outside else "",
        *to_fill_in * 5,
        findings.resources(indicator),
        _statuses(findings)[0],
        *to_fill_in * 3,
    )


def _found(findings: Findings, gap: Gap) -> str:
    """The question, and what its level now says; the state where there is no answer."""
    state = gap.result.answer.state
    said = findings.words.level_text(gap.indicator, gap.level) if state == "answered" else findings.states[state]
    return f"{findings.question(gap.indicator)}\n{said}"
