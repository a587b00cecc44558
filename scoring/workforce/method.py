"""How each workforce figure is worked out, in plain words, and whose formula it is: the page and the sheet of the
method say this and nothing else.
"""

from typing import NamedTuple

from questionnaires.problems import N_


class Formula(NamedTuple):
    """`name` and `formula` are to be translated; `source` is author, title and year, and "" where the figure is no
    more than a division."""

    name: str
    formula: str
    source: str = ""


UNIFORM_GUIDELINES = "Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4 D, 1978"

OF_REPRESENTATION = (
    Formula(
        N_("Share of women"),
        N_("Women, divided by all staff of the group. People of the third category count among all staff."),
    ),
    Formula(
        N_("Index"),
        N_("The share of women in the group, divided by their share of all staff. Below 1, women are rarer there."),
    ),
    Formula(
        N_("Heads needed to reach 40 per cent"),
        N_(
            "40 per cent of the people in the group, rounded up to whole people, less the women (or the men) who are "
            "there. The size of the group does not change."
        ),
        "Council of Europe, Recommendation Rec(2003)3 on balanced participation of women and men, 2003",
    ),
    Formula(
        N_("Glass ceiling index"),
        N_(
            "The share of women in all grades, divided by their share in the two highest. Above 1, women are rarer at "
            "the top. It has no band with fewer than 5 people at the top."
        ),
        "European Commission, She Figures, 2021",
    ),
    Formula(
        N_("Segregation index"),
        N_(
            "Half the sum, over all functions or grades, of the difference between the share of all women who work "
            "there and the share of all men who do. 0: women and men are spread alike. 1: they share no function."
        ),
        "Duncan and Duncan, A Methodological Analysis of Segregation Indexes, 1955",
    ),
)
OF_FLOWS = (
    Formula(N_("Rate"), N_("People to whom it happened, divided by all to whom it could have happened, for each sex.")),
    Formula(
        N_("Ratio of the rates"),
        N_("The lower of the two rates, divided by the higher. Below four fifths, the difference is looked at."),
        UNIFORM_GUIDELINES,
    ),
    Formula(
        N_("p value"),
        N_(
            "How often chance alone would bring a difference at least as large, if one rate held for both. Fisher's "
            "exact test, two-sided. Below 0.05, chance is an unlikely cause."
        ),
        "Fisher, The Design of Experiments, 1935",
    ),
    Formula(
        N_("Interval of the difference"),
        N_(
            "The rate of women less that of men, with the range that holds the true difference in 95 of 100 samples, "
            "in percentage points."
        ),
        "Newcombe, Interval Estimation for the Difference between Independent Proportions, method 10, 1998",
    ),
    Formula(
        N_("Expected at one rate"),
        N_("All to whom it happened, shared out by how many women and men there were in the group."),
        UNIFORM_GUIDELINES,
    ),
    Formula(
        N_("Case for review, and watch"),
        N_(
            "A case for review: the ratio is below four fifths and p is below 0.05. Watch: only one of the two. Too "
            "few to say: fewer than 10 women or 10 men, or one other result would turn the difference round."
        ),
        f"{UNIFORM_GUIDELINES}; Questions and Answers 21, 1979",
    ),
    Formula(
        N_("Grade by grade"),
        N_(
            "Women and men are compared within each group of grades, and these comparisons are put together (Mantel "
            "and Haenszel). Whether the grades differ from each other is tested first (Breslow and Day)."
        ),
        "Mantel and Haenszel, Statistical Aspects of the Analysis of Data from Retrospective Studies of Disease, 1959; "
        "Breslow and Day, Statistical Methods in Cancer Research 1, 1980",
    ),
)
OF_PAY = (
    Formula(
        N_("Mean pay gap"),
        N_("Men's mean pay per hour less women's, divided by men's, in per cent. Below 0, women are paid more."),
        "Eurostat, Gender pay gap in unadjusted form, 2018",
    ),
    Formula(
        N_("Grade-weighted gap"),
        N_(
            "The gap of each grade with at least 10 women and 10 men, weighted with its staff. The share of staff "
            "covered says how much of the whole that is. With medians in place of means it is the median gap."
        ),
        "International Labour Organization, Global Wage Report 2018/19, 2018",
    ),
    Formula(
        N_("Where the gap comes from"),
        N_(
            "The mean gap in three parts that add up to it: women and men are in different grades, they are paid "
            "differently within grades, and some grades have one sex only."
        ),
        "Kitagawa, Components of a Difference Between Two Rates, 1955",
    ),
    Formula(
        N_("Explained and unexplained part"),
        N_(
            "Explained: what the gap would be if women had men's pay in each grade. Unexplained: the rest. Only where "
            "every grade has both sexes."
        ),
        "Oaxaca, Male-Female Wage Differentials in Urban Labor Markets, 1973",
    ),
    Formula(
        N_("Quarters of pay"),
        N_("All staff in four equal parts from the lowest to the highest pay, with the share of women in each."),
        "UK Government Equalities Office, Gender Pay Gap Reporting, 2017",
    ),
)
OF_OUTCOMES = (
    Formula(
        N_("Band of an outcome"),
        N_("0 to 4, by the limits that the rule of the question names. It never enters a maturity score."),
    ),
    Formula(
        N_("Practice beside results"),
        N_(
            "The level of an element's answers beside the mean band of its outcomes. One is ahead of the other where "
            "they are at least one level apart."
        ),
    ),
)
OF_HIDING = (
    Formula(
        N_("Hiding small numbers"),
        N_(
            "A number below the threshold of its table is hidden, and so are as many others as it takes: for every "
            "hidden number the range that can be worked out from all that is published, in this round and earlier "
            "ones, is checked to be at least as wide as the threshold."
        ),
        "Willenborg and de Waal, Elements of Statistical Disclosure Control, 2001; Hundepool et al., Statistical "
        "Disclosure Control, 2012",
    ),
)
GROUPS: tuple[tuple[str, tuple[Formula, ...]], ...] = (
    (N_("Where women work"), OF_REPRESENTATION),
    (N_("Coming in, rising, leaving, training, coming back"), OF_FLOWS),
    (N_("Pay"), OF_PAY),
    (N_("Outcomes"), OF_OUTCOMES),
    (N_("Small numbers"), OF_HIDING),
)
FORMULAS: tuple[Formula, ...] = tuple(formula for _, formulas in GROUPS for formula in formulas)
"""In the order in which they are read."""

HOW_HIDING_WORKS = (
    N_("Before a result is published, numbers in which a person could be recognised are hidden and shown as “c”."),
    N_("Numbers from which a hidden one could be worked out are hidden too: other rows, other columns, other tables."),
    N_("Grades are put together where that hides less."),
    N_("A figure is shown only if every number that it is worked out from is shown."),
    N_("What is hidden is fixed with the publication. Every page, file and chart keeps to it."),
    N_(
        "The administration's own team sees every number, and so do its reviewer and the lead of the secretariat while "
        "they review."
    ),
)
