"""Decides what the gap report says: every sheet as plain values, ready to be drawn in another process."""

from exports.content import GapReport, TableStack
from exports.gap.answers import answers_given
from exports.gap.check import check_sheet
from exports.gap.crosswalk import crosswalk
from exports.gap.figures import pillars_and_elements
from exports.gap.findings import Findings
from exports.gap.method import method
from exports.gap.plan.actions import action_plan
from exports.gap.plan.gaps import gaps_in_order
from exports.gap.plan.six_pages import on_six_pages
from exports.gap.recommendations import recommendation_sheet
from exports.gap.summary_page.content import summary
from exports.gap.terms import terms
from exports.gap.trail import audit_trail
from exports.gap.workforce.numbers import WorkforceNumbers
from exports.gap.workforce.results import results
from exports.gap.workforce.tables import workforce_tables
from exports.gap.workforce.told import Told

BACK = ("←", "→")
"""Where a page begins, as it is read from the left and from the right."""
BEFORE_ANY_DATA = "2000-01-01"
"""The date inside a file without data: the clock never enters, so that the same data give the same bytes."""


def gap_report(findings: Findings, workforce: WorkforceNumbers | None = None) -> GapReport:
    """`workforce` are the numbers that this reader may be told, where there are any."""
    _, facts = findings.translate, findings.facts
    first = summary(findings)
    standing, given = pillars_and_elements(findings), answers_given(findings)
    gaps, plan = on_six_pages(gaps_in_order(findings), action_plan(findings), _)
    stacks = _workforce_sheets(findings, workforce)
    return GapReport(
        administration=facts.administration,
        title=_("Gap report {round}: {administration}").format(round=facts.round, administration=facts.administration),
        subject=first.subject,
        created=facts.as_of or BEFORE_ANY_DATA,
        footer=" · ".join(filter(None, (first.label, _quoting(findings), findings.day))),
        page=_("Page {page} of {pages}").format(page="&P", pages="&N"),
        right_to_left=findings.right_to_left,
        terms=terms(findings),
        go_to=_("Go to {sheet}"),
        back=f"{BACK[findings.right_to_left]} {first.name}",
        summary=first,
        tables=(
            standing,
            given,
            gaps,
            plan,
            *stacks,
            check_sheet(findings, first, standing, given, stacks),
            *filter(None, (crosswalk(findings),)),
            method(findings, workforce),
            audit_trail(findings),
        ),
        recommendations=recommendation_sheet(findings),
    )


def _workforce_sheets(findings: Findings, workforce: WorkforceNumbers | None) -> tuple[TableStack, ...]:
    """None where the report tells no number."""
    if workforce is None or not workforce.told:
        return ()
    tables = workforce_tables(findings, workforce)
    return tables.stack, results(Told(findings, workforce, tables))


def _quoting(findings: Findings) -> str:
    """On every printed page: one may leave the others."""
    return "" if findings.facts.is_signed else findings.translate("do not quote")
