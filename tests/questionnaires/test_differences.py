"""Which words of a text changed, and what differs between two versions beside the questions."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.catalogue import load
from questionnaires.differences import Pair, Run, marked, other_pairs, question_pairs
from tests.questionnaires.editing import SMALL, VERSION, a_copy, a_french_copy_of_the_words, edit

OLD = load(SMALL)[VERSION]
WORDS = st.lists(st.sampled_from(["a", "policy", "is", "in", "use", "80%", "“all”", "site,", "\n", "é"]), max_size=12)


def changed(runs: list[Run]) -> list[str]:
    return [run.text.strip() for run in runs if run.is_changed]


def test_the_words_that_changed_are_marked_on_both_sides() -> None:
    old, new = marked("The policy is known to most staff.", "The written policy is known to 80% of staff.")

    assert changed(old) == ["most"]
    assert changed(new) == ["written", "80% of"]


def test_a_text_of_which_little_was_kept_was_rewritten_as_a_whole() -> None:
    old, new = marked("Receives invitations; rarely attends.", "Nobody is appointed in writing as contact.")

    assert [run.is_changed for run in (*old, *new)] == [True, True]


def test_a_word_that_happens_to_be_the_same_between_two_changes_is_no_island() -> None:
    old, new = marked(
        "The heads of all sites read the policy each year.", "The heads meet all staff about the policy each year."
    )

    assert changed(old) == ["of all sites read"]
    assert changed(new) == ["meet all staff about"]


@given(WORDS, WORDS)
def test_marking_loses_no_letter_and_marks_nothing_of_the_same_text(old: list[str], new: list[str]) -> None:
    before, after = " ".join(old), " ".join(new)
    runs = marked(before, after)

    assert ["".join(run.text for run in side) for side in runs] == [before.rstrip(), after.rstrip()]
    assert not any(run.is_changed for run in marked(before, before)[0])


def test_a_version_does_not_differ_from_itself() -> None:
    assert list(other_pairs(OLD, OLD)) == []
    assert all(pair.is_same for id_ in OLD.indicators for pair in question_pairs(OLD, [id_], OLD, [id_], "en"))


@pytest.mark.parametrize(
    ("name", "old", "new", "pair"),
    [
        ("structure.yaml", 'id: "P1", weight: 2', 'id: "P1", weight: 3', Pair("pillars.P1.weight", "2", "3")),
        ("structure.yaml", "core_margin: 2", "core_margin: 1", Pair("scoring.core_margin", "2", "1")),
        (
            "words.en.yaml",
            '"First pillar"',
            '"Pillar one"',
            Pair("words.en.pillars.P1.title", "First pillar", "Pillar one"),
        ),
        (
            "words.en.yaml",
            '  "GUIDE":',
            '  "MORE": "Another guide"\n  "GUIDE":',
            Pair("words.en.resources.MORE.title", None, "Another guide"),
        ),
        (
            "words.en.yaml",
            '"Count each person once."',
            '""',
            Pair("words.en.profile.profile.staff_total.help", "Count each person once.", None),
        ),
    ],
)
def test_each_difference_beside_the_questions_is_told_with_its_place(
    tmp_path: Path, name: str, old: str, new: str, pair: Pair
) -> None:
    root = a_copy(tmp_path)
    edit(root, name, old, new)

    assert list(other_pairs(OLD, load(root)[VERSION])) == [pair]


def test_conventions_stand_beside_those_of_the_interface_that_they_replace(tmp_path: Path) -> None:
    root = a_copy(tmp_path)
    edit(root, "words.en.yaml", "choices:", 'conventions: ["All periods end on {snapshot}."]\n\nchoices:')

    pairs = list(other_pairs(OLD, load(root)[VERSION]))

    assert {pair.place for pair in pairs} == {"words.en.conventions"}
    assert pairs[0].new == "All periods end on {snapshot}."
    assert all(pair.old and pair.new is None for pair in pairs[1:])


def test_a_language_is_added_or_removed_as_a_whole(tmp_path: Path) -> None:
    root = a_copy(tmp_path)
    a_french_copy_of_the_words(root)
    new = load(root)[VERSION]

    assert list(other_pairs(OLD, new)) == [Pair("words.fr", None, "fr")]
    assert list(other_pairs(new, OLD)) == [Pair("words.fr", "fr", None)]


def test_the_texts_of_a_question_stand_in_the_order_in_which_people_read_them() -> None:
    places = [pair.place for pair in question_pairs(OLD, ["AA-02"], OLD, ["AA-02"], "en")]

    assert places == ["question", "level 0", "level 2", "level 4", "evidence", "advice"]


def test_several_questions_stand_together_each_under_its_id() -> None:
    (question, *_) = question_pairs(OLD, ["AB-01", "AB-02"], OLD, ["AB-01"], "en")

    assert question == Pair(
        "question",
        "AB-01: Are there separate facilities at the posts?\nAB-02: Are rosters fair?",
        "Are there separate facilities at the posts?",
    )
