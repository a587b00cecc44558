"""Files that were made to hurt: a clear sentence, nothing stored, and the server serves on."""

import io
from collections.abc import Callable
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from app.db.session import Database
from tests.app.browser import words
from tests.app.workbooks.sending import HOME, Formula, filled, send
from tests.cast import KEPT_FILE, Actor
from tests.house.contents import contents

SHEET = "xl/worksheets/sheet2.xml"
XML = '<?xml version="1.0"?>{dtd}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{data}</worksheet>'
XXE = '<!DOCTYPE worksheet [<!ENTITY own SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE worksheet [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
ENTITY = '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&own;</t></is></c></row></sheetData>'
ROWS = 1_048_576
MARKUP = (
    "<script>alert(1)</script>",
    "'\"><img src=x onerror=alert(2)>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(3)",
)


def rebuilt(workbook: bytes, part: str, content: bytes) -> bytes:
    """The workbook with one of its parts replaced, or added."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(workbook)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, content)
    return out.getvalue()


def with_sheet(workbook: bytes, data: str, dtd: str = "") -> bytes:
    return rebuilt(workbook, SHEET, XML.format(dtd=dtd, data=data).encode())


def endless(workbook: bytes) -> bytes:
    rows = "".join(f'<row r="{at}"><c r="A{at}"><v>{at}</v></c></row>' for at in range(1, ROWS + 1))
    return with_sheet(workbook, f"<sheetData>{rows}</sheetData>")


HOSTILE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "bomb": (lambda genuine: rebuilt(genuine, SHEET, b" " * 90_000_000), "unpacks to more than"),
    "xxe": (lambda genuine: with_sheet(genuine, ENTITY, XXE), "contains XML that no spreadsheet program writes"),
    "laughs": (lambda genuine: with_sheet(genuine, "", LAUGHS), "contains XML that no spreadsheet program writes"),
    "truncated": (lambda genuine: genuine[:-2000], "damaged or incomplete"),
    "pdf": (lambda _genuine: KEPT_FILE, "This is not an Excel workbook"),
    "empty": (lambda _genuine: b"", "The file is empty"),
    "rows": (endless, "has more than 5,000 rows"),
    "macros": (lambda genuine: rebuilt(genuine, "xl/vbaProject.bin", b"x"), "contains macros"),
    "links": (lambda genuine: rebuilt(genuine, "xl/externalLinks/externalLink1.xml", b"x"), "linked to other files"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_it_is_refused_in_words_and_the_server_serves_on(
    kind: str, alice: Actor, genuine: bytes, database: Database
) -> None:
    make, sentence = HOSTILE[kind]
    hostile = make(genuine)
    before = contents(database)

    answer = send(alice, hostile)

    assert (answer.status_code, sentence in words(answer.text)) == (422, True)
    assert "root:" not in answer.text
    assert contents(database) == before
    assert alice.browser.get(HOME).status_code == 200


def test_beside_a_hostile_file_the_others_are_read(alice: Actor, genuine: bytes) -> None:
    good = filled(genuine, {("RC-01", "answer"): 3})

    shown = words(send(alice, KEPT_FILE, good).text)

    assert "1 changed" in shown
    assert "1 not imported" in shown
    assert "This is not an Excel workbook" in shown


def test_a_gap_report_dropped_by_mistake_is_named_as_such(alice: Actor) -> None:
    report = alice.browser.get(f"{HOME.removesuffix('/workbook')}/gap-report.xlsx").content

    answer = send(alice, report)

    assert answer.status_code == 422
    assert "This is a gap report, which cannot be imported." in words(answer.text)


def test_markup_and_formulas_in_every_cell_are_shown_and_never_run(
    alice: Actor, genuine: bytes, database: Database
) -> None:
    codes = ("answer", "evidence", "comment", "reason", "authority", "raised", "target")
    ids = [f"RC-{number:02}" for number in range(1, 21)]
    texts = {(id_, code): MARKUP[at % 4] for at, id_ in enumerate(ids) for code in codes}
    formulas = {(id_, "comment"): Formula('=HYPERLINK("https://evil.example")') for id_ in ids[::2]}
    workbook = filled(genuine, texts | formulas)
    before = contents(database)

    answer = send(alice, workbook)

    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text
    assert "is not a valid answer here" in words(answer.text)
    assert "{{ 7 * 7 }}" in words(answer.text)
    assert "This cell contains a formula." in words(answer.text)
    assert contents(database) == before


def test_a_name_that_is_markup_is_shown_as_a_name(alice: Actor) -> None:
    files = [("workbooks", ("<img src=x onerror=alert(1)>\u202e.xlsx", KEPT_FILE))]

    page = alice.browser.post(f"{HOME}/imports", data=alice.form(), files=files).text

    assert "<img" not in page
    assert "<img src=x onerror=alert(1)>_.xlsx" in words(page)
