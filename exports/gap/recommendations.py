"""What the sheet "Recommendations" says: the review as a whole, what is recommended, and what became of it before."""

from collections.abc import Iterator

from exports.content import Column, Passage, RecommendationSheet, TitledTable
from exports.gap.findings import Findings
from exports.gap.outcome import STATUSES, SUMMARY, Followed

WIDTHS = (6, 11, 30, 34, 30, 38, 12)
"""Of the seven columns that both tables have: one page of paper wide."""


def recommendation_sheet(findings: Findings) -> RecommendationSheet | None:
    """None where the review left nothing: then the report is what it was before there were recommendations."""
    _, outcome = findings.translate, findings.outcome
    if not outcome.is_there:
        return None
    return RecommendationSheet(
        name=_("Recommendations"),
        widths=WIDTHS,
        heading=_("The review as a whole"),
        passages=tuple(
            Passage(_(title), outcome.summary[name]) for name, title in SUMMARY.items() if name in outcome.summary
        ),
        tables=tuple(_tables(findings)),
    )


def _tables(findings: Findings) -> Iterator[TitledTable]:
    _, outcome = findings.translate, findings.outcome
    if outcome.recommendations:
        yield TitledTable(_("Recommendations"), _recommended(findings))
    if followed := outcome.followed:
        rounds = ", ".join(sorted({each.round for each in followed}))
        title = _("What became of the recommendations of {round}").format(round=rounds)
        yield TitledTable(title, _followed(findings))


def _recommended(findings: Findings) -> tuple[Column, ...]:
    _, recommended = findings.translate, findings.outcome.recommendations
    return (
        Column(_("No."), WIDTHS[0], "id").of(recommended, lambda each: each.name),
        Column(_("Indicator"), WIDTHS[1]).of(recommended, lambda each: each.indicator),
        Column(_("Question"), WIDTHS[2]).of(recommended, lambda each: _question(findings, each.indicator)),
        Column(_("What was found"), WIDTHS[3]).of(recommended, lambda each: each.finding),
        Column(_("Risk"), WIDTHS[4]).of(recommended, lambda each: each.risk),
        Column(_("Recommendation"), WIDTHS[5]).of(recommended, lambda each: each.recommended),
        Column(_("By when"), WIDTHS[6]).of(recommended, lambda each: each.due_on),
    )


def _followed(findings: Findings) -> tuple[Column, ...]:
    _, followed = findings.translate, findings.outcome.followed

    newest = max(each.round for each in followed)

    def status(each: Followed) -> str:
        said = _(STATUSES[each.status]) if each.status else _("Not said yet")
        since = _("open since {round}").format(round=each.round)
        return f"{said} ({since})" if each.is_open and each.round < newest else said

    return (
        Column(_("No."), WIDTHS[0], "id").of(followed, lambda each: each.name),
        Column(_("Indicator"), WIDTHS[1]).of(followed, lambda each: each.indicator),
        Column(_("Question"), WIDTHS[2]).of(followed, lambda each: _question_now(findings, each)),
        Column(_("Recommendation"), WIDTHS[3]).of(followed, lambda each: each.recommended),
        Column(_("Status"), WIDTHS[4]).of(followed, status),
        Column(_("What was done, or why not"), WIDTHS[5]).of(followed, lambda each: each.reason),
        Column(_("By when"), WIDTHS[6]).of(followed, lambda each: each.due_on),
    )


def _question(findings: Findings, indicator: str) -> str:
    words = findings.words.indicators.get(indicator)
    return words.question if words else ""


def _question_now(findings: Findings, followed: Followed) -> str:
    """In the words of this version, with its id where that is another; "" where no question came from it."""
    question = _question(findings, followed.question)
    return question if followed.question in ("", followed.indicator) else f"{followed.question} {question}"
