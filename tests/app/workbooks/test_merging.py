"""Of each row: what is in the file, what it was downloaded with, what is here. No database, no file."""

from dataclasses import replace
from typing import Any

import pytest

from app.assessments.reads import Saved
from app.features.workbooks.merging import Kind, Merged, NamedWorkbook, merge
from app.web.left_out import LeftOut
from exports.answer_workbook.layout import MORE_REFUSED, MOST_REFUSED, RefusedCell
from questionnaires.answers import NOT_ANSWERED, Answer, OutsideControl
from questionnaires.catalogue import Catalogue
from questionnaires.problems import Problem
from tests.app.workbooks.rows import book, level, row, saved

HERE = {"RC-01": saved(level(2), 3)}
BASES = {("RC-01", 1): level(1), ("RC-01", 2): level(3, "Older"), ("RC-01", 3): level(2)}


@pytest.fixture
def merged(catalogue: Catalogue) -> Any:
    questionnaire = catalogue["2026.1"]

    def merging(
        *books: NamedWorkbook,
        here: dict[str, Saved] = HERE,
        bases: dict[tuple[str, int], Answer] = BASES,
        open_now: frozenset[str] = frozenset(questionnaire.indicators),
    ) -> Merged:
        return merge(questionnaire, books, here, bases, open_now=open_now)

    return merging


def summary(merged: Merged) -> list[tuple[str, str, list[Answer]]]:
    return [
        (question.indicator, str(question.kind), [given.answer for given in question.proposals])
        for question in merged.questions
    ]


def test_a_row_that_nobody_touched_changes_nothing(merged: Any) -> None:
    result = merged(book("a.xlsx", row("RC-01", 3, answer="2")))

    assert (result.questions, result.unchanged) == ((), ("RC-01",))


def test_an_untouched_row_leaves_what_is_newer_here(merged: Any) -> None:
    assert merged(book("a.xlsx", row("RC-01", 1, answer="1"))).unchanged == ("RC-01",)


def test_a_row_with_what_is_here_already_changes_nothing(merged: Any) -> None:
    assert merged(book("a.xlsx", row("RC-01", 1, answer="2"))).unchanged == ("RC-01",)


def test_what_only_the_file_changed_is_taken(merged: Any) -> None:
    assert summary(merged(book("a.xlsx", row("RC-01", 3, answer="4")))) == [("RC-01", "changed", [level(4)])]


def test_what_changed_here_and_came_back_is_decided_by_a_person(merged: Any) -> None:
    """Somebody wrote in between. Taken as it is, the result would depend on which workbook is sent first."""
    same = {**BASES, ("RC-01", 1): level(2)}

    assert summary(merged(book("a.xlsx", row("RC-01", 1, answer="4")), bases=same)) == [
        ("RC-01", "conflict", [level(4)])
    ]


def test_what_both_sides_changed_is_a_conflict(merged: Any) -> None:
    (question,) = merged(book("a.xlsx", row("RC-01", 1, answer="4"))).questions

    assert (question.kind, question.here.answer, question.seen) == (Kind.CONFLICT, level(2), 3)


def test_what_two_files_change_differently_is_a_conflict(merged: Any) -> None:
    first, second = book("a.xlsx", row("RC-01", 3, answer="4")), book("b.xlsx", row("RC-01", 3, answer="0"))

    assert summary(merged(first, second)) == [("RC-01", "conflict", [level(0), level(4)])]


def test_what_two_files_change_alike_is_one_change_with_both_named(merged: Any) -> None:
    (question,) = merged(*(book(name, row("RC-01", 3, answer="4")) for name in ("b.xlsx", "a.xlsx"))).questions

    assert question.kind is Kind.CHANGED
    assert [source.file for source in question.proposals[0].sources] == ["a.xlsx", "b.xlsx"]


def test_a_question_that_was_never_answered_has_revision_0(merged: Any) -> None:
    result = merged(book("a.xlsx", row("RC-02", 0, answer="unknown", comment="Ask Dora")))

    assert summary(result) == [("RC-02", "changed", [Answer("unknown", comment="Ask Dora")])]


def test_an_answer_that_was_emptied_is_a_change(merged: Any) -> None:
    assert summary(merged(book("a.xlsx", row("RC-01", 3, answer="")))) == [("RC-01", "changed", [NOT_ANSWERED])]


def test_a_column_that_is_gone_leaves_its_part_as_it_was(merged: Any) -> None:
    result = merged(book("a.xlsx", row("RC-01", 2, answer="1")), here={"RC-01": saved(level(3, "Older"), 2)})

    assert summary(result) == [("RC-01", "changed", [level(1, "Older")])]


