"""`make bench` in its smallest size: every step of it runs to its end, and every line of its table is printed."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.__main__ import PARTS
from tests.bench.size import SMALLEST

ROOT = Path(__file__).parents[2]
PATIENCE = 600
MANY, YEARS = SMALLEST.administrations, SMALLEST.years
SAVING = [f"{SMALLEST.at_once} at once, p99", "one at a time, p50", "one at a time, slowest"]
OVERVIEW = f"overview of {MANY}, {SMALLEST.past_rounds} past rounds"
LINES = {
    "saving": {
        "Saving one answer over HTTP": SAVING,
        "Saving one decision of a review over HTTP": SAVING,
    },
    "pages": {"Pages, compressed, one at a time": ["element page of E4.1", "scorecard page", OVERVIEW]},
    "figures": {
        "Scoring, signing and the gap report": [
            "score one assessment",
            "check and sign one assessment",
            "sealed gap report",
        ],
    },
    "workforce": {
        "Workforce statistics": ["save one number", "figures of one administration", "hide what is small, of one"]
    },
    "workbooks": {"Workbooks that come back": ["prove a gap report", "take over all answers, with preview"]},
    "rounds": {
        f"A whole round, and the values of {YEARS}": [
            f"{MANY} reports as ZIP",
            f"values of {YEARS} rounds as xlsx",
            f"values of {YEARS} rounds as csv",
        ],
    },
    "start": {"The process": ["start-up to ready", "memory, idle", "memory, after this bench"]},
}


def test_every_part_is_known() -> None:
    assert tuple(LINES) == PARTS


@pytest.mark.long(keep=1)
@pytest.mark.parametrize("parts", [[part] for part in PARTS], ids=PARTS)
def test_a_part_of_the_bench_runs_to_its_end(parts: list[str]) -> None:
    assert_runs_to_its_end(parts)


@pytest.mark.long(keep=0)
def test_the_bench_runs_to_its_end_and_finds_every_save_that_was_acknowledged() -> None:
    assert_runs_to_its_end([])


@pytest.mark.long(keep=0)
def test_the_profile_says_where_a_save_a_page_and_a_report_spend_their_time() -> None:
    command = [sys.executable, "-m", "tests.bench.profiling"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    for function in ("save_answer", "element_page", "draw_gap_report"):
        assert function in done.stdout


def assert_runs_to_its_end(parts: list[str]) -> None:
    command = [sys.executable, "-m", "tests.bench", "smallest", *parts]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)

    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    table = {part.split("  ")[0].strip(): part for part in done.stdout.split("\n\n")}
    for title, lines in (pair for part in parts or PARTS for pair in LINES[part].items()):
        assert [line for line in lines if f"  {line}  " not in table[title]] == []
    assert "saves were acknowledged; each is stored, answers with their history and audit row." in done.stdout
