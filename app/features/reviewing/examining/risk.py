"""Which answers a reviewer looks at first, and why: an order of its own beside that of the questionnaire. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.features.reviewing.review import FILTERS, Review
from questionnaires.definition import Indicator
from questionnaires.problems import N_

CORE = "core"
RISKS: Mapping[str, str] = MappingProxyType(
    {CORE: N_("Core"), **{name: FILTERS[name] for name in ("moved", "no-evidence", "unknown")}}
)
"""Each with its name, the heaviest first: a core question can hold its pillar back."""
ON_A_PAGE = 5
"""As many as the largest parts of the questionnaire have."""


@dataclass(frozen=True)
class Risky:
    """A question in the list of the risks; `page` is where it is examined."""

    indicator: Indicator
    page: int
    is_open: bool


def risks_of(review: Review, indicator: Indicator) -> tuple[str, ...]:
    tags = review.tags(indicator.id)
    return tuple(risk for risk in RISKS if risk in tags or (risk == CORE and indicator.core))


def by_risk(review: Review) -> tuple[Indicator, ...]:
    """Those with a risk: whichever has the heaviest, then the next heavy, comes first."""
    risks = {indicator: risks_of(review, indicator) for indicator in review.asked}
    risky = (indicator for indicator in review.asked if risks[indicator])
    return tuple(sorted(risky, key=lambda indicator: [risk not in risks[indicator] for risk in RISKS]))


def pages_of(review: Review) -> list[tuple[Indicator, ...]]:
    """What stands on each page; their order hangs on nothing that a reviewer decides, so that no page shifts."""
    risky = by_risk(review)
    return [risky[start : start + ON_A_PAGE] for start in range(0, len(risky), ON_A_PAGE)]


def risky_of(review: Review) -> list[Risky]:
    return [
        Risky(indicator, number, review.opinion(indicator.id) is None)
        for number, page in enumerate(pages_of(review), 1)
        for indicator in page
    ]
