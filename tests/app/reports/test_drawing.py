"""Workbooks are drawn in a process of their own, and the process is replaced without anybody waiting for ever."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.jobs import drawing
from app.jobs.drawing import DrawingRoom
from tests.exports.builders import a_report
from tests.waiting import PATIENCE


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> DrawingRoom:
    monkeypatch.setattr(drawing, "DRAWINGS_PER_WORKER", 3)
    return DrawingRoom()


def test_many_at_once_and_many_after_are_all_drawn(room: DrawingRoom) -> None:
    report = a_report({})
    with ThreadPoolExecutor(6) as people:
        at_once = [people.submit(room.draw, report) for _ in range(6)]
        after = [people.submit(room.draw, report) for _ in range(4)]

        drawn = {one.result(PATIENCE)[:2] for one in (*at_once, *after)}

    room.close()
    assert drawn == {b"PK"}
