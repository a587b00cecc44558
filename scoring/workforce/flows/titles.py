"""What a flow, and the flag of a flow, is called where it is a line of a table or of a chart."""

from collections.abc import Mapping

from questionnaires.problems import N_
from scoring.workforce.flows.two_by_two import Flag

TITLES: Mapping[str, str] = {
    "shortlisted": N_("Shortlisted, of those who applied"),
    "offered": N_("Offered a post, of those shortlisted"),
    "hired": N_("Hired, of those offered a post"),
    "hired_of_applicants": N_("Hired, of those who applied"),
    "applied": N_("Applied, of those eligible"),
    "promoted": N_("Promoted, of those eligible"),
    "promoted_of_applicants": N_("Promoted, of those who applied"),
    "left": N_("Left, for any reason"),
    "resigned": N_("Resigned"),
    "retired": N_("Retired"),
    "contract_ended": N_("Contract ended"),
    "dismissed": N_("Dismissed"),
    "left_otherwise": N_("Left for other reasons"),
    "technical": N_("Technical training"),
    "enforcement": N_("Training for enforcement"),
    "leadership": N_("Leadership training"),
    "equality": N_("Training on gender equality"),
    "abroad": N_("Training abroad or by the WCO"),
    "took": N_("Took parental leave, of those entitled"),
    "returned": N_("Returned, of those due back"),
    "still_employed": N_("Still employed 12 months after returning"),
}
"""By process, as `processes.py` and `table_flows.py` name them."""
FLAG_NAMES: Mapping[Flag, str] = {
    Flag.NOT_KNOWN: N_("Not known"),
    Flag.CONTRADICTORY: N_("Cannot be right"),
    Flag.NO_GROUP: N_("Cannot be compared"),
    Flag.NO_CASE: N_("No cases"),
    Flag.TOO_FEW: N_("Too few to say"),
    Flag.REVIEW: N_("Case for review"),
    Flag.WATCH: N_("Watch"),
    Flag.WATCH_SIGNIFICANT: N_("Watch"),
    Flag.NONE: N_("No clear difference"),
}
