"""The workforce tables of a version are checked with it, published with it, and never change after."""

import re
import shutil
from pathlib import Path

import pytest

from questionnaires.catalogue import HOME, Catalogue, freeze, load
from questionnaires.lock import LOCK
from questionnaires.problems import Broken
from questionnaires.workforce.definition import CellId
from tests.questionnaires.editing import problems_of

VERSION = "2027.1"
T, W = "tables.yaml", "tables.en.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A draft of the version alone."""
    shutil.copytree(HOME / VERSION, tmp_path / VERSION, ignore=shutil.ignore_patterns("map.yaml"))
    return tmp_path


def edit(root: Path, name: str, old: str, new: str) -> None:
    path = root / VERSION / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_2027_1_asks_ten_tables_and_2026_1_none(catalogue: Catalogue) -> None:
    tables = catalogue.workforce[VERSION]

    assert "2026.1" not in catalogue.workforce
    numbers = {int(re.sub(r"\D", "", table.id)) for table in tables.structure.tables if not table.optional}
    assert numbers == set(range(1, 11))
    assert CellId("WT3a", "GB", "hired", "W") in tables.cells
    assert CellId("WT7b", "from_staff", "closed") in tables.cells


def test_each_check_of_the_rules_is_there(catalogue: Catalogue) -> None:
    checks = catalogue.workforce[VERSION].structure.checks

    assert {re.sub("b$", "", check.id) for check in checks} == {f"V{number}" for number in range(1, 13)}


def test_what_an_organisation_does_not_have_is_not_asked(catalogue: Catalogue) -> None:
    profile = {"profile.organisation": "secretariat", "profile.pay_data_available": "no"}

    asked = {table.id for table in catalogue.workforce[VERSION].asked(profile)}

    assert asked.isdisjoint({"WT4a", "WT4b", "WT8"})
    assert {"WT1a", "WT9"} <= asked


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (T, 'version: "2027.1"', 'version: "2027.2"', "version: The version must be the folder's name."),
        (T, 'id: "WT1b"', 'id: "WT1a"', "tables.WT1a: This appears 2 times. Keep one."),
        (T, '["GA", "GB", "GC"]', '["GA", "GA", "GC"]', "tables.WT3a.rows.GA: This appears 2 times. Keep one."),
        (T, "hidden_below: 5", "hidden_below: 1", "hidden_below: Write 2 or more."),
        (T, "profile.pay_data_available = yes", "profile.pay = yes", "profile.pay is no key of it"),
        (T, "profile.pay_data_available = yes", "profile.pay_data_available = so", "has no option so"),
        (T, 'measure: "hired"}]', 'measure: "fired"}]', "checks.V3.sums: There is no column fired in a table WT3a."),
        (T, '"profile.staff_total"}]', '"profile.region"}]', "checks.V1.sums: profile.region is no number of the prof"),
        (T, 'closing: {table: "WT1a", measure: "staff"}\n', "", "opening: Name both the column that is continued"),
        (T, 'by: "sex"\n    tolerance', 'by: "cell"\n    tolerance', "checks.V9.by: These tables have other rows."),
        (T, 'relation: "change"', 'relation: "equal"', "checks.V10.sums: A check of the kind equal compares 2 sums"),
        (W, 'measures: {"users"', 'measures: {"use"', "tables.WT6b.measures.users: The words for this are missing."),
        (W, '"G7": "7 Support"\n', "\n", "tables.WT1a.rows.G7: The words for this are missing."),
        (W, '    total: "All reports"\n', "", "tables.WT7a.total: The words for this are missing."),
        (W, '  "V12":', '  "V13":', "checks.V12: The words for this are missing."),
        (W, 'language: "en"', 'language: "fr"', "language: The language must be that of the file name."),
    ],
)
def test_each_mistake_is_told_with_its_place(root: Path, name: str, old: str, new: str, said: str) -> None:
    edit(root, name, old, new)

    assert any(said in problem and name in problem for problem in problems_of(root)), problems_of(root)


def test_words_in_each_language_of_the_version_are_needed(root: Path) -> None:
    (root / VERSION / W).unlink()

    assert any("There is no tables.en.yaml. Write it." in problem for problem in problems_of(root))


def test_words_without_tables_are_told(root: Path) -> None:
    (root / VERSION / T).unlink()

    assert any("There is no tables.yaml here" in problem for problem in problems_of(root))


def test_published_tables_cannot_change(root: Path) -> None:
    freeze(root, VERSION)
    edit(root, T, "tolerance: 2", "tolerance: 3")

    assert any("This was published and cannot change" in problem for problem in problems_of(root))


def test_a_mistake_in_the_tables_keeps_the_version_from_being_published(root: Path) -> None:
    edit(root, T, 'id: "WT1b"', 'id: "WT1a"')

    with pytest.raises(Broken):
        freeze(root, VERSION)
    assert not (root / LOCK).exists()


def test_tables_that_come_after_the_publication_are_not_asked_before_they_are_published_too(root: Path) -> None:
    for name in (T, W):
        (root / VERSION / name).rename(root / name)
    freeze(root, VERSION)
    for name in (T, W):
        (root / name).rename(root / VERSION / name)

    assert VERSION not in load(root).workforce
    assert freeze(root, VERSION) == [W, T]
    assert VERSION in load(root).workforce
