"""Words of the sheet "Results" for what the statistics say in codes."""

from collections.abc import Mapping

from questionnaires.problems import N_
from scoring.workforce.figures import WhyNone
from scoring.workforce.flows.two_by_two import Flag
from scoring.workforce.outcomes.beside import Standing
from scoring.workforce.outcomes.results import Unit, WhyNoBand

FLAGS: Mapping[Flag, str] = {
    Flag.NOT_KNOWN: N_("Not known"),
    Flag.CONTRADICTORY: N_("Cannot be right"),
    Flag.NO_GROUP: N_("One sex only"),
    Flag.NO_CASE: N_("No case"),
    Flag.TOO_FEW: N_("Too few to say"),
    Flag.REVIEW: N_("Review"),
    Flag.WATCH: N_("Watch"),
    Flag.WATCH_SIGNIFICANT: N_("Watch: close rates"),
    Flag.NONE: N_("No flag"),
}
HIDDEN = N_("Not told: numbers behind this are hidden, so that no person can be recognised.")
HIDDEN_SHORT = N_("Hidden")
WHY_NONE: Mapping[WhyNone, str] = {
    "not_known": N_("A number is not known"),
    "no_people": N_("There is nobody to count"),
    "no_group": N_("There are no women, or no men, to whom it could have happened"),
    "no_case": N_("It happened to nobody"),
    "more_than_group": N_("The numbers cannot be right: it happened to more people than there were"),
    "one_sex": N_("There are women only, or men only"),
    "no_women_at_top": N_("No woman at the top"),
    "nothing_covered": N_("No grade has enough women and men"),
    "no_pay": N_("Men's mean pay is 0"),
    "in_parts": N_("See the parts"),
}
WHY_NO_BAND: Mapping[WhyNoBand, str] = {
    "too_few": N_("for information: too few for a band"),
    "not_known": N_("no band: it is not known whether there are enough"),
}
"""Where there is a value; elsewhere the rule itself says it."""
UNITS: Mapping[Unit, str] = {
    "share": N_("%"),
    "ratio": N_("ratio"),
    "percent": N_("% of men's pay"),
    "per_1000": N_("per 1,000 staff"),
}
STANDINGS: Mapping[Standing, str] = {
    "practice_ahead": N_("Practice ahead of results"),
    "results_ahead": N_("Results ahead of practice"),
    "together": N_("Practice and results together"),
    "not_known": N_("Not known"),
}
PARTS: Mapping[str, str] = {
    "executives": N_("Executives"),
    "senior_management": N_("Senior management"),
    "middle_management": N_("Middle management"),
    "separate_facilities": N_("Border posts with separate facilities for staff"),
    "woman_on_each_shift": N_("Border posts with a woman officer on each shift"),
}
"""Of outcome indicators: those that have a band of their own."""
EVERY_EXIT = N_("All who left")
