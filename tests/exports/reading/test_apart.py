"""The process that reads: its limits count what the file makes it do, and not what the machine does to it."""

import sys
from pathlib import Path
from threading import BoundedSemaphore

import pytest

from exports.reading import apart
from exports.reading.apart import BUSY, ENDED, CannotRead, Turn, ask, read_apart
from exports.reading.container import TOO_HEAVY, FileRefused
from tests.exports.reading import troubled
from tests.exports.reading.hostile import packed


def troubled_by(what: str) -> object:
    """What it answers, or the sentence that refuses."""
    try:
        return ask(what.encode(), troubled.NAME)["done"]
    except FileRefused as refused:
        return refused.problem.sentence


def test_a_process_that_lies_still_for_longer_than_its_limit_answers_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(apart, "SECONDS", 2)

    assert troubled_by("stopped-for-a-while") == "stopped-for-a-while"
    assert troubled.STOPPED > apart.SECONDS


def test_a_process_that_was_killed_once_is_started_again(tmp_path: Path) -> None:
    assert troubled_by(f"killed-once {tmp_path / 'mark'}") == "killed-once"


def test_a_process_that_is_killed_each_time_is_no_proof_against_the_file() -> None:
    assert troubled_by("killed") == ENDED


def test_a_process_that_never_goes_on_is_given_up_and_the_file_not_blamed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "PATIENCE", 0.5)

    assert troubled_by("stopped") == ENDED


def test_a_file_that_takes_all_its_processor_time_is_too_heavy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 1)
    monkeypatch.setattr(apart, "TRIES", 1)

    assert troubled_by("spins") == TOO_HEAVY


def test_a_file_that_takes_all_its_memory_is_too_heavy() -> None:
    assert troubled_by("swallows") == TOO_HEAVY


def test_where_the_process_cannot_start_the_installation_is_at_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")

    with pytest.raises(CannotRead):
        read_apart(packed())


def test_after_all_this_a_sound_file_is_read() -> None:
    [sheet] = read_apart(packed())

    assert sheet.text("A1") == "text"


def test_when_too_many_files_are_read_at_once_one_is_asked_to_wait() -> None:
    with pytest.raises(FileRefused) as refused:
        ask(packed(), turn=Turn(BoundedSemaphore(0), 0))

    assert refused.value.problem.sentence == BUSY
