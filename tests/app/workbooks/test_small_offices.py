"""The workbook of a small office has its level texts, and comes back; not to another text than it was filled in by."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from app.assessments.reads import saved_answers
from app.db.session import Database
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.small_office import QUESTION, answer, ask_2027, count_staff, text_of
from tests.app.workbooks.sending import confirm, downloaded, filled, send
from tests.cast import ARDEN, Actor

LEVEL = {(QUESTION, "answer"): "3 Applied", ("RC-01", "answer"): "2 Formalised"}


@pytest.fixture(autouse=True)
def small_office(alice: Actor, database: Database, catalogue: Catalogue) -> None:
    ask_2027(database, catalogue)
    count_staff(alice, 60)


def texts_in(workbook: bytes) -> str:
    book = load_workbook(BytesIO(workbook))
    return "\n".join(
        str(cell) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row
    )


def stored(database: Database) -> dict[str, object]:
    with database.reading() as db:
        return {id_: saved.answer.value for id_, saved in saved_answers(db, ARDEN).items()}


@pytest.mark.parametrize("query", [{}, {"paper": "yes"}])
def test_it_has_the_small_texts_and_says_so_beside_the_conventions(
    query: dict[str, str], alice: Actor, catalogue: Catalogue
) -> None:
    said = texts_in(downloaded(alice, **query))

    assert text_of(catalogue, small=True) in said
    assert text_of(catalogue, small=False) not in said
    assert "Where there is one, a level has its text for offices with fewer than 100 staff." in said
    assert catalogue["2027.1"].words("en").conventions[0] in said


def test_it_comes_back(alice: Actor, database: Database) -> None:
    preview = send(alice, filled(downloaded(alice), LEVEL))
    confirm(alice, preview)

    assert stored(database) == {QUESTION: 3, "RC-01": 2}


def test_a_level_chosen_by_a_text_that_is_gone_is_not_taken_and_the_rest_is(alice: Actor, database: Database) -> None:
    workbook = filled(downloaded(alice), LEVEL)
    count_staff(alice, 120)

    preview = send(alice, workbook)
    confirm(alice, preview)

    said = f"the levels of {QUESTION} have another text now. Answer it on its page, or download the workbook again."
    assert said in words(preview.text)
    assert stored(database) == {"RC-01": 2}


def test_a_comment_beside_an_older_level_is_taken(alice: Actor, database: Database) -> None:
    answer(alice, 3)
    workbook = filled(downloaded(alice), {(QUESTION, "comment"): "Since May"})
    count_staff(alice, 120)

    confirm(alice, send(alice, workbook))

    with database.reading() as db:
        assert saved_answers(db, ARDEN)[QUESTION].answer.comment == "Since May"
