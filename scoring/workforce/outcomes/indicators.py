"""The outcome indicators of 2027.1 from the workforce tables: each by its rule in the words of the version. Pure.

They stand beside the practice score and never enter it. LD-05 needs years, and RC-21, RC-22 and AW-15 have no table.
Whether an indicator is asked, its condition says; here all are computed.
"""

from collections.abc import Callable, Mapping

from scoring.workforce.figures import TableNumbers
from scoring.workforce.outcomes.pay import pay
from scoring.workforce.outcomes.processes import harassment, hiring, leave, leaving, promotion, training
from scoring.workforce.outcomes.results import OutcomeResult
from scoring.workforce.outcomes.staff import (
    border_posts,
    business_bodies,
    ceiling,
    functions,
    heads_of_sites,
    leadership_training,
    management,
    missions,
    trained_managers,
    trained_staff,
)

INDICATORS: tuple[Callable[[TableNumbers], OutcomeResult], ...] = (
    hiring,
    pay,
    promotion,
    leaving,
    training,
    leave,
    harassment,
    management,
    ceiling,
    functions,
    heads_of_sites,
    leadership_training,
    trained_staff,
    trained_managers,
    missions,
    business_bodies,
    border_posts,
)


def outcomes(numbers: TableNumbers) -> Mapping[str, OutcomeResult]:
    """By id, in the order of the questionnaire."""
    results = (compute(numbers) for compute in INDICATORS)
    return {result.indicator: result for result in results}