def test_what_the_cells_cannot_say_stays_as_it_was(merged: Any) -> None:
    """Items of evidence with several lines, and a flag of which nothing more was said."""
    base = Answer("answered", 2, evidence=("One\nin two lines", "Two"), outside_control=OutsideControl("", None))
    texts: dict[str, Any] = {"evidence": "One\nin two lines\nTwo", "authority": "", "raised": "not_said"}

    result = merged(
        book("a.xlsx", row("RC-01", 1, answer="2", **texts)),
        here={"RC-01": saved(base, 1)},
        bases={("RC-01", 1): base},
    )

    assert result.unchanged == ("RC-01",)


def test_a_row_based_on_a_revision_that_never_was_is_refused_with_its_cell(merged: Any) -> None:
    result = merged(book("a.xlsx", row("RC-01", 9, answer="4")))

    (refused,) = result.refused
    assert (result.questions, refused.file, refused.cell) == ((), "a.xlsx", "A4")
    assert "never saved here" in refused.problem.text()


@pytest.mark.parametrize("id_", ["XX-01", "RC-21"])
def test_a_row_of_no_question_that_is_answered_here_is_refused_by_its_id(id_: str, merged: Any) -> None:
    (refused,) = merged(book("a.xlsx", row(id_, 0, answer="4"))).refused

    assert id_ in refused.problem.text()


def test_an_answer_that_cannot_be_is_refused_with_its_cell(merged: Any) -> None:
    reason = row("RC-01", 3, answer="not_applicable", reason_code="NA3", comment="x")

    (refused,) = merged(book("a.xlsx", reason)).refused

    assert "core question" in refused.problem.text()


def test_cells_that_could_not_be_read_refuse_their_row(merged: Any) -> None:
    cell = RefusedCell("P1", "J4", Problem("comment", "This cell contains a formula."))
    result = merged(book("a.xlsx", replace(row("RC-01", 3, answer="4"), refused=(cell,))))

    assert (result.questions, [place.cell for place in result.refused]) == ((), ["J4"])


def test_a_question_whose_row_is_refused_in_one_file_is_not_unchanged_by_another(merged: Any) -> None:
    cell = RefusedCell("P1", "J4", Problem("comment", "No."))
    other = RefusedCell("P1", "F4", Problem("answer", "No."))

    result = merged(
        book("a.xlsx", replace(row("RC-01", 3, answer="4"), refused=(cell, other))),
        book("b.xlsx", row("RC-01", 3, answer="2")),
    )

    assert (result.unchanged, result.rows_refused, len(result.refused)) == ((), 1, 2)


def test_what_the_state_does_not_allow_is_said_and_not_taken(merged: Any) -> None:
    workbook = book("a.xlsx", row("RC-01", 3, answer="4"), row("RC-02", 0, answer="4"))

    result = merged(workbook, open_now=frozenset({"RC-02"}))

    assert (result.not_now, [question.indicator for question in result.questions]) == (("RC-01",), ["RC-02"])


def test_a_foreign_workbook_fills_what_nobody_answered_and_asks_about_the_rest(merged: Any) -> None:
    foreign = book("b.xlsx", row("RC-01", 7, answer="4"), row("RC-02", 7, answer="3"), is_foreign=True)

    assert summary(merged(foreign)) == [("RC-01", "conflict", [level(4)]), ("RC-02", "fill", [level(3)])]


def test_an_empty_row_of_a_foreign_workbook_offers_nothing(merged: Any) -> None:
    result = merged(book("b.xlsx", row("RC-01", 7, answer=""), is_foreign=True))

    assert (result.questions, result.unchanged) == ((), ("RC-01",))


def test_questions_that_only_another_version_asks_are_no_mistake_of_a_foreign_workbook(merged: Any) -> None:
    result = merged(book("b.xlsx", row("XX-01", 7, answer="4"), is_foreign=True))

    assert (result.questions, result.refused) == ((), ())


def test_the_workbook_of_this_assessment_goes_before_a_foreign_one_only_if_a_person_says_so(merged: Any) -> None:
    own = book("a.xlsx", row("RC-02", 0, answer="1"))
    foreign = book("b.xlsx", row("RC-02", 7, answer="3"), is_foreign=True)

    assert summary(merged(own, foreign)) == [("RC-02", "conflict", [level(1), level(3)])]


def test_of_each_file_only_so_many_refused_places_travel_on_with_the_number_of_the_others() -> None:
    def refusal(file: str, number: int) -> LeftOut:
        return LeftOut(file, "P1", f"A{number}", "", "", Problem("id", "There is no question here."))

    counted = LeftOut("a.xlsx", "", "", "", "", Problem("file", MORE_REFUSED, {"count": 40}))
    many = [refusal("a.xlsx", number) for number in range(MOST_REFUSED + 2)]

    places = Merged(refused=(refusal("b.xlsx", 1),)).refusing([counted, *many]).refused

    assert len(places) == 1 + MOST_REFUSED + 1
    assert [place.problem.names["count"] for place in places if not place.sheet] == [42]
    assert places[-1] == refusal("b.xlsx", 1)
