"""What the sheet "Gaps" says: what is below target, worst first."""

from functools import partial

from exports.content import ID, Column, Table
from exports.gap.findings import Findings, level_now, levels_of
from questionnaires.conventions import whole_text
from scoring.gaps import Gap

PRINTED = 11


def gaps_in_order(findings: Findings) -> Table:
    _, gaps, words = findings.translate, findings.gaps, findings.words

    def next_step(gap: Gap) -> str:
        return whole_text(words, gap.indicator, gap.next_level, _)

    return Table(
        name=_("Gaps"),
        columns=(
            numbers(findings, leads_to=_("Action plan")),
            Column(_("Indicator"), 11, key=ID, leads_to=_("Answers")).of(gaps, lambda gap: gap.indicator.id),
            Column(_("Question"), 39).of(gaps, lambda gap: findings.question(gap.indicator)),
            levels_of(Column(_("Level now"), 7, "stripe"), gaps, lambda gap: level_now(gap.result)),
            Column(_("Target"), 8.5, "count").of(gaps, lambda gap: gap.target),
            Column(_("Gap"), 6, "count").of(gaps, lambda gap: gap.result.gap),
            Column(_("Priority"), 10, "count").of(gaps, lambda gap: gap.priority),
            Column(_("Why it ranks here"), 21).of(gaps, partial(_why_here, findings)),
            Column(_("Next level"), 7, "count").of(gaps, lambda gap: gap.next_level),
            Column(_("Next step: what the next level says"), 46).of(gaps, next_step),
            Column(_("Advice"), 40).of(gaps, lambda gap: words.indicators[gap.indicator.id].advice),
            Column(_("Pillar"), 21).of(gaps, lambda gap: findings.pillar_title(gap.indicator)),
            Column(_("Element"), 21).of(gaps, lambda gap: findings.element_title(gap.indicator)),
            Column(_("State"), 12).of(gaps, lambda gap: findings.states[gap.result.answer.state]),
            Column(_("Decided outside by"), 20).of(gaps, lambda gap: findings.authority(gap.indicator)),
            Column(_("Learning resources"), 60).of(gaps, lambda gap: findings.resources(gap.indicator)),
        ),
        notes=() if gaps else (_("No question is below its target."),),
        kept=2,
        printed=PRINTED,
    )


def numbers(findings: Findings, leads_to: str = "") -> Column:
    """From 1, worst first."""
    places = range(1, len(findings.gaps) + 1)
    return Column(findings.translate("No."), 6.5, "count", leads_to=leads_to).of(places, lambda place: place)


def _why_here(findings: Findings, gap: Gap) -> str:
    """The first rule of the order that places it."""
    _ = findings.translate
    if gap.holds_back:
        return _("Holds back the level of its pillar")
    if gap.is_first_element:
        return _("Staff safety comes first")
    if gap.level == 1:
        return _("An adopted text is enough for level 2")
    return _("By priority")
