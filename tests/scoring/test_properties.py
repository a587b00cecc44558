"""What holds for any questionnaire and any answers, and what a second implementation says."""

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from questionnaires.answers import read_answer, read_document
from questionnaires.definition import Indicator, Questionnaire
from scoring.gaps import find_gaps
from scoring.score import mean, points_of, score
from scoring.scorecard import Figures, IndicatorResult, Node, Scorecard, as_document
from tests.scoring.generated import LEVELS, REAL, Case, never_asked, real_cases, small_cases
from tests.scoring.second_opinion import second_opinion

NOT_APPLICABLE = {"state": "not_applicable", "reason_code": "NA1"}
VALUES: dict[str, tuple[int | str, ...]] = {"maturity": LEVELS, "yes_partly_no": ("no", "partly", "yes")}
QUICK = settings(deadline=None, derandomize=True, max_examples=40, suppress_health_check=list(HealthCheck))
CASES = real_cases() | small_cases()
RISING_CASES = real_cases() | small_cases(rising=True)


def nodes(scorecard: Scorecard) -> tuple[Node, ...]:
    return (scorecard.overall, *scorecard.pillars, *scorecard.elements)


def asked(scorecard: Scorecard) -> set[str]:
    return {result.id for result in scorecard.indicators if result.asked}


def kind_of(case: Case) -> str:
    return case.questionnaire.indicators[case.picked].kind


def never_lower(before: Scorecard, after: Scorecard, figure: str) -> bool:
    return all(
        getattr(was.figures, figure) is None or getattr(was.figures, figure) <= getattr(now.figures, figure)
        for was, now in zip(nodes(before), nodes(after), strict=True)
    )


def without_evidence(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in answer.items() if name != "evidence"}


@given(real_cases())
@settings(QUICK, max_examples=100)
def test_a_second_implementation_agrees_on_the_real_questionnaire(case: Case) -> None:
    assert as_document(case.scorecard) == second_opinion(case.structure, case.file)


@given(small_cases())
@settings(QUICK, max_examples=150)
def test_a_second_implementation_agrees_on_any_questionnaire(case: Case) -> None:
    assert as_document(case.scorecard) == second_opinion(case.structure, case.file)


@given(CASES, st.integers(0, 4))
@settings(QUICK, max_examples=80)
def test_a_better_answer_never_lowers_a_figure_or_a_level(case: Case, at: int) -> None:
    """With the same evidence, among the same questions: a better answer may open a further one, which begins at 0."""
    old, values = case.file["answers"].get(case.picked, {}), VALUES[kind_of(case)]
    new = {**old, "state": "answered", "value": values[at % len(values)]}
    assume(old.get("state") != "not_applicable")
    before, after = case.scorecard, case.with_answer(case.picked, new).scorecard
    assume(asked(before) == asked(after))
    assume(before.results[case.picked].answer.level <= after.results[case.picked].answer.level)

    assert all(never_lower(before, after, figure) for figure in ("score", "own_control", "supported"))
    assert all((was.level or 0) <= (now.level or 0) for was, now in zip(nodes(before), nodes(after), strict=True))


@given(CASES)
@QUICK
def test_the_order_in_which_answers_stand_never_matters(case: Case) -> None:
    backwards = dict(reversed(case.file["answers"].items()))
    profile = dict(reversed(case.file["profile"].items()))

    assert case.with_file(answers=backwards, profile=profile).scorecard == case.scorecard


@given(CASES)
@settings(QUICK, max_examples=60)
def test_not_applicable_scores_like_not_asked(case: Case) -> None:
    """Apart from `rated`, the counts and coverage."""
    claimed = case.with_answer(case.picked, NOT_APPLICABLE)
    left_out = never_asked(claimed, case.picked)
    pairs = list(zip(nodes(claimed.scorecard), nodes(left_out.scorecard), strict=True))

    assert all(node.figures == other.figures for node, other in pairs)
    rated = [(node, other) for node, other in pairs if node.rated and other.rated]
    assert all(node[4:] == other[4:] for node, other in rated), "level, uncapped_level, capped_by"


@given(CASES)
@QUICK
def test_every_figure_lies_between_0_and_100(case: Case) -> None:
    figures = [figure for node in nodes(case.scorecard) for figure in node.figures if figure is not None]

    assert all(0 <= figure <= 100 for figure in figures)


@given(CASES)
@QUICK
def test_a_level_lies_between_0_and_the_uncapped_level(case: Case) -> None:
    for node in nodes(case.scorecard):
        if node.level is not None and node.uncapped_level is not None:
            assert 0 <= node.level <= node.uncapped_level <= 4
            assert node.is_capped == (node.level < node.uncapped_level)
        else:
            assert not node.rated


