"""Which indicators are asked: conditions, the empty profile, the short form."""

from collections.abc import Mapping

import pytest

from questionnaires.answers import Answer
from questionnaires.definition import ProfileKey
from tests.scoring.builders import (
    NOT_APPLICABLE,
    UNKNOWN,
    a_choice,
    a_number,
    a_questionnaire,
    an_indicator,
    card,
    level,
    scored,
    yes_partly_no,
)

PROFILE = (a_choice("land"), a_choice("sea"), a_choice("region", "AP", "EUR"), a_number("staff"))


def asked(condition: str, profile: Mapping[str, int | str | None] | None = None, **answers: Answer) -> bool:
    """Whether B-01 is asked, with A-01 (maturity), A-02 (yes/partly/no) before it and this condition."""
    questionnaire = a_questionnaire(
        an_indicator("A-01"), yes_partly_no("A-02"), an_indicator("B-01", condition=condition), profile=PROFILE
    )
    given = {id_.replace("_", "-"): answer for id_, answer in answers.items()}
    return bool(card(scored(questionnaire, given, profile))["B-01"]["asked"])


def test_a_question_without_a_condition_is_always_asked() -> None:
    assert asked("always", {"profile.land": "no"})


@pytest.mark.parametrize(
    ("condition", "profile", "expected"),
    [
        ("profile.land = yes", {"profile.land": "yes"}, True),
        ("profile.land = yes", {"profile.land": "no"}, False),
        ("profile.land != yes", {"profile.land": "no"}, True),
        ("profile.land != yes", {"profile.land": "yes"}, False),
        ("profile.land=yes", {"profile.land": "yes"}, True),
        ("profile.staff >= 50", {"profile.staff": 50}, True),
        ("profile.staff >= 50", {"profile.staff": 49}, False),
        ("profile.staff > 50", {"profile.staff": 50}, False),
        ("profile.staff <= 50", {"profile.staff": 50}, True),
        ("profile.staff < 50", {"profile.staff": 50}, False),
        ("profile.staff = 0", {"profile.staff": 0}, True),
        ("profile.staff > 0", {"profile.staff": 0}, False),
    ],
)
def test_a_clause_compares_a_profile_key_with_its_value(
    condition: str, profile: dict[str, int | str], expected: bool
) -> None:
    assert asked(condition, profile) is expected


@pytest.mark.parametrize("region", ["AP", '"AP"', "'AP'"])
def test_quotes_are_not_part_of_the_value(region: str) -> None:
    assert asked(f"profile.region = {region}", {"profile.region": "AP"})
    assert not asked(f"profile.region = {region}", {"profile.region": "EUR"})


@pytest.mark.parametrize(
    ("land", "sea", "expected"),
    [("yes", "yes", True), ("yes", "no", True), ("no", "yes", True), ("no", "no", False)],
)
def test_or_is_true_if_any_clause_is(land: str, sea: str, expected: bool) -> None:
    profile = {"profile.land": land, "profile.sea": sea}

    assert asked("profile.land = yes or profile.sea = yes", profile) is expected


@pytest.mark.parametrize("empty", [{}, {"profile.land": None}, {"profile.land": ""}])
@pytest.mark.parametrize("condition", ["profile.land = yes", "profile.land != yes", "profile.land = no"])
def test_an_empty_profile_key_makes_its_clause_true(empty: dict[str, str | None], condition: str) -> None:
    assert asked(condition, empty)


def test_clauses_are_judged_one_by_one() -> None:
    """One empty key is enough, whatever the other clause says."""
    assert asked("profile.land = yes or profile.sea = yes", {"profile.land": "no"})


def test_an_empty_profile_key_helps_only_its_own_clause() -> None:
    assert not asked("A-01 >= 2 or profile.sea = yes", {"profile.sea": "no"}, A_01=level(1))


@pytest.mark.parametrize(
    ("answer", "expected"), [(level(1), False), (level(2), True), (level(3), True), (level(4), True)]
)
def test_an_answered_indicator_counts_as_its_level(answer: Answer, expected: bool) -> None:
    assert asked("A-01 >= 2", A_01=answer) is expected


@pytest.mark.parametrize(("value", "expected"), [("yes", 4), ("partly", 2), ("no", 0)])
def test_yes_partly_and_no_count_as_4_2_and_0(value: str, expected: int) -> None:
    assert asked(f"A-02 = {expected}", A_02=level(value))


