"""The six regions in which customs administrations work together: the code that is stored, and its name on pages."""

from questionnaires.problems import N_

REGIONS = {
    "AP": N_("Asia and the Pacific"),
    "EUR": N_("Europe"),
    "AMS": N_("Americas and the Caribbean"),
    "MENA": N_("North of Africa, Near and Middle East"),
    "WCA": N_("West and Central Africa"),
    "ESA": N_("East and Southern Africa"),
}
