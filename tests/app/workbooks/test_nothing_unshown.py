"""What is stored is what the preview showed, and nothing else, whatever stands in the cells."""

import re
from collections.abc import Mapping
from datetime import date
from html import unescape
from io import BytesIO
from random import Random
from typing import Any

from openpyxl import load_workbook

from app.assessments.reads import NEVER_SAVED
from app.db.session import Database
from app.web.answer_fields import screen_of
from questionnaires.answers import Answer
from questionnaires.catalogue import Catalogue
from questionnaires.definition import Indicator, Words
from tests.app.workbooks.sending import confirm, downloaded, send
from tests.app.workbooks.test_importing import stored
from tests.cast import Actor

TEXTS = ["Decree 7\nOrder 3", "a\tb\rc\u2028d", "=1+1", "<b>bold</b>", (123, "00000"), (0.3, "0%"), (2.6, "0"), True,
         (date(2026, 4, 3), "d-mmm"), ("x", '"Dr "@'), 123456789012, 0.30000000000000004, None, " "]  # fmt: skip
CELLS: Mapping[str, list[Any]] = {
    "answer": [3, "2", "3.0", (4, "0.0"), (2.6, "0"), (0.3, "0%"), "DK", "NA1", "Y", "n", True, None, "perhaps"],
    "evidence": TEXTS,
    "comment": TEXTS,
    "reason": [*TEXTS, None, None],
    "authority": [*TEXTS, None, None, None],
    "raised": ["yes", False, None, "never", (1, "0")],
    "target": [4, "2", (3, "0.0"), 2.6, None],
}
SECTION = re.compile(r'<section class="card stack" id="([A-Z]+-\d+)">(.*?)</section>', re.S)
CHANGE = re.compile(r'<dt>(.*?)</dt>.*?<ins dir="auto">(.*?)</ins>', re.S)
RAISED = {None: "empty", True: "Yes", False: "No"}


def filled_at_random(workbook: bytes, chance: Random) -> bytes:
    """Two of its sheets, as another program writes them."""
    book = load_workbook(BytesIO(workbook))
    for sheet in book.worksheets[3:6]:
        book.remove(sheet)
    for sheet in book.worksheets[1:3]:
        codes = [field.value for field in sheet[1]]
        for row in sheet.iter_rows(min_row=4):
            for code in chance.sample(sorted(CELLS), chance.randint(0, 3)):
                given = chance.choice(CELLS[code])
                value, number_format = given if isinstance(given, tuple) else (given, "General")
                cell = row[codes.index(code)]
                cell.value, cell.number_format = value, number_format
                if isinstance(value, str):
                    cell.data_type = "s"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def shown_in(page: str) -> dict[str, dict[str, str]]:
    """Of each question whose box is ticked: what would stand in each field that changes."""
    return {
        id_: {title.strip(): unescape(after).strip() for title, after in CHANGE.findall(section)}
        for id_, section in SECTION.findall(page)
        if " checked>" in section
    }


def in_words(answer: Answer, indicator: Indicator, words: Words) -> dict[str, str]:
    """As the page says it."""
    screen, outside = screen_of(answer), answer.outside_control
    levels = {"unknown": "We don't know", "not_applicable": "Not applicable", "": "Not answered"} | dict(words.choices)
    levels |= {str(level): f"{level} {wording.name}" for level, wording in enumerate(words.levels)}
    return {
        "Answer": levels[str(screen["choice"])],
        "Why it does not apply": words.reasons.get(answer.reason_code, "empty"),
        "Explain in one sentence": answer.reason.strip() or "empty",
        "Evidence": "\n".join(answer.evidence).strip() or "empty",
        "Comment": answer.comment.strip() or "empty",
        "Decided outside our administration": "Yes" if outside else "No",
        "Authority": (outside.authority.strip() if outside else "") or "empty",
        "Raised in writing": RAISED[outside.raised if outside else None],
        "Our target": str(screen["target"]) or "empty",
    }


def test_what_is_stored_is_what_was_shown(alice: Actor, database: Database, catalogue: Catalogue) -> None:
    questionnaire = catalogue["2026.1"]
    words = questionnaire.words("en")
    for seed in range(2):
        before = stored(database)
        preview = send(alice, filled_at_random(downloaded(alice), Random(seed)))
        shown = shown_in(preview.text)
        assert len(shown) > 5

        confirm(alice, preview)

        now = stored(database)
        assert {id_ for id_, saved in now.items() if saved != before.get(id_)} == set(shown)
        for id_, fields in shown.items():
            indicator = questionnaire.indicators[id_]
            then = in_words(before.get(id_, NEVER_SAVED).answer, indicator, words)
            after = in_words(now[id_].answer, indicator, words)
            assert fields == {title: said for title, said in after.items() if said != then[title]}
