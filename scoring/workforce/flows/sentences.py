"""What a flow says, in sentences that a statistician would sign and a coordinator understands.

They name numbers of people and what chance alone would do, never a cause. Each is English with {names}, which a page
translates before it fills them in.
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from questionnaires.problems import N_
from questionnaires.workforce.definition import MEN, WOMEN, Sex
from scoring.workforce.flows.flow import Flow
from scoring.workforce.flows.processes import Process
from scoring.workforce.flows.strata import Strata
from scoring.workforce.flows.two_by_two import FEWEST, Comparison, Flag
from scoring.workforce.flows.verdicts import Judged, Verdict

EXPECTED: Mapping[Sex, str] = {
    WOMEN: N_("At one rate for both, it would be about {expected} women, not {women}."),
    MEN: N_("At one rate for both, it would be about {expected} men, not {men}."),
}
"""Of the sex to think of: as a number of people it never divides by 0, and it is right for good and bad ways alike."""
CHANCE = {
    Flag.REVIEW: N_("By chance alone, so large a difference would be seen in fewer than 5 of 100 years."),
    Flag.WATCH: N_(
        "By chance alone, so large a difference would be seen in 5 of 100 years or more: see whether it is there again "
        "next year."
    ),
    Flag.WATCH_SIGNIFICANT: N_(
        "The rates are close, but by chance alone such a difference would be seen in fewer than 5 of 100 years: see "
        "whether it is there again next year."
    ),
}
NO_CLEAR_DIFFERENCE = N_("The rates are close: there is no clear difference.")
SMALL_GROUP = N_("With fewer than {fewest} women or fewer than {fewest} men, nothing can be said about a difference.")
TURNED_BY_ONE = N_(
    "A different result for one person would turn the difference round, so nothing can be said about it."
)
NO_CASE = N_("There were no cases to compare.")
NO_WOMEN = N_("There were no women in this group, so women and men cannot be compared.")
NO_MEN = N_("There were no men in this group, so women and men cannot be compared.")
NO_ONE = N_("There was no one in this group, so women and men cannot be compared.")
NOT_KNOWN = N_(
    "Some of these numbers are not known, so women and men cannot be compared. Enter them to see the result."
)
TOO_MANY_WOMEN = N_("{women} women cannot be out of {women_group}. Correct the numbers of women.")
TOO_MANY_MEN = N_("{men} men cannot be out of {men_group}. Correct the numbers of men.")

LOWER_IN: Mapping[Sex, str] = {
    WOMEN: N_("The rate of women is lower than that of men in: {grades}."),
    MEN: N_("The rate of men is lower than that of women in: {grades}."),
}
LEFT_OUT = N_("Not compared, since there was one sex or one outcome only: {grades}.")
OF_VERDICT = {
    Verdict.NOT_KNOWN: N_(
        "Some numbers of the grades are missing or cannot be right, so women and men cannot be compared grade by grade."
    ),
    Verdict.DIFFERS_BY_GRADE: N_(
        "How women and men compare differs from grade to grade, so no single figure describes it. Check these grades."
    ),
    Verdict.HIDDEN_BY_MIX: N_(
        "The total hides a difference, because women and men are in different grades. Check these grades."
    ),
    Verdict.SAME: N_(
        "The difference is also there between women and men of the same grades: which grades they are in does not "
        "explain it."
    ),
    Verdict.EXPLAINED_BY_GRADES: N_(
        "The difference is explained by which grades women and men are in: within the grades there is no clear "
        "difference. See how women and men come into their grades."
    ),
    Verdict.TOO_FEW: N_("There are too few people or cases to compare women and men grade by grade."),
    Verdict.NONE: N_("Within the grades there is no clear difference either."),
}


class Sentence(NamedTuple):
    """`names` hold whole numbers, which a page writes as its language does, and names of grades."""

    template: str
    names: Mapping[str, object]

    def text(self, translate: Callable[[str], str] = str) -> str:
        return translate(self.template).format(**self.names)


def sentences_of(process: Process, comparison: Comparison) -> tuple[Sentence, ...]:
    """To be read one after the other: the numbers, what they say, and what to do."""
    names = _numbers(comparison.flow)
    return tuple(Sentence(template, names | more) for template, more in _of_flow(process, comparison))


def sentences_of_strata(strata: Strata, judged: Judged, shown: Mapping[str, str]) -> tuple[Sentence, ...]:
    """`shown`: by the name of each grade in `strata`, how it is written in the reader's language."""
    named = ((LOWER_IN[WOMEN], judged.women_lower), (LOWER_IN[MEN], judged.men_lower), (LEFT_OUT, strata.left_out))
    listed = (
        Sentence(template, {"grades": ", ".join(shown[grade] for grade in grades)})
        for template, grades in named
        if grades and judged.verdict != Verdict.NOT_KNOWN
    )
    return Sentence(OF_VERDICT[judged.verdict], {}), *listed


def _of_flow(process: Process, comparison: Comparison) -> Iterator[tuple[str, dict[str, object]]]:
    flag = comparison.flag
    if (instead := _instead_of_numbers(comparison)) is not None:
        yield instead, {}
        return
    yield process.fact, {}
    if flag.is_raised:
        yield _expected(process, comparison)
        yield CHANCE[flag], {}
    elif flag == Flag.TOO_FEW:
        yield _too_few(comparison.flow), {"fewest": FEWEST}
    else:
        yield NO_CASE if flag == Flag.NO_CASE else NO_CLEAR_DIFFERENCE, {}
    if flag == Flag.REVIEW:
        yield process.advice, {}


def _instead_of_numbers(comparison: Comparison) -> str | None:
    """Where the numbers cannot be told as those of a comparison."""
    flow = comparison.flow
    if comparison.flag == Flag.CONTRADICTORY:
        return TOO_MANY_WOMEN if Flow(*flow.numbers[:2], None, None).is_contradictory else TOO_MANY_MEN
    if comparison.flag == Flag.NO_GROUP:
        return NO_ONE if not flow.women_group and not flow.men_group else NO_MEN if flow.women_group else NO_WOMEN
    return NOT_KNOWN if comparison.flag == Flag.NOT_KNOWN else None


def _expected(process: Process, comparison: Comparison) -> tuple[str, dict[str, object]]:
    """How many of the sex to think of would have gone this way at one rate for both, half up."""
    sex: Sex = WOMEN if (comparison.lower == WOMEN) != process.higher_is_worse else MEN
    expected = comparison.expected(sex) or Fraction()
    return EXPECTED[sex], {"expected": (expected + Fraction(1, 2)) // 1}


def _too_few(flow: Flow) -> str:
    return SMALL_GROUP if min(flow.women_group or 0, flow.men_group or 0) < FEWEST else TURNED_BY_ONE


def _numbers(flow: Flow) -> dict[str, object]:
    return dict(zip(("women", "women_group", "men", "men_group"), flow.numbers, strict=True))
