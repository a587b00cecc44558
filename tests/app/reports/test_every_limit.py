"""Whatever is accepted is drawn: the longest texts, the most items, the widest letters, all fields at once."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.datastructures import FormData

from app.assessments.evidence.limit import over_with
from app.assessments.reads import item_line
from app.features.evidence import forms
from app.validation import web_addresses
from app.web.downloads import clean_name
from app.web.left_out import LeftOut, as_table, shortened
from exports.answer_workbook.content import WorkbookInput, answer_workbook
from exports.answer_workbook.draw import draw_answer_workbook
from exports.answer_workbook.paper import draw_paper
from exports.content import Table
from exports.gap.facts import Beside, Event, Facts, Proof
from exports.gap.findings import Findings
from exports.gap.report import gap_report
from exports.gap.workbook import draw_gap_report
from exports.tables import draw_table_workbook
from questionnaires.answers import (
    MOST_EVIDENCE_ITEMS,
    MOST_EVIDENCE_UNITS,
    Answer,
    OutsideControl,
    read_answer,
)
from questionnaires.problems import Problem
from questionnaires.texts import MOST_UNITS, joined_evidence, utf16_units
from scoring.gaps import find_gaps
from scoring.score import score
from tests.exports.answer_workbook.builders import HEADER, SIGNER, kept
from tests.exports.builders import in_last_round, questionnaire

LETTERS = st.sampled_from(["a", "中", "😀", "e\u0301", "=", "&", "_x0041_", "<r>", "\n", "ع", "a b "])
"""Wide and narrow, of one unit and of two, some of which spreadsheets take for something else."""
PLAIN = st.sampled_from(["a", "中", "😀", "=", "&", "ع"])


def longest(letters: str, units: int = MOST_UNITS) -> str:
    """As many of them as have room, filled up to the last unit."""
    count = units // utf16_units(letters)
    return letters * count + "b" * (units - count * utf16_units(letters))


@st.composite
def answers(draw: st.DrawFn, indicator: str) -> Answer:
    """Full in every field, and accepted."""
    text = {name: longest(draw(LETTERS)) for name in ("comment", "reason", "authority")}
    count = draw(st.sampled_from([3, MOST_EVIDENCE_ITEMS]))
    length = min(MOST_UNITS, (MOST_EVIDENCE_UNITS - count + 1) // count)
    evidence = [longest(draw(LETTERS), length) for _ in range(count)] if draw(st.booleans()) else []
    raw: dict[str, object] = {"comment": text["comment"], "evidence": evidence, "target": 4}
    if draw(st.booleans()):
        raw |= {"state": "not_applicable", "reason_code": "NA1", "reason": text["reason"]}
    else:
        outside = {"authority": text["authority"], "raised": False}
        raw |= {"state": "unknown", "outside_control": outside}
    answer, problems = read_answer(questionnaire().indicators[indicator], raw)
    assert not problems
    return answer


@st.composite
def lines(draw: st.DrawFn, answer: Answer) -> tuple[str, ...]:
    """Items of the register, each as long as its form takes it, and as many as the evidence of a question has room."""
    letter = draw(PLAIN)
    texts = dict.fromkeys(("title", "holder", "page"), letter * forms.MOST_OF_A_LINE)
    start = "https://plan.example/"
    address = start + letter * (web_addresses.LONGEST - len(start)) if letter.isalpha() else f"{start}a"
    form = forms.LinkForm(FormData(texts | {"dated_on": "2026-11-21", "address": address}))
    line = item_line(forms.item_of("link", form, questionnaire()))
    assert not form.problems
    items: tuple[str, ...] = ()
    while over_with(answer, (*items, line)) <= 0:
        items = (*items, line)
    return items


@st.composite
def full(draw: st.DrawFn) -> tuple[dict[str, Answer], dict[str, tuple[str, ...]]]:
    own = {id_: draw(answers(id_)) for id_ in ("RC-02", "EQ-05")}
    return own, {id_: draw(lines(answer)) for id_, answer in own.items()}


@settings(max_examples=5)
@given(full(), LETTERS, PLAIN)
def test_every_file_of_an_assessment_is_drawn(
    given: tuple[dict[str, Answer], dict[str, tuple[str, ...]]], letters: str, name: str
) -> None:
    own, items = given
    version, name = questionnaire(), name * 200
    answered = {id_: with_items(answer, items[id_]) for id_, answer in own.items()}
    card = score(version, {}, answered)
    event = Event("2026-11-21 10:00:00", "Returned", "Signed", "Returned", name, longest(letters), "0" * 64, "0" * 64)
    proof = Proof(f"{name}, {name}", "2026-11-21", "0" * 64, "0" * 64)
    facts = Facts(name, "2026", "Signed", "2026-11-21", kind="validated", proof=proof, events=(event,))
    cards = {"self": card, "validated": card}
    beside = Beside(cards, {}, frozenset(), last=answered, last_round=card)
    gaps = find_gaps(version, card)
    report = gap_report(Findings(version, facts, {}, answered, card, gaps, language="en", translate=str, beside=beside))
    last, shown = in_last_round(answered), {"E1.1", "E2.2"}
    workbook = answer_workbook(WorkbookInput(version, HEADER, kept(own), {}, items, str, shown, earlier=last))

    drawn = (draw_gap_report(report, SIGNER), draw_answer_workbook(workbook, signer=SIGNER), draw_paper(workbook))

    assert {file[:2] for file in drawn} == {b"PK"}


def with_items(answer: Answer, items: tuple[str, ...]) -> Answer:
    return replace(answer, evidence=(*answer.evidence, *items))


@settings(max_examples=3)
@given(LETTERS)
def test_the_list_of_what_was_not_taken_is_drawn(letters: str) -> None:
    given, file = shortened(longest(letters)), clean_name(longest(letters) + ".xlsx")
    problem = Problem("evidence", "{text}", {"text": given})
    left_out = [LeftOut(file, "P1", "A4", "RC-01", given, problem)] * 3

    assert draw_table_workbook(as_table(left_out, "en", str, day="2026-11-21"))[:2] == b"PK"


@pytest.mark.parametrize("letter", ["a", "😀"])
def test_evidence_of_earlier_versions_that_is_longer_is_drawn_whole(letter: str) -> None:
    """0.3.0 took any number of items of the register for one question."""
    items = tuple(f"{number} {letter * 1_000}" for number in range(60))
    answer = Answer("answered", 3, evidence=items, outside_control=OutsideControl("Ministry", True))
    card = score(questionnaire(), {}, {"RC-02": answer})
    gaps = find_gaps(questionnaire(), card)
    facts = Facts("Arden", "2026", "In progress", "2026-11-21")
    report = gap_report(
        Findings(questionnaire(), facts, {}, {"RC-02": answer}, card, gaps, language="en", translate=str)
    )
    workbook = answer_workbook(WorkbookInput(questionnaire(), HEADER, {}, {}, {"RC-02": items}, str, elements={"E1.1"}))

    assert draw_gap_report(report, SIGNER)[:2] == draw_answer_workbook(workbook, signer=SIGNER)[:2] == b"PK"

    (given,) = (table for table in report.tables if table.name == "Answers")
    assert isinstance(given, Table)
    at = given.ids.index("RC-02")
    told = [
        str(column.values[at]) for column in given.columns if column.title.startswith("Evidence") and column.values[at]
    ]
    assert len(told) > 1
    assert joined_evidence(told) == joined_evidence(items)
    (question,) = (question for pillar in workbook.pillars for question in pillar.questions if question.id == "RC-02")
    assert joined_evidence(question.kept) == joined_evidence(items)
