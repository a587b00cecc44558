"""`parity verify`: an auditor proves a file with nothing but the public keys."""

import json
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from exports.proving_child import MOST_LISTED
from tests.cli.conftest import REPORT, Changed, Run

GUIDE = Path(__file__).parents[2] / "docs" / "verifying.md"


def test_a_genuine_file_is_proven_without_a_database(verify: Run, office: Path, tmp_path: Path) -> None:
    result = verify(office / "report.xlsx")

    assert result.exit_code == 0, result.output
    assert "Genuine and unchanged. Every cell contains what it did when the file was created." in result.stdout
    assert "Administration: Valdoria Customs and Border Service" in result.stdout
    assert not (tmp_path / "var").exists()


def test_a_changed_file_lists_its_cells(verify: Run, changed: Changed) -> None:
    result = verify(changed(("Answers", "A4", "FORGED"), ("Answers", "ZZ3", "_x001B_[31mred")))

    assert result.exit_code == 1
    assert "Genuine, but changed." in result.stdout
    assert "Answers  A4: was “RC-02”, is now “FORGED”" in result.stdout
    assert "Answers  ZZ3: was empty, is now “" in result.stdout
    assert "\x1b" not in result.stdout


def test_of_very_many_changes_the_others_are_counted(verify: Run, changed: Changed) -> None:
    forged = changed(*(("Answers", f"A{row}", row) for row in range(400, 400 + MOST_LISTED + 7)))

    said, document = verify(forged).stdout, json.loads(verify("--json", forged).stdout)

    assert f"Changed ({MOST_LISTED + 7}):" in said
    assert said.endswith("    and 7 more\n")
    assert (len(document["changed"]), document["more_changed"], document["more_filled_in"]) == (MOST_LISTED, 7, 0)


def test_the_file_of_another_installation_is_not_ours(run: Run, office: Path) -> None:
    run("keys", "list")

    result = run("verify", office / "report.xlsx")

    assert result.exit_code == 2
    assert "Not ours. The file has a seal, but none of our keys made it." in result.stdout


def test_the_worst_file_decides_and_the_others_are_still_checked(verify: Run, office: Path, tmp_path: Path) -> None:
    (tmp_path / "no.xlsx").write_bytes(b"%PDF-1.7")

    result = verify(tmp_path / "nowhere.xlsx", tmp_path / "no.xlsx", office / "report.xlsx")

    assert result.exit_code == 2
    assert "nowhere.xlsx: Not readable. The file cannot be read: No such file or directory." in result.stdout
    assert "no.xlsx: Not readable. This is not an Excel workbook" in result.stdout
    assert "report.xlsx: Genuine and unchanged." in result.stdout


def test_programs_get_a_line_of_json_for_each_file_and_the_code_of_the_worst(
    verify: Run, office: Path, changed: Changed
) -> None:
    result = verify("--json", office / "report.xlsx", changed(("Answers", "A4", "FORGED")))

    assert result.exit_code == 1
    genuine, forged = map(json.loads, result.stdout.splitlines())
    assert (genuine["outcome"], genuine["changed"], genuine["about"]["assessment"]) == ("unchanged", [], REPORT)
    assert genuine["sha256"] == sha256((office / "report.xlsx").read_bytes()).hexdigest()
    assert (forged["outcome"], forged["genuine"]) == ("changed", True)
    assert [(change["sheet"], change["address"], change["was"], change["now"]) for change in forged["changed"]] == [
        ("Answers", "A4", "RC-02", "FORGED")
    ]


def test_a_report_of_a_file_of_answers_has_no_seal(verify: Run, run: Run, tmp_path: Path) -> None:
    """Nobody vouches for what stands in such a file."""
    answers = tmp_path / "answers.json"
    answers.write_text('{"profile": {}, "answers": {}}')
    run("export", "gap", "--answers", answers, "--out", tmp_path / "own.xlsx")

    result = verify(tmp_path / "own.xlsx")

    assert result.exit_code == 2
    assert "The file has no seal" in result.stdout


def test_without_keys_it_says_where_it_looked(run: Run, office: Path, tmp_path: Path) -> None:
    for words in (("--keys", tmp_path / "none"), ("--keys", tmp_path), ()):
        result = run("verify", office / "report.xlsx", *words)

        assert result.exit_code == 2
        assert "Name them with --keys." in result.stderr


def test_an_installation_says_whether_a_newer_file_exists(
    run: Run, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARITY_DATA_DIR", str(office / "var"))

    result = run("verify", "--newest", office / "report.xlsx")

    assert "There is no later signature and no later published result." in result.stdout


def test_without_a_database_the_rest_is_still_said(verify: Run, office: Path, tmp_path: Path) -> None:
    result = verify("--newest", office / "report.xlsx")

    assert result.exit_code == 0
    assert "The database cannot be reached" in result.stderr
    assert "Genuine and unchanged" in result.stdout
    assert not (tmp_path / "var").exists()


def test_an_auditor_can_check_the_seal_by_hand_as_the_documentation_says(office: Path, changed: Changed) -> None:
    match = re.search("```python\n(import sys.*?)```", GUIDE.read_text(), re.DOTALL)
    assert match
    lines = match[1]
    (key,) = (office / "keys").iterdir()

    said = subprocess.run([sys.executable, "-c", lines, office / "report.xlsx", key], capture_output=True, check=True)
    forged = changed(("Seal", "A3", "AAAA"))
    refused = subprocess.run([sys.executable, "-c", lines, forged, key], capture_output=True, check=False)

    assert json.loads(said.stdout)["about"]["assessment"] == REPORT
    assert b"InvalidSignature" in refused.stderr
