"""Nobody outside works back to a person: an attack on everything that drawn administrations ever published."""

import sys
from collections.abc import Callable
from dataclasses import replace
from time import process_time

import pytest

from questionnaires.catalogue import Catalogue
from questionnaires.workforce.definition import Tables
from scoring.protection import protect, relations
from scoring.protection import tables as linked_tables
from scoring.protection.complementary import Completed
from scoring.protection.figures import Sum
from tests.scoring.protection.attack import attack
from tests.scoring.protection.published import Story, only, publish, seen, story

VERSION = "2027.1"
SOME = ("WT1a", "WT1b", "WT3a", "WT3c", "WT4a")
"""Enough for every step of the protection to matter."""


@pytest.fixture(scope="module")
def tables(catalogue: Catalogue) -> Tables:
    return catalogue.workforce[VERSION].structure


@pytest.mark.long(keep=1)
@pytest.mark.parametrize("seed", range(100))
def test_nothing_is_recovered_from_all_years_and_editions_together(tables: Tables, seed: int) -> None:
    """Only a correction may have to withhold a table, never a year's first publication."""
    published = story(tables, str(seed))

    patterns = publish(tables, published)

    assert attack(list(seen(tables, published, patterns))) == []
    assert [pattern.withheld for pattern in patterns[:2]] == [frozenset()] * 2


def recovered(tables: Tables, published: Story) -> list[str]:
    return attack(list(seen(tables, published, publish(tables, published))))


def without_complementary(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(protect, "complete", lambda system, hidden: Completed(frozenset(hidden)))


def without_flows(patch: pytest.MonkeyPatch) -> None:
    """Stock = opening + in - out."""
    equal = relations.equal
    patch.setattr(relations, "equal", lambda tables: (form for form in equal(tables) if "WT3c" not in str(form)))


def without_years(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(relations, "between_years", lambda tables, last: ())


def without_editions(patch: pytest.MonkeyPatch) -> None:
    published = protect._published
    patch.setattr(protect, "_published", lambda earlier: published([each for each in earlier if each.rounds_ago]))


def without_pay(patch: pytest.MonkeyPatch) -> None:
    """The overall mean is a function of the means and numbers of the grades."""
    amounts = linked_tables.amount_system
    patch.setattr(protect, "amount_system", lambda publications: replace(amounts(publications), equations=()))


def without_sums_of_merged_rows(patch: pytest.MonkeyPatch) -> None:
    sums = linked_tables.sums_of_counts
    patch.setattr(linked_tables, "sums_of_counts", lambda each: (sum_ for sum_ in sums(each) if not merges_rows(sum_)))


def merges_rows(sum_: Sum) -> bool:
    return "+" in sum_.key and not any("+" in part for part in sum_.parts)


SMALL = "21"
"""An administration of 63 people, in which each step of the protection keeps somebody hidden."""
FIRST, BOTH, EDITIONS = slice(0, 1), slice(0, 2), slice(1, 3)
STEPS: dict[str, tuple[Callable[[pytest.MonkeyPatch], None], slice]] = {
    "complementary suppression": (without_complementary, FIRST),
    "stock and flow": (without_flows, FIRST),
    "pay": (without_pay, FIRST),
    "sums of merged rows": (without_sums_of_merged_rows, BOTH),
    "years": (without_years, BOTH),
    "editions": (without_editions, EDITIONS),
}


@pytest.mark.parametrize("step", STEPS)
def test_without_any_one_step_of_the_protection_small_numbers_are_recovered(
    tables: Tables, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch_off, which = STEPS[step]
    published = story(tables, SMALL)[which]
    switch_off(monkeypatch)

    numbers = recovered(only(tables, SOME), published)

    sys.stdout.write(f"without {step}: {len(numbers)} recovered\n")
    assert numbers


@pytest.mark.parametrize("which", [FIRST, BOTH, EDITIONS], ids=["first", "both years", "editions"])
def test_with_all_steps_none_of_these_is_recovered(tables: Tables, which: slice) -> None:
    assert recovered(only(tables, SOME), story(tables, SMALL)[which]) == []


def test_an_administration_is_protected_within_a_second_of_processor_time(tables: Tables) -> None:
    """With all its tables and the third sex; then with the year before, whose numbers it must not give away either."""
    (first, _), (second, _) = story(tables, "8")[BOTH]

    start = process_time()
    pattern = protect.protect(tables, first.values, first.profile)
    middle = process_time()
    protect.protect(
        tables, second.values, second.profile, [protect.Earlier(tables, first.values, first.profile, pattern, 1)]
    )
    end = process_time()

    sys.stdout.write(f"protected in {middle - start:.2f} s, the year after in {end - middle:.2f} s\n")
    assert middle - start < 1
    assert end - middle < 2