@pytest.mark.parametrize("answers", [{}, {"A_01": UNKNOWN}, {"A_01": NOT_APPLICABLE}], ids=str)
def test_everything_else_counts_as_0(answers: dict[str, Answer]) -> None:
    assert asked("A-01 = 0", None, **answers)
    assert not asked("A-01 >= 1", None, **answers)


def test_any_answer_on_an_indicator_that_is_not_asked_counts_as_0() -> None:
    questionnaire = a_questionnaire(
        an_indicator("A-01", condition="profile.land = yes"),
        an_indicator("A-02", condition="A-01 >= 1"),
        profile=PROFILE,
    )

    result = card(scored(questionnaire, {"A-01": level(4)}, {"profile.land": "no"}))

    assert (result["A-01"]["asked"], result["A-02"]["asked"]) == (False, False)


def test_the_flag_outside_control_does_not_change_a_condition() -> None:
    flagged = level(3, outside_control=object())

    assert asked("A-01 >= 2", A_01=flagged)


def test_the_short_form_asks_only_what_has_the_short_flag() -> None:
    questionnaire = a_questionnaire(an_indicator("A-01", short=True), an_indicator("A-02"))

    result = card(scored(questionnaire, {"A-01": level(3), "A-02": level(1)}, form="short"))

    assert (result["A-01"]["asked"], result["A-02"]["asked"]) == (True, False)
    assert (result["overall"]["exact"], result["overall"]["asked"]) == ("75", 1)


def test_in_the_short_form_what_is_left_out_counts_as_0_in_conditions() -> None:
    questionnaire = a_questionnaire(an_indicator("A-01"), an_indicator("A-02", condition="A-01 >= 1", short=True))

    assert not card(scored(questionnaire, {"A-01": level(4)}, form="short"))["A-02"]["asked"]


def test_the_answer_on_a_question_not_asked_is_kept_and_ignored_in_every_figure() -> None:
    questionnaire = a_questionnaire(an_indicator("A-01"), an_indicator("A-02", condition="A-01 >= 4", core=True))

    ignored = card(scored(questionnaire, {"A-01": level(3), "A-02": level(0)}))
    absent = card(scored(questionnaire, {"A-01": level(3)}))

    assert (ignored["A-02"]["state"], ignored["A-02"]["value"]) == ("answered", 0)
    assert [ignored[id_] for id_ in ("overall", "P1", "E1.1")] == [absent[id_] for id_ in ("overall", "P1", "E1.1")]


def test_outcome_and_info_indicators_are_asked_but_never_enter() -> None:
    questionnaire = a_questionnaire(
        an_indicator("A-01"),
        an_indicator("A-02", kind="percent", scored="outcome"),
        an_indicator("A-03", kind="number", scored="info"),
    )

    result = card(scored(questionnaire, {"A-01": level(2), "A-02": level(99), "A-03": level("12 posts")}))

    assert (result["A-02"]["asked"], result["A-03"]["asked"]) == (True, True)
    assert (result["overall"]["exact"], result["overall"]["asked"], result["overall"]["answered"]) == ("50", 1, 1)


OF_LAND = (
    ProfileKey(key="profile.who", kind="choice", options=("office", "ship"), given="kind"),
    ProfileKey.model_validate(
        {"key": "profile.land", "kind": "choice", "options": ("yes", "no"), "condition": "profile.who = office"}
    ),
)


@pytest.mark.parametrize("condition", ["profile.land = yes", "profile.land != yes", "profile.land != no"])
@pytest.mark.parametrize("there", [{}, {"profile.land": "yes"}, {"profile.land": "no"}])
def test_no_clause_holds_on_a_key_that_is_not_asked(condition: str, there: dict[str, str]) -> None:
    questionnaire = a_questionnaire(an_indicator("A-01", condition=condition), an_indicator("A-02"), profile=OF_LAND)
    of_a_ship = card(scored(questionnaire, {}, {"profile.who": "ship", **there}))

    assert not of_a_ship["A-01"]["asked"]


def test_an_empty_key_that_others_hang_on_removes_none_of_them() -> None:
    questionnaire = a_questionnaire(an_indicator("A-01", condition="profile.land = yes"), profile=OF_LAND)

    assert card(scored(questionnaire, {}, {}))["A-01"]["asked"]
    assert [key.key for key in questionnaire.asked_keys({})] == ["profile.who", "profile.land"]
    assert [key.key for key in questionnaire.asked_keys({"profile.who": "ship"})] == ["profile.who"]
