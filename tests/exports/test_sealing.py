"""The seal of a workbook: whoever changes anything in a cell is found out, and nobody else can make one."""

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from exports.gap.workbook import draw_gap_report
from exports.reading.workbook import ReadCell, ReadSheet, read_workbook
from exports.sealing import BrokenSeal, CellChange, ForeignSeal, NoSeal, changes, sealed_in
from tests.exports.builders import a_report, mixed
from tests.exports.seals import ABOUT, FOREIGN, KEYS, SIGNER, found, put, resaved, rezipped, small


def test_what_was_sealed_is_genuine_and_unchanged() -> None:
    sheets = read_workbook(small())

    sealed = sealed_in(sheets, KEYS)

    assert sealed.about == ABOUT
    assert changes(sealed, sheets) == []


def test_the_same_content_and_key_give_the_same_bytes() -> None:
    assert small() == small()


def test_people_do_not_see_the_seal() -> None:
    assert load_workbook(BytesIO(small()))["Seal"].sheet_state == "veryHidden"


def test_a_program_that_saves_it_anew_and_forgets_what_formulas_gave_changes_nothing() -> None:
    assert found(resaved(small())) == []


@pytest.mark.parametrize(
    ("sheet", "address", "value", "was", "now"),
    [
        ("Figures", "A2", 41.26, "41.25", "41.26"),
        ("Figures", "A2", 41.250000001, "41.25", "41.250000001"),
        ("Figures", "A2", "41.25", "41.25", "41.25"),
        ("Figures", "A1", "score", "Score", "score"),
        ("Figures", "A1", None, "Score", ""),
        ("Figures", "B2", '=IF(A2>=25,"level 1","none")', '=IF(A2>=25,"Level 1","none") (Level 1)', None),
        ("Figures", "B3", "=SUM(A2:A8)/3", "=SUM(A2:A9)/3 (13.75)", "=SUM(A2:A8)/3 ()"),
        ("Figures", "B3", 13.75, "=SUM(A2:A9)/3 (13.75)", "13.75"),
        ("Figures", "ZZ900", "beyond", "", "beyond"),
        ("Seal", "B1", "beside the seal", "", "beside the seal"),
        ("Seal", "A90", "below the seal", "", "below the seal"),
    ],
)
def test_a_changed_cell_is_named_with_what_it_was(
    sheet: str, address: str, value: float | str | None, was: str, now: str | None
) -> None:
    changed = found(resaved(small(), put(sheet, address, value)))

    assert [(change.sheet, change.address, change.was) for change in changed] == [(sheet, address, was)]
    assert now is None or changed[0].now == now


def test_only_the_value_of_a_formula_changed_is_found() -> None:
    forged = rezipped(small(), sheet1=lambda xml: xml.replace(b"<v>13.75</v>", b"<v>99</v>"))

    assert [(change.address, change.now) for change in found(forged)] == [("B3", "99")]


def test_results_that_follow_from_a_change_come_last_without_their_formulas() -> None:
    forged = rezipped(
        small(), sheet1=lambda xml: xml.replace(b"<v>13.75</v>", b"<v>33</v>").replace(b"<v>41.25</v>", b"<v>99</v>")
    )
    beside = found(resaved(forged, put("Notes", "A1", "Much to add")))  # forgets what formulas gave

    assert [(change.address, change.was, change.now, change.is_result) for change in found(forged)] == [
        ("A2", "41.25", "99", False),
        ("B3", "13.75", "33", True),
    ]
    assert [(change.sheet, change.is_result) for change in beside] == [("Figures", False), ("Notes", False)]


def test_a_result_stands_after_the_changes_of_later_sheets() -> None:
    forged = rezipped(
        small(),
        sheet1=lambda xml: xml.replace(b"<v>13.75</v>", b"<v>33</v>"),
        sharedStrings=lambda xml: xml.replace(b"Nothing to add", b"Much to add"),
    )

    assert [(change.sheet, change.is_result) for change in found(forged)] == [("Notes", False), ("Figures", True)]


def test_a_result_that_differs_in_the_last_digits_is_the_same() -> None:
    added_up_otherwise = rezipped(small(), sheet1=lambda xml: xml.replace(b"<v>13.75</v>", b"<v>13.7500000000014</v>"))

    assert found(added_up_otherwise) == []


