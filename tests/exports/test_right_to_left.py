"""The whole report in a language that is read from the right."""

import re
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from exports.gap.workbook import draw_gap_report
from questionnaires.definition import is_right_to_left
from tests.exports.builders import FACTS, SPACE, charts_of, ends_of, opened
from tests.exports.mirrored import a_mirrored_report, mirrored

OURS = {
    "Customs of Aurelia",
    "Circular 12",
    "Another agency controls travellers",
    "Civil Service Commission",
    "Asked twice",
    "Alice",
}
"""What people wrote."""
IDS = r"overall|[A-Z]+[\d-][A-Z\d.-]*|[0-9a-f]{64}|&[PNLR]|&8&\"-,Regular\""


@pytest.fixture(scope="module")
def data() -> bytes:
    return draw_gap_report(a_mirrored_report())


@pytest.fixture(scope="module")
def book(data: bytes) -> Workbook:
    return opened(data)


def parts_of(data: bytes, folder: str) -> list[str]:
    with ZipFile(BytesIO(data)) as parts:
        return [parts.read(name).decode() for name in parts.namelist() if name.startswith(folder)]


def test_a_language_of_ones_own_says_its_direction() -> None:
    assert [is_right_to_left(code) for code in ("ar", "en", "x-rtl", "x-test", "rtl")] == [
        True,
        False,
        True,
        False,
        False,
    ]


def test_every_sheet_begins_on_the_right(book: Workbook) -> None:
    assert [sheet.title for sheet in book if not sheet.sheet_view.rightToLeft] == []


def test_every_look_of_a_cell_reads_from_the_right(data: bytes) -> None:
    [styles] = parts_of(data, "xl/styles.xml")
    _, *looks = ElementTree.fromstring(styles).iterfind(f"{SPACE}cellXfs/{SPACE}xf")
    aligned = [dict(alignment.attrib) for look in looks for alignment in look.iterfind(f"{SPACE}alignment")]

    assert len(aligned) == len(looks)
    assert {alignment.get("readingOrder") for alignment in aligned} == {"2"}
    assert {alignment.get("horizontal") for alignment in aligned} <= {"right", "center", "left"}


def test_only_what_stands_at_the_end_of_a_line_is_aligned_left(book: Workbook) -> None:
    left = {
        cell.coordinate
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.alignment.horizontal == "left"
    }

    assert left == {"E3"}


def test_the_report_is_named_at_the_beginning_of_each_page(book: Workbook) -> None:
    title, page = f"{mirrored('Gap report')} 2026: Customs of Aurelia", mirrored("Page {page} of {pages}")

    assert {ends_of(sheet.oddHeader)[1] for sheet in book} == {turned(title)}
    assert {ends_of(sheet.oddFooter)[0] for sheet in book} == {turned(page.format(page="&P", pages="&N"))}


def turned(text: str) -> str:
    return f"\u202b{text}\u202c"


def test_the_parts_of_a_date_keep_their_order_in_a_sentence(book: Workbook) -> None:
    [about] = [text for cell in book.worksheets[0][3] if FACTS.as_of in (text := str(cell.value))]

    assert f" \u200e{FACTS.as_of} " in about


def test_the_first_bar_is_at_the_right(book: Workbook) -> None:
    bars, radar = charts_of(book.worksheets[0])

    assert (radar.tagname, bars.tagname) == ("radarChart", "barChart")
    assert bars.x_axis.scaling.orientation == "maxMin"


def test_nothing_english_is_left_but_ids_and_what_people_wrote(data: bytes) -> None:
    texts = [
        piece.text or ""
        for part in parts_of(data, "xl/sharedStrings")
        for piece in ElementTree.fromstring(part).iter(f"{SPACE}t")
    ]
    texts += [
        piece.text or ""
        for part in parts_of(data, "xl/comments")
        for piece in ElementTree.fromstring(part).iter(f"{SPACE}t")
    ]
    sheets = "".join(parts_of(data, "xl/worksheets/sheet"))
    texts += re.findall(r'tooltip="([^"]*)"', sheets) + re.findall(r"<formula1>([^<]*)</formula1>", sheets)

    assert [text for text in texts if english_in(text)] == []


def english_in(text: str) -> re.Match[str] | None:
    for ours in OURS:
        text = text.replace(ours, "")
    text = re.sub(r"^([A-Z0-9-]+): ", "", text, flags=re.MULTILINE)
    return re.search("[A-Za-z]", re.sub(IDS, "", text))


def test_notes_read_from_the_right(data: bytes) -> None:
    notes = "".join(parts_of(data, "xl/drawings/vmlDrawing"))

    assert notes.count("direction:rtl") == notes.count("<x:TextHAlign>Right<") == notes.count("<v:textbox") > 20


def test_turned_or_not_the_same_report_gives_the_same_bytes(data: bytes) -> None:
    assert draw_gap_report(a_mirrored_report()) == data
    assert {part.date_time for part in ZipFile(BytesIO(data)).infolist()} == {(1980, 1, 1, 0, 0, 0)}
