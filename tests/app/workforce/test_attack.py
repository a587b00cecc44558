"""Nobody outside works back to a person from all that the product ever hands out: pages, API and files together.

The numbers are drawn, saved, signed and published as in life; then everything that outsiders can fetch is read and
joined into the linear programme of `tests.scoring.protection.attack`.
"""

import sys
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from sqlmodel import Session

from app.assessments.reads import OneAssessment
from app.assessments.report.protection import PublishedNumbers
from app.assessments.workforce.cells import values_of
from app.db.session import Database
from app.features.workforce.published import Newest
from questionnaires.catalogue import Catalogue
from questionnaires.workforce.definition import WorkforceTables
from scoring.protection.figures import figures_of
from scoring.protection.pattern import HIDDEN
from tests.app.workforce.installation import VERSION, Installation, Story
from tests.app.workforce.outsiders import AUDITOR, Outsiders, joined
from tests.cast import actor
from tests.scoring.protection.attack import Seen, attack
from tests.scoring.protection.installations import STAFF
from tests.scoring.protection.published import only, story
from tests.scoring.protection.test_attack import BOTH, EDITIONS, FIRST, SMALL, SOME, STEPS


@pytest.fixture
def outsiders(app: FastAPI, catalogue: Catalogue) -> Outsiders:
    return Outsiders(app, catalogue)


@pytest.fixture
def tables(catalogue: Catalogue) -> WorkforceTables:
    return catalogue.workforce[VERSION]


def seen_by_outsiders(
    installation: Installation, outsiders: Outsiders, published: Story, *, all_ways: bool = True
) -> list[Seen]:
    """Each publication as everybody could read it on its day, by all ways out together; as files at the end."""
    structure = only(installation.catalogue.workforce[VERSION].structure, installation.tables)
    seen = []
    for edition, (year, ago) in enumerate(published):
        assessment = installation.publish(year, ago)
        if all_ways:
            told = outsiders.everything_about(assessment, with_files=edition >= len(published) - 2)
        else:
            told = outsiders.what_programs_get_of(assessment)
        shown: dict[str, object] = {**joined(told, assessment), STAFF: staff_said(outsiders, assessment)}
        profile = {STAFF: year.profile[STAFF]}
        seen.append(Seen(structure, installation.values(year), profile, shown, ago, edition))
    return seen


def staff_said(outsiders: Outsiders, assessment: str) -> object:
    auditor = actor(outsiders.app, AUDITOR)
    answer = auditor.browser.get(f"/api/v1/assessments/{assessment}/profile", headers=auditor.api)
    return answer.json()["profile"][STAFF]


@pytest.mark.long(keep=1)
@pytest.mark.parametrize("seed", range(12))
def test_nothing_is_recovered_from_all_ways_out_rounds_and_editions_together(
    database: Database, catalogue: Catalogue, outsiders: Outsiders, tables: WorkforceTables, seed: int
) -> None:
    installation = Installation(database, catalogue, SOME)
    seen = seen_by_outsiders(installation, outsiders, story(tables.structure, str(seed)))

    recovered = attack(seen)

    hidden = sum(value is HIDDEN for each in seen for value in each.shown.values())
    ways = len(outsiders.ways)
    sys.stdout.write(f"installation {seed}: {ways} ways out, {hidden} hidden figures, {len(recovered)} recovered\n")
    assert recovered == []
    assert hidden > 100
    assert hidden_pay(seen) & outsiders.decimals_told == set()
    assert outsiders.decimals_told


def hidden_pay(seen: list[Seen]) -> set[str]:
    """As pages write it: no other number of theirs looks the same by chance."""
    pay = {cell: value for each in seen for cell, value in each.values.items() if cell.measure.endswith("_pay")}
    told = {value for each in seen for value in each.shown.values()}
    return {f"{value // 100}.{value % 100:02}" for value in pay.values() if value is not None and value not in told}


def every_number(tables: WorkforceTables) -> Callable[..., Newest]:
    """A way out that forgets what is hidden."""

    def told(db: Session, assessment: OneAssessment) -> Newest:
        figures = figures_of(tables.structure, values_of(db, assessment.id))
        known = {name: value for name, value in figures.items() if value is not None}
        return Newest(VERSION, 1, PublishedNumbers(tables, (), frozenset(), known))

    return told


@pytest.mark.parametrize("step", [*STEPS, "only what is published"])
def test_without_any_one_step_the_same_attack_works_back_to_people(
    database: Database,
    catalogue: Catalogue,
    outsiders: Outsiders,
    tables: WorkforceTables,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    installation = Installation(database, catalogue, SOME)
    switch_off, which = STEPS.get(step, (None, FIRST))
    if switch_off:
        switch_off(monkeypatch)
    else:
        monkeypatch.setattr("app.features.workforce.api.newest_numbers", every_number(tables))

    seen = seen_by_outsiders(installation, outsiders, story(tables.structure, SMALL)[which], all_ways=False)
    recovered = attack(seen)

    sys.stdout.write(f"without {step}: {len(recovered)} recovered\n")
    assert recovered


@pytest.mark.parametrize("which", [BOTH, EDITIONS], ids=["both years", "editions"])
def test_with_all_steps_none_of_these_is_recovered(
    database: Database, catalogue: Catalogue, outsiders: Outsiders, tables: WorkforceTables, which: slice
) -> None:
    installation = Installation(database, catalogue, SOME)

    seen = seen_by_outsiders(installation, outsiders, story(tables.structure, SMALL)[which], all_ways=False)

    assert attack(seen) == []
