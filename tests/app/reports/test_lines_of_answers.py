"""The lines of answers in a scorecard's sums are kept once made: each says what its own answer says, and no other."""

import re
from itertools import product

import pytest

from app.features.reports.answer_rows import answer_rows
from app.i18n.formatting import NO_FIGURE
from questionnaires.answers import Answer, OutsideControl
from questionnaires.catalogue import Catalogue
from scoring.score import score

RC_01 = "RC-01"
UNSUPPORTED, OUTSIDE = "No evidence", "Outside our control"
STATES = {"unknown": "Unknown", "not_applicable": "Not applicable", "not_answered": "Not answered"}


def line_of(catalogue: Catalogue, answer: Answer) -> str:
    questionnaire = catalogue["2026.1"]
    card = score(questionnaire, {}, {RC_01: answer})
    (line,) = (
        row
        for row in answer_rows(questionnaire, card, "E1.1", "en").split("<tr>")
        if f'<th scope="row">{RC_01} ' in row
    )
    return line


def said(line: str) -> tuple[set[str], list[str]]:
    """What is said of the answer, and what it brings into the four figures."""
    return set(re.findall(r'<span class="tag">([^<]+)<', line)), re.findall(r'<td class="number">([^<]+)<', line)[1:]


@pytest.mark.parametrize("turn", ["made", "kept"])
def test_each_level_with_what_is_said_of_it(turn: str, catalogue: Catalogue) -> None:
    for level, outside, evidence in product(range(5), (None, OutsideControl("Ministry", raised=True)), ((), ("A.",))):
        is_unsupported = level > 1 and not evidence
        line = line_of(catalogue, Answer("answered", level, outside_control=outside, evidence=evidence))
        tags = ({OUTSIDE} if outside else set()) | ({UNSUPPORTED} if is_unsupported else set())
        points, supported = f"{25 * level:.1f}", "25.0" if is_unsupported else f"{25 * level:.1f}"

        assert (turn, said(line)) == (turn, (tags, [points, points, NO_FIGURE if outside else points, supported]))


@pytest.mark.parametrize("state", STATES)
def test_each_state_without_a_level(state: str, catalogue: Catalogue) -> None:
    brings = {"unknown": ["0.0*", NO_FIGURE, "0.0*", "0.0*"], "not_answered": ["0.0", NO_FIGURE, "0.0", "0.0"]}
    line = line_of(catalogue, Answer(state))  # type: ignore[arg-type]

    assert said(line) == ({STATES[state]}, brings.get(state, [NO_FIGURE] * 4))
