"""Whatever way of writing a program chose, the same cells are read."""

from exports.looking import unlike
from exports.reading.looks import read_looks
from exports.reading.workbook import read_workbook
from exports.sealing import changes, sealed_in
from tests.exports.answer_workbook.builders import ONE_OF_EACH, drawn
from tests.exports.reading.ways import PARTS, ZIPS, packed, parts_of
from tests.exports.seals import KEYS, small


def test_the_cells_are_the_same_in_every_way_of_writing_them() -> None:
    ours = parts_of(drawn(ONE_OF_EACH, elements={"E1.1"}))
    expected = read_workbook(packed(ours))

    for way, write in PARTS.items():
        assert read_workbook(packed(write(ours))) == expected, way
    for way, pack in ZIPS.items():
        assert read_workbook(pack(ours)) == expected, way


def test_a_report_is_genuine_and_looks_as_it_did_in_every_way_of_writing_it() -> None:
    ours = parts_of(small())

    for way, write in PARTS.items():
        data = packed(write(ours))
        sheets = read_workbook(data)
        sealed = sealed_in(sheets, KEYS)
        assert (changes(sealed, sheets), unlike(sealed, sheets, read_looks(data))) == ([], []), way
