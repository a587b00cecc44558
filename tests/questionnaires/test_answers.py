"""What is accepted as an answer, a profile, a file of answers, and what is refused with which words."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.answers import MOST_EVIDENCE_ITEMS, Answer, OutsideControl, is_same_answer, missing, read_answer
from questionnaires.definition import Indicator
from questionnaires.documents import as_document
from questionnaires.texts import MOST_UNITS, as_kept
from tests.questionnaires.raw_answers import CHOICE, CORE, LONGEST, OTHER, PERCENT, answered, not_applicable, outside

BAD_ANSWERS: list[tuple[Indicator, Any, str, str]] = [
    (CORE, None, "", "This must be an object"),
    (CORE, [], "", "This must be an object"),
    (CORE, "answered", "", "This must be an object"),
    (CORE, {}, "state", "Enter one of: answered, unknown, not_applicable, not_answered."),
    (CORE, {"state": "Answered"}, "state", "Enter one of"),
    (CORE, {"state": True}, "state", "Enter one of"),
    (CORE, {"state": ["answered"]}, "state", "Enter one of"),
    (CORE, answered(level=3), "level", "This is not a part of an answer."),
    (CORE, {"state": "answered"}, "value", "Choose a level from 0 to 4."),
    (CORE, answered(5), "value", "Choose a level from 0 to 4."),
    (CORE, answered(-1), "value", "Choose a level from 0 to 4."),
    (CORE, answered(True), "value", "Choose a level from 0 to 4."),
    (CORE, answered(3.5), "value", "Choose a level from 0 to 4."),
    (CORE, answered("3,5"), "value", "Choose a level from 0 to 4."),
    (CORE, answered("yes"), "value", "Choose a level from 0 to 4."),
    (CORE, answered([3]), "value", "Choose a level from 0 to 4."),
    (CHOICE, answered(4), "value", "Choose yes, partly or no."),
    (CHOICE, answered("Yes"), "value", "Choose yes, partly or no."),
    (CHOICE, answered(True), "value", "Choose yes, partly or no."),
    (CHOICE, answered(["yes"]), "value", "Choose yes, partly or no."),
    (PERCENT, {"state": "answered"}, "value", "Enter a number of at most 15 digits, or a text."),
    (PERCENT, answered(False), "value", "Enter a number of at most 15 digits, or a text."),
    (PERCENT, answered([]), "value", "Enter a number of at most 15 digits, or a text."),
    (PERCENT, answered(float("nan")), "value", "Enter a number of at most 15 digits, or a text."),
    (PERCENT, answered(float("-inf")), "value", "Enter a number of at most 15 digits, or a text."),
    (PERCENT, answered(10**400), "value", "Enter a number of at most 15 digits, or a text."),
    (PERCENT, answered("a\0b"), "value", "This text contains invisible characters"),
    (CORE, {"state": "unknown", "value": 0}, "value", "Only an answered question has a value."),
    (CORE, {"state": "not_answered", "value": ""}, "value", "Only an answered question has a value."),
    (CORE, not_applicable(value=3), "value", "Only an answered question has a value."),
    (CORE, {"state": "not_applicable"}, "reason_code", "Choose why the question is not applicable."),
    (CORE, not_applicable(reason_code=""), "reason_code", "Choose why the question is not applicable."),
    (CORE, not_applicable(reason_code="NA4"), "reason_code", "Choose why the question is not applicable."),
    (CORE, not_applicable(reason_code=["NA1"]), "reason_code", "Choose why the question is not applicable."),
    (CORE, not_applicable(reason_code="NA3"), "reason_code", "This is a core question"),
    (CORE, answered(reason_code="NA1"), "reason_code", "Only a question that is not applicable has a reason."),
    (CORE, answered(reason_code=False), "reason_code", "Only a question that is not applicable has a reason."),
    (CORE, answered(reason="Because"), "reason", "Only a question that is not applicable has a reason."),
    (CORE, not_applicable(reason=False), "reason", "This must be a text."),
    (CORE, not_applicable(reason=0), "reason", "This must be a text."),
    (CORE, answered(comment=False), "comment", "This must be a text."),
    (CORE, answered(comment=0), "comment", "This must be a text."),
    (CORE, answered(comment=[]), "comment", "This must be a text."),
    (CORE, answered(comment={}), "comment", "This must be a text."),
    (CORE, answered(evidence=""), "evidence", "Enter the evidence as a list of texts."),
    (CORE, answered(evidence=False), "evidence", "Enter the evidence as a list of texts."),
    (CORE, answered(evidence={}), "evidence", "Enter the evidence as a list of texts."),
    (CORE, answered(evidence="Policy 12"), "evidence", "Enter the evidence as a list of texts."),
    (CORE, answered(evidence=[None]), "evidence", "This must be a text."),
    (CORE, answered(evidence=[1]), "evidence", "This must be a text."),
    (CORE, answered(evidence=["x"] * (MOST_EVIDENCE_ITEMS + 1)), "evidence", "Enter at most 20 items."),
    (
        CORE,
        answered(evidence=[LONGEST] * 3),
        "evidence",
        "The evidence for one question can have 30,000 characters in total. Shorten it by 2.",
    ),
    (CORE, not_applicable(outside_control={"authority": "M"}), "outside_control", "A question that is not applicable"),
    (CORE, answered(outside_control=False), "outside_control", "This must be an object"),
    (CORE, answered(outside_control="Ministry"), "outside_control", "This must be an object"),
    (CORE, outside(authority=0), "outside_control.authority", "This must be a text."),
    (CORE, outside(raised="yes"), "outside_control.raised", "Enter true or false."),
    (CORE, outside(raised=1), "outside_control.raised", "Enter true or false."),
    (CORE, outside(since=2020), "outside_control.since", "This part is unknown."),
    (CORE, answered(target=5), "target", "Choose a target level from 0 to 4."),
    (CORE, answered(target=True), "target", "Choose a target level from 0 to 4."),
    (CORE, answered(target=3.5), "target", "Choose a target level from 0 to 4."),
    (CORE, answered(target="3,5"), "target", "Choose a target level from 0 to 4."),
    (CORE, answered(target=""), "target", "Choose a target level from 0 to 4."),
]

BAD_TEXTS = [
    ("a\x00b", "This text contains invisible characters, at each ▯ here: “a▯b” (U+0000). Enter these"),
    ("\ud800", "This text contains invisible characters, at each ▯ here: “▯” (U+D800). Enter these"),
    (LONGEST + "x", "This text has 10,001 characters. Shorten it to 10,000 or fewer"),
    ("\N{GRINNING FACE}" * 5_001, "This text has 10,002 characters. Shorten it to 10,000 or fewer"),
]

GOOD_TEXTS = [
    "",
    "=1+1",
    " spaces stay ",
    "two\nlines",
    "\u200fعربى",
    "\U0001fffe",
    "{curly} %s",
    LONGEST,
    "\N{GRINNING FACE}" * 5_000,
]


@pytest.mark.parametrize(("indicator", "raw", "place", "said"), BAD_ANSWERS)
def test_a_bad_answer_is_refused_with_its_field(indicator: Indicator, raw: Any, place: str, said: str) -> None:
    problems = [(problem.place, problem.text()) for problem in read_answer(indicator, raw)[1]]

    assert any(at == place and text.startswith(said) for at, text in problems), problems


@pytest.mark.parametrize(("text", "said"), BAD_TEXTS)
@pytest.mark.parametrize(
    ("place", "raw_with"),
    [
        ("comment", lambda text: answered(comment=text)),
        ("evidence", lambda text: answered(evidence=["fine", text])),
        ("reason", lambda text: not_applicable(reason=text)),
        ("outside_control.authority", lambda text: outside(authority=text)),
    ],
)
def test_a_text_that_could_not_be_kept_unchanged_is_refused_everywhere(
    text: str, said: str, place: str, raw_with: Callable[[str], dict[str, Any]]
) -> None:
    (problem,) = read_answer(CORE, raw_with(text))[1]

    assert problem.place == place
    assert problem.text().startswith(said)


@pytest.mark.parametrize("text", GOOD_TEXTS)
def test_any_other_text_is_kept_unchanged(text: str) -> None:
    answer, problems = read_answer(CORE, answered(comment=text))

    assert (answer.comment, problems) == (text, [])


def test_two_characters_of_a_windows_line_end_become_one() -> None:
    assert read_answer(CORE, answered(comment="a\r\nb\r\n"))[0].comment == "a\nb\n"


def test_windows_line_ends_do_not_count_twice() -> None:
    assert read_answer(CORE, answered(comment="\r\n" * MOST_UNITS))[1] == []


def test_every_problem_of_an_answer_is_reported_at_once() -> None:
    problems = read_answer(CORE, answered(9, comment=1, evidence=2, target=7, extra=0))[1]

    assert [problem.place for problem in problems] == ["extra", "value", "evidence", "comment", "target"]


def test_na3_is_accepted_where_the_question_is_not_core() -> None:
    answer, problems = read_answer(OTHER, not_applicable(reason_code="NA3"))

    assert (answer.reason_code, problems) == ("NA3", [])


@pytest.mark.parametrize("state", ["answered", "unknown", "not_answered"])
def test_the_flag_may_stand_beside_every_state_but_not_applicable(state: str) -> None:
    raw = {"state": state, "value": 2 if state == "answered" else None, "outside_control": {"authority": "M"}}

    assert read_answer(CORE, raw)[1] == []


def test_an_answer_on_a_table_is_a_number_or_a_text() -> None:
    assert [read_answer(PERCENT, answered(value))[0].value for value in (0, -2.5, "12 of 40")] == [0, -2.5, "12 of 40"]


def test_levels_are_numbers_as_programs_and_people_write_them() -> None:
    for three in (3, 3.0, "3", " 3.0", "\N{ARABIC-INDIC DIGIT THREE}", "\N{FULLWIDTH DIGIT THREE}"):
        answer, problems = read_answer(CORE, answered(three, target=three))
        assert (answer.value, type(answer.value), answer.target, problems) == (3, int, 3, [])


def test_parts_that_are_null_count_as_absent() -> None:
    nothing = dict.fromkeys(("value", "reason_code", "reason", "evidence", "comment", "outside_control", "target"))

    assert read_answer(CORE, {"state": "unknown", **nothing}) == (Answer("unknown"), [])


def test_blank_evidence_is_dropped() -> None:
    assert read_answer(CORE, answered(evidence=["", "  ", "\n", "Policy"]))[0].evidence == ("Policy",)


def test_what_a_kept_answer_still_lacks_is_said_before_signing() -> None:
    flagged = Answer("unknown", outside_control=OutsideControl(" ", None))
    unexplained = Answer("not_applicable", reason_code="NA1", reason=" ")

    assert [problem.place for problem in missing(flagged)] == ["outside_control.authority", "outside_control.raised"]
    assert [problem.place for problem in missing(unexplained)] == ["reason"]


def test_a_complete_answer_lacks_nothing() -> None:
    assert missing(Answer("answered", 3, outside_control=OutsideControl("Ministry", False))) == []


TEXTS = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff", include_characters="\n")
).map(as_kept)
FLAGS = st.none() | st.builds(OutsideControl, TEXTS, st.none() | st.booleans())
PARTS = {
    "evidence": st.lists(TEXTS.filter(str.strip), max_size=3).map(tuple),
    "comment": TEXTS,
    "target": st.none() | st.integers(0, 4),
}
ANSWERS = st.one_of(
    st.builds(Answer, st.just("answered"), st.integers(0, 4), outside_control=FLAGS, **PARTS),
    st.builds(Answer, st.sampled_from(["unknown", "not_answered"]), outside_control=FLAGS, **PARTS),
    st.builds(Answer, st.just("not_applicable"), reason_code=st.sampled_from(["NA1", "NA2"]), reason=TEXTS, **PARTS),
)


@given(ANSWERS)
@settings(deadline=None, derandomize=True, max_examples=150)
def test_an_answer_written_as_json_reads_back_the_same(answer: Answer) -> None:
    assert read_answer(CORE, as_document(answer)) == (answer, [])


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["answered", "NA1"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["state", "value", "evidence", "outside_control", "x"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(JSON, st.sampled_from([CORE, CHOICE, PERCENT]))
@settings(deadline=None, derandomize=True, max_examples=200)
def test_no_json_makes_reading_an_answer_stumble(
    raw: dict[str, Any] | list[Any] | int | str | None, indicator: Indicator
) -> None:
    _, problems = read_answer(indicator, raw)

    assert all(problem.text() for problem in problems)


@pytest.mark.parametrize(
    "answer", [Answer(), Answer("unknown", 3), Answer("answered"), Answer("answered", ""), Answer("answered", "many")]
)
def test_what_is_no_level_counts_as_the_lowest_one(answer: Answer) -> None:
    assert answer.level == 0


def test_an_answer_is_the_same_where_people_see_the_same() -> None:
    older, newer = Answer("answered", 3, comment="First\r\nsecond"), Answer("answered", 3, comment="First\nsecond")

    assert is_same_answer(older, newer)
    assert is_same_answer(newer, older)
    assert is_same_answer(Answer("unknown", comment=" \n"), Answer("unknown"))
    assert not is_same_answer(newer, Answer("answered", 3, comment="First second"))
