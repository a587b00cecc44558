"""The flows that are told, in words: what went this way, and what to look at where women and men differ."""

from typing import NamedTuple

from questionnaires.problems import N_

CRITERIA = N_("Check how the vacancies were worded, what the criteria of this stage ask for and who applied them.")
DECLINED = N_("Ask those who declined a post why, and compare what women and men say.")
NOT_APPLIED = N_("Check how people learn of openings, and ask those who did not apply why.")
PANELS = N_("Check what the criteria for promotion ask for, how panels decided and how they used earlier ratings.")
REASONS = N_("Ask those who leave why, and compare what women and men say.")
AGES = N_("Check whether the ages of women and men explain it, or different rules for retirement.")
CONTRACTS = N_("Check who had a fixed-term contract, and whose contracts were renewed.")
LIKE_CASES = N_("Check whether similar cases led to similar decisions.")
COURSES = N_("Check who was told of the training, who was nominated, and whether times and places suit everyone.")
ENTITLED = N_("Check whether all who are entitled know it, and ask what kept people from taking leave.")
COMING_BACK = N_("Ask those who did not return what would have helped, such as other hours or childcare.")


class Process(NamedTuple):
    """`fact` tells the four numbers of a flow, `advice` what to do where it is to be reviewed.

    `higher_is_worse`: the sex with the higher rate is the one to think of, as where people leave. The flag and all
    figures are the same either way.
    """

    id: str
    fact: str
    advice: str
    higher_is_worse: bool = False


RECRUITMENT = (
    Process(
        "shortlisted",
        N_("{women} of {women_group} women and {men} of {men_group} men who applied were shortlisted."),
        CRITERIA,
    ),
    Process(
        "offered",
        N_("{women} of {women_group} women and {men} of {men_group} men who were shortlisted were offered a post."),
        CRITERIA,
    ),
    Process(
        "hired",
        N_("{women} of {women_group} women and {men} of {men_group} men who were offered a post were hired."),
        DECLINED,
    ),
    Process(
        "hired_of_applicants",
        N_("{women} of {women_group} women and {men} of {men_group} men who applied were hired."),
        CRITERIA,
    ),
)
PROMOTION = (
    Process(
        "applied",
        N_("{women} of {women_group} women and {men} of {men_group} men who were eligible applied for promotion."),
        NOT_APPLIED,
    ),
    Process(
        "promoted",
        N_("{women} of {women_group} women and {men} of {men_group} men who were eligible were promoted."),
        PANELS,
    ),
    Process(
        "promoted_of_applicants",
        N_("{women} of {women_group} women and {men} of {men_group} men who applied for promotion were promoted."),
        PANELS,
    ),
)
EXITS = (
    Process("left", N_("{women} of {women_group} women and {men} of {men_group} men left."), REASONS, True),
    Process("resigned", N_("{women} of {women_group} women and {men} of {men_group} men resigned."), REASONS, True),
    Process("retired", N_("{women} of {women_group} women and {men} of {men_group} men retired."), AGES, True),
    Process(
        "contract_ended",
        N_("{women} of {women_group} women and {men} of {men_group} men left when their contract ended."),
        CONTRACTS,
        True,
    ),
    Process(
        "dismissed", N_("{women} of {women_group} women and {men} of {men_group} men were dismissed."), LIKE_CASES, True
    ),
    Process(
        "left_otherwise",
        N_("{women} of {women_group} women and {men} of {men_group} men left for other reasons."),
        REASONS,
        True,
    ),
)
TRAINING = (
    Process(
        "technical",
        N_("{women} of {women_group} women and {men} of {men_group} men took part in technical training."),
        COURSES,
    ),
    Process(
        "enforcement",
        N_("{women} of {women_group} women and {men} of {men_group} men took part in training for enforcement."),
        COURSES,
    ),
    Process(
        "leadership",
        N_("{women} of {women_group} women and {men} of {men_group} men took part in leadership training."),
        COURSES,
    ),
    Process(
        "equality",
        N_("{women} of {women_group} women and {men} of {men_group} men took part in training on gender equality."),
        COURSES,
    ),
    Process(
        "abroad",
        N_("{women} of {women_group} women and {men} of {men_group} men took part in training abroad or by the WCO."),
        COURSES,
    ),
)
LEAVE = (
    Process(
        "took",
        N_("{women} of {women_group} women and {men} of {men_group} men who were entitled to parental leave took it."),
        ENTITLED,
    ),
    Process(
        "returned",
        N_("{women} of {women_group} women and {men} of {men_group} men who were due back from leave returned."),
        COMING_BACK,
    ),
    Process(
        "still_employed",
        N_(
            "{women} of {women_group} women and {men} of {men_group} men who had returned from leave a year earlier "
            "were still employed 12 months later."
        ),
        REASONS,
    ),
)
PROCESSES = {process.id: process for process in (*RECRUITMENT, *PROMOTION, *EXITS, *TRAINING, *LEAVE)}
"""By the measure, or the row, of the table that counts them; beside those, the three that skip or add up stages."""
