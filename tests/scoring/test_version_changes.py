"""What became of each question in another version, and what it weighs in both."""

from dataclasses import replace
from fractions import Fraction

import pytest

from questionnaires.catalogue import load
from questionnaires.comparability import Comparability, Mapped
from questionnaires.definition import Questionnaire
from questionnaires.differences import Pair
from scoring.version_changes import VersionChanges, changes
from tests.questionnaires.editing import SMALL, VERSION

CATALOGUE = load()
OLD = load(SMALL)[VERSION]


def a_map(**kinds: tuple[str, tuple[str, ...]]) -> Comparability:
    """Every question of the small version direct, but for these; `AA_01` is AA-01."""
    given = {id_.replace("_", "-"): kind for id_, kind in kinds.items()}
    mapped = {id_: given.get(id_, ("direct", (id_,))) for id_ in OLD.indicators}
    entries = {
        id_: Mapped.model_validate({"kind": kind, "from": sources}) for id_, (kind, sources) in mapped.items() if kind
    }
    heirs = {source for _, sources in mapped.values() for source in sources}
    gone = {id_: "Nobody answered it." for id_ in OLD.indicators if id_ not in heirs}
    return Comparability(compared_with=VERSION, indicators=entries, gone=gone)


def without(id_: str) -> Questionnaire:
    """The small version without a question."""
    indicators = tuple(each for each in OLD.structure.indicators if each.id != id_)
    return replace(OLD, structure=OLD.structure.model_copy(update={"indicators": indicators}))


@pytest.fixture(scope="module")
def real() -> VersionChanges:
    return changes(CATALOGUE["2026.1"], CATALOGUE["2027.1"], CATALOGUE.maps["2027.1"], "en")


def test_every_question_of_both_versions_is_in_the_changes(real: VersionChanges) -> None:
    assert {each.id for each in real.questions if each.change != "gone"} == set(CATALOGUE["2027.1"].indicators)
    named = {source for each in real.questions for source in each.sources}
    assert named == set(CATALOGUE["2026.1"].indicators)


def test_they_come_pillar_by_pillar_and_the_counts_add_up(real: VersionChanges) -> None:
    pillars = [each.pillar for each in real.questions]

    assert pillars == sorted(pillars)
    assert sum(real.counts().values()) == len(real.questions)
    for change, number in real.counts().items():
        assert number == sum(real.counts(pillar)[change] for pillar in real.pillars)


def test_the_shares_of_the_new_version_add_up_to_the_whole(real: VersionChanges) -> None:
    assert sum((each.shares[1] or Fraction(0)) for each in real.questions) == 1
    assert sum((element.shares[1] or Fraction(0)) for element in real.elements) == 1
    assert sum((element.shares[0] or Fraction(0)) for element in real.elements) == 1


def test_an_element_that_is_gone_says_where_its_questions_went(real: VersionChanges) -> None:
    gone = [element for element in real.elements if element.titles[1] is None]

    assert gone
    assert all(element.into for element in gone)
    assert all(set(element.into) <= set(CATALOGUE["2027.1"].elements) for element in gone)


def test_a_question_that_is_gone_keeps_its_words_its_reason_and_what_it_weighed() -> None:
    comparability = a_map(BA_02=("", ()))
    changed = changes(OLD, without("BA-02"), comparability, "en")

    (gone,) = [each for each in changed.questions if each.change == "gone"]
    assert (gone.id, gone.pillar, gone.why, gone.shares) == (
        "BA-02",
        "P2",
        "Nobody answered it.",
        (Fraction(1, 6), None),
    )
    assert gone.texts[0] == Pair("question", "Are incidents followed up?", None)
    assert changed.questions[-1] is gone


def test_a_merged_question_weighs_what_its_sources_did_and_shows_each() -> None:
    comparability = a_map(AB_01=("merged", ("AB-01", "AB-02")), AB_02=("", ()))
    changed = changes(OLD, without("AB-02"), comparability, "en")

    (merged,) = [each for each in changed.questions if each.change == "merged"]
    assert merged.sources == ("AB-01", "AB-02")
    assert merged.shares == (Fraction(1, 2), Fraction(1, 2))
    assert (merged.texts[0].old or "").splitlines()[1] == "AB-02: Are rosters fair?"


def test_core_and_short_are_told_as_they_were_and_are() -> None:
    new = OLD.structure.indicators[0].model_copy(update={"core": False, "short": False})
    structure = OLD.structure.model_copy(update={"indicators": (new, *OLD.structure.indicators[1:])})
    changed = changes(OLD, replace(OLD, structure=structure), a_map(), "en")

    assert (changed.questions[0].core, changed.questions[0].short) == ((True, False), (True, False))


def test_without_a_map_questions_are_matched_by_their_ids(real: VersionChanges) -> None:
    back = changes(CATALOGUE["2027.1"], CATALOGUE["2026.1"], CATALOGUE.maps.get("2026.1"), "en")

    assert (real.is_mapped, back.is_mapped) == (True, False)
    added = {each.id for each in back.questions if each.change == "new"}
    assert added == set(CATALOGUE["2026.1"].indicators) - set(CATALOGUE["2027.1"].indicators)
    assert back.counts()["gone"] == len(set(CATALOGUE["2027.1"].indicators) - set(CATALOGUE["2026.1"].indicators))


def test_between_a_version_and_itself_nothing_changed() -> None:
    changed = changes(OLD, OLD, None, "en")

    assert changed.is_nothing
    assert changed.counts()["direct"] == len(OLD.indicators)
