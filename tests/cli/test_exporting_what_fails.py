"""What cannot be drawn or read: the command brings the others, names it and fails."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from app.cli.demo.calendar import LAST_ROUND
from app.db.session import Database
from exports.long_texts import MOST_OF_A_CELL
from exports.manifest import FILE
from tests.cli.conftest import REPORT, Run

pytestmark = pytest.mark.usefixtures("demo", "in_this_process")


def test_the_command_writes_the_others_names_it_and_fails(run: Run, tmp_path: Path) -> None:
    """In the round with the fewest reports."""
    broken, out = "demo-2", tmp_path / "out"
    change(tmp_path, "UPDATE assessment SET round_id = :round WHERE id = :id", round=LAST_ROUND, id=broken)
    comment = "a" * (MOST_OF_A_CELL + 1)
    change(tmp_path, "UPDATE answer SET comment = :comment WHERE assessment_id = :id", comment=comment, id=broken)

    result = run("export", "round", "--round", "2024", "--out", out)

    assert result.exit_code == 1
    assert "Cannot be created, and is left out: " in result.stderr
    assert f"({broken}), Unwritten at " in result.stderr
    manifest = json.loads((out / FILE).read_bytes())
    assert len(manifest["left_out"]) == 1
    there = sorted(path.name for path in out.iterdir() if path.name != FILE)
    assert there == sorted(file["name"] for file in manifest["files"])
    assert len(there) > 1
    assert "0 files written" in run("export", "round", "--round", "2024", "--out", out).stdout


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_command_for_the_values_of_all_names_it_and_fails(kind: str, run: Run, tmp_path: Path) -> None:
    change(tmp_path, "UPDATE assessment SET profile = '[1]' WHERE id = :id", id=REPORT)
    out = tmp_path / f"values.{kind}"

    result = run("export", "consolidated", "--round", "2025", "--out", out)

    assert result.exit_code == 1
    assert "Cannot be read, and has no figures: " in result.stderr
    assert f"({REPORT})" in result.stderr
    assert out.stat().st_size > 1_000


def change(folder: Path, statement: str, **values: str) -> None:
    """By hand, in the database of the command."""
    with Database(f"sqlite:///{folder / 'var' / 'parity.db'}") as database, database.writing() as db:
        db.execute(text(statement), values)
