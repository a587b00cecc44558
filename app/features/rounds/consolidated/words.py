"""The words of the consolidated workbook: names of sheets and columns, and what its method sheet and legend say."""

from questionnaires.problems import N_

SHEETS = (N_("Administrations"), N_("Indicators"), N_("Method"))
HEATMAPS = {
    (True, True): N_("Heatmap"),
    (True, False): N_("Heatmap, short form"),
    (False, True): N_("Heatmap {version}"),
    (False, False): N_("Heatmap {version}, short form"),
}
"""By whether all have one version of the questionnaire, and whether the form is the full one."""
KIND_NAMES = {"self": N_("self"), "validated": N_("validated"), "moderated": N_("moderated")}
METHOD = (
    (N_("Which administrations"),),
    (N_("Rights"), N_("Those whose gap report the person who made this file may download, with the same values.")),
    (N_("Not signed"), N_("What an administration has not signed is its own draft and can still change.")),
    (
        N_("Region"),
        N_(
            "The WCO region: AP Asia and the Pacific, EUR Europe, AMS Americas and the Caribbean, "
            "MENA North of Africa, Near and Middle East, WCA West and Central Africa, ESA East and Southern Africa."
        ),
    ),
    (N_("Whose values"),),
    ("self", N_("What the administration answered; nobody has signed or reviewed it.")),
    ("validated", N_("What the head of the administration signed.")),
    (
        "moderated",
        N_("What stands after the review; under review or returned, the review goes on, and it can change."),
    ),
    (N_("Figures"),),
    (
        N_("Score"),
        N_("0 to 100: the mean of the pillars, of their elements, of their indicators. One decimal, half up."),
    ),
    (N_("Level"), N_("0 to 4, from the score; a pillar and the whole are held back by their lowest core indicators.")),
    (N_("Coverage"), N_("Answered questions among those that are asked and apply, in percent.")),
    (
        N_("Form"),
        N_(
            "The short form asks fewer questions. Its levels and scores do not compare with those of the full form, "
            "nor do those of two versions of the questionnaire: each has a heatmap of its own."
        ),
    ),
    (N_("Difference"), N_("The moderated score less the administration's own.")),
    (N_("Changed by the head"), N_("The validated score less the administration's own.")),
    (N_("Changed by the reviewer"), N_("The moderated score less the validated one.")),
    (
        N_("Answers examined"),
        N_("Those that the reviewer decided on, of those to examine. The others count as they were signed."),
    ),
    (
        N_("Provisional"),
        N_(
            "Level and score of these parts are not to be quoted: not every question is answered, nobody has signed, "
            "and open questions count as 0. Such cells are hatched."
        ),
    ),
    (
        N_("Held back"),
        N_(
            "The level of these parts is lower than the score alone would give: that of a pillar because of its lowest "
            "core indicators, the overall one because of the lowest pillar. A dagger (\N{DAGGER}) marks them."
        ),
    ),
    (
        N_("Empty"),
        N_(
            "Not started (no question of that part has an answer), not rated, not reviewed yet, "
            "or not open to the person who made this file."
        ),
    ),
    (N_("Columns of the sheet “Indicators”"),),
    ("round, code, administration, region", N_("Who answered, and in which round.")),
    (
        "assessment_state, form, version",
        N_("How far the assessment is, its form, and the version of its questionnaire."),
    ),
    ("pillar, element, indicator", N_("The ids of the questionnaire.")),
    ("asked", N_("TRUE if this administration is asked the question, else FALSE: such an answer enters no figure.")),
    ("state", N_("answered, unknown, not_applicable or not_answered.")),
    ("value_number", N_("The answer where it is a number: a level from 0 to 4, or a figure.")),
    ("level", N_("What it counts as, 0 to 4; empty where it does not count.")),
    ("kind", N_("Whose value it is: self, validated or moderated.")),
    (
        "examined",
        N_("TRUE if the reviewer examined the answer, FALSE if it counts as it was signed; empty without a review."),
    ),
    ("value_text", N_("The answer where it is a text: yes, partly or no.")),
)

LEGEND = (
    N_("Hatched: provisional. Not every question is answered, and nobody has signed. Not to be quoted."),
    N_("\N{DAGGER} Held back: a pillar by its lowest core indicators, the whole by its lowest pillar."),
    N_("Empty: not started, or not rated."),
)
"""Below the heatmap."""
