"""Many people save at the same moment: nothing is lost, nothing is overwritten, the figures add up."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from fastapi import FastAPI
from sqlmodel import select

from app.db.session import Database
from app.db.tables.answers import HistoryEntry
from app.db.tables.rounds import Assessment
from tests.cast import ARDEN, actor
from tests.engines import ON_BOTH

pytestmark = ON_BOTH

HOME = f"/api/v1/assessments/{ARDEN}"
PEOPLE = 8
QUESTIONS = ["RC-01", "RC-02", "RC-03", "RC-04", "RC-05", "RC-06", "RC-07", "RC-08"]
ANSWER = {"state": "unknown", "revision": 0}


def at_once(save: Callable[[int], int]) -> list[int]:
    """The status of each of eight saves that are sent together."""
    with ThreadPoolExecutor(PEOPLE) as pool:
        return sorted(pool.map(save, range(PEOPLE)))


def test_of_eight_answers_to_one_question_one_is_kept_and_seven_are_told(app: FastAPI, database: Database) -> None:
    def save(number: int) -> int:
        alice = actor(app, "alice")
        body = ANSWER | {"comment": f"From {number}"}
        return alice.browser.put(f"{HOME}/answers/RC-01", json=body, headers=alice.api).status_code

    assert at_once(save) == [200] + [409] * 7

    with database.reading() as db:
        assert [entry.revision for entry in db.exec(select(HistoryEntry))] == [1]


def test_of_eight_equal_answers_all_are_told_saved_and_one_is_stored(app: FastAPI, database: Database) -> None:
    def save(_number: int) -> int:
        alice = actor(app, "alice")
        return alice.browser.put(f"{HOME}/answers/RC-01", json=ANSWER, headers=alice.api).status_code

    assert at_once(save) == [200] * 8

    with database.reading() as db:
        assert [entry.revision for entry in db.exec(select(HistoryEntry))] == [1]


def test_eight_answers_to_eight_questions_are_all_kept_and_counted(app: FastAPI, database: Database) -> None:
    def save(number: int) -> int:
        alice = actor(app, "alice")
        return alice.browser.put(f"{HOME}/answers/{QUESTIONS[number]}", json=ANSWER, headers=alice.api).status_code

    assert at_once(save) == [200] * 8

    with database.reading() as db:
        assessment = db.exec(select(Assessment).where(Assessment.id == ARDEN)).one()
        assert (assessment.done, assessment.progress["P1"][0]) == (8, 8)
