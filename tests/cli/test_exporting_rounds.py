"""`parity export round`: the files of a round in a folder; run again, it writes what is missing or changed."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

ROUND = ("export", "round", "--round", "2025", "--out")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def listed(folder: Path) -> list[str]:
    return [one["name"] for one in json.loads((folder / "manifest.json").read_bytes())["files"]]


@pytest.mark.usefixtures("demo")
def test_all_reports_and_the_manifest_are_written_and_repaired(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"

    first = run(*ROUND, out)
    whole = contents(out)
    a_report, another = [name for name in whole if name.endswith(".xlsx")][:2]
    (out / a_report).write_bytes(b"damaged")
    (out / another).unlink()
    (out / "notes.txt").write_text("not ours")
    second = run(*ROUND, out)

    assert (first.exit_code, second.exit_code) == (0, 0), first.output + second.output
    assert sorted([*listed(out), "manifest.json"]) == sorted(whole)
    assert "2 files written" in second.stdout
    assert contents(out) == whole | {"notes.txt": b"not ours"}
    assert "0 files written" in run(*ROUND, out).stdout


@pytest.mark.usefixtures("demo")
def test_what_lies_there_is_the_owners_and_no_link_is_followed(run: Run, tmp_path: Path) -> None:
    """Somebody who may write into the folder can neither choose what is overwritten nor change what counts as right."""
    out, victim = tmp_path / "out", tmp_path / "victim"
    run(*ROUND, out)
    whole = contents(out)
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
    assert "There are no words in fr. Languages are: en (English)." in " ".join(result.stderr.replace("│", " ").split())
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("demo")
def test_a_round_that_is_not_there_is_told(run: Run, tmp_path: Path) -> None:

    result = run("export", "round", "--round", "1999", "--out", tmp_path / "out")

    assert result.exit_code == 1
    assert "There is no round 1999. Rounds are: 2025, 2024." in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("demo")
def test_a_folder_that_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    result = run(*ROUND, tmp_path / "file")

    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("kind", ["xlsx", "csv", "jsonl"])
def test_the_values_of_all_rounds_are_written_into_one_file(kind: str, run: Run, tmp_path: Path) -> None:
    out = tmp_path / f"values.{kind}"

    first = run("export", "consolidated", "--round", "all", "--out", out)
    content = out.read_bytes()
    run("export", "consolidated", "--round", "all", "--out", out)

    assert first.exit_code == 0, first.output
    assert out.read_bytes() == content
    assert [path.name for path in tmp_path.glob("values*")] == [out.name]


@pytest.mark.usefixtures("demo")
def test_the_figures_of_administrations_are_a_table_of_their_own(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "figures.csv"

    result = run("export", "consolidated", "--round", "all", "--out", out, "--table", "administrations")

    assert result.exit_code == 0, result.output
    head = out.read_text("utf-8-sig").splitlines()[0].split(",")
    assert {"overall_score", "P1_level", "difference"} <= set(head)


def test_another_table_is_refused(run: Run, tmp_path: Path) -> None:
    result = run("export", "consolidated", "--round", "all", "--out", tmp_path / "values.csv", "--table", "people")

    assert result.exit_code == 2
    assert "Tables are: indicators, administrations." in result.stderr


def test_another_ending_is_refused(run: Run, tmp_path: Path) -> None:
    result = run("export", "consolidated", "--round", "all", "--out", tmp_path / "values.ods")

    assert result.exit_code == 2
    assert "must end with .xlsx, .csv or .jsonl." in result.stderr
