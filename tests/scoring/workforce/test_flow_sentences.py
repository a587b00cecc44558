"""What is said of a flow: its numbers, what chance would do, and what to do."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.workforce.flows.flow import Flow
from scoring.workforce.flows.processes import EXITS, LEAVE, PROCESSES
from scoring.workforce.flows.sentences import sentences_of, sentences_of_strata
from scoring.workforce.flows.strata import compare_strata
from scoring.workforce.flows.two_by_two import compare
from scoring.workforce.flows.verdicts import judge
from tests.scoring.workforce.flow_cases import QUICK, Four, compared

NAMES = {"GA": "Executives and senior management", "GB": "Middle management", "GC": "Staff", "GD": "Support"}
ANY_NUMBER = st.none() | st.integers(0, 300)
NEVER_SAID = re.compile(r"discriminat|bias|unfair|guilt|\bnan\b|\binf\b|None|[{}]", re.IGNORECASE)


def said(process: str, *numbers: int | None) -> str:
    return " ".join(sentence.text() for sentence in sentences_of(PROCESSES[process], compared(*numbers)))


def said_of(**grades: Four) -> str:
    strata = compare_strata({name: Flow(*numbers) for name, numbers in grades.items()})
    return " ".join(sentence.text() for sentence in sentences_of_strata(strata, judge(strata), NAMES))


def test_a_review_tells_numbers_what_would_be_expected_and_what_to_do() -> None:
    assert said("promoted", 20, 280, 45, 310) == (
        "20 of 280 women and 45 of 310 men who were eligible were promoted. "
        "At one rate for both, it would be about 31 women, not 20. "
        "By chance alone, so large a difference would be seen in fewer than 5 of 100 years. "
        "Check what the criteria for promotion ask for, how panels decided and how they used earlier ratings."
    )


def test_men_are_told_of_in_the_same_words() -> None:
    assert said("promoted", 45, 310, 20, 280) == (
        "45 of 310 women and 20 of 280 men who were eligible were promoted. "
        "At one rate for both, it would be about 31 men, not 20. "
        "By chance alone, so large a difference would be seen in fewer than 5 of 100 years. "
        "Check what the criteria for promotion ask for, how panels decided and how they used earlier ratings."
    )


def test_where_people_leave_the_sex_with_the_higher_rate_is_told_of() -> None:
    assert said("resigned", 45, 310, 20, 280) == (
        "45 of 310 women and 20 of 280 men resigned. "
        "At one rate for both, it would be about 34 women, not 45. "
        "By chance alone, so large a difference would be seen in fewer than 5 of 100 years. "
        "Ask those who leave why, and compare what women and men say."
    )
    assert {process.id for process in PROCESSES.values() if process.higher_is_worse} == {each.id for each in EXITS}


@pytest.mark.parametrize(
    ("numbers", "said_last"),
    [
        (
            (12, 80, 30, 120),
            "By chance alone, so large a difference would be seen in 5 of 100 years or more: see whether it is there "
            "again next year.",
        ),
        (
            (450, 1_000, 500, 1_000),
            "The rates are close, but by chance alone such a difference would be seen in fewer than 5 of 100 years: "
            "see whether it is there again next year.",
        ),
        ((20, 100, 25, 100), "The rates are close: there is no clear difference."),
        ((1, 8, 3, 12), "With fewer than 10 women or fewer than 10 men, nothing can be said about a difference."),
        (
            (0, 40, 1, 90),
            "A different result for one person would turn the difference round, so nothing can be said about it.",
        ),
        ((0, 40, 0, 90), "There were no cases to compare."),
    ],
)
def test_what_is_not_to_be_reviewed_says_why(numbers: Four, said_last: str) -> None:
    fact, *_, last = sentences_of(PROCESSES["offered"], compared(*numbers))

    assert fact.text().endswith(f" of {numbers[3]} men who were shortlisted were offered a post.")
    assert last.text() == said_last


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ((0, 0, 5, 20), "There were no women in this group, so women and men cannot be compared."),
        ((5, 20, 0, 0), "There were no men in this group, so women and men cannot be compared."),
        ((0, 0, 0, 0), "There was no one in this group, so women and men cannot be compared."),
        (
            (None, 20, 5, 20),
            "Some of these numbers are not known, so women and men cannot be compared. Enter them to see the result.",
        ),
        ((21, 20, 5, 20), "21 women cannot be out of 20. Correct the numbers of women."),
        ((None, 20, 6, 5), "6 men cannot be out of 5. Correct the numbers of men."),
    ],
)
def test_where_there_is_nothing_to_compare_that_is_all_that_is_said(
    numbers: tuple[int | None, ...], sentence: str
) -> None:
    assert said("returned", *numbers) == sentence


def test_a_page_translates_before_the_numbers_are_filled_in() -> None:
    fact, *_ = sentences_of(LEAVE[1], compared(20, 25, 8, 10))

    assert fact.text(lambda _: "{men} von {men_group} Männern") == "8 von 10 Männern"
    assert fact.names == {"women": 20, "women_group": 25, "men": 8, "men_group": 10}


@pytest.mark.parametrize("process", PROCESSES)
def test_each_process_is_told_by_its_own_fact(process: str) -> None:
    facts = {each.fact for each in PROCESSES.values()}

    assert len(facts) == len(PROCESSES)
    assert said(process, 3, 40, 30, 50).startswith("3 of 40 women and 30 of 50 men ")


def test_grades_that_explain_a_difference_are_told_to() -> None:
    assert said_of(GA=(6, 20, 60, 200), GC=(20, 400, 5, 100)) == (
        "The difference is explained by which grades women and men are in: within the grades there is no clear "
        "difference. See how women and men come into their grades."
    )


def test_a_grade_that_the_total_hides_is_named() -> None:
    assert said_of(GA=(60, 100, 34, 60), GB=(0, 0, 3, 9), GC=(5, 200, 20, 300)) == (
        "The total hides a difference, because women and men are in different grades. Check these grades. "
        "The rate of women is lower than that of men in: Staff. "
        "Not compared, since there was one sex or one outcome only: Middle management."
    )


def test_grades_that_are_not_alike_are_named_by_the_sex_behind() -> None:
    assert said_of(GA=(10, 100, 30, 100), GC=(30, 100, 10, 100)) == (
        "How women and men compare differs from grade to grade, so no single figure describes it. Check these grades. "
        "The rate of women is lower than that of men in: Executives and senior management. "
        "The rate of men is lower than that of women in: Staff."
    )


@QUICK
@given(
    st.sampled_from(sorted(PROCESSES)),
    st.dictionaries(
        st.sampled_from(sorted(NAMES)), st.builds(Flow, ANY_NUMBER, ANY_NUMBER, ANY_NUMBER, ANY_NUMBER), max_size=4
    ),
)
def test_whatever_the_numbers_are_the_sentences_are_whole_and_judge_nobody(
    process: str, grades: dict[str, Flow]
) -> None:
    strata = compare_strata(grades)
    sentences = [
        *(each for flow in grades.values() for each in sentences_of(PROCESSES[process], compare(flow))),
        *sentences_of_strata(strata, judge(strata), NAMES),
    ]

    assert sentences
    for sentence in sentences:
        assert NEVER_SAID.search(sentence.text()) is None
        assert sentence.text().endswith(".")
