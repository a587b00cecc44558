"""LibreOffice opens the workbook, calculates, saves it again and prints it."""

import re
import subprocess
from pathlib import Path

import pytest

from exports.answer_workbook.paper import draw_paper
from exports.reading.workbook import read_workbook
from tests.exports.answer_workbook.builders import ONE_OF_EACH, answers_of, content_of, drawn, read
from tests.exports.answer_workbook.test_round_trip import full_of
from tests.exports.office import convert
from tests.exports.test_texts import HOSTILE

pytestmark = pytest.mark.office
TWO_IN_ONE = re.compile("_x[0-9A-F]{4}_x[0-9A-F]{4}_")
"""Two codes that share a line: LibreOffice writes them so that no program can tell what they were."""
TEXTS = [text for text in HOSTILE if text.strip() and not TWO_IN_ONE.search(text)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbooks, and in `xlsx` the same as LibreOffice saved them."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "each.xlsx").write_bytes(drawn(ONE_OF_EACH))
    (folder / "texts.xlsx").write_bytes(drawn(full_of(TEXTS)))
    (folder / "paper.xlsx").write_bytes(draw_paper(content_of({})))
    convert([folder / "each.xlsx", folder / "texts.xlsx"], "xlsx", folder / "xlsx")
    convert([folder / "paper.xlsx"], "pdf", folder / "pdf")
    return folder


def test_all_answers_come_back_from_libreoffice(folder: Path) -> None:
    assert answers_of(read((folder / "xlsx" / "each.xlsx").read_bytes()), ONE_OF_EACH) == ONE_OF_EACH


def test_all_texts_come_back_from_libreoffice(folder: Path) -> None:
    answers = full_of(TEXTS)

    assert answers_of(read((folder / "xlsx" / "texts.xlsx").read_bytes()), answers) == answers


def test_libreoffice_counts_the_answers_as_we_do(folder: Path) -> None:
    ours, theirs = (read_workbook((folder / name).read_bytes()) for name in ("each.xlsx", "xlsx/each.xlsx"))

    formulas = [(sheet.name, at) for sheet in ours for at, cell in sheet.cells.items() if cell.formula]
    assert len(formulas) == 11
    for name, at in formulas:
        [before], [after] = ([one.cells[at].value for one in book if one.name == name] for book in (ours, theirs))
        assert before == after


def pages_of(pdf: Path) -> list[str]:
    text = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True).stdout
    return text.split("\f")[:-1]


def test_on_paper_no_question_is_torn_apart(folder: Path) -> None:
    pages = pages_of(folder / "pdf" / "paper.pdf")

    assert len(pages) < 60
    for page in pages[1:]:
        assert re.findall(r"\b(?:RC|EQ|LD|AW|CO)-\d\d\b", page), "a page without a question"
        assert page.count("Evidence (expected") == page.count("Comment, and who") == page.count("DK")
