"""The outcome indicators of 2027.1 from the workforce tables: each by its rule in the words of the version. Pure.

They stand beside the practice score and never enter it. LD-05 needs years, and RC-21, RC-22 and AW-15 have no table.
Whether an indicator is asked, its condition says; here all are computed.
"""

from collections.abc import Callable, Collection, Mapping

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

INDICATORS: Mapping[str, Callable[[TableNumbers], OutcomeResult]] = {
    "EQ-10": hiring,
    "EQ-14": pay,
    "EQ-18": promotion,
    "EQ-19": leaving,
    "EQ-22": training,
    "EQ-29": leave,
    "EQ-36": harassment,
    "LD-03": management,
    "LD-04": ceiling,
    "LD-13": functions,
    "LD-14": heads_of_sites,
    "LD-11": leadership_training,
    "AW-06": trained_staff,
    "AW-07": trained_managers,
    "CO-06": missions,
    "CO-12": business_bodies,
    "CO-21": border_posts,
}
"""In the order of the questionnaire."""


def outcomes(numbers: TableNumbers, wanted: Collection[str] = INDICATORS.keys()) -> Mapping[str, OutcomeResult]:
    """By id; of all indicators, or of some."""
    return {id_: compute(numbers) for id_, compute in INDICATORS.items() if id_ in wanted}
