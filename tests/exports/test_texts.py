"""Whatever a person wrote stands in its cell unchanged, and nothing in the workbook runs."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.cells import Book
from exports.gap.workbook import draw_gap_report
from questionnaires.texts import MOST_UNITS, is_refused
from tests.exports.builders import FACTS, a_report, cells_of, level, opened, questionnaire, sheet_of

HOSTILE = [
    '=HYPERLINK("https://evil.example","Click")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "{=1+1}",
    "https://customs.example/policy",
    "mailto:a@customs.example",
    "007",
    "1E5",
    "TRUE",
    "'quoted",
    "  leading and trailing  ",
    "\nlines\n\n",
    "سياسة المساواة\u200f (2025)",
    "👩🏽‍✈️ 🏳️‍🌈",
    "_x0041_",
    "_x0041_x0042_",
    "_x005F_x0041_",
    "x005F_",
    "<r><t>bold</t></r>",
    "<r>_x0041_</r>",
    "<r></r>",
    "]]>&amp;<!--",
    "می\u200cخواهم ❤\ufe0f",  # noqa: RUF001 - Persian
]
BRICKS = st.sampled_from(["_x0041_", "_x005F_", "x", "_", "<r>", "</r>", "=", "&", "\n", " ", "<", "'"])
ALLOWED = st.characters().filter(lambda character: not is_refused(character))
TEXTS = st.lists(BRICKS | st.text(ALLOWED, max_size=20), min_size=1).map("".join).filter(bool)


ASKED_OF_ALL = [i.id for i in questionnaire().structure.indicators if i.kind == "maturity" and not i.condition.clauses]
FIELDS = ("Evidence", "Comment", "Decided outside by")


def written_everywhere(texts: list[str]) -> dict[str, dict[str, Any]]:
    """Answers that hold each of the texts in every field that takes one: the reasons behind the others."""
    outside = [{"authority": text, "raised": None} for text in texts]
    answered = [level(2, evidence=[t], comment=t, outside_control=o) for t, o in zip(texts, outside, strict=True)]
    reasons = [{"state": "not_applicable", "reason_code": "NA1", "reason": text} for text in texts]
    value = {"state": "answered", "value": texts[0]}
    return dict(zip(ASKED_OF_ALL, [*answered, *reasons], strict=False)) | {"RC-21": value}


@pytest.fixture(scope="module")
def hostile() -> bytes:
    return draw_gap_report(a_report(written_everywhere(HOSTILE)))


def answers_in(data: bytes) -> dict[str, dict[str, str]]:
    """By indicator, the texts of its row by the title of their column."""
    cells = sheet_of(data, 3)
    rows: dict[str, dict[str, str]] = {address[1:]: {} for address in cells if address[0] == "A" and address != "A1"}
    for address, text in cells.items():
        if address[1:] in rows:
            rows[address[1:]][cells[f"{address[0]}2"]] = text
    return {row["Indicator"]: row for row in rows.values()}


@pytest.fixture(scope="module")
def hostile_answers(hostile: bytes) -> dict[str, dict[str, str]]:
    return answers_in(hostile)


def a_book() -> Book:
    return Book(title="", subject="", created="2026-11-21", right_to_left=False)


@pytest.mark.parametrize("at", range(len(HOSTILE)), ids=HOSTILE)
def test_a_hostile_text_comes_back_unchanged_from_every_field(
    hostile_answers: dict[str, dict[str, str]], at: int
) -> None:
    assert {hostile_answers[ASKED_OF_ALL[at]][field] for field in FIELDS} == {HOSTILE[at]}
    assert hostile_answers[ASKED_OF_ALL[at + len(HOSTILE)]]["Reason given"] == HOSTILE[at]


def test_a_hostile_text_is_no_formula_and_no_number_and_a_link_only_to_the_address_that_it_is(
    hostile: bytes,
) -> None:
    cells = [cell for cell in cells_of(opened(hostile)) if cell.parent.title not in ("Check", "Action plan")]

    assert {cell.data_type for cell in cells} == {"s", "n"}
    links = [(cell.hyperlink.target, cell.value) for cell in cells if cell.hyperlink]
    assert [link for link in links if link[0] or link[1] in HOSTILE] == [("https://customs.example/policy",) * 2]


@given(TEXTS)
def test_any_allowed_text_survives(text: str) -> None:
    book = a_book()
    book.sheet("A").write(0, 0, text, "text")

    assert sheet_of(book.close(), 1) == {"A1": text}


def test_a_hostile_text_survives_in_rows_that_are_not_kept(tmp_path: Path) -> None:
    book = Book(title="", subject="", created="2026-11-21", right_to_left=False, file=tmp_path / "book.xlsx")
    sheet = book.sheet("A")
    for row, text in enumerate(HOSTILE):
        sheet.write_row(row, [row, None, text, "", "plain"], ["text"] * 5)
    book.close()

    texts = {f"C{row}": text for row, text in enumerate(HOSTILE, 1)}
    plain = {f"E{row}": "plain" for row in range(1, len(HOSTILE) + 1)}
    assert sheet_of((tmp_path / "book.xlsx").read_bytes(), 1) == texts | plain


@pytest.mark.parametrize("text", ["a" * MOST_UNITS, "😀" * (MOST_UNITS // 2), "_x0041" * (MOST_UNITS // 6)], ids="a😀_")
def test_a_text_of_full_length_survives(text: str) -> None:
    answers = answers_in(draw_gap_report(a_report(written_everywhere([text]))))

    assert {answers["RC-01"][field] for field in FIELDS} == {answers["RC-02"]["Reason given"]} == {text}


def test_a_full_cell_of_evidence_survives() -> None:
    items = ["a" * 9_999, "b" * 9_999, "c" * 9_998]

    answers = answers_in(draw_gap_report(a_report({"RC-01": level(2, evidence=items)})))

    assert answers["RC-01"]["Evidence"] == "\n".join(items)


@pytest.mark.parametrize(
    "name", ["=1+1", "A&G Customs", "R&D &[Picture] &P", "2026 & Sons", "_x0041_x0042_", "é" * 9_000]
)
def test_a_hostile_name_stands_on_the_first_page(name: str) -> None:
    facts = type(FACTS)(name, "2026", name, FACTS.as_of)

    assert sheet_of(draw_gap_report(a_report({}, facts=facts)), 1)["A1"] == name
