"""`parity export round`: the files of a round in a folder; run again, it writes what is missing or changed."""

import json
from pathlib import Path
from shutil import copyfile, copytree

import pytest
from typer.testing import CliRunner

from app.cli.main import cli
from tests.cli.conftest import Run

ROUND = ("export", "round", "--round", "2025", "--out")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def listed(folder: Path) -> list[str]:
    return [file["name"] for file in json.loads((folder / "manifest.json").read_bytes())["files"]]


@pytest.fixture(scope="module")
def exported(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo, and its round as a pool of processes drew it."""
    folder = tmp_path_factory.mktemp("exported")
    (folder / "var").mkdir()
    copyfile(demo_file, folder / "var" / "parity.db")
    env = {"PARITY_DATA_DIR": str(folder / "var"), "PARITY_DATABASE_URL": "", "PARITY_EXPORT_WORKERS": "1"}
    result = CliRunner().invoke(cli, [*ROUND, str(folder / "out")], env=env)
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def out(exported: Path, tmp_path: Path) -> Path:
    """The folder of that round in the installation of `run`."""
    copytree(exported, tmp_path, dirs_exist_ok=True)
    return tmp_path / "out"


@pytest.mark.usefixtures("in_this_process")
def test_all_reports_and_the_manifest_are_written_and_repaired(out: Path, run: Run) -> None:
    whole = contents(out)
    a_report, another = [name for name in whole if name.endswith(".xlsx")][:2]
    (out / a_report).write_bytes(b"damaged")
    (out / another).unlink()
    (out / "notes.txt").write_text("not ours")

    again = run(*ROUND, out)

    assert again.exit_code == 0, again.output
    assert sorted([*listed(out), "manifest.json"]) == sorted(whole)
    assert "2 files written" in again.stdout
    assert contents(out) == whole | {"notes.txt": b"not ours"}
    assert "0 files written" in run(*ROUND, out).stdout


@pytest.mark.usefixtures("in_this_process")
def test_what_lies_there_is_the_owners_and_no_link_is_followed(out: Path, run: Run, tmp_path: Path) -> None:
    """Somebody who may write into the folder can neither choose what is overwritten nor change what counts as right."""
    victim, whole = tmp_path / "victim", contents(out)
    report, another = [name for name in whole if name.endswith(".xlsx")][:2]
    victim.write_bytes(whole[report])
    (out / report).unlink()
    (out / report).symlink_to(victim)
    (out / another).unlink()
    (out / f"{another}.part").symlink_to(victim)

    run(*ROUND, out)

    assert victim.read_bytes() == whole[report]
    assert not (out / report).is_symlink()
    (out / f"{another}.part").unlink()
    assert contents(out) == whole
    assert {path.stat().st_mode & 0o777 for path in out.iterdir()} == {0o600}


@pytest.mark.usefixtures("demo")
def test_a_language_whose_words_are_not_there_is_refused(run: Run, tmp_path: Path) -> None:

    result = run(*ROUND, tmp_path / "out", "--language", "fr")

    assert result.exit_code == 2
    assert "There is no translation into fr. The languages are: en (English)." in " ".join(
        result.stderr.replace("│", " ").split()
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("demo")
def test_a_round_that_is_not_there_is_told(run: Run, tmp_path: Path) -> None:

    result = run("export", "round", "--round", "1999", "--out", tmp_path / "out")

    assert result.exit_code == 1
    assert "There is no round 1999. The rounds are: 2025, 2024." in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("demo")
def test_a_folder_that_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    result = run(*ROUND, tmp_path / "file")

    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


@pytest.mark.usefixtures("demo")
def test_the_values_of_all_rounds_are_one_workbook_whichever_process_draws_it(
    run: Run, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    out = tmp_path / "values.xlsx"

    first = run("export", "consolidated", "--round", "all", "--out", out)
    content = out.read_bytes()
    request.getfixturevalue("in_this_process")
    run("export", "consolidated", "--round", "all", "--out", out)

    assert first.exit_code == 0, first.output
    assert out.read_bytes() == content
    assert [path.name for path in tmp_path.glob("values*")] == [out.name]


@pytest.mark.usefixtures("demo", "in_this_process")
@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_the_values_of_all_rounds_are_written_into_one_file(kind: str, run: Run, tmp_path: Path) -> None:
    out = tmp_path / f"values.{kind}"

    first = run("export", "consolidated", "--round", "all", "--out", out)
    content = out.read_bytes()
    run("export", "consolidated", "--round", "all", "--out", out)

    assert first.exit_code == 0, first.output
    assert out.read_bytes() == content
    assert [path.name for path in tmp_path.glob("values*")] == [out.name]


@pytest.mark.usefixtures("demo", "in_this_process")
def test_the_figures_of_administrations_are_a_table_of_their_own(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "figures.csv"

    result = run("export", "consolidated", "--round", "all", "--out", out, "--table", "administrations")

    assert result.exit_code == 0, result.output
    head = out.read_text("utf-8-sig").splitlines()[0].split(",")
    assert {"overall_score", "P1_level", "difference"} <= set(head)


def test_another_table_is_refused(run: Run, tmp_path: Path) -> None:
    result = run("export", "consolidated", "--round", "all", "--out", tmp_path / "values.csv", "--table", "people")

    assert result.exit_code == 2
    assert "The tables are: indicators, administrations, workforce." in result.stderr


def test_another_ending_is_refused(run: Run, tmp_path: Path) -> None:
    result = run("export", "consolidated", "--round", "all", "--out", tmp_path / "values.ods")

    assert result.exit_code == 2
    assert "must end with .xlsx, .csv or .jsonl." in result.stderr
