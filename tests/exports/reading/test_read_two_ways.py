"""Files that one program would show otherwise than another: none of them may pass for what it is not."""

import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest

from exports.cells import Book
from exports.reading.container import DAMAGED, TWO_FORMS, FileRefused
from exports.reading.looks import read_looks
from exports.reading.workbook import read_workbook
from exports.sealing import changes, seal, sealed_in
from exports.signing import Signer, key_id
from tests.exports.reading.hostile import MAIN, STRICT, strictly

SIGNER = Signer(b"1" * 32)
KEYS = {key_id(SIGNER.public): SIGNER.public}
SHEET, BOOK, LINKS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
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
    match = re.search(r"<sheetData>(.*)</sheetData>", parts[SHEET], re.S)
    assert match
    return match[1]


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
    "a text that some programs pass over": lambda p: with_sheet(
        p, ("<v>62.5</v>", "<v>62.5</v><is><t>Level 4</t></is>")
    ),
    "a cell in another row than the one before says": lambda p: with_sheet(
        p, ('<row r="2"', "<row"), ('<c r="A2"', '<c r="A9"')
    ),
    "cells of a sheet that is a chart": lambda p: {
        **p,
        LINKS: p[LINKS].replace("relationships/worksheet", "relationships/chartsheet", 1),
    },
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
    with pytest.raises(FileRefused) as refused:
        read_workbook(packed(trick(parts)))

    assert refused.value.problem.sentence in (DAMAGED, TWO_FORMS)


def test_the_sheet_of_these_tricks_is_sound(parts: dict[str, str]) -> None:
    sheets = read_workbook(packed(parts))

    assert changes(sealed_in(sheets, KEYS), sheets) == []


def test_a_workbook_in_the_strict_form_is_read_as_any_other(parts: dict[str, str]) -> None:
    strict = {name: strictly(text) for name, text in parts.items()}

    assert read_workbook(packed(strict)) == read_workbook(packed(parts))
    assert read_looks(packed(strict)) == read_looks(packed(parts))


def test_a_workbook_of_which_any_one_part_is_in_the_strict_form_is_refused(parts: dict[str, str]) -> None:
    """Programs that know one form alone would show one half of it."""
    for name in (SHEET, BOOK, LINKS, "xl/sharedStrings.xml", "_rels/.rels"):
        with pytest.raises(FileRefused) as refused:
            read_workbook(packed({**parts, name: strictly(parts[name])}))

        assert refused.value.problem.sentence == TWO_FORMS


def test_cells_that_a_formula_fills_from_another_cell_hold_a_formula(parts: dict[str, str]) -> None:
    for formula in ('<f t="array" ref="A2:A4">1</f>', '<f t="dataTable" ref="A2:A4" r1="B1"/>'):
        sheets = read_workbook(packed(with_sheet(parts, ("<v>62.5</v>", f"{formula}<v>62.5</v>"))))

        changed = changes(sealed_in(sheets, KEYS), sheets)
        assert [change.address for change in changed if change.now.startswith("={")] == ["A2", "A3", "A4"]


def test_half_a_letter_is_shown_as_none(parts: dict[str, str]) -> None:
    sheets = read_workbook(packed(with_text(parts, "<t>_xD800_ and _xD83D__xDE00_</t>")))

    assert sheets[0].text("A3") == "� and 😀"
