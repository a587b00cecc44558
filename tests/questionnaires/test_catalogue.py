"""Versions side by side, what may change after publishing, and what `freeze` writes."""

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from questionnaires.catalogue import HOME, Catalogue, freeze, load
from questionnaires.definition import Questionnaire
from questionnaires.lock import LOCK
from questionnaires.problems import Broken
from tests.questionnaires.editing import SMALL, VERSION, a_copy, a_french_copy_of_the_words, edit, problems_of


@pytest.fixture(scope="module")
def small() -> Questionnaire:
    return load(SMALL)[VERSION]


def lock_of(root: Path) -> list[str]:
    return (root / LOCK).read_text(encoding="utf-8").splitlines()


def test_two_versions_live_side_by_side() -> None:
    catalogue = load(HOME, SMALL)

    assert {"2026.1", "2099.1"} <= set(catalogue.versions)
    assert catalogue["2099.1"].structure.scoring != catalogue["2026.1"].structure.scoring


def test_without_a_name_the_products_own_versions_are_read() -> None:
    assert "2026.1" in load().versions


def test_a_version_in_the_lock_is_published(tmp_path: Path) -> None:
    assert load(SMALL).published == {VERSION}
    assert load(a_copy(tmp_path)).published == frozenset()


def test_the_newest_published_version_comes_first_whatever_its_number(small: Questionnaire) -> None:
    versions = dict.fromkeys(["2026.2", "2026.10", "2027.1", "2026.9", "2028.1"], small)
    catalogue = Catalogue(versions, frozenset(versions) - {"2028.1"})

    assert catalogue.newest_first() == ["2027.1", "2026.10", "2026.9", "2026.2"]


def test_a_folder_without_questionnaires_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Broken, match="There is no questionnaire here"):
        load(tmp_path)


def test_one_version_in_two_places_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Broken, match=r"2099\.1: This version is in two places\."):
        load(SMALL, a_copy(tmp_path))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("structure.yaml", 'id: "P1", weight: 2', 'id: "P1", weight: 3'),
        ("structure.yaml", '"AA-01 >= 2"', '"AA-01 >= 3"'),
        ("words.en.yaml", '"Is there a policy?"', '"Is there any policy?"'),
    ],
)
def test_a_published_file_that_changed_is_refused(tmp_path: Path, name: str, old: str, new: str) -> None:
    root = a_copy(tmp_path, published=True)
    edit(root, name, old, new)

    assert problems_of(root) == [
        f"{VERSION}/{name}: This was published and cannot change. Undo the change, or make a new version."
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# A second, tiny version", "# Another comment"),
        ('{id: "P1", weight: 2}', '{weight: 2, id: "P1"}'),
        ("pillar_margin: 0\n", "pillar_margin: 0   # none\n\n"),
        ('version: "2099.1"', "version: '2099.1'"),
        ("\n", "\r\n"),
    ],
)
def test_a_comment_the_order_of_keys_and_line_ends_may_change(tmp_path: Path, old: str, new: str) -> None:
    root = a_copy(tmp_path, published=True)
    path = root / VERSION / "structure.yaml"
    path.write_bytes(path.read_bytes().replace(old.encode(), new.encode()))

    assert load(root).published == {VERSION}


def test_a_published_file_that_is_gone_is_missed(tmp_path: Path) -> None:
    root = a_copy(tmp_path, published=True)
    a_french_copy_of_the_words(root)
    freeze(root, VERSION)
    (root / VERSION / "words.fr.yaml").unlink()

    assert problems_of(root) == [f"{VERSION}/words.fr.yaml: This file was published and is missing. Restore it."]


def test_a_published_version_that_is_gone_is_missed(tmp_path: Path) -> None:
    root = a_copy(tmp_path, published=True)
    (root / VERSION).rename(tmp_path / "elsewhere")

    assert f"{LOCK}: {VERSION}: A published version is missing. Restore it." in problems_of(root)


def test_a_damaged_lock_is_refused(tmp_path: Path) -> None:
    root = a_copy(tmp_path, published=True)
    (root / LOCK).write_text("<<<<<<< HEAD\n", encoding="utf-8")

    assert problems_of(root) == [f"{LOCK}: Undo the change of this line: <<<<<<< HEAD"]


