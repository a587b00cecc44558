"""What stops signing and what only informs, told from answers alone."""

from collections.abc import Mapping
from types import MappingProxyType

import pytest

from app.assessments.readiness import Basis, Finding, Readiness, readiness
from questionnaires.answers import Answer, OutsideControl, ProfileValue
from questionnaires.catalogue import Catalogue
from scoring.score import asked_indicators

Answers = dict[str, Answer]
FULL = {
    "no reason": Answer("not_applicable", reason_code="NA1"),
    "no authority": Answer("answered", 3, outside_control=OutsideControl("", raised=True)),
    "not said whether raised": Answer("answered", 3, outside_control=OutsideControl("Ministry", raised=None)),
    "outside, and nothing else": Answer(outside_control=OutsideControl("", raised=None)),
    "jumped": Answer("answered", 3),
    "jumped with a blank comment": Answer("answered", 3, comment=" \n"),
}


def ready(
    catalogue: Catalogue,
    answers: Answers,
    basis: Basis | None = None,
    profile: Mapping[str, ProfileValue] = MappingProxyType({}),
) -> Readiness:
    version = catalogue["2026.1"]
    filled: dict[str, ProfileValue] = {**dict.fromkeys(version.profile_keys, "yes"), **profile}
    asked = asked_indicators(version, filled, answers, "full")
    return readiness(version, filled, asked, answers, basis or Basis({"RC-01": 1}))


@pytest.mark.parametrize("answer", FULL.values(), ids=FULL)
def test_a_question_that_stops_signing_is_not_done(answer: Answer, catalogue: Catalogue) -> None:
    result = ready(catalogue, {"RC-01": answer, "RC-02": Answer("unknown")})

    assert (list(result.needs), result.blockers, result.count(["RC-01", "RC-02", "RC-03"])) == (["RC-01"], 1, (1, 3))


def test_two_needs_of_one_question_are_one_thing_to_fix(catalogue: Catalogue) -> None:
    result = ready(catalogue, {"RC-01": Answer("answered", 4, outside_control=OutsideControl("", raised=None))})

    assert (result.blockers, [need.place for need in result.needs["RC-01"]]) == (
        1,
        ["outside_control.authority", "outside_control.raised", "comment"],
    )


def test_a_level_that_the_head_changed_needs_no_comment_of_the_team(catalogue: Catalogue) -> None:
    answers = {"RC-01": Answer("answered", 4)}

    assert ready(catalogue, answers).blockers == 1
    assert ready(catalogue, answers, Basis({"RC-01": 1}, explained={"RC-01"})).blockers == 0


def test_an_open_question_of_the_profile_stops_signing(catalogue: Catalogue) -> None:
    result = ready(catalogue, {}, profile={"profile.land_border": None, "profile.staff_total": ""})

    assert set(result.open_profile) == {"profile.land_border", "profile.staff_total"}
    assert (result.blockers, set(result.to_fix)) == (2, set(result.open_profile))


def test_what_is_not_asked_is_neither_counted_nor_in_the_way(catalogue: Catalogue) -> None:
    """Whatever was answered there before the profile said otherwise."""
    with_one = ready(catalogue, {"CO-16": FULL["no reason"]})
    [gone] = [
        indicator.id
        for indicator in catalogue["2026.1"].structure.indicators
        if indicator.is_scored and [clause.key for clause in indicator.condition.clauses] == ["profile.has_projects"]
    ][:1]
    without = ready(catalogue, {gone: FULL["no reason"]}, profile={"profile.has_projects": "no"})

    assert list(with_one.needs) == ["CO-16"]
    assert gone not in without.asked
    assert (without.blockers, without.found()[Finding.NOT_APPLICABLE]) == (0, ())


def test_nothing_stops_signing_that_nobody_can_mend(catalogue: Catalogue) -> None:
    """After a return only what was sent back is open: the last round may have been published since."""
    answers = {"RC-01": FULL["jumped"], "RC-03": FULL["no reason"]}
    last = {"RC-01": 1}

    sent_back = ready(catalogue, answers, Basis(last, changeable={"RC-03"}), profile={"profile.land_border": None})
    signed = ready(catalogue, answers, Basis(last, changeable=()))

    assert (list(sent_back.needs), sent_back.open_profile) == (["RC-03"], ())
    assert (signed.blockers, signed.count(["RC-01", "RC-03"])) == (0, (2, 2))


def test_what_is_unknown_unanswered_or_without_evidence_only_informs(catalogue: Catalogue) -> None:
    result = ready(catalogue, {"RC-02": Answer("unknown"), "RC-03": Answer("answered", 3)})
    informs = result.found()

    assert result.blockers == 0
    assert (informs[Finding.UNKNOWN], informs[Finding.UNSUPPORTED]) == (("RC-02",), ("RC-03",))
    assert len(informs[Finding.NOT_ANSWERED]) == len(result.asked) - 2
