"""Every text comes back unchanged on the page, in the API and in the workbook, whatever it starts with."""

from collections.abc import Callable

import pytest

from questionnaires.catalogue import Catalogue
from tests.app.browser import form
from tests.app.drawn_workbooks import ReadCell, cells
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH

Report = list[tuple[dict[str, ReadCell], str]]
HOME = f"/assessments/{ARDEN}"
NOT_APPLICABLE = {"choice": "not_applicable", "reason_code": "NA1"}
HOSTILE = {
    "formula": '=HYPERLINK("http://evil.example","Click")',
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-2+3",
    "at": "@SUM(1+1)",
    "leading apostrophe": "'=1",
    "number": "0012",
    "looks like a date": "1/2",
    "truth": "TRUE",
    "error of a sheet": "#DIV/0!",
    "markup": "<script>alert(1)</script> & <b>&amp;</b> \"'",
    "closes its field": '</textarea></form><img src=x onerror="alert(1)">',
    "template": "{{ 7 * 7 }} {% raw %} %(name)s {place}",
    "right to left": "مساواة \u202bبين\u202c 12/2025",
    "emoji": "👩🏽‍✈️ 🇵🇪 e\u0301",
    "escape of a sheet": "_x0041_ _x000D_",
    "full length": 9_999 * "ع" + "!",
    "full length beyond the plane": 5_000 * "💥",
    "leading newline": "\nSecond line",
    "newlines": "\n\n\nFourth\n\n",
    "spaces": "  two before, two after  ",
    "marks that letters need": "می\u200cخواهم ❤\ufe0f \u200eA 👨\u200d👩\u200d👧",  # noqa: RUF001 - Persian
    "url": "https://example.org/?a=1&b=2#c",
    "many lines": "\n".join(["=1"] * 300),
}
ONE_LINE = {name: text for name, text in HOSTILE.items() if "\n" not in text}
DELICATE = {name: HOSTILE[name] for name in ("markup", "right to left", "leading newline", "newlines", "spaces")}
"""What the way through a form could change."""


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_reason_evidence_and_comment_come_back_unchanged(text: str, alice: Actor) -> None:
    texts = {"reason": text, "evidence": [text, text], "comment": text}
    alice.browser.post(f"{HOME}/answers/RC-01", data=alice.form(revision=0, **NOT_APPLICABLE, **texts))

    fields = form(alice.browser.get(f"{HOME}/elements/E1.1").text, "RC-01")
    kept = alice.browser.get(f"/api/v1{HOME}/answers", headers=alice.api).json()["answers"]["RC-01"]
    assert (fields.value("reason"), fields.values("evidence"), fields.value("comment")) == (
        text,
        [text, text, ""],
        text,
    )
    assert {name: kept[name] for name in texts} == texts


@pytest.mark.parametrize("text", ONE_LINE.values(), ids=ONE_LINE.keys())
def test_the_name_of_an_authority_comes_back_unchanged(text: str, alice: Actor) -> None:
    flagged = alice.form(revision=0, choice="2", outside="yes", authority=text)
    alice.browser.post(f"{HOME}/answers/RC-02", data=flagged)

    fields = form(alice.browser.get(f"{HOME}/elements/E1.1").text, "RC-02")
    kept = alice.browser.get(f"/api/v1{HOME}/answers", headers=alice.api).json()["answers"]["RC-02"]
    assert (fields.value("authority"), kept["outside_control"]["authority"]) == (text, text)


def saved_everywhere(alice: Actor, catalogue: Catalogue, state: Callable[[str], dict[str, object]]) -> Report:
    """Each text stored in the answer to a question of its own; the report's cells beside what should stand there."""
    questions = [
        question.id for question in catalogue["2026.1"].structure.indicators if question.is_scored and not question.core
    ]
    pairs = list(zip(questions, HOSTILE.values(), strict=False))
    for indicator, text in pairs:
        body = state(text) | {"comment": text, "evidence": [text, text], "revision": 0}
        assert alice.browser.put(f"/api/v1{HOME}/answers/{indicator}", json=body, headers=alice.api).status_code == 200
    report = alice.browser.get(f"{HOME}/gap-report.xlsx")
    rows = {str(row["Indicator"].value): row for row in cells(report.content, "Answers")}
    return [(rows[indicator], text) for indicator, text in pairs]