@pytest.mark.parametrize("spelled", [b"SUM( A2:A9 ) / 3", b"sum(a2:a9)/3", b"_xlfn.SUM(A2:A9)/3"])
def test_a_formula_that_is_only_spelled_otherwise_is_the_same(spelled: bytes) -> None:
    assert found(rezipped(small(), sheet1=lambda xml: xml.replace(b"SUM(A2:A9)/3", spelled))) == []


def test_a_number_in_a_formula_is_the_same_in_all_the_digits_that_a_program_gives_it() -> None:
    """Gnumeric writes 0.000000001 as 9.99999999999999999981E-10."""
    same = (b"25.0", b"2.5E1", b"2.5e+01", b"24.99999999999999999981", b"25")
    others = (b"25.1", b"24.9999999999", b"2.5", b"250", b"A25", b"$25", b"E25")

    def written(number: bytes) -> list[CellChange]:
        return found(rezipped(small(), sheet1=lambda xml: xml.replace(b"&gt;=25,", b"&gt;=" + number + b",")))

    assert [number for number in same if written(number)] == []
    assert [number for number in others if not written(number)] == []


@pytest.mark.parametrize("value", ["Bob", None])
def test_cells_to_fill_in_are_told_apart(value: str | None) -> None:
    changed = found(resaved(small(), put("Figures", "A4", "By March"), put("Figures", "A5", value)))

    assert [(change.address, change.is_open) for change in changed] == [("A4", True), ("A5", True)]


@pytest.mark.parametrize(
    ("step", "change"),
    [
        (lambda book: book.remove(book["Notes"]), CellChange("Notes", kind="sheet missing")),
        (lambda book: book.create_sheet("Extra"), CellChange("Extra", kind="sheet added")),
        (lambda book: setattr(book["Notes"], "sheet_state", "hidden"), CellChange("Notes", kind="sheet hidden")),
        (lambda book: book.copy_worksheet(book["Seal"]), CellChange("Seal Copy", kind="sheet added")),
    ],
)
def test_whole_sheets_are_told(step: Callable[[Workbook], object], change: CellChange) -> None:
    assert found(resaved(small(), step)) == [change]


def test_a_hidden_sheet_that_somebody_added_is_told() -> None:
    def hide(book: Workbook) -> None:
        book.create_sheet("Behind").sheet_state = "veryHidden"

    assert found(resaved(small(), hide)) == [CellChange("Behind", kind="sheet added")]


def test_a_renamed_sheet_is_missing_and_added() -> None:
    kinds = [change.kind for change in found(resaved(small(), lambda book: setattr(book["Notes"], "title", "Remarks")))]

    assert kinds == ["sheet missing", "sheet added"]


def test_a_second_sheet_of_the_same_name_does_not_hide_behind_the_first() -> None:
    first, second = ReadSheet("Notes", False, {"A1": ReadCell("Forged")}), read_workbook(small())

    changed = changes(sealed_in(second, KEYS), [first, *second])

    assert CellChange("Notes", kind="sheet added") in changed
    assert CellChange("Notes", "A1", "Nothing to add", "Forged") in changed


def test_a_sheet_that_only_looks_like_a_seal_is_told_and_does_not_stand_in_the_way() -> None:
    def add(book: Workbook) -> None:
        book.create_sheet("Decoy", 0)["A1"] = "parity-seal-1"

    assert found(resaved(small(), add)) == [CellChange("Decoy", kind="sheet added")]


def test_without_its_seal_a_file_is_none_of_ours() -> None:
    with pytest.raises(NoSeal):
        found(resaved(small(), lambda book: book.remove(book["Seal"])))


def test_a_seal_of_another_key_is_foreign() -> None:
    with pytest.raises(ForeignSeal) as foreign:
        found(small(FOREIGN))

    assert foreign.value.key == FOREIGN.id


def test_a_foreign_seal_under_the_name_of_our_key_is_broken() -> None:
    with pytest.raises(BrokenSeal):
        found(resaved(small(FOREIGN), put("Seal", "A2", SIGNER.id)))


def test_a_whole_gap_report_is_sealed_and_holds_no_private_key() -> None:
    report = replace(a_report(mixed()), about=ABOUT)

    data = draw_gap_report(report, SIGNER)

    assert found(data) == []
    everything = b"".join(ZipFile(BytesIO(data)).read(name) for name in ZipFile(BytesIO(data)).namelist())
    assert not re.search(SIGNER.private.hex().encode(), everything, re.IGNORECASE)
    assert b64encode(SIGNER.private) not in everything
