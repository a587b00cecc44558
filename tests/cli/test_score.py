"""`parity score`: scorecards from files, without a database."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from app.cli.demo.loading import ANSWERS
from tests.cli.conftest import Run

Write = Callable[[str, Mapping[str, int | str]], Path]
VECTOR_A: dict[str, int | str] = {
    "LD-01": 2, "LD-02": 3, "LD-06": 1, "LD-07": 2, "LD-08": 2,
    "LD-09": 1, "LD-10": 0, "LD-12": 3, "LD-15": "yes", "LD-16": "partly",
}  # fmt: skip


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(name: str, values: Mapping[str, int | str]) -> Path:
        answers = {id_: {"state": "answered", "value": value} for id_, value in values.items()}
        path = tmp_path / name
        path.write_text(json.dumps({"profile": {}, "answers": answers}), encoding="utf-8")
        return path

    return written


def score(run: Run, *files: Path) -> list[dict[str, Any]]:
    result = run("score", "--questionnaire", "2026.1", *files)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_vector_a_gives_level_2_for_womens_leadership(run: Run, write: Write) -> None:
    [scorecard] = score(run, write("a.json", VECTOR_A))

    pillar = scorecard["pillars"][2]
    assert (pillar["score"], pillar["exact"], pillar["level"], pillar["capped_by"]) == (53.3, "160/3", 2, [])


def test_vector_a_with_ld_09_at_zero_is_capped_at_level_1(run: Run, write: Write) -> None:
    [scorecard] = score(run, write("a.json", VECTOR_A | {"LD-09": 0}))

    pillar = scorecard["pillars"][2]
    assert (pillar["score"], pillar["uncapped_level"], pillar["level"]) == (50.8, 2, 1)
    assert pillar["capped_by"] == ["LD-09"]


def test_several_files_give_several_lines_in_their_order(run: Run, write: Write) -> None:
    first, second = score(run, write("1.json", VECTOR_A), write("2.json", {}))

    assert first["overall"]["answered"] == 10
    assert second["overall"]["answered"] == 0


def test_the_demos_full_answers_are_capped_by_one_answer(run: Run) -> None:
    [scorecard] = score(run, ANSWERS / "2026.1" / "full.json")

    pillar = scorecard["pillars"][2]
    assert (pillar["level"], pillar["uncapped_level"], pillar["capped_by"]) == (2, 3, ["LD-09"])
    assert (scorecard["overall"]["score"], scorecard["overall"]["level"]) == (54.2, 2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no json", "is not JSON"),
        ("[]", "must be an object"),
        ('{"answers": {"XX-1": {"state": "unknown"}}}', "answers.XX-1: There is no such indicator"),
        (
            '{"answers": {"RC-01": {"state": "answered", "value": 5}}}',
            "answers.RC-01.value: Choose a level from 0 to 4",
        ),
        ('{"answers": {"RC-01": {"state": "unknown"}, "RC-01": {"state": "unknown"}}}', "appears twice"),
        ('{"profile": {"profile.land_border": "maybe"}}', "profile.land_border: Choose one of: yes, no"),
    ],
)
def test_a_bad_file_prints_nothing_but_its_mistake_and_ends_with_2(
    run: Run, write: Write, tmp_path: Path, text: str, said: str
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text(text, encoding="utf-8")

    result = run("score", "--questionnaire", "2026.1", write("good.json", {}), bad)

    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_an_unknown_questionnaire_is_told_with_those_that_exist(run: Run, write: Write) -> None:
    result = run("score", "--questionnaire", "1999.1", write("a.json", {}))

    assert result.exit_code == 2
    assert "Choose one of: 2026.1" in result.stderr


def test_a_file_that_is_not_there_is_told_in_one_line(run: Run, tmp_path: Path) -> None:
    result = run("score", "--questionnaire", "2026.1", tmp_path / "nowhere.json")

    assert result.exit_code == 2
    assert result.stderr.endswith("nowhere.json cannot be read: there is no such file. Check its name and folder.\n")
