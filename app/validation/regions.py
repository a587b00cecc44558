"""The regions of the World Customs Organization, one of which an administration belongs to."""

from questionnaires.problems import N_

REGIONS = {
    "AP": N_("Asia and the Pacific"),
    "EUR": N_("Europe"),
    "AMS": N_("Americas and the Caribbean"),
    "MENA": N_("North of Africa, Near and Middle East"),
    "WCA": N_("West and Central Africa"),
    "ESA": N_("East and Southern Africa"),
}
"""Code -> name. Pages say the name; files and the API keep the code."""