@given(CASES)
@QUICK
def test_unknown_scores_like_0_and_has_a_star(case: Case) -> None:
    unknown = case.with_answer(case.picked, {"state": "unknown"}).scorecard
    zero = case.with_answer(case.picked, {"state": "answered", "value": VALUES[kind_of(case)][0]}).scorecard

    assert [node.figures.score for node in nodes(unknown)] == [node.figures.score for node in nodes(zero)]
    assert unknown.results[case.picked].has_star == unknown.results[case.picked].asked
    assert not zero.results[case.picked].has_star


@given(CASES)
@QUICK
def test_removing_evidence_never_raises_supported_and_touches_nothing_official(case: Case) -> None:
    bare = {id_: without_evidence(answer) for id_, answer in case.file["answers"].items()}
    after = case.with_file(answers=bare).scorecard

    assert never_lower(after, case.scorecard, "supported")
    assert [node.score for node in nodes(after)] == [node.score for node in nodes(case.scorecard)]


@given(RISING_CASES)
@QUICK
def test_an_empty_profile_never_removes_a_question(case: Case) -> None:
    """With conditions that a better answer only opens, as in 2026.1; `A = 0` could close behind a reopened question."""
    assert asked(case.scorecard) <= asked(case.with_file(profile={}).scorecard)


@given(CASES)
@QUICK
def test_answers_on_questions_not_asked_never_matter(case: Case) -> None:
    heard = asked(case.scorecard)
    kept = {id_: answer for id_, answer in case.file["answers"].items() if id_ in heard}

    assert nodes(case.with_file(answers=kept).scorecard) == nodes(case.scorecard)


@given(CASES)
@QUICK
def test_gaps_are_exactly_what_stands_below_its_target(case: Case) -> None:
    scorecard = case.scorecard
    gaps = find_gaps(case.questionnaire, scorecard)

    assert sorted(gap.indicator.id for gap in gaps) == sorted(r.id for r in scorecard.indicators if r.gap)
    assert all(gap.level < gap.next_level <= 4 for gap in gaps)


def part(good: list[Any], bad: list[Any]) -> st.SearchStrategy[Any]:
    return st.sampled_from(good) | st.sampled_from(bad)


ANY_ANSWER = st.fixed_dictionaries(
    {"state": st.sampled_from(["answered", "unknown", "not_applicable", "not_answered"])},
    optional={
        "value": part([0, 1, 2, 3, 4, "yes", "partly", "no"], [True, 1.5, -1e15, 10**15, 10**400, "", [], "4", 1e999]),
        "reason_code": part(["NA1", "NA2"], ["NA3", "", 0]),
        "evidence": part([[], ["x"], [" "]], ["x", [None], {}]),
        "outside_control": part([None, {}, {"authority": "M"}], [False, {"raised": 0}]),
        "target": part([0, 2, 4, None], [5, True, "2"]),
        "comment": part(["", "=1+1", "\U0001f600"], ["\x00", 3]),
    },
)


@given(st.lists(ANY_ANSWER, min_size=12, max_size=12), st.integers(0, 102), st.sampled_from(["full", "short"]))
@settings(QUICK, max_examples=80)
def test_whatever_is_accepted_can_be_scored(raws: list[dict[str, Any]], start: int, form: str) -> None:
    """Refused answers are dropped one by one, since hardly any file of such answers would pass whole."""
    pairs = zip(REAL.structure.indicators[start:], raws, strict=False)
    answers = {indicator.id: raw for indicator, raw in pairs if not read_answer(indicator, raw)[1]}
    document, problems = read_document(REAL, {"answers": answers, "form": form})

    scorecard = as_document(score(REAL, document.profile, document.answers, document.form))

    assert problems == []
    assert json.loads(json.dumps(scorecard, allow_nan=False)) == scorecard


@QUICK
@given(CASES)
def test_each_figure_of_an_element_is_the_mean_of_what_its_answers_bring(case: Case) -> None:
    questionnaire, scorecard = case.questionnaire, case.scorecard

    means = {
        element: Figures(*map(mean, zip(*columns_of(questionnaire, scorecard.results, own), strict=True)))
        for element, own in questionnaire.indicators_of.items()
    }

    assert means == {node.id: node.figures for node in scorecard.elements}


def columns_of(
    questionnaire: Questionnaire, results: Mapping[str, IndicatorResult], indicators: tuple[Indicator, ...]
) -> list[list[tuple[int, Fraction | None]]]:
    """One line for each indicator: its weight with what it brings into each of the four figures."""
    rules = questionnaire.structure.scoring
    return [
        [(i.weight, points) for points in points_of(results[i.id].worth, rules.unsupported_level)] for i in indicators
    ]
