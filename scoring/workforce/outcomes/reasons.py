"""What is said of an outcome: why there is no value or no band, and how practice and results compare."""

from collections.abc import Mapping

from questionnaires.problems import N_
from scoring.workforce.figures import WhyNone
from scoring.workforce.outcomes.beside import Standing
from scoring.workforce.outcomes.results import WhyNoBand

WHY_NONE: Mapping[WhyNone, str] = {
    "not_known": N_("Not known: some of the numbers that it is worked out from are missing."),
    "no_people": N_("Not known: there is no one in this group."),
    "no_group": N_("Not known: there are no women, or no men, to compare."),
    "no_case": N_("Not known: there were no cases."),
    "more_than_group": N_("Not known: more people are counted than there were in the group. Check the numbers."),
    "one_sex": N_("Not known: there are women only or men only, so they cannot be compared."),
    "no_women_at_top": N_("There is no woman in grades 1 and 2, so the index has no value."),
    "nothing_covered": N_("Not known: no grade has at least 10 women and 10 men."),
    "no_pay": N_("Not known: men's mean pay is 0."),
}
"""Of `in_parts`, the parts say it."""
WHY_NO_BAND: Mapping[WhyNoBand, str] = {
    "no_bands": N_("No band, by its rule"),
    "too_few": N_("No band: too few people or sites"),
    "not_known": N_("No band: it is not known whether there are enough"),
}
"""Where there is no value, that says enough."""
STANDINGS: Mapping[Standing, str] = {
    "practice_ahead": N_("Practice ahead of results"),
    "results_ahead": N_("Results ahead of practice"),
    "together": N_("Practice and results together"),
    "not_known": N_("Not known yet"),
}
