"""What is ours is proved in a process of its own, which tells of many changes only the first and their number."""

import json
import os
import subprocess
import sys
from threading import BoundedSemaphore

import pytest

from exports.proving import CHILD, proven
from exports.proving_child import LONGEST_KEY, MOST_LISTED
from exports.reading import apart
from exports.reading.apart import TURN, TURN_OF_STRANGERS, Turn
from exports.reading.child import LONGEST_NAME, POLITENESS
from exports.reading.container import FileRefused
from exports.sealing import CellChange, ForeignSeal, NoSeal
from tests.exports.reading.hostile import book, entry, in_many_rows, packed
from tests.exports.seals import ABOUT, FOREIGN, KEYS, SIGNER, put, resaved, rezipped, small
from tests.waiting import until

NOBODY_FREE = Turn(BoundedSemaphore(0), 0)


def test_a_genuine_file_says_what_it_is() -> None:
    proof = proven(small(), KEYS)

    assert (proof.about, proof.key, proof.changed, proof.filled_in) == (ABOUT, SIGNER.id, (), ())


def test_changes_and_what_is_filled_in_are_told_apart() -> None:
    proof = proven(resaved(small(), put("Figures", "A1", "score"), put("Figures", "A4", "Zoë 😀")), KEYS)

    assert proof.changed == (CellChange("Figures", "A1", "Score", "score"),)
    assert proof.filled_in == (CellChange("Figures", "A4", "", "Zoë 😀", is_open=True),)


def test_of_very_many_changes_the_first_are_listed_and_the_others_counted() -> None:
    many = in_many_rows('<c r="A#"><v>7</v></c>', 4_000)
    forged = rezipped(small(), sheet2=lambda _: many.encode())

    proof = proven(forged, KEYS)

    assert len(proof.changed) == MOST_LISTED
    assert proof.changed[0] == CellChange("Notes", "A1", "Nothing to add", "7")
    assert (proof.more_changed, proof.more_filled_in) == (4_000 - MOST_LISTED, 0)


def test_the_server_itself_neither_reads_nor_compares(monkeypatch: pytest.MonkeyPatch) -> None:
    def here(*_args: object) -> None:
        raise AssertionError

    for name in ("_changed_cells", "sealed_in", "changes"):
        monkeypatch.setattr(f"exports.sealing.{name}", here)

    assert proven(small(), KEYS).changed == ()


def test_what_is_not_proven_is_told_with_its_key() -> None:
    with pytest.raises(ForeignSeal) as foreign:
        proven(small(FOREIGN), KEYS)
    with pytest.raises(NoSeal):
        proven(packed(), KEYS)

    assert foreign.value.key == FOREIGN.id


def test_a_key_that_is_a_whole_book_is_cut() -> None:
    with pytest.raises(ForeignSeal) as foreign:
        proven(resaved(small(), put("Seal", "A2", "k" * 30_000)), KEYS)

    assert foreign.value.key == "k" * LONGEST_KEY


def test_half_a_character_is_shown_as_something_that_pages_can_hold() -> None:
    forged = rezipped(small(), sharedStrings=lambda xml: xml.replace(b"Nothing to add", b"_xD800_"))

    [change] = proven(forged, KEYS).changed

    assert change.now == "\N{REPLACEMENT CHARACTER}"


def test_a_name_of_a_sheet_that_is_a_whole_book_is_refused() -> None:
    with pytest.raises(FileRefused):
        proven(packed({"xl/workbook.xml": book(entry("n" * (LONGEST_NAME + 1)))}), KEYS)


def test_strangers_take_their_own_turn_and_do_not_wait() -> None:
    with pytest.raises(FileRefused) as refused, TURN_OF_STRANGERS.taken():
        proven(small(), KEYS, TURN_OF_STRANGERS)

    assert refused.value.problem.sentence == apart.BUSY
    assert TURN_OF_STRANGERS.patience == 0
    with TURN_OF_STRANGERS.taken():
        assert proven(small(), KEYS, TURN).about == ABOUT


def test_the_turn_is_given_back_whatever_happens() -> None:
    turn = Turn(BoundedSemaphore(1), 0)
    for _ in range(2):
        with pytest.raises(NoSeal):
            proven(packed(), KEYS, turn)
    with pytest.raises(FileRefused):
        proven(small(), KEYS, NOBODY_FREE)


@pytest.mark.parametrize("child", [apart.CELLS, CHILD])
def test_the_process_steps_back_behind_those_who_save(child: str) -> None:
    wanted = min(os.getpriority(os.PRIO_PROCESS, 0) + POLITENESS, 19)
    command = [sys.executable, "-I", "-m", child, str(apart.MEMORY), str(apart.SECONDS)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        until(lambda: os.getpriority(os.PRIO_PROCESS, process.pid) == wanted, "it did not step back")
        said, _ = process.communicate(b"")

    assert "refused" in json.loads(said)
