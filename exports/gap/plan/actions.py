"""What the sheet "Action plan" says: what to do about each gap, by whom and by when."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from exports.content import ID, Column, Table
from exports.gap.findings import Findings, level_now, levels_of
from exports.gap.plan.gaps import numbers
from exports.gap.plan.totals import DUE, STATUS, UNIT, totals
from questionnaires.conventions import whole_text
from questionnaires.definition import LEVELS
from scoring.gaps import Gap
from scoring.targets import reached


def action_plan(findings: Findings) -> Table:
    """The columns are those of the questionnaire rules, part 7: first those that people read and fill in on paper."""
    _ = findings.translate
    statuses = (_("Not started"), _("Under way"), _("Done"), _("Late"), _("Dropped"))
    on_paper = (*_what_to_reach(findings), *_by_whom_and_when(findings), _status(findings, statuses))
    plan = Table(
        name=_("Action plan"),
        columns=(*on_paper, *_where_it_belongs(findings), *_further(findings), *_progress(findings)),
        kept=2,
        printed=len(on_paper),
    )
    return replace(plan, **totals(plan, statuses, _)) if findings.gaps else plan


def _what_to_reach(findings: Findings) -> Iterator[Column]:
    """Filled in from the gaps."""
    _, gaps, words = findings.translate, findings.gaps, findings.words
    levels = tuple(map(str, LEVELS))
    yield numbers(findings)
    yield Column(_("Indicator"), 11, key=ID, leads_to=_("Gaps")).of(gaps, lambda gap: gap.indicator.id)
    yield Column(_("Gap found"), 38).of(gaps, partial(_found, findings))
    yield levels_of(Column(_("Level now"), 7, "stripe"), gaps, lambda gap: level_now(gap.result))
    yield Column(_("Target level"), 8, "fill count", choices=levels).of(gaps, lambda gap: gap.target)
    yield Column(_("Objective"), 42, "fill").of(gaps, partial(_objective, findings))
    yield Column(_("Action"), 36, "fill").of(gaps, lambda gap: words.indicators[gap.indicator.id].advice)


def _found(findings: Findings, gap: Gap) -> str:
    """The question, and what its level now says; the state where there is no answer."""
    state = gap.result.answer.state
    said = findings.states[state]
    if state == "answered":
        said = whole_text(findings.words, gap.indicator, gap.level, findings.translate)
    return f"{findings.question(gap.indicator)}\n{said}"


def _objective(findings: Findings, gap: Gap) -> str:
    """Which level, and all that it asks for: it can be read without the other sheets."""
    level = reached(gap.indicator, gap.target)
    text = whole_text(findings.words, gap.indicator, level, findings.translate)
    if gap.indicator.kind != "maturity":
        return text
    return findings.translate("Reach level {level}: {text}").format(level=level, text=text)


def _by_whom_and_when(findings: Findings) -> Iterator[Column]:
    _, gaps = findings.translate, findings.gaps
    yield Column(_("Responsible unit"), 20, "fill", key=UNIT).of(gaps, _nothing_yet)
    yield Column(_("Start"), 12, "fill date").of(gaps, _nothing_yet)
    yield Column(_("Due date"), 12, "fill date", key=DUE).of(gaps, _nothing_yet)


def _status(findings: Findings, statuses: tuple[str, ...]) -> Column:
    marks = ("", "moving", "done", "late", "dropped")
    column = Column(findings.translate("Status"), 13, "fill", choices=statuses, marks=marks, key=STATUS)
    return column.of(findings.gaps, lambda _gap: statuses[0])


def _where_it_belongs(findings: Findings) -> Iterator[Column]:
    _, gaps = findings.translate, findings.gaps
    yield Column(_("Pillar"), 21).of(gaps, lambda gap: findings.pillar_title(gap.indicator))
    yield Column(_("Element"), 21).of(gaps, lambda gap: findings.element_title(gap.indicator))


def _further(findings: Findings) -> Iterator[Column]:
    _, gaps, words = findings.translate, findings.gaps, findings.words
    support = (_("WCO"), _("ROCB"), _("Peer administration"), _("Donor"))
    yield Column(_("Result indicator"), 36, "fill").of(gaps, lambda gap: words.indicators[gap.indicator.id].evidence)
    yield Column(_("Baseline"), 14, "fill").of(gaps, _nothing_yet)
    yield Column(_("Target value"), 14, "fill").of(gaps, _nothing_yet)
    yield Column(_("Partners"), 20, "fill").of(gaps, lambda gap: findings.authority(gap.indicator))
    yield Column(_("Resources and budget"), 16, "fill").of(gaps, _nothing_yet)
    yield Column(_("Source of funds"), 14, "fill").of(gaps, _nothing_yet)
    yield Column(_("Support requested"), 14, "fill", choices=support, strict=False).of(gaps, _nothing_yet)
    yield Column(_("Learning resource"), 60, "fill").of(gaps, lambda gap: findings.resources(gap.indicator))


def _progress(findings: Findings) -> Iterator[Column]:
    _, gaps = findings.translate, findings.gaps
    yield Column(_("Progress note"), 34, "fill").of(gaps, _nothing_yet)
    yield Column(_("Evidence"), 22, "fill").of(gaps, _nothing_yet)
    yield Column(_("Last update"), 12, "fill date").of(gaps, _nothing_yet)


def _nothing_yet(_gap: Gap) -> str:
    return ""
