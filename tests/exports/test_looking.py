"""The second verdict: values that are genuine, and whether people see them."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill

from exports.gap.workbook import draw_gap_report
from exports.looking import Unlike, unlike
from exports.proving import proven
from exports.reading.container import SWELLS, FileRefused
from exports.reading.looks import MOST_LAID, ConditionalFormat, SheetLook, read_looks
from exports.reading.workbook import read_workbook
from exports.sealing import sealed_in
from tests.exports.builders import a_report, mixed
from tests.exports.looking import BY_A_STEP, Step, add_rule, format_as, seen
from tests.exports.mirrored import a_mirrored_report
from tests.exports.seals import ABOUT, KEYS, SIGNER, found, resaved, rezipped, small

DRAWING = '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">{}</xdr:wsDr>'
BY_RULE = CellIsRule("equal", ['"Score"'], fill=PatternFill("solid", bgColor="FFDCEDDF"))
BOX = "<xdr:sp><xdr:txBody/></xdr:sp>"
CHART = (
    '<xdr:graphicFrame><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"/></a:graphic></xdr:graphicFrame>'
)


@cache
def report() -> bytes:
    return draw_gap_report(replace(a_report(mixed()), about=ABOUT), SIGNER)


def mirrored_report() -> bytes:
    return draw_gap_report(replace(a_mirrored_report(), about=ABOUT), SIGNER)


def anchored(inside: str, first: tuple[int, int], last: tuple[int, int]) -> bytes:
    """A drawing over cells, by column and row from 0."""
    ends = "".join(
        f"<xdr:{end}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row>"
        f"<xdr:rowOff>0</xdr:rowOff></xdr:{end}>"
        for end, (column, row) in (("from", first), ("to", last))
    )
    return DRAWING.format(f"<xdr:twoCellAnchor>{ends}{inside}<xdr:clientData/></xdr:twoCellAnchor>").encode()


@pytest.mark.parametrize(("step", "expected"), BY_A_STEP.values(), ids=BY_A_STEP)
def test_what_people_no_longer_see_is_named_and_the_values_stay_genuine(step: Step, expected: tuple[str, str]) -> None:
    data = resaved(small(), step)

    assert found(data) == []
    assert [(change.kind, change.address) for change in seen(data)] == [expected]


def test_a_format_is_told_with_the_value_that_it_hides() -> None:
    assert seen(resaved(small(), format_as("Figures", "A2", '"87.5"'))) == [
        Unlike("format", "Figures", "A2", "41.25", '"87.5"')
    ]


def test_what_people_fill_in_they_may_also_format() -> None:
    assert seen(resaved(small(), format_as("Figures", "A5", '"x"@'))) == []


def test_zeros_that_a_sheet_leaves_out_are_told() -> None:
    """openpyxl cannot say it."""
    without = rezipped(report(), sheet2=lambda xml: xml.replace(b"<sheetView ", b'<sheetView showZeros="0" ', 1))

    assert {(change.kind, change.value) for change in seen(without)} == {("format", "0")}


@pytest.mark.parametrize(
    ("before", "added", "kind"),
    [
        (b"<sheetData>", b'<mergeCells><mergeCell ref="A1:B2"/></mergeCells><sheetData>', "merged"),
        (b"</sheetData>", b'</sheetData><picture xmlns:r="r" r:id="rId1"/>', "object"),
    ],
)
def test_what_no_library_writes_is_found_too(before: bytes, added: bytes, kind: str) -> None:
    forged = rezipped(small(), sheet1=lambda xml: xml.replace(before, added))

    assert {change.kind for change in seen(forged)} == {kind}


@pytest.mark.parametrize(
    ("inside", "first", "last", "said"),
    [
        (BOX, (0, 0), (3, 3), [("object", "A1:C3")]),
        (BOX, (20, 200), (22, 210), [("object", "U201:V210")]),
        (CHART, (0, 4), (12, 6), [("object", "A5:L6")]),
    ],
)
def test_text_boxes_and_charts_that_were_moved_onto_cells_are_told(
    inside: str, first: tuple[int, int], last: tuple[int, int], said: list[tuple[str, str]]
) -> None:
    forged = rezipped(report(), drawing1=lambda _: anchored(inside, first, last))

    assert [(change.kind, change.address) for change in seen(forged)] == said


def test_a_note_that_stays_open_lies_on_the_cells() -> None:
    forged = rezipped(report(), vmlDrawing1=lambda xml: xml.replace(b"visibility:hidden", b"visibility:visible", 1))

    assert [change.kind for change in seen(forged)] == ["object"]


def test_a_rule_of_ours_that_was_stretched_or_repainted_is_told() -> None:
    data = report()
    sheet = next(name for name, rules in sealed_in(read_workbook(data), KEYS).rules.items() if rules)  # type: ignore[union-attr]

    def stretch(book: Workbook) -> None:
        formats = book[sheet].conditional_formatting
        (rule, *_), *_others = [format_.rules for format_ in formats]
        formats.add("A1:Z90", rule)

    assert [(change.kind, change.sheet, change.address) for change in seen(resaved(data, stretch))] == [
        ("rule", sheet, "A1:Z90")
    ]


def test_rules_of_ours_that_a_program_put_together_or_cut_apart_are_ours() -> None:
    """Gnumeric makes one rule of those that stand side by side and say the same."""
    sheets = read_workbook(small())
    sealed = sealed_in(sheets, KEYS)
    ours = {"Figures": [["S6:S42", '"Equal"'], ["T6:T42", '"Equal"'], ["U6:U9", '"Equal"'], ["U10:U42", '"Late"']]}

    def odd(places: str) -> bool:
        looks = {"Figures": SheetLook(rules=[ConditionalFormat(places, "cellIs equal", '"Equal"', None)])}
        return unlike(replace(sealed, rules=ours), sheets, looks) != []

    together = ("S6:T42", "S6:U9", "S6:T42 U6:U9", "T7", "S6:S9 S10:T42")
    assert [places for places in together if odd(places)] == []
    stretched = ("S6:U42", "S5:T42", "S6:T43", "R6:T42", "S6:U10", "T7 U10")
    assert [places for places in stretched if not odd(places)] == []


@pytest.mark.parametrize("drawn", [report, mirrored_report], ids=["as usual", "right to left"])
def test_a_report_as_it_left_and_one_that_a_library_saved_again_are_shown_as_they_were(
    drawn: Callable[[], bytes],
) -> None:
    data = drawn()

    assert (seen(data), seen(resaved(data))) == ([], [])


def test_a_library_that_drops_all_styles_costs_no_alarm() -> None:
    """As those do that only carry values and formulas over."""
    kept, bare = load_workbook(BytesIO(small())), Workbook()
    bare.remove(bare.worksheets[0])
    for sheet in kept:
        copy = bare.create_sheet(sheet.title)
        copy.sheet_state = sheet.sheet_state
        for row in sheet.iter_rows():
            for cell in row:
                copy[cell.coordinate] = cell.value
    out = BytesIO()
    bare.save(out)

    assert (found(out.getvalue()), seen(out.getvalue())) == ([], [])


def test_the_process_apart_tells_figures_and_look_and_counts_each_kind() -> None:
    proof = proven(resaved(report(), format_as("Summary", "K6", '"87.5"'), format_as("Summary", "A6", '"4"')), KEYS)

    assert proof.changed == ()
    assert proof.look_counts == {"format": 2}
    assert {change.address for change in proof.look} == {"K6", "A6"}
    assert [figure.id for figure in proof.figures] == ["overall", "P1", "P2", "P3", "P4", "P5"]
    assert (proof.figures[0].level, proof.figures[0].score) == (2, 70.6)


def test_more_rules_than_anybody_makes_are_refused() -> None:
    many = b"".join(b'<mergeCell ref="A%d:B%d"/>' % (row, row) for row in range(100, 101 + MOST_LAID))
    forged = rezipped(
        small(), sheet1=lambda xml: xml.replace(b"<sheetData>", b"<mergeCells>" + many + b"</mergeCells><sheetData>")
    )

    with pytest.raises(FileRefused) as refused:
        read_looks(forged)

    assert refused.value.problem.sentence == SWELLS


def test_a_seal_of_an_older_version_names_no_rules_and_those_of_our_kind_pass() -> None:
    data = small()
    sheets = read_workbook(resaved(data, add_rule(BY_RULE)))
    older = replace(sealed_in(sheets, KEYS), rules=None)

    assert unlike(older, sheets, read_looks(resaved(data, add_rule(BY_RULE)))) == []
