"""Where a question comes from in an older version: over one map or several, and never further than maps lead."""

from collections.abc import Mapping

from questionnaires.answers import NOT_ANSWERED, Answer
from questionnaires.catalogue import Catalogue
from questionnaires.comparability import Comparability, Mapped, Origin, heir_of, origins_of
from questionnaires.earlier import EarlierAnswers

OLD, NEW = "2099.1", "2099.2"


def mapped(kind: str, *sources: str, why: str = "") -> Mapped:
    return Mapped.model_validate({"kind": kind, "from": sources, "why": why})


def a_map(compared_with: str, indicators: Mapping[str, Mapped]) -> Comparability:
    return Comparability(compared_with=compared_with, indicators=indicators)


def seen(catalogue: Catalogue, answers: Mapping[str, Answer]) -> EarlierAnswers:
    return EarlierAnswers(catalogue[OLD], answers, origins_of(catalogue[NEW], OLD, catalogue.maps))


def test_in_the_same_version_every_question_comes_from_itself(catalogue: Catalogue) -> None:
    origins = origins_of(catalogue["2026.1"], "2026.1", catalogue.maps)

    assert origins == {id_: Origin("direct", (id_,)) for id_ in catalogue["2026.1"].indicators}


def test_one_map_says_it_of_every_kind(catalogue: Catalogue) -> None:
    origins = origins_of(catalogue[NEW], OLD, catalogue.maps)

    assert {id_: (origin.kind, origin.sources) for id_, origin in origins.items()} == {
        "AA-01": ("direct", ("AA-01",)),
        "AA-12": ("direct", ("AA-02",)),
        "AA-03": ("reworded", ("AA-03",)),
        "AB-03": ("merged", ("AB-01", "AB-02")),
        "AB-04": ("new", ()),
        "BA-01": ("split", ("BA-01",)),
        "BA-04": ("split", ("BA-01",)),
        "BA-03": ("direct", ("BA-03",)),
    }
    assert origins["AB-03"].why == "Both asked about the posts."


def test_over_two_maps_only_what_was_direct_in_both_is_direct(catalogue: Catalogue) -> None:
    """The version after that of the tests, from which a map leads to it."""
    kinds = {
        "AA-01": mapped("direct", "AA-01"),
        "AA-12": mapped("reworded", "AA-12", why="Shorter."),
        "AA-03": mapped("direct", "AA-03"),
        "AB-03": mapped("direct", "AB-03"),
        "AB-04": mapped("direct", "AB-04"),
        "BA-01": mapped("merged", "BA-01", "AA-03", why="One is enough."),
        "BA-04": mapped("direct", "BA-04"),
        "BA-03": mapped("new"),
    }
    between = catalogue.maps[NEW].model_copy(update={"compared_with": "2098.1"})
    maps = {NEW: a_map("2099.15", kinds), "2099.15": between}

    origins = origins_of(catalogue[NEW], "2098.1", maps)

    assert {id_: (origin.kind, origin.sources) for id_, origin in origins.items()} == {
        "AA-01": ("direct", ("AA-01",)),
        "AA-12": ("reworded", ("AA-02",)),
        "AA-03": ("reworded", ("AA-03",)),
        "AB-03": ("merged", ("AB-01", "AB-02")),
        "AB-04": ("new", ()),
        "BA-01": ("merged", ("BA-01", "AA-03")),
        "BA-04": ("split", ("BA-01",)),
        "BA-03": ("new", ()),
    }
    assert origins["BA-01"].why == "One is enough. Staff and the public differ. Most had no figure."


def test_where_no_map_leads_nothing_is_compared(catalogue: Catalogue) -> None:
    in_a_ring = {NEW: a_map("2099.15", {}), "2099.15": a_map(NEW, {})}

    assert origins_of(catalogue[OLD], NEW, catalogue.maps) == {}  # back to an older version
    assert origins_of(catalogue["2026.1"], OLD, catalogue.maps) == {}
    assert origins_of(catalogue[NEW], OLD, in_a_ring) == {}


def test_the_heir_of_a_question_keeps_its_id_if_it_can(catalogue: Catalogue) -> None:
    origins = origins_of(catalogue[NEW], OLD, catalogue.maps)

    heirs = {id_: heir_of(id_, origins) for id_ in ("AA-01", "AA-02", "AB-02", "BA-01", "BA-02")}
    assert heirs == {"AA-01": "AA-01", "AA-02": "AA-12", "AB-02": "AB-03", "BA-01": "BA-01", "BA-02": ""}


def test_only_answers_to_the_very_same_question_are_compared(catalogue: Catalogue) -> None:
    answers = {id_: Answer("answered", 3) for id_ in ("AA-01", "AA-03", "AB-01", "AB-02")}
    earlier = seen(catalogue, answers | {"AA-02": Answer("answered", "yes"), "BA-01": NOT_ANSWERED})

    assert earlier.compared == {"AA-01": Answer("answered", 3), "AA-12": Answer("answered", "yes")}


def test_what_stands_beside_a_question_are_the_old_questions_that_were_answered(catalogue: Catalogue) -> None:
    earlier = seen(catalogue, {"AA-02": Answer("answered", "yes"), "AB-02": Answer("answered", 2)})

    direct, merged, new = (earlier.of(id_) for id_ in ("AA-12", "AB-03", "AB-04"))

    assert direct
    assert merged
    assert new
    assert direct.compared == Answer("answered", "yes")
    assert [(asked.id, answer.level, merged.compared) for asked, answer in merged.answers] == [("AB-02", 2, None)]
    assert (new.is_new, new.answers) == (True, ())
    assert earlier.of("AA-01") is None
