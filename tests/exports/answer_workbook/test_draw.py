"""What the workbook looks like to those who open it."""

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from exports.answer_workbook.content import AnswerWorkbook
from exports.answer_workbook.draw import draw_answer_workbook
from exports.answer_workbook.paper import draw_paper
from questionnaires.answers import Answer
from tests.exports.answer_workbook.builders import (
    HEADER,
    ONE_OF_EACH,
    SIGNER,
    answers_of,
    cell,
    content_of,
    drawn,
    read,
    sheet_of,
)
from tests.exports.builders import in_last_round, questionnaire
from tests.exports.mirrored import LANGUAGE, mirrored, mirrored_questionnaire


def opened(data: bytes) -> Workbook:
    return load_workbook(BytesIO(data))


@pytest.fixture(scope="module")
def book() -> Workbook:
    return opened(drawn(ONE_OF_EACH, items={"RC-01": ("Policy, register, 00ff",)}))


def test_the_same_answers_give_the_same_bytes() -> None:
    assert drawn(ONE_OF_EACH) == drawn(ONE_OF_EACH)
    assert draw_paper(content_of({})) == draw_paper(content_of({}))


def test_there_is_a_sheet_for_each_pillar_behind_the_instructions(book: Workbook) -> None:
    assert [sheet.title for sheet in book if sheet.sheet_state == "visible"] == [
        "Instructions",
        "P1 Recognise and commit",
        "P2 Eliminate discrimination…",
        "P3 Promote women's leadership",
        "P4 Raise awareness",
        "P5 Enhance co-operation…",
    ]
    assert book["Header"].sheet_state == "veryHidden"


def test_only_the_cells_of_answers_are_open(book: Workbook) -> None:
    sheet = sheet_of(book)
    codes = {code_cell.column: code_cell.value for code_cell in sheet[1]}
    open_ = {codes[field.column] for row in sheet.iter_rows() for field in row if not field.protection.locked}

    assert open_ == {"answer", "evidence", "comment", "reason", "authority", "raised", "target"}
    assert all(
        worksheet.protection.sheet and not worksheet.protection.password
        for worksheet in book
        if worksheet.sheet_state == "visible"
    )
    assert not sheet.protection.autoFilter
    assert not sheet.protection.formatColumns


def test_what_is_typed_stays_text(book: Workbook) -> None:
    sheet = sheet_of(book)

    assert {cell(sheet, "RC-05", code).number_format for code in ("answer", "evidence", "comment", "target")} == {"@"}


def test_the_drop_down_of_a_core_question_lacks_the_reason_that_it_cannot_have(book: Workbook) -> None:
    sheet = sheet_of(book)
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    offered = {}
    for id_ in ("RC-01", "RC-03"):
        name, place = rules[cell(sheet, id_, "answer").coordinate].formula1.split("!")
        offered[id_] = [reason.value for [reason] in book[name.strip("'")][place.replace("$", "")]]

    assert offered["RC-03"] == [*offered["RC-01"], "NA3 There was no case in the period"]
    assert offered["RC-01"][3:6] == ["3 Applied", "4 Sustained", "DK We don't know"]


def test_every_cell_to_fill_in_says_what_belongs_there(book: Workbook) -> None:
    rules = sheet_of(book).data_validations.dataValidation

    assert [rule.sqref for rule in rules if not 0 < len(rule.prompt) <= 255] == []


def test_each_sheet_says_how_far_it_is() -> None:
    sheet = sheet_of(load_workbook(BytesIO(drawn(ONE_OF_EACH)), data_only=True))

    assert [field.value for field in sheet[2] if field.value] == ["P1 · Recognise and commit   4 of 20 answered"]


def test_the_answers_that_are_no_level_are_said_beside_the_levels(book: Workbook) -> None:
    levels = {id_: str(cell(sheet_of(book), id_, "levels").value) for id_ in ("RC-01", "RC-03")}

    assert levels["RC-01"].endswith(
        "\nDK We don't know · NA1 We do not carry out this function · NA2 Our law forbids it"
    )
    assert levels["RC-03"].endswith(" · NA3 There was no case in the period")


def test_a_question_is_printed_with_all_its_parts_on_one_page(book: Workbook) -> None:
    for sheet in book:
        if sheet.sheet_state == "visible":
            assert sheet.sheet_properties.pageSetUpPr
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.page_setup.fitToWidth is None, "which is one page"
            assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")


def test_only_what_is_in_my_hands_is_there() -> None:
    rows = read(drawn(ONE_OF_EACH, elements={"E1.1"})).rows

    assert [row.indicator for row in rows] == ["RC-01", "RC-02", "RC-03"]


def test_what_the_profile_rules_out_is_left_out() -> None:
    everything, some = (
        {row.indicator for row in read(drawn({}, profile=profile)).rows}
        for profile in (
            {},
            {"profile.has_projects": "no", "profile.land_border": "no", "profile.passenger_control": "no"},
        )
    )

    assert everything - some
    assert some < everything


def test_the_short_form_is_short() -> None:
    rows = read(drawn({}, replace(HEADER, form="short"))).rows

    assert {row.indicator for row in rows} == {
        indicator.id for indicator in questionnaire().structure.indicators if indicator.is_scored and indicator.short
    }


def test_the_last_round_stands_beside_only_if_there_was_one(book: Workbook) -> None:
    assert "last" not in [code_cell.value for code_cell in sheet_of(book)[1]]
    later = opened(drawn({}, earlier=in_last_round({"RC-01": Answer("answered", 2)})))
    assert cell(sheet_of(later), "RC-01", "last").value == "2 Formalised"


def test_evidence_of_the_register_is_shown_and_not_taken_for_written(book: Workbook) -> None:
    assert cell(sheet_of(book), "RC-01", "kept").value == "Policy, register, 00ff"
    assert "kept" not in [code_cell.value for code_cell in sheet_of(opened(drawn(ONE_OF_EACH)))[1]]


@pytest.fixture(scope="module")
def from_the_right() -> tuple[AnswerWorkbook, bytes]:
    header = replace(HEADER, language=LANGUAGE)
    content = content_of(ONE_OF_EACH, header, mirrored_questionnaire(), translate=mirrored)
    return content, draw_answer_workbook(content, signer=SIGNER)


def test_in_a_language_from_the_right_every_sheet_begins_there(from_the_right: tuple[AnswerWorkbook, bytes]) -> None:
    content, data = from_the_right

    for book in (opened(data), opened(draw_paper(content))):
        assert [sheet.title for sheet in book if not sheet.sheet_view.rightToLeft] == []


def test_answers_in_another_language_come_back(from_the_right: tuple[AnswerWorkbook, bytes]) -> None:
    _, data = from_the_right

    workbook = read(data, {"2026.1": mirrored_questionnaire()})
    assert answers_of(workbook, ONE_OF_EACH) == ONE_OF_EACH


def test_nothing_english_is_left_in_the_titles_of_another_language(
    from_the_right: tuple[AnswerWorkbook, bytes],
) -> None:
    _, data = from_the_right
    titles = [str(title.value) for title in sheet_of(opened(data))[3] if title.value != "revision"]

    assert len(titles) == 13
    assert [title for title in titles if "a" in title or "e" in title] == []
