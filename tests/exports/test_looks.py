"""What helps people through the workbook: links, notes, folded rows, marks, charts, and pages that can be read."""

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter, range_boundaries

from exports.cells import Book, Unwritten
from exports.content import GapReport, Table
from exports.gap.facts import Beside
from exports.gap.findings import Findings
from exports.gap.report import gap_report
from exports.gap.workbook import draw_gap_report
from exports.paper import A4, ACROSS, SMALLEST, breaks_between, pages_across, pixels
from tests.exports.builders import (
    FACTS,
    MIXED,
    a_report,
    all_at,
    assess,
    charts_of,
    mixed,
    opened,
    questionnaire,
    titles_of,
)

ROOM = 5 / 7
"""What a file adds to the width of each column."""
TABLES = ["Pillars and elements", "Answers", "Gaps", "Action plan", "Method and version", "Audit trail"]


@pytest.fixture(scope="module")
def full_report() -> GapReport:
    """Moderated, beside what the team answered, what the head signed, and the last round."""
    values = {"self": mixed(), "validated": all_at(2) | MIXED, "moderated": all_at(3) | {"LD-09": MIXED["LD-09"]}}
    cards = {kind: assess(answers)[1] for kind, answers in values.items()}
    document, scorecard, gaps = assess(all_at(3) | {"LD-09": MIXED["LD-09"]})
    beside = Beside(cards, {}, frozenset(), assess(all_at(1))[1])
    parts = (questionnaire(), replace(FACTS, kind="moderated"), document.profile, document.answers, scorecard, gaps)
    return gap_report(Findings(*parts, language="en", translate=str, beside=beside))


@pytest.fixture(scope="module")
def full_book(full_report: GapReport) -> Workbook:
    return opened(draw_gap_report(full_report))


def followed(book: Workbook, cell: Cell | MergedCell) -> Cell:
    """The cell that a link leads to."""
    assert cell.hyperlink is not None
    place = re.fullmatch(r"'?(.*?)'?!([A-Z]+\d+)", cell.hyperlink.location or "")
    assert place is not None
    source = book[place[1]][place[2]]
    assert isinstance(source, Cell)
    return source


def test_each_next_step_and_what_holds_back_leads_to_its_gap(mixed_book: Workbook) -> None:
    links = [row[0] for row in mixed_book["Summary"].iter_rows(min_row=18) if row[0].hyperlink]

    assert [cell.value for cell in links] == ["P1", "RC-04", "LD-09", "LD-09", "RC-04", "RC-03", "EQ-05"]
    assert [followed(mixed_book, cell).value for cell in links] == [cell.value for cell in links]
    assert {followed(mixed_book, cell).parent.title for cell in links[1:]} == {"Gaps"}


def test_each_pillar_of_the_summary_leads_to_its_row(mixed_book: Workbook) -> None:
    links = [mixed_book["Summary"].cell(row, 1) for row in range(12, 18)]

    assert [followed(mixed_book, cell).value for cell in links] == ["P1", "P2", "P3", "P4", "P5", "Overall"]


def test_a_gap_leads_to_its_answer_and_to_its_action_and_from_there_back(mixed_book: Workbook) -> None:
    for row in mixed_book["Gaps"].iter_rows(min_row=3, max_row=6):
        action, answer = followed(mixed_book, row[0]), followed(mixed_book, row[1])

        assert [action.parent.title, answer.parent.title] == ["Action plan", "Answers"]
        assert row[1].value == action.value == answer.value == followed(mixed_book, action).value


@pytest.mark.parametrize(("name", "place"), [*((name, "A1") for name in TABLES), ("Check", "A4")])
def test_each_sheet_leads_back_to_the_summary(mixed_book: Workbook, name: str, place: str) -> None:
    back = mixed_book[name][place]

    assert (back.hyperlink.location, back.hyperlink.tooltip) == ("Summary!A1", "Go to Summary")
    assert (back.value, back.font.underline) == ("← Summary", "single")


def test_a_link_finds_a_sheet_whatever_its_name() -> None:
    book = opened(
        draw_gap_report(a_report(mixed(), translate=lambda text: f"A & 'B' {text}" if text == "Gaps" else text))
    )

    assert "'A & ''B'' Gaps'!B3" in {
        row[0].hyperlink.location for row in book["Summary"].iter_rows() if row[0].hyperlink
    }


def test_titles_that_are_not_plain_have_a_note(mixed_book: Workbook) -> None:
    notes = {cell.value: cell.comment for cell in titles_of(mixed_book["Pillars and elements"]) if cell.comment}

    assert notes["Score within own control"].text == "Leaves out questions that another authority decides."
    assert {note.author for note in notes.values()} == {"Parity"}


def test_a_note_is_as_tall_as_its_text(mixed_report: GapReport) -> None:
    with ZipFile(BytesIO(draw_gap_report(mixed_report))) as parts:
        sizes = re.findall(r"width:([\d.]+)pt;height:([\d.]+)pt", parts.read("xl/drawings/vmlDrawing2.vml").decode())

    assert {width for width, _ in sizes} == {"195"}
    assert {float(height) for _, height in sizes} == {0.75 * (12 + 15 * lines) for lines in (1, 2, 3)}


