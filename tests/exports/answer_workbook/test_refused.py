"""Which files are refused as a whole, and in which words."""

from dataclasses import replace

import pytest
from openpyxl import Workbook

from exports.answer_workbook.paper import draw_paper
from exports.answer_workbook.read import answers_in
from exports.gap.workbook import draw_gap_report
from exports.reading.container import FileRefused
from exports.reading.workbook import read_workbook
from questionnaires.definition import Questionnaire
from tests.exports.answer_workbook.builders import (
    HEADER,
    KEYS,
    SIGNER,
    VERSIONS,
    content_of,
    drawn,
    read,
    saved,
)
from tests.exports.builders import a_report, mixed


def refused_with(data: bytes, keys: dict[str, bytes] = KEYS, versions: dict[str, Questionnaire] = VERSIONS) -> str:
    with pytest.raises(FileRefused) as refused:
        answers_in(read_workbook(data), keys, versions)
    return refused.value.problem.text()


def test_a_workbook_of_something_else_is_refused(book: Workbook) -> None:
    for name in book.sheetnames[1:]:
        del book[name]

    assert refused_with(saved(book)).startswith("This is not an answer workbook.")


def test_a_workbook_without_its_hidden_sheet_is_refused(book: Workbook) -> None:
    del book["Header"]

    assert refused_with(saved(book)).startswith("The hidden sheet that says whose answers these are is missing")


def test_a_workbook_of_another_installation_is_refused(file: bytes) -> None:
    assert refused_with(file, keys={}).startswith("This workbook was not made here")


def test_a_changed_header_is_refused(book: Workbook) -> None:
    book["Header"]["A4"].value = book["Header"]["A4"].value.replace("arden", "brink")

    assert refused_with(saved(book)).startswith("This workbook was not made here")


def test_something_else_that_we_signed_does_not_pass_for_a_header(book: Workbook) -> None:
    other = SIGNER.sign(b'{"format":"parity-seal-1"}')
    book["Header"]["A3"].value, book["Header"]["A4"].value = other.signature, '{"format":"parity-seal-1"}'

    assert refused_with(saved(book)).startswith("This workbook was not made here")


def test_a_workbook_of_a_version_that_is_not_known_is_refused_by_name(file: bytes) -> None:
    assert "questionnaire 2026.1" in refused_with(file, versions={})


def test_a_workbook_that_lost_its_codes_is_refused(book: Workbook) -> None:
    for sheet in book:
        if sheet.title.startswith("P"):
            sheet.delete_rows(1)

    assert refused_with(saved(book)).startswith("The sheets of this workbook have lost their hidden first row")


def test_names_with_strange_letters_come_back_in_the_header() -> None:
    header = replace(HEADER, administration="=A&B <r>_x0041_</r> \u202eé😀")

    assert read(drawn({}, header)).header == header


def test_the_printed_version_is_refused_by_its_name() -> None:
    assert refused_with(draw_paper(content_of({}))).startswith("This is the printable questionnaire")


def test_a_gap_report_is_refused_by_its_name() -> None:
    data = draw_gap_report(a_report(mixed()), SIGNER)

    assert refused_with(data).startswith("This is a gap report, which cannot be imported.")