def test_freezing_writes_one_line_per_file(tmp_path: Path) -> None:
    root = a_copy(tmp_path)

    assert freeze(root, VERSION) == ["structure.yaml", "words.en.yaml"]
    assert lock_of(root) == lock_of(SMALL)


def test_freezing_twice_changes_nothing(tmp_path: Path) -> None:
    root = a_copy(tmp_path, published=True)

    assert freeze(root, VERSION) == []
    assert lock_of(root) == lock_of(SMALL)


def test_a_language_added_later_adds_a_line_and_leaves_the_others(tmp_path: Path) -> None:
    root = a_copy(tmp_path, published=True)
    a_french_copy_of_the_words(root)

    assert freeze(root, VERSION) == ["words.fr.yaml"]
    assert lock_of(root)[:-1] == lock_of(SMALL)
    assert lock_of(root)[-1].startswith(f"{VERSION} words.fr.yaml ")


def test_a_language_of_a_published_version_is_shown_only_once_it_is_frozen_too(tmp_path: Path) -> None:
    root = a_copy(tmp_path, published=True)
    a_french_copy_of_the_words(root)

    before = set(load(root)[VERSION].words_by_language)
    freeze(root, VERSION)

    assert before == {"en"}
    assert set(load(root)[VERSION].words_by_language) == {"en", "fr"}


def test_freezing_refuses_a_published_file_that_changed(tmp_path: Path) -> None:
    root = a_copy(tmp_path, published=True)
    a_french_copy_of_the_words(root)
    edit(root, "words.en.yaml", '"Is there a policy?"', '"Is there any policy?"')

    with pytest.raises(Broken, match=r"words\.en\.yaml: This was published and cannot change"):
        freeze(root, VERSION)

    assert lock_of(root) == lock_of(SMALL)


def test_freezing_refuses_mistakes(tmp_path: Path) -> None:
    root = a_copy(tmp_path)
    edit(root, "words.en.yaml", '"A draft.", ', "")

    with pytest.raises(Broken, match="maturity needs 5 level texts"):
        freeze(root, VERSION)

    assert not (root / LOCK).exists()


def test_freezing_an_unknown_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Broken, match=r"2098.1: There is no such version in "):
        freeze(a_copy(tmp_path), "2098.1")


@pytest.mark.parametrize(
    "thing",
    [
        lambda q: q,
        lambda q: q.structure,
        lambda q: q.structure.scoring,
        lambda q: q.structure.indicators[0],
        lambda q: q.structure.indicators[0].condition,
        lambda q: q.words("en"),
        lambda q: q.words("en").indicators["AA-01"],
    ],
)
def test_nothing_of_a_questionnaire_can_be_assigned(
    small: Questionnaire, thing: Callable[[Questionnaire], object]
) -> None:
    part = thing(small)
    name = next(iter(vars(part)))

    with pytest.raises((AttributeError, ValidationError)):
        setattr(part, name, None)


def test_a_questionnaire_goes_through_a_process_pool_unchanged(small: Questionnaire) -> None:
    again = pickle.loads(pickle.dumps(small))

    assert (again.structure, again.words("en")) == (small.structure, small.words("en"))


def test_an_unknown_language_falls_back_to_the_first_that_the_version_promises(small: Questionnaire) -> None:
    assert small.words("xx") is small.words("en")


def test_yes_partly_and_no_have_texts_at_three_levels(small: Questionnaire) -> None:
    words, indicator = small.words("en"), small.indicators["AA-02"]

    assert [words.level_text(indicator, level) for level in (0, 2, 4)] == [
        "No one.",
        "Named only.",
        "Named and at work.",
    ]
    assert [words.value_name(indicator, level) for level in (0, 2, 4)] == ["No", "Partly", "Yes"]


def test_a_maturity_level_has_its_text_and_its_name(small: Questionnaire) -> None:
    words, indicator = small.words("en"), small.indicators["AA-01"]

    assert (words.level_text(indicator, 3), words.value_name(indicator, 3)) == ("Applied.", "Applied")
