"""Nothing that an answer or a figure holds is missing from the workbook."""

from collections.abc import Callable
from dataclasses import fields
from fractions import Fraction

import pytest
from openpyxl import Workbook

from exports.gap.workbook import draw_gap_report
from questionnaires.answers import Answer, OutsideControl
from scoring.scorecard import OVERALL, Counts, Figures, IndicatorResult, Node, rounded
from tests.exports.builders import a_report, all_at, assess, level, opened, rows_of, titles_of

OUTSIDE = {"authority": "Civil Service Commission", "raised": False}
GIVEN = {
    "RC-01": level(3, evidence=["Circular 12"], comment="Said twice", outside_control=OUTSIDE, target=4),
    "RC-02": {"state": "not_applicable", "reason_code": "NA2", "reason": "Forbidden by the constitution"},
}
ANSWER = {
    "state": ("RC-01", "State", "Answered"),
    "value": ("RC-01", "Level", 3),
    "reason_code": ("RC-02", "Reason code", "NA2"),
    "reason": ("RC-02", "Reason given", "Forbidden by the constitution"),
    "evidence": ("RC-01", "Evidence", "Circular 12"),
    "comment": ("RC-01", "Comment", "Said twice"),
    "outside_control": ("RC-01", "Decided outside", "Yes"),
    "target": ("RC-01", "Target", 4),
    "authority": ("RC-01", "Decided outside by", "Civil Service Commission"),
    "raised": ("RC-01", "Raised in writing", "No"),
}
RESULT = {
    "id": "Indicator",
    "asked": "State",
    "answer": "Level",
    "level": "Level",
    "target": "Target",
    "gap": "Gap",
    "is_unsupported": "Without evidence",
}
"""`asked` is told by the state “Not asked”, and by the list of such questions in “Method and version”."""
NODE: dict[str, tuple[str, Callable[[Node], object]]] = {
    "id": ("Id", lambda node: "Overall" if node.id == OVERALL else node.id),
    "rated": ("Rated", lambda node: "Yes" if node.rated else "No"),
    "level": ("Level", lambda node: node.level),
    "uncapped_level": ("Level from score alone, in every row", lambda node: node.uncapped_level),
    "capped_by": ("Held back by", lambda node: ", ".join(node.capped_by) or None),
    "score": ("Score, unrounded", lambda node: as_float(node.score)),
    "of_answered": ("Score of answered questions, unrounded", lambda node: as_float(node.figures.of_answered)),
    "own_control": ("Score within own control, unrounded", lambda node: as_float(node.figures.own_control)),
    "supported": ("Score with evidence only, unrounded", lambda node: as_float(node.figures.supported)),
    "asked": ("Asked", lambda node: node.counts.asked),
    "answered": ("Answered", lambda node: node.counts.answered),
    "unknown": ("Unknown (each scores 0*)", lambda node: node.counts.unknown),
    "not_applicable": ("Not applicable", lambda node: node.counts.not_applicable),
    "outside_control": ("Decided outside", lambda node: node.counts.outside_control),
    "unsupported": ("Without evidence", lambda node: node.counts.unsupported),
}


def as_float(figure: Fraction | None) -> float:
    assert figure is not None
    return float(figure)


@pytest.fixture(scope="module")
def book() -> Workbook:
    return opened(draw_gap_report(a_report(all_at(3) | GIVEN)))


def test_every_field_of_an_answer_has_its_column(book: Workbook) -> None:
    rows = {row["Indicator"]: row for row in rows_of(book["Answers"])}

    assert set(ANSWER) == {field.name for kind in (Answer, OutsideControl) for field in fields(kind)}
    assert {name: rows[id_][title] for name, (id_, title, _) in ANSWER.items()} == {
        name: value for name, (_, _, value) in ANSWER.items()
    }


def test_every_field_of_a_result_has_its_column(book: Workbook) -> None:
    assert set(RESULT) == set(IndicatorResult._fields)
    assert set(RESULT.values()) <= {cell.value for cell in titles_of(book["Answers"])}


def test_every_field_of_a_node_has_its_column(book: Workbook) -> None:
    _, card, _ = assess(all_at(3) | GIVEN)
    names = {*Node._fields, *Figures._fields, *Counts._fields} - {"figures", "counts"}

    assert set(NODE) == names
    for row in rows_of(book["Pillars and elements"]):
        node = card.by_id[OVERALL if row["Id"] == "Overall" else row["Id"]]
        assert {name: row[title] for name, (title, _) in NODE.items()} == pytest.approx(
            {name: of(node) for name, (_, of) in NODE.items()}
        )
        assert node.counts.coverage is not None
        assert row["Coverage, %"] == rounded(100 * node.counts.coverage)
