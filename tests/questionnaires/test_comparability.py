"""The map from one version to the next: every mistake is told, and only the very same question is compared."""

import shutil
from pathlib import Path

import pytest

from questionnaires.catalogue import Catalogue, load
from questionnaires.comparability import origins_of
from questionnaires.lock import LOCK
from tests.questionnaires.editing import NEXT, SMALL, VERSION, problems_of

COMPLETE = """
compared_with: "2099.1"
indicators:
  "AA-01": {kind: "direct", from: ["AA-01"], carry: "all"}
  "AA-02": {kind: "direct", from: ["AA-02"], carry: "all"}
  "AA-03": {kind: "reworded", from: ["AA-03"], carry: "evidence"}
  "AB-01": {kind: "direct", from: ["AB-01"], carry: "all"}
  "AB-02": {kind: "direct", from: ["AB-02"], carry: "all"}
  "BA-01": {kind: "split", from: ["BA-01"]}
  "BA-02": {kind: "direct", from: ["BA-02"], carry: "all"}
  "BA-03": {kind: "direct", from: ["BA-03"], carry: "all"}
  "BA-04": {kind: "split", from: ["BA-01"]}
"""
BA_03_WORDS = '  "BA-03":\n    question: "How many of the reports were closed in time?"'
BA_04_WORDS = """  "BA-04":
    question: "Can the public report an incident?"
    levels: ["No.", "By post only.", "At any time."]
    evidence: "The procedure."
    advice: "Open a channel."

"""


@pytest.fixture
def versions(tmp_path: Path) -> Path:
    """2099.1 and a draft of 2099.2 in which AA-03 has a better text and BA-01 became two questions."""
    shutil.copytree(SMALL / VERSION, tmp_path / VERSION)
    shutil.copy(SMALL / LOCK, tmp_path / LOCK)
    folder = tmp_path / NEXT
    shutil.copytree(SMALL / VERSION, folder)
    structure, words = (folder / name for name in ("structure.yaml", "words.en.yaml"))
    lines = structure.read_text(encoding="utf-8").replace(VERSION, NEXT).rstrip("\n").split("\n")
    fourth = next(line for line in lines if '"BA-01", element' in line).replace("BA-01", "BA-04")
    structure.write_text("\n".join([*lines, fourth.replace("core: true", "core: false"), ""]), encoding="utf-8")
    text = words.read_text(encoding="utf-8").replace(f'version: "{VERSION}"', f'version: "{NEXT}"')
    text = text.replace('"To most."', '"To 80% of staff."').replace(BA_03_WORDS, BA_04_WORDS + BA_03_WORDS)
    words.write_text(text, encoding="utf-8")
    (folder / "map.yaml").write_text(COMPLETE, encoding="utf-8")
    return tmp_path


def test_a_complete_map_says_which_answers_may_be_compared(versions: Path) -> None:
    catalogue = load(versions)

    origins = origins_of(catalogue[NEXT], VERSION, catalogue.maps)

    assert {id_ for id_, origin in origins.items() if origin.kind != "direct"} == {"AA-03", "BA-01", "BA-04"}


AA_02 = '  "AA-02": {kind: "direct", from: ["AA-02"], carry: "all"}\n'
AA_03 = 'kind: "reworded", from: ["AA-03"], carry: "evidence"'
BA_04 = '"BA-04": {kind: "split", from: ["BA-01"]}'
FIRST = 'compared_with: "2099.1"\n'
MISTAKES = [
    (
        AA_03,
        'kind: "direct", from: ["AA-03"]',
        "AA-03: This cannot be direct, because these differ: the level texts (en).",
    ),
    (AA_02, "", "AA-02: Say where this question comes from, or that it is new."),
    (AA_02, AA_02.replace('["AA-02"]', '["ZZ-01"]'), "AA-02.from: Version 2099.1 has no question ZZ-01."),
    (AA_02, AA_02.replace('["AA-02"]', "[]"), "AA-02.from: direct comes from one question; 0 given."),
    (AA_02, AA_02.replace("direct", "merged"), "AA-02.from: merged comes from two questions or more; 1 given."),
    (AA_02, AA_02.replace("direct", "new"), "AA-02.from: new comes from no question; 1 given."),
    (AA_02, AA_02.replace("direct", "reworded"), "AA-02.carry: Only an answer to the very same question can be"),
    (BA_04, '"BA-04": {kind: "new"}', "BA-01: Of a split question, two parts or more are named."),
    (BA_04, BA_04.replace("BA-04", "ZZ-04"), "ZZ-04: This question is not in the version."),
    (AA_03, AA_03.replace("reworded", "same"), "AA-03.kind: Input should be"),
    (
        AA_02,
        AA_02.replace('direct", from: ["AA-02"], carry: "all"', 'merged", from: ["AA-02", "AA-02"]'),
        "AA-02.from: AA-02 appears twice. Keep one.",
    ),
    (AA_03, 'kind: "reworded", from: ["AA-01"]', "AA-01: AA-03 comes from AA-01 too. Call each a split."),
    (AA_03, AA_03 + ', why: "Bet\\u00adter"', "AA-03.why: This text contains invisible characters"),
]
MISTAKES_AT_THE_TOP = [
    (AA_02, "", "gone.AA-02: Say what became of this question of 2099.1: name it in a from, or under gone."),
    (FIRST, 'compared_with: "2098.1"\n', "compared_with: There is no version 2098.1."),
    (FIRST, 'compared_with: "2099.2"\n', "compared_with: A version is compared with one before it. Name that."),
    (FIRST, FIRST + 'gone: {"AA-01": "x", "AA-01": "y"}\n', "AA-01 appears twice. Keep one."),
    (FIRST, FIRST + 'gone: {"AA-01": "Asked elsewhere."}\n', "gone.AA-01: This question is named in a from, so it is"),
    (FIRST, FIRST + 'gone: {"ZZ-01": "Asked elsewhere."}\n', "gone.ZZ-01: Version 2099.1 has no question ZZ-01."),
]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [(old, new, f"indicators.{told}") for old, new, told in MISTAKES] + MISTAKES_AT_THE_TOP,
)
def test_a_mistake_in_the_map_is_told_with_its_place(versions: Path, old: str, new: str, told: str) -> None:
    path = versions / NEXT / "map.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")

    problems = problems_of(versions)

    assert any(problem.startswith(f"{NEXT}/map.yaml: {told}") for problem in problems), problems


def test_another_scale_cannot_be_compared(versions: Path) -> None:
    structure = versions / NEXT / "structure.yaml"
    text = structure.read_text(encoding="utf-8")
    assert text.count('kind: "percent"') == 1
    structure.write_text(text.replace('kind: "percent"', 'kind: "computed"'), encoding="utf-8")

    assert problems_of(versions) == [
        f"{NEXT}/map.yaml: indicators.BA-03: This cannot be direct, because these differ: the scale. Call it reworded."
    ]


def test_a_version_without_a_map_is_compared_with_none(catalogue: Catalogue) -> None:
    assert "2026.1" not in catalogue.maps
