"""Files that one program would show otherwise than another: none of them may pass for what it is not."""

import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest

from exports.cells import Book
from exports.reading.container import DAMAGED, Refused
from exports.reading.parts import STRICT_FORMAT
from exports.reading.workbook import read_workbook
from exports.sealing import changes, seal, sealed_in
from exports.signing import Signer, key_id

SIGNER = Signer(b"1" * 32)
KEYS = {key_id(SIGNER.public): SIGNER.public}
SHEET, BOOK, LINKS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
CHOICE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
FORGED = '<row r="2"><c r="A2"><v>99.9</v></c></row>'
TEXT = re.compile(r'<c r="A3"([^>]*) t="s"><v>\d+</v></c>')


@pytest.fixture(scope="module")
def parts() -> dict[str, str]:
    book = Book(title="Small", subject="", created="2026-11-22", right_to_left=False)
    sheet = book.sheet("Figures")
    values: tuple[str | float, ...] = ("Score", 62.5, "Level 1", 12)
    for row, value in enumerate(values):
        sheet.write(row, 0, value, "text")
    seal(book, SIGNER, {"document": "report"})
    with ZipFile(BytesIO(book.close())) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def packed(parts: dict[str, str]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def cells_of(parts: dict[str, str]) -> str:
    found = re.search(r"<sheetData>(.*)</sheetData>", parts[SHEET], re.S)
    assert found
    return found[1]


def hidden(parts: dict[str, str]) -> str:
    """The true cells where no program looks."""
    true = re.sub(r"<(/?)(row|c|v|f|is|t)\b", r"<\1m:\2", cells_of(parts))
    return f'<extLst><ext uri="x"><m:x xmlns:m="{MAIN}">{true}</m:x></ext></extLst></worksheet>'


def with_sheet(parts: dict[str, str], *changed: tuple[str, str]) -> dict[str, str]:
    text = parts[SHEET]
    for old, new in changed:
        assert old in text
        text = text.replace(old, new, 1)
    return {**parts, SHEET: text}


def with_text(parts: dict[str, str], inside: str) -> dict[str, str]:
    return {**parts, SHEET: TEXT.sub(rf'<c r="A3"\1 t="inlineStr"><is>{inside}</is></c>', parts[SHEET])}


TRICKS: dict[str, Callable[[dict[str, str]], dict[str, str]]] = {
    "cells in the strict space": lambda p: with_sheet(
        p,
        (f"<sheetData>{cells_of(p)}</sheetData>", f'<sheetData xmlns="{STRICT}">{FORGED}</sheetData>'),
        ("</worksheet>", hidden(p)),
    ),
    "cells where no program looks": lambda p: with_sheet(p, (cells_of(p), FORGED), ("</worksheet>", hidden(p))),
    "cells of a choice": lambda p: with_sheet(
        p, (cells_of(p), f'{cells_of(p)}<a:AlternateContent xmlns:a="{CHOICE}">{FORGED}</a:AlternateContent>')
    ),
    "cells twice": lambda p: with_sheet(p, ("</sheetData>", f"</sheetData><sheetData>{FORGED}</sheetData>")),
    "a cell in another row": lambda p: with_sheet(p, ('<row r="2"', '<row r="7"')),
    "a value twice": lambda p: with_sheet(p, ("<v>62.5</v>", "<v>62.5</v><v>99</v>")),
    "a number that only Python reads": lambda p: with_sheet(p, ("<v>62.5</v>", "<v>6_2.5</v>")),
    "digits of another script": lambda p: with_sheet(p, ("<v>12</v>", "<v>١٢</v>")),
    "two texts in a cell": lambda p: with_text(p, "<t>Level 1</t><t>Level 4</t>"),
    "two texts in a run": lambda p: with_text(p, "<r><t>Level 1</t><t>Level 4</t></r>"),
    "a text beside runs": lambda p: with_text(p, "<t>Level 1</t><r><t>Level 4</t></r>"),
    "a formula that spills": lambda p: with_sheet(p, ("<v>62.5</v>", '<f t="array" ref="A1:A5">1</f><v>62.5</v>')),
    "two lists of texts": lambda p: {
        **p,
        "xl/other.xml": p["xl/sharedStrings.xml"].replace("Level 1", "Level 4"),
        LINKS: re.sub(
            r'(<Relationship Id=")[^"]*("[^>]*)sharedStrings.xml("/>)', r"\g<0>\1rId0\2other.xml\3", p[LINKS]
        ),
    },
    "two ids of a sheet": lambda p: {
        **p,
        BOOK: p[BOOK].replace(
            "r:id=", 'xmlns:s="http://purl.oclc.org/ooxml/officeDocument/relationships" s:id="rId2" r:id=', 1
        ),
    },
}


@pytest.mark.parametrize("trick", TRICKS.values(), ids=TRICKS)
def test_what_programs_would_show_in_two_ways_is_not_read(
    trick: Callable[[dict[str, str]], dict[str, str]], parts: dict[str, str]
) -> None:
    with pytest.raises(Refused) as refused:
        read_workbook(packed(trick(parts)))

    assert refused.value.problem.sentence == DAMAGED


def test_the_sheet_of_these_tricks_is_sound(parts: dict[str, str]) -> None:
    sheets = read_workbook(packed(parts))

    assert changes(sealed_in(sheets, KEYS), sheets) == []


def test_a_sheet_in_the_strict_format_is_named(parts: dict[str, str]) -> None:
    with pytest.raises(Refused) as refused:
        read_workbook(packed(with_sheet(parts, (MAIN, STRICT))))

    assert refused.value.problem.sentence == STRICT_FORMAT


def test_half_a_letter_is_shown_as_none(parts: dict[str, str]) -> None:
    sheets = read_workbook(packed(with_text(parts, "<t>_xD800_ and _xD83D__xDE00_</t>")))

    assert sheets[0].text("A3") == "� and 😀"