def test_the_rules_in_notes_are_those_of_the_version(mixed_report: GapReport) -> None:
    assert mixed_report.terms["Target"].startswith("The level to reach: 3 for core questions and 2 for others")


def test_every_note_has_its_title(full_report: GapReport) -> None:
    titles = {column.title for table in full_report.tables if isinstance(table, Table) for column in table.columns}
    on_summary = {*full_report.summary.columns, full_report.summary.reported.title}
    on_summary |= {other.title for other in full_report.summary.others} | {full_report.summary.since}

    assert set(full_report.terms) - titles - on_summary == set()


def test_elements_fold_beneath_their_pillar(mixed_book: Workbook) -> None:
    sheet = mixed_book["Pillars and elements"]
    levels = {row[0].value[0]: sheet.row_dimensions[row[0].row].outlineLevel for row in sheet["A3:A37"]}

    assert levels == {"O": 0, "P": 0, "E": 1}
    assert sheet.sheet_properties.outlinePr is not None
    assert sheet.sheet_properties.outlinePr.summaryBelow is False


def test_the_status_of_an_action_is_marked(mixed_book: Workbook) -> None:
    [marked] = mixed_book["Action plan"].conditional_formatting

    assert str(marked.sqref) == "K6:K9"
    assert [rule.formula for rule in marked.rules] == [['"Under way"'], ['"Done"'], ['"Late"'], ['"Dropped"']]


def test_the_radar_tells_its_lines_apart_without_colour(full_book: Workbook) -> None:
    _, radar = charts_of(full_book["Summary"])
    looks = [(line.graphicalProperties.line.prstDash, line.marker.symbol) for line in radar.series]

    assert looks == [("solid", "circle"), ("dash", "square"), ("lgDashDot", "triangle"), ("sysDash", "circle")]
    assert len({line.graphicalProperties.line.w for line in radar.series}) == 3
    assert (radar.y_axis.scaling.min, radar.y_axis.scaling.max) == (0, 100)


def test_the_table_beneath_the_radar_can_be_read(full_book: Workbook, full_report: GapReport) -> None:
    titles = [cell.value for cell in full_book["Summary"][11] if cell.value]
    scores = [cell.value for cell in full_book["Summary"][12]][5:9]

    assert titles[2:7] == ["Reviewed score", "Self-assessed score", "Signed score", "Last round score", "Change"]
    assert full_book["Summary"]["J12"].value == full_report.summary.pillars[0].change
    assert scores == [full_report.summary.pillars[0].score, *full_report.summary.pillars[0].others]


def test_what_was_signed_is_told_only_where_it_differs() -> None:
    document, scorecard, gaps = assess(mixed())
    beside = Beside({"self": scorecard, "validated": scorecard}, {}, frozenset())
    parts = (questionnaire(), replace(FACTS, kind="validated"), document.profile, document.answers, scorecard, gaps)

    summary = gap_report(Findings(*parts, language="en", translate=str, beside=beside)).summary

    assert (summary.reported.title, summary.others) == ("Score", ())


@pytest.mark.parametrize("name", TABLES)
def test_print_is_never_smaller_than_7_points(full_book: Workbook, name: str) -> None:
    sheet = full_book[name]
    _, _, last, _ = range_boundaries(sheet.print_area.rpartition("!")[2])
    assert last is not None
    widths = [sheet.column_dimensions[get_column_letter(at)].width - ROOM for at in range(1, last + 1)]

    assert ACROSS[int(sheet.page_setup.paperSize or 0)] / sum(map(pixels, widths)) >= SMALLEST


def test_a_column_is_never_cut_in_two() -> None:
    assert [pages_across([100] * many, kept=0) for many in (1, 2, 3, 4, 5)] == [1, 1, 2, 2, 3]


def test_groups_of_columns_are_never_torn_in_two() -> None:
    groups = [[20] * 3, [20] * 2, [20] * 4, [20]]

    assert breaks_between(groups, kept=0, scale=1.0) == [2]
    assert breaks_between(groups, kept=0, scale=0.5) == []
    assert breaks_between(groups, kept=ACROSS[A4] / 2, scale=1.0) == [1, 2, 3]


def test_each_table_opens_where_work_begins(mixed_book: Workbook) -> None:
    cells = [mixed_book[name].sheet_view.selection[-1].activeCell for name in TABLES]

    assert cells == ["C3", "B3", "C3", "C6", "B3", "C3"]
    assert mixed_book.active is not None
    assert mixed_book.active.title == "Summary"


def test_what_excel_does_not_take_is_refused() -> None:
    sheet = Book(title="", subject="", created="2026-11-21", right_to_left=False).sheet("A")

    with pytest.raises(Unwritten):
        sheet.explain(0, 0, "a" * 32_768)


def test_nothing_in_the_file_knows_who_or_when(mixed_report: GapReport) -> None:
    with ZipFile(BytesIO(draw_gap_report(mixed_report))) as parts:
        comments = [parts.read(name).decode() for name in parts.namelist() if "comments" in name]

    assert len(comments) == 5
    assert all("<authors><author>Parity</author></authors>" in part for part in comments)
