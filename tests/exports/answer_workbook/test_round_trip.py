"""What is drawn comes back: the very same answers, whatever texts they hold."""

from io import BytesIO

from hypothesis import given, settings
from openpyxl import load_workbook

from questionnaires.answers import Answer, OutsideControl
from questionnaires.texts import MOST_UNITS, as_kept
from tests.exports.answer_workbook.builders import HEADER, ONE_OF_EACH, answers_of, drawn, kept, read, saved
from tests.exports.builders import questionnaire
from tests.exports.test_texts import HOSTILE, TEXTS

SHOWN = [indicator.id for indicator in questionnaire().structure.indicators if indicator.is_scored]


def test_one_answer_of_each_kind_comes_back_with_its_revision() -> None:
    workbook = read(drawn(ONE_OF_EACH))

    assert answers_of(workbook, ONE_OF_EACH) == ONE_OF_EACH
    assert workbook.header == HEADER
    revisions = {row.indicator: row.revision for row in workbook.rows if row.revision}
    assert revisions == {id_: entry.revision for id_, entry in kept(ONE_OF_EACH).items()}


def test_every_question_that_people_answer_has_its_row() -> None:
    assert [row.indicator for row in read(drawn({})).rows] == sorted(SHOWN)


def with_text(text: str) -> dict[str, Answer]:
    """An answer that holds the text in every field that takes one, and one that holds it as a reason."""
    outside = OutsideControl(text, None)
    return {
        "RC-01": Answer("answered", 1, evidence=(text, text), comment=text, outside_control=outside),
        "RC-02": Answer("not_applicable", reason_code="NA1", reason=text),
    }


@given(TEXTS.map(as_kept).filter(str.strip))
@settings(max_examples=20, deadline=None)
def test_any_allowed_text_comes_back(text: str) -> None:
    answers = with_text(text)

    assert answers_of(read(drawn(answers, elements={"E1.1"})), answers) == answers


def full_of(texts: list[str]) -> dict[str, Answer]:
    """An answer for each of the texts, with the text in it."""
    return {id_: Answer("unknown", evidence=(text, "x"), comment=text) for id_, text in zip(SHOWN, texts, strict=False)}


def test_hostile_and_full_texts_come_back() -> None:
    texts = [text for text in HOSTILE if text.strip()] + ["a" * MOST_UNITS, "😀" * (MOST_UNITS // 2)]
    answers = full_of(texts)

    assert answers_of(read(drawn(answers)), answers) == answers


def test_answers_come_back_from_a_program_that_writes_the_file_anew() -> None:
    texts = [text for text in HOSTILE if text.strip() and "x0" not in text]  # which openpyxl takes for codes
    answers = full_of(texts)

    assert answers_of(read(saved(load_workbook(BytesIO(drawn(answers))))), answers) == answers
