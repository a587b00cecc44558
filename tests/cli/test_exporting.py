"""`parity export gap`: the workbook from the database and from a file."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.cli.demo.loading import ANSWERS
from exports.gap.workforce.numbers import EDITIONS
from tests.cli.conftest import Run


@pytest.mark.usefixtures("demo")
def test_the_report_of_a_stored_assessment_is_written(run: Run, tmp_path: Path) -> None:
    result = run("export", "gap", "--assessment", "demo-1", "--out", tmp_path / "gap.xlsx")

    assert result.exit_code == 0, result.output
    assert load_workbook(tmp_path / "gap.xlsx").sheetnames[0] == "Summary"


@pytest.mark.usefixtures("demo")
def test_workforce_numbers_are_those_that_the_lead_may_see(run: Run, tmp_path: Path) -> None:
    """Of demo-1 nothing is published yet, of demo-10 it is; under review the lead sees every number."""
    told = {"demo-1": "others", "demo-10": "others"}
    for id_, edition in told.items():
        result = run("export", "gap", "--assessment", id_, "--out", tmp_path / f"{id_}.xlsx")
        assert f"Workforce numbers: {EDITIONS[edition]}" in result.output
    with closing(sqlite3.connect(tmp_path / "var" / "parity.db")) as db, db:
        db.execute("UPDATE assessment SET state = 'under review' WHERE id = 'demo-10'")
    own = run("export", "gap", "--assessment", "demo-10", "--out", tmp_path / "own.xlsx")

    assert f"Workforce numbers: {EDITIONS['own']}" in own.output
    sheets = {path.stem: load_workbook(path, read_only=True).sheetnames for path in tmp_path.glob("*.xlsx")}
    assert {name for name, names in sheets.items() if "Workforce tables" in names} == {"demo-10", "own"}


def test_the_report_of_a_file_needs_no_database(run: Run, tmp_path: Path) -> None:
    result = run(
        "export",
        "gap",
        "--answers",
        ANSWERS / "2026.1" / "full.json",
        "--name",
        "Arden",
        "--out",
        tmp_path / "gap.xlsx",
    )

    assert result.exit_code == 0, result.output
    assert not (tmp_path / "var").exists()


def test_an_assessment_that_is_not_there_is_told(run: Run, tmp_path: Path) -> None:
    result = run("export", "gap", "--assessment", "nobody", "--out", tmp_path / "gap.xlsx")

    assert result.exit_code == 1
    assert "There is no assessment nobody." in result.stderr


def test_one_of_assessment_and_file_must_be_named(run: Run, tmp_path: Path) -> None:
    result = run("export", "gap", "--out", tmp_path / "gap.xlsx")

    assert result.exit_code == 2
    assert "Name either --assessment or --answers." in result.stderr


def test_a_place_that_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    result = run("export", "gap", "--answers", ANSWERS / "2026.1" / "small.json", "--out", tmp_path / "no" / "gap.xlsx")

    assert result.exit_code == 1
    assert "cannot be written: No such file or directory." in result.stderr
