"""Web addresses in evidence can be followed, and their text stays as it was written."""

import pytest
from openpyxl.cell import Cell, MergedCell

from exports.gap.workbook import draw_gap_report
from exports.hyperlinks import LONGEST, web_link
from tests.exports.builders import a_report, level, opened

ADDRESS = "https://customs.example/policy?year=2026&page=4"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (ADDRESS, ADDRESS),
        (f"Circular 12\n{ADDRESS}\nMinutes, item 6", ADDRESS),
        (f"Published at {ADDRESS}.", ADDRESS),
        ("HTTP://customs.example", "HTTP://customs.example"),
        (f"https://a.example/{'a' * (LONGEST - 18)}", f"https://a.example/{'a' * (LONGEST - 18)}"),
    ],
)
def test_a_cell_with_one_address_leads_there(text: str, place: str) -> None:
    link = web_link(text)

    assert link is not None
    assert link.place == place


@pytest.mark.parametrize(
    "text",
    [
        "Circular 12",
        f"{ADDRESS}\n{ADDRESS}",
        "javascript:alert(1)",
        "ftp://customs.example",
        "mailto:a@customs.example",
        '=HYPERLINK("https://evil.example","Click")',
        f"https://a.example/{'a' * (LONGEST - 17)}",
        f"https://a.example/{'%' * 800}",
        None,
        3,
    ],
)
def test_any_other_cell_leads_nowhere(text: object) -> None:
    assert web_link(text) is None


def test_evidence_can_be_followed_and_keeps_its_text() -> None:
    items = ["Circular 12", ADDRESS]
    report = a_report({"RC-01": level(2, evidence=items, comment=ADDRESS), "RC-02": level(2, evidence=[ADDRESS] * 2)})

    sheet = opened(draw_gap_report(report))["Answers"]
    titles, first, second = sheet[2], sheet[3], sheet[4]
    at = [cell.value for cell in titles].index("Evidence")

    assert target(first[at]) == ADDRESS
    assert (first[at].value, target(second[at])) == ("\n".join(items), None)
    assert second[at].value == f"{ADDRESS}\n{ADDRESS}"
    assert target(first[at + 1]) is None  # the comment
    assert "exactly one web address" in str(titles[at].comment)


def target(cell: Cell | MergedCell) -> str | None:
    return cell.hyperlink.target if cell.hyperlink else None
