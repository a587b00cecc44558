"""Copies of the small version 2099.1 with something edited, and what the catalogue says of them."""

import shutil
from pathlib import Path

import pytest

from questionnaires.catalogue import load
from questionnaires.lock import LOCK
from questionnaires.problems import Broken

SMALL = Path(__file__).parent.parent / "data" / "questionnaires"
VERSION, NEXT = "2099.1", "2099.2"
STRUCTURE, WORDS = "structure.yaml", "words.en.yaml"
FIRST_WEIGHT = 'core: true, short: true, weight: 1, resources: ["GUIDE"]'
"""How the line of AA-01 ends."""


def a_copy(where: Path, *, published: bool = False) -> Path:
    """The root of a copy of 2099.1 alone, a draft unless the lock comes with it."""
    root = where / "copy"
    shutil.copytree(SMALL, root, ignore=shutil.ignore_patterns(NEXT))
    if not published:
        (root / LOCK).unlink()
    return root


def edit(root: Path, name: str, old: str, new: str) -> None:
    """Replaces what stands exactly once in a file of the version."""
    path = root / VERSION / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def problems_of(root: Path) -> list[str]:
    """Every problem as the author reads it: file, place, sentence."""
    with pytest.raises(Broken) as broken:
        load(root)
    return [str(problem) for problem in broken.value.problems]


def a_french_copy_of_the_words(root: Path) -> Path:
    english = (root / VERSION / "words.en.yaml").read_text(encoding="utf-8")
    french = root / VERSION / "words.fr.yaml"
    french.write_text(english.replace('language: "en"', 'language: "fr"'), encoding="utf-8")
    return french
