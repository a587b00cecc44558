"""What kinds of organisation assess themselves, and whose figures stand among those of others.

The one rule of what is counted: whatever sums, means or compares over organisations asks `counts_in_figures`, or in the
database `app.db.tables.people.COUNTS`.
"""

from questionnaires.problems import N_

ADMINISTRATION, SECRETARIAT, REGIONAL_OFFICE = "administration", "secretariat", "regional_office"
KINDS = {
    ADMINISTRATION: N_("Customs administration"),
    SECRETARIAT: N_("Secretariat"),
    REGIONAL_OFFICE: N_("Regional office"),
}
"""By the code that is stored, what pages call them."""


def counts_in_figures(kind: str) -> bool:
    """Only administrations are members of a region: what a secretariat or one of its offices answers about itself would
    move the mean of others."""
    return kind == ADMINISTRATION


def belongs_to_a_region(kind: str) -> bool:
    return kind != SECRETARIAT
