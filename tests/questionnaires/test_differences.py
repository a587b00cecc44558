"""What `diff` says of two versions."""

from pathlib import Path

import pytest

from questionnaires.catalogue import load
from questionnaires.differences import differences
from tests.questionnaires.editing import SMALL, VERSION, a_copy, a_french_copy_of_the_words, edit

OLD = load(SMALL)[VERSION]


def test_a_version_does_not_differ_from_itself() -> None:
    assert list(differences(OLD, OLD)) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "line"),
    [
        ("structure.yaml", 'id: "P1", weight: 2', 'id: "P1", weight: 3', "pillars.P1.weight: 2 -> 3"),
        ("structure.yaml", '"AA-01 >= 2"', '"AA-01 >= 3"', "indicators.AA-03.condition: AA-01 >= 2 -> AA-01 >= 3"),
        ("structure.yaml", "core_margin: 2", "core_margin: 1", "scoring.core_margin: 2 -> 1"),
        ("words.en.yaml", '"First pillar"', '"Pillar one"', "words.en.pillars.P1.title: First pillar -> Pillar one"),
        ("words.en.yaml", '  "GUIDE":', '  "MORE": "x"\n  "GUIDE":', "words.en.resources.MORE: added"),
    ],
)
def test_each_difference_is_one_line(tmp_path: Path, name: str, old: str, new: str, line: str) -> None:
    root = a_copy(tmp_path)
    edit(root, name, old, new)

    assert list(differences(OLD, load(root)[VERSION])) == [line]


def test_a_language_is_added_or_removed_as_a_whole(tmp_path: Path) -> None:
    root = a_copy(tmp_path)
    a_french_copy_of_the_words(root)
    new = load(root)[VERSION]

    assert list(differences(OLD, new)) == ["words.fr: added"]
    assert list(differences(new, OLD)) == ["words.fr: removed"]
