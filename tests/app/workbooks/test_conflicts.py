"""Changed on both sides: both answers are shown, a person chooses, and nothing is overwritten without being seen."""

import pytest

from app.db.session import Database
from tests.app.browser import words
from tests.app.once import Once
from tests.app.workbooks.sending import HOME, confirm, downloaded, filled, preview_form, save, send
from tests.app.workbooks.test_importing import stored
from tests.cast import Actor
from tests.engines import ON_BOTH
from tests.house.contents import contents

MINE = {("RC-01", "answer"): 4, ("RC-01", "comment"): "From the workshop", ("RC-02", "answer"): 1}


@pytest.fixture
def disputed(alice: Actor, connie: Actor, database: Database, once: Once[bytes]) -> bytes:
    """Alice filled in her copy; meanwhile Connie answered RC-01 in the browser."""

    def workbook() -> bytes:
        copy = filled(downloaded(alice), MINE)
        save(connie, "RC-01", 0, "2", comment="Connie's")
        return copy

    return once.of(database, workbook)


@ON_BOTH
def test_both_answers_are_shown_with_who_and_where_from(alice: Actor, disputed: bytes) -> None:
    shown = words(send(alice, disputed).text)

    assert "1 changed 1 conflicting" in shown
    assert "Keep the answer here saved by Connie" in shown
    assert "Answer Differs 2 Formalised Comment Differs Connie's" in shown
    assert "Answer Differs 4 Sustained Comment Differs From the workshop Differs in: Answer, Comment" in shown


def test_only_the_fields_that_differ_are_marked(alice: Actor, connie: Actor) -> None:
    workbook = filled(downloaded(alice), {("RC-01", "answer"): 4, ("RC-01", "comment"): "The same"})
    save(connie, "RC-01", 0, "2", comment="The same")

    shown = words(send(alice, workbook).text)

    assert "Answer Differs 2 Formalised Comment The same" in shown
    assert "Answer Differs 4 Sustained Comment The same Differs in: Answer" in shown


def test_nothing_is_chosen_beforehand_and_without_a_choice_nothing_is_stored(
    alice: Actor, disputed: bytes, database: Database
) -> None:
    preview = send(alice, disputed)
    assert preview_form(preview).values("choice-RC-01") == []
    before = contents(database)

    answer = confirm(alice, preview)

    assert answer.status_code == 422
    assert "Choose an answer wherever two conflict." in words(answer.text)
    assert 'href="#RC-01"' in answer.text
    assert contents(database) == before
    assert confirm(alice, answer, RC_01="0").status_code == 303


@pytest.mark.parametrize(("choice", "value"), [("0", 4), ("here", 2)])
def test_what_is_chosen_is_stored_beside_the_changes(
    choice: str, value: int, alice: Actor, disputed: bytes, database: Database
) -> None:
    assert confirm(alice, send(alice, disputed), RC_01=choice).status_code == 303

    assert {id_: saved.answer.value for id_, saved in stored(database).items()} == {"RC-01": value, "RC-02": 1}


@ON_BOTH
def test_a_choice_sent_twice_stores_once(alice: Actor, disputed: bytes, database: Database) -> None:
    preview = send(alice, disputed)
    confirm(alice, preview, RC_01="0")
    before = contents(database)

    assert confirm(alice, preview, RC_01="0").headers["location"] == f"{HOME}?said=there"
    assert contents(database) == before


def test_keeping_everything_stores_nothing(alice: Actor, disputed: bytes, database: Database) -> None:
    preview = send(alice, disputed)
    data = preview_form(preview).data(**{"choice-RC-01": "here", "choice-RC-02": ""})
    before = contents(database)

    answer = alice.browser.post(f"{HOME}/imports/confirmation", data=data)

    assert answer.headers["location"] == f"{HOME}?said=kept"
    assert contents(database) == before


def test_where_nothing_is_chosen_everything_here_can_be_kept(alice: Actor, disputed: bytes, database: Database) -> None:
    assert confirm(alice, send(alice, disputed), rest="here").status_code == 303

    assert {id_: saved.answer.value for id_, saved in stored(database).items()} == {"RC-01": 2, "RC-02": 1}


def test_two_files_that_say_different_things_are_a_conflict(alice: Actor, database: Database) -> None:
    empty = downloaded(alice)
    copies = [filled(empty, {("RC-01", "answer"): value}) for value in (4, 1)]

    preview = send(alice, *copies)

    assert "0 changed 1 conflicting" in words(preview.text)
    assert confirm(alice, preview, RC_01="1").status_code == 303
    assert stored(database)["RC-01"].answer.value == 4, "in the order of their content, not of the files"


def test_what_somebody_saves_after_the_preview_is_shown_before_anything_is_stored(
    alice: Actor, connie: Actor, disputed: bytes, database: Database
) -> None:
    preview = send(alice, disputed)
    save(connie, "RC-02", 0, "3", comment="Connie again")
    before = contents(database)

    answer = confirm(alice, preview, RC_01="0")

    assert answer.status_code == 409
    assert contents(database) == before
    shown = preview_form(answer)
    assert (shown.values("choice-RC-01"), shown.values("choice-RC-02")) == (["0"], [])
    assert "Connie again" in words(answer.text)
    assert "Someone saved answers in the meantime." in words(answer.text)
    assert confirm(alice, answer, RC_02="here").status_code == 303
    assert {id_: saved.answer.value for id_, saved in stored(database).items()} == {"RC-01": 4, "RC-02": 3}


def test_texts_of_people_are_shown_and_never_run(alice: Actor, connie: Actor) -> None:
    workbook = filled(downloaded(alice), {("RC-01", "answer"): 1, ("RC-01", "comment"): "<script>alert(1)</script>"})
    save(connie, "RC-01", 0, "2", comment="<img src=x onerror=alert(2)>")

    answer = send(alice, workbook)

    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text
    assert "<script>alert(1)</script>" in words(answer.text)