@ON_BOTH
def test_the_workbook_holds_every_text_unchanged_and_as_text(alice: Actor, catalogue: Catalogue) -> None:
    report = saved_everywhere(
        alice, catalogue, lambda text: {"state": "not_applicable", "reason_code": "NA1", "reason": text}
    )

    texts = [text for _, text in report]
    assert len(report) == len(HOSTILE)
    assert [row["Reason given"].value for row, _ in report] == texts
    assert [row["Comment"].value for row, _ in report] == texts
    assert [row["Evidence"].value for row, _ in report] == [f"{text}\n{text}" for text in texts]
    assert {row[title].data_type for row, _ in report for title in ("Reason given", "Comment", "Evidence")} == {"s"}


def test_the_workbook_holds_the_name_of_every_authority_unchanged(alice: Actor, catalogue: Catalogue) -> None:
    report = saved_everywhere(
        alice,
        catalogue,
        lambda text: {"state": "unknown", "outside_control": {"authority": text, "raised": True}},
    )

    assert [row["Decided outside by"].value for row, _ in report] == [text for _, text in report]
    assert {row["Decided outside by"].data_type for row, _ in report} == {"s"}


@pytest.mark.parametrize("text", DELICATE.values(), ids=DELICATE.keys())
@ON_BOTH
def test_the_api_stores_the_same_text(text: str, alice: Actor) -> None:
    body = {"state": "answered", "value": 3, "comment": text, "evidence": [text], "revision": 0}

    answer = alice.browser.put(f"/api/v1{HOME}/answers/RC-01", json=body, headers=alice.api)

    assert answer.json() | {"revision": 0, "saved_at": ""} == body | {"saved_at": ""}
    assert form(alice.browser.get(f"{HOME}/elements/E1.1").text, "RC-01").value("comment") == text


@pytest.mark.parametrize("text", DELICATE.values(), ids=DELICATE.keys())
def test_a_refused_save_shows_the_same_text_again(text: str, alice: Actor) -> None:
    refused = alice.form(revision=0, choice="9", comment=text, evidence=[text])

    page = alice.browser.post(f"{HOME}/answers/RC-01", data=refused)

    assert page.status_code == 422
    fields = form(page.text, "RC-01")
    assert (fields.value("comment"), fields.values("evidence")) == (text, [text, ""])


def test_a_text_of_an_office_program_is_kept_in_one_way_from_a_page_a_program_and_a_comment(alice: Actor) -> None:
    """Cells of a table with tabs, Shift+Enter of Word, a page of the web, a file with its first mark."""
    typed, kept = "\ufeffStaff\t\u2007148\x0bPay\u00a0: gen\u00adder\u2028\u200bend", "Staff  148\nPay : gender\nend"
    fields = {"comment": typed, "evidence": [typed]}

    alice.browser.post(f"{HOME}/answers/RC-01", data=alice.form(revision=0, choice="3", **fields))
    body = {"state": "answered", "value": 3, "revision": 0} | fields
    alice.browser.put(f"/api/v1{HOME}/answers/RC-02", json=body, headers=alice.api)
    alice.browser.post(f"{HOME}/answers/RC-01/comments/team", data=alice.form(text=typed))

    stored = alice.browser.get(f"/api/v1{HOME}/answers", headers=alice.api).json()["answers"]
    assert [(stored[id_]["comment"], stored[id_]["evidence"]) for id_ in ("RC-01", "RC-02")] == [(kept, [kept])] * 2
    assert kept in alice.browser.get(f"{HOME}/answers/RC-01/comments").text


def test_windows_line_ends_become_one_newline(alice: Actor) -> None:
    alice.browser.post(f"{HOME}/answers/RC-01", data=alice.form(revision=0, choice="3", comment="\r\na\r\n\r\nb\r\n"))

    assert form(alice.browser.get(f"{HOME}/elements/E1.1").text, "RC-01").value("comment") == "\na\n\nb\n"


@pytest.mark.parametrize("text", DELICATE.values(), ids=DELICATE.keys())
def test_what_a_browser_sends_back_unchanged_is_the_same_answer(text: str, alice: Actor) -> None:
    """Pressing "Save" on what the page shows changes nothing, even though browsers send CRLF."""
    alice.browser.post(f"{HOME}/answers/RC-01", data=alice.form(revision=0, choice="3", comment=text))
    fields = form(alice.browser.get(f"{HOME}/elements/E1.1").text, "RC-01")

    alice.browser.post(fields.action, data=fields.data(comment=text.replace("\n", "\r\n")))

    assert form(alice.browser.get(f"{HOME}/elements/E1.1").text, "RC-01").value("revision") == "1"
