"""`parity questionnaire check | freeze | diff | weights | reword`, and how each ends where a folder is bad."""

from pathlib import Path

import pytest

from app.cli import questionnaire
from questionnaires.catalogue import Catalogue
from tests.cli.conftest import Run
from tests.questionnaires.editing import VERSION, a_copy, edit


@pytest.fixture
def drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small version, as a draft, in place of the project's own."""
    root = a_copy(tmp_path)
    monkeypatch.setattr(questionnaire, "HOME", root)
    monkeypatch.setattr(questionnaire, "load", lambda: questionnaires_of(root))
    monkeypatch.setattr("app.cli.bootstrap.load", lambda: questionnaires_of(root))
    return root


def questionnaires_of(root: Path) -> Catalogue:
    from questionnaires.catalogue import load  # noqa: PLC0415 - the one that the fixture replaces elsewhere

    return load(root)


def test_check_names_every_version_its_state_and_its_languages(run: Run) -> None:
    result = run("questionnaire", "check")

    assert result.exit_code == 0
    assert "2026.1: good (published; 114 indicators; words in en)" in result.stdout


def test_check_reports_a_mistake_with_file_and_place_and_fails(run: Run, drafts: Path) -> None:
    edit(drafts, "structure.yaml", f'version: "{VERSION}"', 'version: "2099.7"')

    result = run("questionnaire", "check")

    assert result.exit_code == 2
    assert f"{VERSION}/structure.yaml: version: The version must be the folder's name." in result.stderr


def test_freeze_publishes_once_and_says_so(run: Run, drafts: Path) -> None:
    first = run("questionnaire", "freeze", VERSION)
    second = run("questionnaire", "freeze", VERSION)

    assert "published structure.yaml, words.en.yaml" in first.stdout
    assert "everything is already published" in second.stdout


def test_freezing_what_is_not_there_is_refused(run: Run, drafts: Path) -> None:
    result = run("questionnaire", "freeze", "1999.1")

    assert result.exit_code == 2
    assert "There is no such version" in result.stderr


def test_diff_needs_versions_that_exist(run: Run) -> None:
    result = run("questionnaire", "diff", "2026.1", "1999.1")

    assert result.exit_code == 2
    assert "There is no questionnaire 1999.1." in result.stderr


def test_a_version_does_not_differ_from_itself(run: Run) -> None:
    assert run("questionnaire", "diff", "2026.1", "2026.1").stdout.strip() == "Only the version differs."


def test_freezing_keeps_what_came_out_when_the_version_was_tried(run: Run, drafts: Path) -> None:
    run("questionnaire", "freeze", VERSION)

    assert questionnaires_of(drafts).trials[VERSION].sets == 1_000


def test_weights_are_kept_on_demand_and_kept_anew_after_a_change(run: Run, drafts: Path) -> None:
    run("questionnaire", "weights", VERSION, "--write")
    edit(drafts, "structure.yaml", 'id: "P1", weight: 2', 'id: "P1", weight: 3')

    refused = run("questionnaire", "check")
    run("questionnaire", "weights", VERSION, "--write")

    assert f"{VERSION}/weights.json: These figures are of another structure." in refused.stderr
    assert run("questionnaire", "check").exit_code == 0


def test_weights_of_what_is_not_there_are_refused(run: Run, drafts: Path) -> None:
    result = run("questionnaire", "weights", "1999.1")

    assert result.exit_code == 2
    assert "There is no questionnaire 1999.1." in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["check"],
        ["freeze", VERSION],
        ["diff", VERSION, VERSION],
        ["weights", VERSION],
        ["reword", VERSION, "indicators.AA-01.advice", "Adopt one.", "--reason", "Shorter."],
    ],
    ids=lambda words: words[0],
)
def test_a_bad_folder_ends_each_command_with_2_one_message_and_no_result(
    words: list[str], run: Run, drafts: Path
) -> None:
    run("questionnaire", "freeze", VERSION)
    (drafts / VERSION / "words.en.yaml").write_text("a: &a [*a]\n", encoding="utf-8")

    result = run("questionnaire", *words)

    assert result.exit_code == 2
    assert f"{VERSION}/words.en.yaml: *a stands for something written elsewhere. Write it out." in result.stderr
    assert (result.stdout, "Traceback" in result.stderr) == ("", False)


def test_diff_counts_what_became_of_the_questions_and_shows_what_they_weigh(run: Run) -> None:
    result = run("questionnaire", "diff", "2026.1", "2027.1")

    lines = result.stdout.splitlines()
    assert (result.exit_code, lines[0]) == (0, "From 2026.1 to 2027.1")
    assert lines[2].split() == ["Questions", "direct", "reworded", "split", "merged", "new", "gone"]
    assert any(line.startswith("CO-23") and "split" in line and "from CO-13" in line for line in lines)
    assert any(line.startswith("E3.4") and "gone, into E3." in line for line in lines)
    assert max(map(len, lines)) < 200


def test_diff_shows_the_words_one_below_the_other(run: Run, shipped: Catalogue) -> None:
    result = run("questionnaire", "diff", "2026.1", "2027.1", "--words")

    text = " ".join(result.stdout.split())
    for version, sign in (("2026.1", "-"), ("2027.1", "+")):
        question = shipped[version].words("en").indicators["CO-13"].question
        assert f"{sign} {question}" in text


def test_diff_against_the_order_of_versions_says_that_no_map_leads_there(run: Run) -> None:
    result = run("questionnaire", "diff", "2027.1", "2026.1")

    assert "No map leads from 2027.1 to 2026.1: questions are matched by their ids." in result.stdout
