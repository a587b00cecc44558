"""The sheet "Answers" where several values stand side by side, and beside the last round."""

from typing import Any

from exports.content import Table
from exports.gap.facts import Beside
from exports.gap.findings import Findings
from exports.gap.report import gap_report
from questionnaires.answers import Answer
from questionnaires.catalogue import HOME, load
from scoring.score import score
from tests.conftest import SECOND_VERSIONS
from tests.exports.builders import FACTS, Row, all_at, assess, level, named, questionnaire, said_in

NOT_APPLICABLE = {"state": "not_applicable", "reason_code": "NA1", "reason": "Another agency does it"}
MINISTRY = {"outside_control": {"authority": "Ministry", "raised": True}}


def table(
    own: dict[str, dict[str, Any]], validated: dict[str, dict[str, Any]], last: dict[str, dict[str, Any]] | None = None
) -> Table:
    """Of the validated answers, with the team's own beside them."""
    document, card, gaps = assess(validated)
    cards = {"self": assess(own)[1], "validated": card}
    then = assess(last or {})[0].answers
    beside = Beside(cards, {}, frozenset(), last=then)
    parts = (questionnaire(), FACTS, document.profile, document.answers, card, gaps)
    return named(gap_report(Findings(*parts, language="en", translate=str, beside=beside)), "Answers")


def rows(*answers: dict[str, dict[str, Any]]) -> dict[str, Row]:
    return {row["Indicator"]: row for row in said_in(table(*answers))}


def test_each_value_says_its_level_or_why_it_has_none() -> None:
    own = all_at(3) | {"RC-01": {"state": "unknown"}, "RC-02": NOT_APPLICABLE, "RC-03": {"state": "not_answered"}}

    lines = rows(own, all_at(2))

    said = [lines[id_]["Self-assessed"] for id_ in ("RC-01", "RC-02", "RC-03", "RC-04")]
    assert said == ["0*", "Not applicable", "Not answered", 3]
    assert lines["RC-02"]["Signed"] == 2


def test_what_only_one_of_the_values_asks_has_its_row() -> None:
    """In the small version, AA-03 is asked where AA-01 is at level 2 or above."""
    version, three = load(HOME, SECOND_VERSIONS)["2099.1"], Answer("answered", 3)
    asks, asks_not = {"AA-01": three, "AA-03": three}, {"AA-01": Answer("answered", 0), "AA-03": three}
    cards = {"self": score(version, {}, asks), "validated": score(version, {}, asks_not)}
    findings = Findings(
        version,
        FACTS,
        {},
        asks_not,
        cards["validated"],
        (),
        language="en",
        translate=str,
        beside=Beside(cards, {}, frozenset()),
    )

    row = next(row for row in said_in(named(gap_report(findings), "Answers")) if row["Indicator"] == "AA-03")

    assert (row["State"], row["Level"], row["Self-assessed"], row["Signed"]) == ("Not asked", None, 3, "Not asked")


def test_the_last_round_gives_its_level_and_the_change_since() -> None:
    last = {
        "RC-01": level(1),
        "RC-02": level(4),
        "RC-03": {"state": "unknown"},
        "RC-04": NOT_APPLICABLE,
        "RC-07": level("partly"),
    }

    lines = rows(all_at(3), all_at(3) | {"RC-05": {"state": "unknown"}}, last | {"RC-05": level(2)})

    said = {id_: (lines[id_]["Last round"], lines[id_]["Change"]) for id_ in (*last, "RC-05", "RC-06")}
    assert said == {
        "RC-01": (1, 2),
        "RC-02": (4, -1),
        "RC-03": ("0*", None),
        "RC-04": ("Not applicable", None),
        "RC-07": (2, 0),
        "RC-05": (2, None),
        "RC-06": (None, None),
    }


def test_without_a_last_round_the_sheet_says_so() -> None:
    assert "There is no earlier round to compare with." in table(all_at(3), all_at(3)).notes
    assert "There is no earlier round to compare with." not in table(all_at(3), all_at(3), all_at(3)).notes


def test_another_authority_stands_apart_where_only_one_of_the_values_names_it() -> None:
    outside = all_at(3) | {"RC-01": level(3, **MINISTRY)}

    assert rows(outside, all_at(3))["RC-01"]["Self-assessed: decided outside"] == "Yes"
    assert "Self-assessed: decided outside" not in rows(outside, outside)["RC-01"]


def test_pillar_and_element_have_their_ids_beside_their_titles() -> None:
    row = rows(all_at(3), all_at(3))["RC-01"]

    assert (row["Pillar id"], row["Pillar"]) == ("P1", "Recognise and commit")
    assert (row["Element id"], row["Element"]) == ("E1.1", "Mandate and policy")


def test_evidence_of_blanks_alone_is_an_empty_cell() -> None:
    document, card, gaps = assess({"RC-01": level(3)})
    answers = {"RC-01": document.answers["RC-01"].__class__("answered", 3, evidence=(" ", "\n"))}
    parts = (questionnaire(), FACTS, document.profile, answers, card, gaps)

    assert said_in(named(gap_report(Findings(*parts, language="en", translate=str)), "Answers"))[0]["Evidence"] == ""
