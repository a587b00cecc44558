"""`parity verify`: the figures out of the seal, and whether people see what the cells hold."""

import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from openpyxl import load_workbook

from exports.manifest import Listed, manifest_bytes
from tests.cli.conftest import Run
from tests.cli.test_verifying_rounds import signer_of_office
from tests.exports.looking import Step, format_as

Saved = Callable[..., Path]


@pytest.fixture
def saved(office: Path, tmp_path: Path) -> Saved:
    """The report as a library saves it, after somebody did something to it."""

    def make(*steps: Step) -> Path:
        book = load_workbook(office / "report.xlsx")
        for step in steps:
            step(book)
        book.save(tmp_path / "saved.xlsx")
        return tmp_path / "saved.xlsx"

    return make


def test_the_figures_out_of_the_seal_stand_beside_the_verdict(verify: Run, office: Path) -> None:
    said, document = verify(office / "report.xlsx"), json.loads(verify("--json", office / "report.xlsx").stdout)

    overall = document["figures"][0]
    assert [figure["id"] for figure in document["figures"]] == ["overall", "P1", "P2", "P3", "P4", "P5"]
    shown = f"level {overall['level']}, {overall['level_name']}, score {overall['score']:.1f} of 100"
    assert f"Overall: {shown}" in said.stdout
    assert said.stdout.count(" of 100\n") == 6
    assert "People also see what the cells contain" in said.stdout
    assert (document["shown_as_it_left"], document["look"]) == (True, [])


def test_a_report_that_a_library_saved_again_is_still_unchanged(verify: Run, saved: Saved) -> None:
    result = verify(saved())

    assert (result.exit_code, "Genuine and unchanged." in result.stdout) == (0, True)


def test_values_that_are_shown_otherwise_are_told_with_exit_1(verify: Run, saved: Saved) -> None:
    forged = saved(format_as("Summary", "K6", '"87.5"'), format_as("Summary", "A6", '"4"'))

    result, document = verify(forged), json.loads(verify("--json", forged).stdout)

    assert result.exit_code == 1
    assert "The values are genuine, but 2 cells are shown in another format. Every cell contains" in result.stdout
    assert "Summary  K6 contains “" in result.stdout
    assert "People also see" not in result.stdout
    assert (document["outcome"], document["shown_as_it_left"]) == ("unchanged", False)
    assert document["look_counts"] == {"format": 2}


def test_several_kinds_stand_in_one_title(verify: Run, saved: Saved) -> None:
    def hide(book: object) -> None:
        book["Answers"].row_dimensions[3].hidden = True  # type: ignore[index]

    result = verify(saved(format_as("Summary", "K6", ";;;"), hide))

    assert "The values are genuine, but 1 cell is shown in another format, 1 row is hidden." in result.stdout
    assert "Answers  3:3" in result.stdout


def test_a_report_of_a_round_that_is_shown_otherwise_is_told(
    verify: Run, office: Path, saved: Saved, tmp_path: Path
) -> None:
    whole = (office / "report.xlsx").read_bytes()
    folder = tmp_path / "round"
    folder.mkdir()
    listed = [Listed("one.xlsx", sha256(whole).hexdigest(), len(whole))]
    of_round = {"round": "2025", "language": "en"}
    (folder / "manifest.json").write_bytes(manifest_bytes(of_round, listed, signer_of_office(office)))
    shutil.copy(saved(format_as("Summary", "K6", '"87.5"')), folder / "one.xlsx")

    result = verify(folder)

    assert result.exit_code == 1
    assert "one.xlsx  The file's own seal proves its values, but people do not see them" in result.stdout
