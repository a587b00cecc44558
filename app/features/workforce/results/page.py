"""The page of the results: every section with what this person may see of it."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from sqlmodel import Session

from app.access.loaders import AssessmentAccess
from app.assessments.rights import Permission
from app.features.workforce.pages import base_context, tables_of
from app.features.workforce.results.flows import flow_parts
from app.features.workforce.results.outcomes import asked_outcomes, beside_shown
from app.features.workforce.results.pay import pay_of
from app.features.workforce.results.seen import seen_by
from app.features.workforce.results.standing import standing_of
from app.i18n.formatting import NO_FIGURE, beside_limit, change, hundredths, translations, whole
from questionnaires.problems import N_
from scoring.protection.pattern import HIDDEN
from scoring.workforce.flows.sentences import Sentence
from scoring.workforce.flows.titles import FLAG_NAMES
from scoring.workforce.flows.two_by_two import FOUR_FIFTHS, SIGNIFICANT_BELOW
from scoring.workforce.outcomes.indicators import outcomes
from scoring.workforce.outcomes.reasons import STANDINGS, WHY_NO_BAND, WHY_NONE
from scoring.workforce.representation import FEWEST_AT_TOP

LEAST_P = Fraction(1, 1000)
"""A smaller p is not written out: nobody can tell such numbers apart."""
BELOW = N_("below {least}")


def results_context(access: AssessmentAccess, db: Session) -> dict[str, Any]:
    """Raises NotYours where its questionnaire asks no numbers."""
    tables_of(access.assessment)
    context = base_context(access) | {"sees_all": access.may(Permission.SEE_WORKFORCE)}
    seen = seen_by(access, db)
    if seen is None:
        return context | {"seen": None}
    named, results = context["named"], outcomes(seen.numbers)
    told = asked_outcomes(seen, results, named)
    return context | {
        "seen": seen,
        "hidden": HIDDEN,
        "standing": standing_of(seen, results["LD-04"], named),
        "flow_parts": flow_parts(seen, named),
        "pay": pay_of(seen, results["EQ-14"], named),
        "outcomes": told,
        "beside": beside_shown(seen, results, told),
        "elements": access.assessment.questionnaire.elements,
        "said": said_in(access.visitor.language),
        "flag_names": FLAG_NAMES,
        "why_none": WHY_NONE,
        "why_no_band": WHY_NO_BAND,
        "standings": STANDINGS,
        "fewest_at_top": FEWEST_AT_TOP,
        **written_in(access.visitor.language),
    }


def written_in(language: str) -> dict[str, Callable[..., str]]:
    """How a page writes what tests and intervals say."""
    translate = translations(language).gettext
    least = beside_limit(LEAST_P, 3, SIGNIFICANT_BELOW, language)

    def p_text(p: float | None) -> str:
        if p is not None and p < LEAST_P:
            return translate(BELOW).format(least=least)
        return NO_FIGURE if p is None else beside_limit(p, 3, SIGNIFICANT_BELOW, language)

    return {
        "p_text": p_text,
        "ratio_text": lambda ratio: NO_FIGURE if ratio is None else beside_limit(ratio, 2, FOUR_FIFTHS, language),
        "points_text": lambda rate: change(round(100 * float(rate), 1), language),
        "pay_text": lambda pay: hundredths(pay, language),
    }


def said_in(language: str) -> Callable[[Sentence], str]:
    """A sentence in the reader's language, with its numbers as that language writes them."""
    translate = translations(language).gettext

    def said(sentence: Sentence) -> str:
        names = {
            name: whole(int(value), language) if isinstance(value, int | Fraction) else value
            for name, value in sentence.names.items()
        }
        return sentence._replace(names=names).text(translate)

    return said
