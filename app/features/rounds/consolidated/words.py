"""The words of the consolidated workbook: names of sheets and columns, and what its method sheet and legend say."""

from questionnaires.problems import N_

SHEETS = (N_("Administrations"), N_("Indicators"), N_("Regions"), N_("Levels"), N_("Method"), N_("Workforce"))
HEATMAPS = {
    (True, True): N_("Heatmap"),
    (True, False): N_("Heatmap, short form"),
    (False, True): N_("Heatmap {version}"),
    (False, False): N_("Heatmap {version}, short form"),
}
"""By whether all have one version of the questionnaire, and whether the form is the full one."""
KIND_NAMES = {"self": N_("Self-assessed"), "validated": N_("Signed"), "moderated": N_("Reviewed")}
METHOD = (
    (N_("Which administrations"),),
    (N_("Rights"), N_("Those whose gap report the person who created this file can download, with the same values.")),
    (N_("Not signed"), N_("Answers that an administration has not signed are its own draft and can still change.")),
    (
        N_("Region"),
        N_(
            "The WCO region: AP Asia and the Pacific, EUR Europe, AMS Americas and the Caribbean, "
            "MENA North of Africa, Near and Middle East, WCA West and Central Africa, ESA East and Southern Africa."
        ),
    ),
    (
        N_("Kind of organisation"),
        N_(
            "Heatmaps, regions and levels hold customs administrations only. A secretariat or a regional office that "
            "assesses itself has its line at the end of its round, and counts in no figure."
        ),
    ),
    (N_("Whose values"),),
    (N_("Self-assessed (self)"), N_("What the administration answered. No one has signed or reviewed it.")),
    (N_("Signed (validated)"), N_("What the head of the administration signed.")),
    (
        N_("Reviewed (moderated)"),
        N_("The value after the review. While an assessment is under review or returned, it can still change."),
    ),
    (N_("Figures"),),
    (
        N_("Score"),
        N_(
            "0 to 100: the mean of the pillars, each the mean of its elements, each the mean of its indicators. "
            "Rounded half up to one decimal."
        ),
    ),
    (
        N_("Level"),
        N_(
            "0 to 4, from the score. The lowest core indicators can hold back a pillar, and the lowest pillar the "
            "overall level."
        ),
    ),
    (N_("Coverage"), N_("Answered questions as a percentage of those that are asked and apply.")),
    (
        N_("Form"),
        N_(
            "The short form asks fewer questions. Its levels and scores cannot be compared with those of the full "
            "form, nor those of one questionnaire version with another. Each has its own heatmap."
        ),
    ),
    (N_("Difference"), N_("The reviewed score minus the self-assessed score.")),
    (N_("Changed by the head"), N_("The signed score minus the self-assessed score.")),
    (N_("Changed by the reviewer"), N_("The reviewed score minus the signed score.")),
    (
        N_("Answers examined"),
        N_("The answers that the reviewer decided on, out of those to examine. The others count as signed."),
    ),
    (
        N_("Provisional"),
        N_(
            "Do not quote the level and score of these parts: not all questions are answered, no one has signed, and "
            "unanswered questions count as 0. These cells are hatched."
        ),
    ),
    (
        N_("Held back"),
        N_(
            "The level of these parts is lower than the score alone would give: for a pillar because of its lowest "
            "core indicators, for the overall level because of the lowest pillar. A dagger (\N{DAGGER}) marks them."
        ),
    ),
    (
        N_("Empty"),
        N_(
            "Not started (no question of that part is answered), not rated, not reviewed yet, or not open to the "
            "person who created this file."
        ),
    ),
    (
        N_("Sheets “Regions” and “Levels”"),
        N_(
            "Mean scores, and how many assessments are at each level. Signed assessments only, separately for each "
            "round, version and form. The notes below the means say how they are calculated."
        ),
    ),
    (N_("Columns of the sheet “Indicators”"),),
    ("round, code, administration, region", N_("Who answered, and in which round.")),
    (
        "assessment_state, form, version",
        N_("The state of the assessment, its form, and the version of its questionnaire."),
    ),
    ("pillar, element, indicator", N_("The ids of the questionnaire.")),
    (
        "asked",
        N_(
            "TRUE if this administration is asked the question, otherwise FALSE. Answers to questions that are not "
            "asked do not count."
        ),
    ),
    ("state", N_("answered, unknown, not_applicable or not_answered.")),
    ("value_number", N_("The answer where it is a number: a level from 0 to 4, or a figure.")),
    ("level", N_("What it counts as, 0 to 4. Empty if it does not count.")),
    ("kind", N_("Whose value it is: self, validated or moderated.")),
    (
        "examined",
        N_("TRUE if the reviewer examined the answer, FALSE if it counts as signed. Empty without a review."),
    ),
    ("value_text", N_("The answer where it is a text: yes, partly or no.")),
    ("organisation", N_("administration, secretariat or regional_office. Only administrations count in figures.")),
)

METHOD_OF_NUMBERS = (
    (N_("Columns of the sheet “Workforce”"),),
    (
        N_("Which numbers"),
        N_(
            "The numbers of the newest publication of each assessment, as everyone sees them. The sheet is the same "
            "for all readers. Numbers of different organisations are not added up."
        ),
    ),
    ("version, edition", N_("The version of its questionnaire, and which edition of the result it is.")),
    ("table, row, measure", N_("The ids of the tables. The row “total” is the sum of all rows.")),
    ("sex", N_("W women, M men, total both and others. Empty where women and men are not counted apart.")),
    ("unit", N_("people, places, cases, hours or pay. Pay is in the currency of the country, for one hour.")),
    ("value_number", N_("The number. A number that is not known has no line.")),
    (
        "value_text",
        N_("“c” (confidential) in place of a number that is hidden, so that nobody can work back to a person."),
    ),
    ("merged", N_("TRUE where several rows are shown as one, such as G1+G2, so that no small number is shown.")),
)
"""Where workforce numbers are published."""

FEWER = N_("fewer than {count}")
ALL_REGIONS = N_("All regions")
COUNTED = N_("Signed assessments")
NOTHING_SIGNED = N_("No assessment is signed yet.")
MEANS_NOTES = (
    N_("Each mean uses the exact scores of signed assessments and is rounded once. Unsigned answers are left out."),
    N_("A mean of fewer than {count} scores is not shown: it would describe single administrations, not a region."),
)
"""Below the means of regions."""

LEGEND = (
    N_("Hatched: provisional. Not all questions are answered, and no one has signed. Do not quote."),
    N_("\N{DAGGER} Held back: a pillar by its lowest core indicators, the overall level by the lowest pillar."),
    N_("Empty: not started, or not rated."),
)
"""Below the heatmap."""
